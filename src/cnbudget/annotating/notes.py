"""What is to be said where: the findings of a report by the places they are about."""

from __future__ import annotations

import attrs

from cnbudget.arithmetic import separated
from cnbudget.checks import Report
from cnbudget.checks.basis import basis, follows
from cnbudget.checks.compared import concerned
from cnbudget.checks.findings import Finding, Suspect
from cnbudget.checks.messages import meant
from cnbudget.figures import Address, Figure, Place
from cnbudget.invariants import Verdict
from cnbudget.messages import joined, say, tell

_MARKS = {
    "error": say("report.mark_violated"),
    "minor": say("report.mark_minor"),
    "note": say("report.mark_note"),
}
_RANK = {"note": 0, "minor": 1, "error": 2}
_MOST_FIGURES = 200  # highlighted for one finding
_MOST_SUSPECTS = 4  # of one finding, equally likely
_MOST_TEXTS = 20  # in one comment


@attrs.define(eq=False)
class Note:
    """What is said of one place.

    Attributes:
        place: The place; without a cell or line, the sheet or the file as a whole.
        texts: What is said; none where a figure only takes part in a finding.
        severity: The worst: "error", "minor" or "note".
        figure: The figure that it is about, if it is about one.
    """

    place: Place
    texts: list[str] = attrs.field(factory=list)
    severity: str = "note"
    figure: Figure | None = None

    @property
    def text(self) -> str:
        """All that is said, a line for each finding."""
        shown = self.texts[:_MOST_TEXTS]
        if len(self.texts) > len(shown):
            shown.append(f"…（{len(self.texts) - len(shown)}）")
        return "\n".join(shown)

    def add(self, other: Note) -> None:
        """Say here what another says, too."""
        self.texts.extend(other.texts)
        self.worsen(other.severity)

    def worsen(self, severity: str) -> None:
        """Be at least so bad."""
        if _RANK[severity] > _RANK[self.severity]:
            self.severity = severity


_Key = tuple[object, ...]


def notes_of(report: Report, lang: str = "zh") -> list[Note]:
    """What the report says of each place, in the order of the report; what rounding explains is left out."""
    notes: dict[_Key, Note] = {}
    for finding in report.causes:
        if finding.verdict is Verdict.ROUNDING:
            continue
        note = _at(notes, *_place(finding), finding.severity)
        note.texts.append(_words(report, finding, lang))
        if finding.verdict is Verdict.VIOLATED and finding.severity != "note":
            told = meant(finding.suspects)
            left = [each for each in _likeliest(finding) if each is not told]
            _suspected(notes, finding, left, lang)
            if told is not None:
                _at(notes, told.figure.place, told.figure, finding.severity)
            for figure in finding.figures[:_MOST_FIGURES] if told is None else ():
                if _exact(figure.place) and figure.place.year is None:
                    _at(notes, figure.place, figure, "note")
    for (
        finding
    ) in report.wrong:  # an amount that is wrong in two columns is one finding, and two cells
        likely = _likeliest(finding) if finding.caused_by is not None else []
        known = {place for place, note in notes.items() if note.severity == finding.severity}
        if len(likely) == 1 and _key(likely[0].figure.place, likely[0].figure) not in known:
            _suspected(notes, finding, likely, lang)
    return list(notes.values())


def _likeliest(finding: Finding) -> list[Suspect]:
    """The suspects of a finding that no other is likelier than."""
    return [each for each in finding.suspects if each.score == finding.suspects[0].score]


def _suspected(
    notes: dict[_Key, Note], finding: Finding, suspects: list[Suspect], lang: str
) -> None:
    """Say of suspects what they would have to be."""
    for suspect in suspects[:_MOST_SUSPECTS]:
        if suspect.figure.value is not None and suspect.suggestion is not None and suspect.settles:
            text = _suggestion(suspect, lang)
            figure = suspect.figure
            _at(notes, figure.place, figure, finding.severity).texts.append(text)


def _exact(place: Place) -> bool:
    """Whether a place is one that a single number can be marked at: a cell, or a line of a page."""
    return place.cell is not None or (place.page is not None and place.line is not None)


def _key(place: Place, figure: Figure | None) -> _Key:
    """What is one place: a cell, or on a page each number of a line."""
    address: Address | None = None
    if figure is not None and place.page is not None and place.cell is None:
        address = figure.address
    return place.sheet, place.page, place.cell, place.line, address


def _at(notes: dict[_Key, Note], place: Place, figure: Figure | None, severity: str) -> Note:
    key = _key(place, figure)
    note = notes.get(key)
    if note is None:
        note = notes[key] = Note(place, figure=figure)
    note.worsen(severity)
    return note


def _place(finding: Finding) -> tuple[Place, Figure | None]:
    """The place that a finding is about, and the figure that stands there, if it is about one.

    It is its own place, or that of its first figure that has one; on a page, that of the figure to point at.
    """
    place = finding.place
    if place.cell is not None or not finding.figures:
        return place, None
    figure = concerned(finding)
    if figure is not None and figure.place.page is not None and _exact(figure.place):
        return figure.place, figure
    # what stands in last year's document is not marked in this one
    places = (figure.place for figure in finding.figures if figure.place.year is None)
    return next((each for each in places if each.cell is not None), place), None


def _words(report: Report, finding: Finding, lang: str) -> str:
    """What a comment says: not where it stands itself, but the other side."""
    mark = _MARKS[finding.severity]
    if finding.verdict is Verdict.UNDECIDED:
        mark = say("report.mark_undecided")
    words, figure, place = finding.message(lang), concerned(finding), _place(finding)[0]
    itself = [place.words(lang)] if place.page is not None else []
    if figure is not None and figure.place == place:
        itself.insert(0, figure.where(lang))
    for each in itself:
        words = words.removeprefix(each).lstrip(" ：:")
    text = tell(lang, "remarks.finding", mark=mark, words=words)
    told = [each.text(lang) for each in basis(report, finding)]
    if told:
        text += "\n" + tell(lang, "report.basis", told=joined(lang, told, ";"))
    if more := follows(report, finding):
        text += "\n" + more.text(lang)
    return text


def _suggestion(suspect: Suspect, lang: str) -> str:
    value = suspect.suggestion
    shown = "" if value is None else separated(f"{value:f}")
    return tell(lang, "remarks.suggestion", value=shown, why=suspect.why(lang))
