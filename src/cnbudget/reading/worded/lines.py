"""The rows of a panel: codes, names, agencies, projects, kinds of procurement, totals."""

from __future__ import annotations

from itertools import takewhile

import attrs

from cnbudget.dimensions import Flow
from cnbudget.errors import CodeError
from cnbudget.forms import Meaning, Title, Vocabulary
from cnbudget.forms.meaning import NOTHING, meaning_of, meant_together
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.cells import ROWS_ABOVE, rejoined, without_levels
from cnbudget.reading.numbers import BLANK, COVERED, LOST, MALFORMED, TEXT, Parsed, parse
from cnbudget.reading.worded.above import NO_ORDINAL, RowsAbove
from cnbudget.reading.worded.codes import CodeReader, coded_name, is_digits
from cnbudget.reading.worded.columns import (
    SAYS_NOTHING,
    ColumnPanel,
    LabelColumn,
    bare_label,
    ordinal_level,
)
from cnbudget.reading.worded.drafts import OTHER_FLOWS
from cnbudget.reading.worded.names import CODES, code_named, is_listed, is_name, joined_code
from cnbudget.reading.worded.owners import Labels, Owners, numbered_agency, shared_column
from cnbudget.reading.worded.row import COMPARED, WordedRow
from cnbudget.reading.worded.running import of_running
from cnbudget.words import plain, spaceless


