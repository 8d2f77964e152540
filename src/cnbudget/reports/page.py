"""The report as one page of HTML: what was found, both sides of it, and the document with its places marked.

The page stands by itself: no other file and no network. It is in both languages, and shows one. It computes nothing:
what stands in it is what the report says.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from itertools import chain, repeat

from cnbudget._version import __version__
from cnbudget.checks import Report
from cnbudget.checks.baseline import since_lines
from cnbudget.checks.basis import basis
from cnbudget.checks.compared import compared
from cnbudget.checks.findings import KINDS, Finding, law_words
from cnbudget.checks.messages import amount
from cnbudget.checks.text import added_by, conclusion, left_alone, nothing_to_check
from cnbudget.disclosure.named import NAMED_STAGES, NAMED_STATUSES
from cnbudget.figures import Figure, State
from cnbudget.messages import Said, Words, joined, say
from cnbudget.reports.document import Drawn, drawn
from cnbudget.reports.marks import accused, marks_of
from cnbudget.reports.unread import UnreadFile

_FIRST = 3
_MOST_FIGURES = 24
_MOST_BELOW = 40
_MOST_LISTED = 400


def html(
    reports: Report | Iterable[Report | UnreadFile], *, lang: str = "zh", links: Iterable[str] = ()
) -> str:
    """The reports as one page of HTML.

    Args:
        reports: What `check` gave for one file, or for each of several in their order.
        lang: The language that the page opens in: "zh", or English otherwise; the reader can change it.
        links: For each report, how the page reaches the file that was read; "" or nothing for no link. A budget that
            was read from several files gets none.

    Returns:
        The page, which needs nothing else.

    >>> import cnbudget
    >>> page = html(cnbudget.check(cnbudget.example("artux")))
    >>> page.count("<h1"), "阿图什市医疗保障局" in page
    (1, True)
    """
    items: Iterable[Report | UnreadFile] = [reports] if isinstance(reports, Report) else reports
    page = PageWriter(lang)
    for item, link in zip(items, chain(links, repeat("")), strict=False):
        page.add(item, link)
    return page.text()


class PageWriter:
    """Writes reports into one page, one after the other; of each only what the page says is kept.

    Args:
        lang: The language that the page opens in: "zh", or English otherwise.

    >>> import cnbudget
    >>> page = PageWriter()
    >>> page.add(cnbudget.check(cnbudget.example("artux")))
    >>> page.text() == html(cnbudget.check(cnbudget.example("artux")))
    True
    """

    def __init__(self, lang: str = "zh") -> None:
        self._lang = "en" if lang != "zh" else lang
        self._titles: list[Words] = []
        self._index: list[str] = []
        self._sections: list[
            bytes
        ] = []  # packed: the page of many files is long, and says much twice

    def add(self, item: Report | UnreadFile, link: str = "") -> None:
        """Write a report.

        Args:
            item: The report, or the file that could not be read.
            link: How the page reaches the file that was read; "" for no link.
        """
        number = len(self._sections) + 1
        if isinstance(item, UnreadFile):
            words: Words = say("page.unreadable")
            lines: Iterable[str] = _unread(item, number)
        else:
            words = Said(conclusion(item, "zh"), conclusion(item, "en"))
            lines = _ReportPage(item, f"r{number}-", link).lines()
        self._titles.append(_title(item))
        self._index.append(
            f'<li><a href="#r{number}-top">{_both(_title(item))}</a> <span>{_both(words)}</span></li>'
        )
        self._sections.append(zlib.compress("\n".join(lines).encode()))

    def text(self) -> str:
        """The page of all that was written."""
        return self.data().decode()

    def data(self) -> bytes:
        """The same as UTF-8.

        >>> import cnbudget
        >>> writer = PageWriter()
        >>> writer.add(cnbudget.check(cnbudget.example("artux")))
        >>> writer.data()[:15]
        b'<!DOCTYPE html>'
        """
        several = len(self._sections) != 1
        made = bytearray()
        for line in self._head(say("page.title") if several else self._titles[0]):
            made += f"{line}\n".encode()
        for line in self._files() if several and self._sections else ():
            made += f"{line}\n".encode()
        for section in self._sections:
            made += zlib.decompress(section) + b"\n"
        script = files("cnbudget.reports").joinpath("page.js").read_text("utf-8")
        made += f"</main>\n<script>{script}</script>\n</body>\n</html>\n".encode()
        return bytes(made)

    def _head(self, title: Words) -> Iterator[str]:
        """The lines up to the content."""
        lang = self._lang
        style = files("cnbudget.reports").joinpath("page.css").read_text("utf-8")
        yield "<!DOCTYPE html>"
        yield f'<html lang="{"zh-CN" if lang == "zh" else "en"}" data-lang="{lang}">'
        yield "<head>"
        yield '<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(title.text(lang))}</title>"
        yield f"<style>{style}</style>"
        yield "</head>"
        yield "<body>"
        yield f'<a class="skip" href="#main">{_both(say("page.skip"))}</a>'
        yield '<header class="top">'
        yield f"<p>{_both(say('page.title'))} · cnbudget {escape(__version__)}</p>"
        yield from _languages(lang)
        yield "</header>"
        yield '<main id="main">'

    def _files(self) -> list[str]:
        """The list of the files, where there are several."""
        head = f"<h1>{_both(say('page.files'))}</h1>"
        return [head, '<ol class="files">', *self._index, "</ol>"]


def _both(words: Words, tag: str = "span") -> str:
    """Words in both languages, of which one is shown; once where they are the same."""
    zh, en = escape(words.text("zh")), escape(words.text("en"))
    if zh == en:
        return zh
    return f'<{tag} lang="zh">{zh}</{tag}><{tag} lang="en">{en}</{tag}>'


def _languages(lang: str) -> list[str]:
    names = (("zh", "中文"), ("en", "English"))
    label = escape(say("page.language").text(lang))
    buttons = [
        f'<button type="button" data-to="{key}" lang="{key}" aria-pressed="{str(key == lang).lower()}">'
        f"{name}</button>"
        for key, name in names
    ]
    return [f'<div class="languages" role="group" aria-label="{label}">', *buttons, "</div>"]


def _title(item: Report | UnreadFile) -> Words:
    if isinstance(item, UnreadFile):
        return Said(item.name, item.name)
    budget = item.disclosure
    year = "" if budget.year is None else say("report.year", year=budget.year)
    return say("page.of_budget", agency=budget.agency, year=year, stage=NAMED_STAGES[budget.stage])


def _unread(item: UnreadFile, number: int) -> list[str]:
    said = Said(item.error.text("zh"), item.error.text("en"))
    return [
        f'<section class="report" id="r{number}-top">',
        f"<h1>{escape(item.name)}</h1>",
        f'<p class="conclusion bad">{_both(say("page.unreadable"))}</p>',
        f"<p>{_both(said)}</p>",
        "</section>",
    ]


class _ReportPage:
    """What the page says of one report."""

    def __init__(self, report: Report, mark: str, link: str) -> None:
        self.report = report
        self.mark = mark
        self.link = "" if report.disclosure.files else link  # one link cannot lead to several files
        self.document: Drawn = drawn(report.disclosure, marks_of(report), mark)

    def lines(self) -> Iterator[str]:
        """Its lines."""
        yield f'<section class="report" id="{self.mark}top">'
        yield from self._head()
        yield from self._findings()
        yield from self._tables()
        yield from self._document()
        yield from self._rest()
        yield "</section>"

    # The head ---------------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        report, budget = self.report, self.report.disclosure
        good = "good" if report.ok else "bad"
        yield f"<h1>{_both(_title(report))}</h1>"
        said = Said(conclusion(report, "zh"), conclusion(report, "en"))
        yield f'<p class="conclusion {good}">{_both(said)}</p>'
        if report.nothing:
            error = nothing_to_check(report)
            yield f"<p>{_both(Said(error.text('zh'), error.text('en')))}</p>"
        if report.since is not None:
            for zh, en in zip(
                since_lines(report.since, "zh"), since_lines(report.since, "en"), strict=True
            ):
                yield f"<p>{_both(Said(zh, en))}</p>"
        if not report.explained.complete:
            yield f"<p>{_both(say('page.unfinished'))}</p>"
        if budget.left_out:
            yield f"<p>{_both(say('page.persons', count=budget.left_out))}</p>"
        facts = [
            (say("page.file"), self._file()),
            (say("years.file"), self._last_year()),
            (say("page.unit"), _both(Said(budget.unit.zh, budget.unit.en))),
            (say("page.form"), escape(budget.layout)),
            (say("page.lists"), escape(report.lists)),
            (say("page.added"), "<br>".join(_both(each) for each in added_by(report))),
        ]
        if budget.sha256:
            facts.append((say("page.digest"), f'<code class="digest">{budget.sha256}</code>'))
        yield '<dl class="facts">'
        for words, text in facts:
            if text:
                yield f"<div><dt>{_both(words)}</dt><dd>{text}</dd></div>"
        yield "</dl>"
        grave = [each for kind in KINDS[:2] for each in report.causes if each.kind == kind]
        if len(grave) > _FIRST:
            yield f'<nav class="first"><h2>{_both(say("page.first"))}</h2><ol>'
            for each in grave[:_FIRST]:
                yield f'<li><a href="#{self.mark}{each.id}">{_both(each.words)}</a></li>'
            yield "</ol></nav>"

    def _last_year(self) -> str:
        last = self.report.previous
        if last is None:
            return ""
        return escape(f"{last.agency} {last.year or ''} {last.source}".strip())

    def _file(self) -> str:
        name = escape(self.report.disclosure.source)
        return f'<a href="{escape(self.link)}">{name}</a>' if self.link and name else name

    # What was found ---------------------------------------------------------------------------------

    def _findings(self) -> Iterator[str]:
        causes = self.report.causes
        yield f'<section class="findings" aria-labelledby="{self.mark}found">'
        yield f'<h2 id="{self.mark}found">{_both(say("page.findings"))}</h2>'
        if not causes:
            yield f"<p>{_both(say('page.no_findings'))}</p></section>"
            return
        counts = Counter(each.kind for each in causes)
        yield '<fieldset class="filters">'
        yield f"<legend>{_both(say('page.show'))}</legend>"
        for kind in KINDS:
            if counts[kind]:
                on = "" if kind == "rounding" and len(counts) > 1 else " checked"
                yield (
                    f'<label class="{kind}"><input type="checkbox" value="{kind}"{on}> '
                    f"{_both(_KINDS[kind])} {counts[kind]}</label>"
                )
        yield "</fieldset>"
        yield '<ol class="list">'
        for kind in KINDS:
            for finding in causes:
                if finding.kind == kind:
                    yield from self._finding(finding, kind)
        yield "</ol>"
        yield f'<p class="none" hidden>{_both(say("page.none_shown"))}</p>'
        yield "</section>"

    def _finding(self, finding: Finding, kind: str) -> Iterator[str]:
        yield f'<li class="finding {kind}" id="{self.mark}{finding.id}" data-kind="{kind}">'
        yield (
            f'<p class="said"><b class="kind">{_both(_KINDS[kind])}</b> '
            f'<a class="id" href="#{self.mark}{finding.id}">{finding.id}</a> '
            f'<span class="law">{_both(law_words(finding.law))}</span></p>'
        )
        yield f'<p class="words">{_both(finding.words)}</p>'
        yield from self._basis(finding)
        yield from self._sides(finding)
        yield from self._place(finding)
        yield from self._concerned(finding)
        below = self.report.consequences(finding)
        if below:
            title = _both(say("page.consequences", count=len(below)))
            yield f"<details><summary>{title}</summary><ul>"
            for each in below[:_MOST_BELOW]:
                yield f'<li id="{self.mark}{each.id}">{each.id} {_both(each.words)}</li>'
            yield from _more(len(below) - _MOST_BELOW)
            yield "</ul></details>"
        yield "</li>"

    def _sides(self, finding: Finding) -> Iterator[str]:
        """What is printed and what it should be; where nothing tells which is wrong, the two sides."""
        sides = compared(finding)
        if sides is None:
            return
        known = sides.figure is not None
        rows = (
            (say("page.found") if known else say("page.one_side"), sides.found),
            (say("page.expected") if known else say("page.sides"), sides.expected),
            (say("page.difference"), sides.difference),
        )
        yield '<dl class="sides">'
        for words, value in rows:
            yield f"<div><dt>{_both(words)}</dt><dd>{value:,f} {escape(sides.unit)}</dd></div>"
        if sides.figure is not None:
            likely = f"<dt>{_both(say('page.likely'))}</dt><dd>{self._figure(sides.figure)}</dd>"
            yield f'<div class="likely">{likely}</div>'
        yield "</dl>"

    def _basis(self, finding: Finding) -> Iterator[str]:
        """What the finding rests on."""
        told = basis(self.report, finding)
        if told:
            parts = (joined(lang, [each.text(lang) for each in told], ";") for lang in ("zh", "en"))
            yield f'<p class="basis">{_both(say("report.basis", told=Said(*parts)))}</p>'

    def _place(self, finding: Finding) -> Iterator[str]:
        place = finding.place
        words = Said(place.words("zh"), place.words("en"))
        target = self.document.target(place)
        shown = [f'<a href="#{target}">{_both(words)}</a>' if target else _both(words)]
        pages = (each.place.page for each in finding.figures)
        page = place.page or next((each for each in pages if each is not None), None)
        if page is None and self.report.disclosure.source.lower().endswith(".pdf"):
            page = 1  # of the file as a whole
        if page is not None and self.link:
            there = escape(f"{self.link}#page={page}")
            shown.append(f'<a href="{there}">{_both(say("page.open_page", page=page))}</a>')
        told = " · ".join(each for each in shown if each)
        if told:
            yield f'<p class="place">{_both(say("page.place"))} {told}</p>'

    def _concerned(self, finding: Finding) -> Iterator[str]:
        figures = [each for each in finding.figures if each.state is not State.BLANK]
        if not figures:
            return
        title = _both(say("page.concerned", count=len(figures)))
        wrong = {figure.address for figure in accused(finding)}
        yield f"<details><summary>{title}</summary><ul>"
        for figure in figures[:_MOST_FIGURES]:
            name = ' class="wrong"' if figure.address in wrong else ""
            value = Said(_value(figure, "zh"), _value(figure, "en"))
            yield f"<li{name}>{self._figure(figure)} <b>{_both(value)}</b></li>"
        yield from _more(len(figures) - _MOST_FIGURES)
        yield "</ul></details>"

    def _figure(self, figure: Figure) -> str:
        """A figure by its place, leading to it."""
        words = _both(Said(figure.where("zh"), figure.where("en")))
        target = self.document.of_figure(figure)
        return f'<a href="#{target}">{words}</a>' if target else words

    # The tables -------------------------------------------------------------------------------------

    def _tables(self) -> Iterator[str]:
        checked = self.report.tallies
        yield f'<section class="overview"><h2>{_both(say("page.tables"))}</h2>'
        yield '<div class="scroll"><table><thead><tr>'
        heads = (say("page.table"), say("page.figures"), say("page.lost"), say("page.found_here"))
        yield "".join(f'<th scope="col">{_both(words)}</th>' for words in heads)
        yield "</tr></thead><tbody>"
        for table in self.report.disclosure.tables:
            states = Counter(figure.state for figure in table.figures)
            target = self.document.tables.get(table.key)
            name = f"{table.number} {table.title}" if table.number is not None else table.title
            shown = f'<a href="#{target}">{escape(name)}</a>' if target else escape(name)
            if table.status != "present":
                shown += f" {_both(NAMED_STATUSES[table.status])}"
            here = self.document.found_in(table)
            yield (
                f'<tr><th scope="row">{shown}</th><td class="a">{states[State.VALUE]}</td>'
                f'<td class="a">{states[State.MISSING] or ""}</td><td>{" ".join(here)}</td></tr>'
            )
        yield "</tbody></table></div>"
        if checked:
            yield f"<details><summary>{_both(say('page.laws'))}</summary>"
            yield '<div class="scroll"><table><thead><tr>'
            columns = (
                say("page.law"),
                say("page.exact"),
                say("page.kind_rounding"),
                say("page.kind_error"),
                say("page.kind_open"),
            )
            yield "".join(f'<th scope="col">{_both(words)}</th>' for words in columns)
            yield "</tr></thead><tbody>"
            for law, tally in checked.items():
                numbers = (tally.exact, tally.rounding, tally.violated, tally.undecided)
                cells = "".join(f'<td class="a">{number or ""}</td>' for number in numbers)
                yield f'<tr><th scope="row">{_both(law_words(law))}</th>{cells}</tr>'
            yield "</tbody></table></div></details>"
        yield "</section>"

    def _document(self) -> Iterator[str]:
        yield f'<section class="document"><h2>{_both(say("page.document"))}</h2>'
        yield f'<p class="legend">{_both(say("page.marks"))}</p>'
        yield from self.document.lines
        yield "</section>"

    # The rest ---------------------------------------------------------------------------------------

    def _rest(self) -> Iterator[str]:
        untied, left = self.report.untied, self.report.not_checked
        if not untied and not left:
            return
        yield f'<section class="rest"><h2>{_both(say("page.not_checked"))}</h2>'
        if left:
            yield f"<details><summary>{_both(say('page.left_alone', count=len(left)))}</summary><ul>"
            for each in left[:_MOST_LISTED]:
                yield f"<li>{_both(left_alone(each))}</li>"
            yield from _more(len(left) - _MOST_LISTED)
            yield "</ul></details>"
        if untied:
            yield f"<details><summary>{_both(say('page.untied', count=len(untied)))}</summary><ul>"
            for loose in untied[:_MOST_LISTED]:
                figure, why = loose.figure, loose.reason
                yield f"<li>{self._figure(figure)} {figure.grouped}：{_both(why)}</li>"
            yield from _more(len(untied) - _MOST_LISTED)
            yield "</ul></details>"
        yield "</section>"


_KINDS = {
    "error": say("page.kind_error"),
    "minor": say("page.kind_minor"),
    "note": say("page.kind_note"),
    "open": say("page.kind_open"),
    "rounding": say("page.kind_rounding"),
}


def _value(figure: Figure, lang: str) -> str:
    if figure.state is State.VALUE and figure.value is not None:
        return f"{figure.value:,f} {figure.unit_text}"
    return amount(figure, lang)


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"<li>{_both(say('page.more_figures', count=count))}</li>"