class LineReader(Owners):
    """Reads the rows of one panel, page after page.

    Args:
        title: The table's title.
        agency: The agency that publishes.
        words: The vocabulary.
        alone: The agencies that head their projects in the column of these.
    """

    def __init__(
        self, title: Title, agency: str, words: Vocabulary, alone: frozenset[str] = frozenset()
    ) -> None:
        super().__init__(title, agency, words, alone)
        self.lines: list[WordedRow] = []
        self.compared: list[tuple[int, WordedRow]] = []  # with the number of rows before each
        self.notes: list[GridRow] = []
        self.codes = CodeReader()
        self.last = dict.fromkeys(CODES, "")  # the last code of each classification
        self.group: tuple[int, str] | None = None  # a merged cell that reaches over several rows
        self.running = of_running(title.meaning)
        self.above = RowsAbove(running=self.running)

    # Reading ---------------------------------------------------------------------------------------

    def read(self, panel: ColumnPanel, rows: list[GridRow], flow: Flow | None) -> None:
        """Read the data rows of a page."""
        values = [column.index for column in panel.columns]
        for row in rows:
            cells, count = row.cells, len(row.cells)
            parsed = [parse(cells[i]) if i < count and cells[i] else BLANK for i in values]
            if row.covered:
                parsed = [
                    COVERED if i in row.covered and each is BLANK else each
                    for i, each in zip(values, parsed, strict=True)
                ]
                if parsed and all(each is COVERED for each in parsed):
                    continue  # a merged cell that belongs to the next panel
            labels = self._labels(panel, row)
            if (
                labels
                and all(each is BLANK for each in parsed)
                and _goes_over(row, values, self.words)
            ):
                continue
            if not labels and not any(each not in (BLANK, COVERED) for each in parsed):
                continue
            texts = [cells[i] if i < count else "" for i in values]
            if not labels and self._rejoins(parsed, texts):
                continue
            printed = any(mark >= 0 for _, mark in parsed) or LOST in parsed
            line = None
            if (
                printed
                or any(each not in (BLANK, TEXT, COVERED) for each in parsed)
                or (TEXT not in parsed)
            ):
                line = self._line(row, labels, flow, printed=printed, said=_says(panel, row))
            if line is None:
                self.notes.append(row)  # words over all columns, or a row that says nothing
                continue
            line.cells = parsed
            line.texts = texts
            line.labels = [cells[e.index] if e.index < count else "" for e in panel.labels]
            places = row.places
            line.places = [
                places[i] if places is not None and i < len(places) else row.place for i in values
            ]
            line.beside = [
                (
                    cells[i] if i < count else "",
                    places[i] if places is not None and i < len(places) else row.place,
                )
                for i in (column.index for column in panel.differences)
            ]
            if line.kind == COMPARED:
                self.compared.append((len(self.lines), line))
            elif labels or line.printed:
                self._append(line)
            self.notes += [
                attrs.evolve(row, cells=[text], places=None, covered=frozenset())
                for each, text in labels
                if _is_stray(each, text) and text != line.label
            ]

    def _append(self, line: WordedRow) -> None:
        """Take a row; 一、“三公”经费支出 with dashes over （一）支出合计 only heads it."""
        last = self.lines[-1] if self.running and self.lines else None
        if last is not None and line.printed and not last.printed and last.said == line.said:
            last.kind, last.said = "open", NOTHING
        self.lines.append(line)

    def _rejoins(self, cells: list[Parsed], texts: list[str]) -> bool:
        """Whether a row without a label is the rest of the numbers of the one before; if so, make them whole."""
        if not self.lines or len(self.lines[-1].cells) != len(cells) or TEXT in cells:
            return False
        last = self.lines[-1]
        rows = [each.cells for each in self.lines[-1 - ROWS_ABOVE : -1]]
        above, below = (
            ["" if cell is BLANK else text for cell, text in zip(own, printed, strict=True)]
            for own, printed in ((last.cells, last.texts), (cells, texts))
        )
        whole = rejoined(above, below, rows or [last.cells])
        if whole is None:
            return False
        for n, (parsed, rest) in enumerate(zip(whole, below, strict=True)):
            if parsed is not None:
                last.cells[n] = parsed
                last.texts[n] += f" {rest}" if parsed is MALFORMED else rest
        return True

    def _labels(self, panel: ColumnPanel, row: GridRow) -> Labels:
        """The labels of a row that say something, with that of a merged cell that reaches over it."""
        cells = row.cells
        labels = [
            (each, joined_code(text) if each.role == "code" else text)
            for each in panel.labels
            if each.index < len(cells) and each.role not in SAYS_NOTHING
            if (text := spaceless(cells[each.index]))
        ]
        if not labels:  # 合计 in a column of words that nobody knows
            words = [(e, spaceless(cells[e.index])) for e in panel.labels if e.index < len(cells)]
            labels = [(each, text) for each, text in words if text and self._is_total(text)]
        names = [each for each in panel.labels if each.role in ("name", "row")]
        if len(names) > 1 and names[0].path == names[1].path:
            outer = names[0].index
            if outer in row.covered and self.group is not None:
                labels = [(names[0], self.group[1]), *labels]
            else:
                own = next((text for each, text in labels if each.index == outer), "")
                self.group = (outer, own) if own else None
        elif names and names[0].index in row.covered and not labels:
            # one label over two panels, whose amount stands in the last of them
            first = names[0].index
            while first > 0 and first in row.covered:
                first -= 1
            if parse(cells[first]) is TEXT:
                labels = [(names[0], spaceless(cells[first]))]
        elif names and panel.columns and not labels:
            before = _nearest(cells[: panel.columns[0].index])
            here = (cells[each.index] for each in panel.columns if each.index < len(cells))
            filled = any(parse(cell)[1] >= 0 for cell in here if cell)
            # the same without merged cells
            if filled and _sums_over(before, self.words):
                labels = [(names[0], spaceless(before))]
        return labels

    def _line(
        self, row: GridRow, labels: Labels, flow: Flow | None, *, printed: bool, said: bool
    ) -> WordedRow | None:
        line = WordedRow("unknown", "", row.place)
        if not labels:
            if not self.lines and not said:
                line.kind = "total"
            return line if printed else None
        total = labels[0][1]
        under = self.running and self.above and ordinal_level(total) != NO_ORDINAL
        labels = [(each, text) for each, text in labels if under or not self._is_total(text)]
        if not labels:
            return self._total(line, total)
        labels = numbered_agency(labels, self.words)
        codes = self.codes.read(labels)
        labels = [(shared_column(each, text, codes, self.words), text) for each, text in labels]
        self._agencies(line, labels)
        self._items(line, labels)
        names = [(e, t) for e, t in labels if e.role in ("name", "row") and not is_digits(t)]
        if not names and not codes:  # 人员经费合计 over the columns of codes and names
            names = [each for each in labels if _is_stray(*each)]
        projects = [t for e, t in labels if e.role == "project" and not is_digits(t)]
        line.apart = tuple(t for e, t in labels if e.role in ("class", "item", "project_code"))
        line.agency = self.at
        dated = next((text for each, text in labels if each.role == "year"), None)
        if dated is not None:
            line.said = meaning_of(dated, "row", self.words)
            line.kind, line.label = "listed", dated
            if line.said.difference:
                line.kind = COMPARED
                return line if printed and line.said.difference == "amount" else None
            return line
        self._projects(line, projects)
        if codes:
            return self._coded(line, codes, names)
        if line.kind == "unknown" and projects and line.project:
            line.kind, line.label = "project", projects[-1]
        if names and line.kind == "unknown":
            return self._named(line, names, flow, printed=printed)
        if self.procures and line.project:
            line.apart += tuple(text for _, text in names)  # what of the project is procured
            if line.kind == "unknown" and line.apart:
                line.kind, line.label = "project", line.apart[0]
        return line if printed or line.kind != "unknown" else None

    def _is_total(self, text: str) -> bool:
        return "total" in self._roles(without_levels(bare_label(text)))

    def _roles(self, bare: str) -> tuple[str, ...]:
        return tuple(e.value for e in self.words.says(bare, "row") if e.dimension == "role")

    def _total(self, line: WordedRow, text: str) -> WordedRow:
        line.kind, line.label = "total", text
        line.said = meaning_of(text, "row", self.words)
        self.at, self.item, self.project = ("", ""), NOTHING, ""
        self.above.clear()
        return line

    # Codes -----------------------------------------------------------------------------------------

    def _coded(self, line: WordedRow, codes: dict[str, str], names: Labels) -> WordedRow:
        axis = next(axis for axis in CODES if axis in codes)
        # 工资奖金津补贴 | 基本工资, each behind a code of its own
        names = [name for name in names if name[0].axis == axis] or names
        shown = [coded[1] for _, text in names if (coded := coded_name(text)) and coded[1]]
        shown += [text for _, text in names if coded_name(text) is None]
        # an agency or a project beside a code is not its name
        line.label = shown[0] if shown else ""
        try:
            line.codes = {axis: CODES[axis](digits) for axis, digits in codes.items()}
        except CodeError:
            line.kind = "unknown"
            return line
        line.kind = "code"
        self.last.update(codes)
        if self.title.meaning.balance and self.above and line.said == NOTHING:
            line.said = self.above.said(
                NOTHING, NO_ORDINAL, line.label
            )  # 310资本性支出 under 一、基本支出
        return line

    # Names -----------------------------------------------------------------------------------------

    def _named(
        self, line: WordedRow, names: Labels, flow: Flow | None, *, printed: bool
    ) -> WordedRow | None:
        if not printed and self._goes_on(names[-1], flow):
            return None
        axis = names[-1][0].axis
        outer = [meaning_of(bare_label(text), "row", self.words) for _, text in names[:-1]]
        text = names[-1][1]
        bare = bare_label(text)
        level = ordinal_level(text)
        line.label = text
        if self.running and self.above.counts(text, level):
            return None
        said = meaning_of(bare, "row", self.words)
        said = self._under(said)
        if self.running and self._is_total(text):
            said = NOTHING
            line.kind, line.said = "listed", self.above.said(said, level, text)
            line.path = self.above.labels(text)
            return line
        known = said.says and said.understood
        if flow is not Flow.INCOME or not known:
            code = self._code_named(bare, axis)
            if code is not None:
                return self._by_name(line, *code, level=level, text=text)
        if said.difference or said.measure:
            return None
        if outer:  # 一般公共预算资金 | 小计
            line.path = tuple(text for _, text in names[:-1])
            line.said = meant_together((*outer, said))
            understood = line.said.understood and line.said.says
            line.kind = "listed" if understood else "open" if not line.said.unknown else "unknown"
            return line
        if said.understood and printed and (said.stage or said.year) and not said.says:
            line.kind, line.said = "listed", said  # 预算数 and 决算数 under each other
            return line
        if known or (said.open and not said.unknown):
            line.kind, line.said = "listed", self.above.said(said, level, text)
            if line.said.open:
                line.kind = "open"
            line.path = self.above.labels(text)
            return line
        if "subtotal" in self._roles(bare) and self.above:
            line.kind, line.said = "listed", self.above.said(NOTHING, level, text)
            return line
        if self.title.meaning.balance:
            # not understood, it still says that money is carried over
            line.said = Meaning(vintage=said.vintage, flow=said.flow)
        return self._unknown(line, text, printed=printed)

    def _goes_on(self, name: tuple[LabelColumn, str], flow: Flow | None) -> bool:
        """Whether words without amounts are the rest of the name above, which means something, or the same, with them.

        Sheets have names that go on in a row of their own.
        """
        last, text = self.lines[-1] if self.lines else None, name[1]
        if last is None or not last.label or ordinal_level(text) != NO_ORDINAL:
            return False
        whole = last.label + text
        if last.kind == "code":
            codes = last.codes.values()
            rest = any(is_name(whole, code) and not is_name(last.label, code) for code in codes)
            last.label = whole if rest else last.label
            return rest
        if last.kind == "listed":
            own, made = (meaning_of(bare_label(e), "row", self.words) for e in (last.label, whole))
            part = ordinal_level(last.label) == NO_ORDINAL or plain(text).startswith("其中")
            if not part and made.understood and _of_same(own, made):
                last.label = whole
                return True
        if last.kind != "unknown" or not last.printed:
            return False
        again = WordedRow("unknown", "", last.place)
        self._named(again, [(name[0], whole)], flow, printed=True)
        if again.kind not in ("code", "listed"):
            return False
        last.kind, last.label, last.said = again.kind, again.label, again.said
        last.codes, last.path = again.codes, again.path
        return True

    def _under(self, said: Meaning) -> Meaning:
        """What a short name says under a row above it: 购置费 under 公务用车购置及运行费."""
        if said.within is None or said.economic is not None:
            return said
        for line in reversed(self.lines[-_NEAR:]):
            if set(said.within) < set(line.said.economic or ()):
                return attrs.evolve(said, economic=said.within)
        return said

    def _unknown(self, line: WordedRow, text: str, *, printed: bool) -> WordedRow | None:
        """A name that is neither in a list nor in the vocabulary: of an agency, of a project, or not known."""
        if not printed:
            last = self.lines[-1] if self.lines else None
            if (
                last is not None
                and last.kind in ("code", "project", "agency")
                and (ordinal_level(text) == NO_ORDINAL)
                and not any(is_name(last.label, code) for code in last.codes.values())
            ):
                last.label += text  # the rest of a name that was broken
            elif self.title.meaning.balance and ordinal_level(text) != NO_ORDINAL:
                return line  # a row of the form, which has nothing in it here
            return None
        if self._of_projects:
            self._either(line, text)
        elif plain(text) == self.agency or (
            self.words.ends(plain(text), "agency") and not is_listed(bare_label(text))
        ):
            self.at = (text, "")
            line.kind, line.by_name = "agency", True
        line.agency = self.at
        return line

    @property
    def _of_projects(self) -> bool:
        """Whether the table lists projects."""
        said = self.title.meaning
        return said.subject == "PROJECT" or (said.nature is not None and "项目" in self.title.text)

    def _code_named(self, bare: str, axis: str) -> tuple[str, str] | None:
        """The classification and the code of a name, by the rows above it and by what the column is of."""
        if axis:
            order = [axis]
        elif self.title.meaning.axis == "ECONOMIC" or (
            self.last["ECONOMIC"] and not self.last["FUNCTION"]
        ):
            order = ["ECONOMIC", "FUNCTION"]
        else:
            order = ["FUNCTION", "ECONOMIC"]
        for each in order:
            digits = code_named(bare, each, self.last[each])
            if digits is not None:
                return each, digits
        return None

    def _by_name(
        self, line: WordedRow, axis: str, digits: str, *, level: int, text: str
    ) -> WordedRow:
        self.last[axis] = digits
        line.kind, line.codes, line.label = "code", {axis: CODES[axis](digits)}, bare_label(text)
        if len(digits) == _CATEGORY and self.above:
            line.said = self.above.said(NOTHING, level, text)
        return line


#: Forms call parts of 公务用车购置及运行费, right below it, only 购置费 and 运行费.
_NEAR = 2  # rows above, of which one may be what a short name is part of
_CATEGORY = 3  # the digits of a category, and of the number of a department


def _of_same(one: Meaning, other: Meaning) -> bool:
    """Whether a row is of the money, the nature and the use that another one is of, and of no flow beside it."""
    told = ("source", "vintage", "nature", "economic", "year", "stage")
    alike = all(getattr(one, each) == getattr(other, each) for each in told)
    return alike and other.flow in (one.flow, Flow.INCOME, Flow.EXPENDITURE)


def _says(panel: ColumnPanel, row: GridRow) -> bool:
    """Whether a row prints words before its amounts, understood or not."""
    cells, end = row.cells, panel.columns[0].index if panel.columns else 0
    return any(
        each.index < min(end, len(cells)) and parse(cells[each.index]) is TEXT
        for each in panel.labels
        if each.role != "line"
    )


def _goes_over(row: GridRow, values: list[int], words: Vocabulary) -> bool:
    """Whether a label without an amount is that of a sum whose amount stands in a panel further on."""
    cells = row.cells
    if not values:
        return False
    label, behind = _nearest(cells[: values[0]]), cells[values[-1] + 1 :]
    # 使用非财政拨款结余 beside 二、其他支出, which has its own amount
    if not words.ends(plain(label), "role"):
        behind = list(takewhile(lambda each: parse(each) is not TEXT, behind))
    return any(parse(each)[1] >= 0 for each in behind) and _sums_over(label, words)


def _nearest(cells: list[str]) -> str:
    """The last words of some cells; numbers of lines are none."""
    return next((each for each in reversed(cells) if each and parse(each) is TEXT), "")


def _sums_over(label: str, words: Vocabulary) -> bool:
    """Whether a label may stand over several panels: that of a sum, or of what else goes in or out."""
    if not label:
        return False
    flow = meaning_of(bare_label(label), "row", words).flow
    return words.ends(plain(label), "role") or flow in OTHER_FLOWS


def _is_stray(label: LabelColumn, text: str) -> bool:
    """Whether a text in a column of codes is none."""
    if label.role == "level":
        return not is_digits(text)
    return label.role == "code" and not is_digits(text) and coded_name(text) is None
