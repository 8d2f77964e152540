"""The rows of a panel: codes whole, in cells or relative to the rows above; names; agencies; projects; totals."""

from __future__ import annotations

import re
from functools import lru_cache

import attrs

from cnbudget.characters import normalised
from cnbudget.classification import Kind, default
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.dimensions import Flow
from cnbudget.errors import CodeError
from cnbudget.figures import Place
from cnbudget.forms import Meaning, Title, Vocabulary
from cnbudget.forms.meaning import NOTHING, meaning_of
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.numbers import BLANK, COVERED, TEXT, Parsed, parse
from cnbudget.reading.worded.columns import Label, Panel, bare_label, ordinal_level
from cnbudget.words import plain, spaceless

__all__ = ["Line", "LineReader"]

_TOTALS = frozenset(("合计", "总计", "共计", "支出总计", "收入总计", "支出合计", "收入合计", "总合计"))
_CODED = re.compile(r"[\[【(（]?([0-9]{3}(?:[0-9]{2}){0,2})[\]】)）]?[\s\-—_.、:：]*([^0-9\s.,，%].*)?", re.DOTALL)
_CELL = re.compile(r"[0-9]{1,9}")
_AGENCY = re.compile(
    r"(?:[局委会办室心院校园厅所站处部府社馆队司团区县市镇乡州盟旗台库场厂行组道]|机关|公司|大学|中学|小学)(?:\([^()]{1,30}\))?$"
)
_KINDS = {"FUNCTION": Kind.FUNCTIONAL, "ECONOMIC": Kind.ECONOMIC}


@attrs.define(eq=False)
class Line:
    """A row before its figures are made.

    Attributes:
        kind: "code", "total", "project", "agency", "listed" or "unknown".
        label: Its name as printed.
        place: Where it begins.
        cells: Its amounts, one for each column of the panel.
        texts: Their texts.
        places: Where each stands.
        code: Its code.
        said: What its words say.
        agency: The agency it is of, "" for the whole.
        agency_code: The agency's code.
        project: The project it is.
        apart: What else is printed among its labels, which tells rows of one code apart.
        government: Its code of the government's economic classification, or "".
        path: The labels above it.
        own: Whether the row is one of an agency, project or code of its own.
    """

    kind: str
    label: str
    place: Place
    cells: list[Parsed] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    places: list[Place] = attrs.field(factory=list)
    code: Code | None = None
    said: Meaning = NOTHING
    agency: str = ""
    agency_code: str = ""
    project: str = ""
    apart: tuple[str, ...] = ()
    government: str = ""
    path: tuple[str, ...] = ()


class _Names:
    """The codes of a classification by their names in any year."""

    def __init__(self, kind: Kind) -> None:
        self.codes: dict[str, set[str]] = {}
        for code, rows in default().table(kind).rows.items():
            for row in rows:
                self.codes.setdefault(normalised(row[2]), set()).add(code)

    def resolve(self, name: str, last: str) -> str | None:
        """The code of a name below, beside or above the code of the row before; None if it is not one."""
        found = self.codes.get(normalised(name))
        if not found:
            return None
        chain = [last[:length] for length in (7, 5, 3) if length <= len(last)]
        for above in chain:
            below = {code for code in found if len(code) == len(above) + 2 and code.startswith(above)}
            if len(below) == 1:
                return below.pop()
            if below:
                return None
        tops = {code for code in found if len(code) == 3}
        if len(tops) == 1:
            return tops.pop()
        return None


@lru_cache(maxsize=4)
def _names(axis: str) -> _Names:
    return _Names(_KINDS[axis])


class LineReader:
    """Reads the rows of one panel, page after page.

    Args:
        title: The table's title.
        agency: The agency that publishes.
        words: The vocabulary.
    """

    def __init__(self, title: Title, agency: str, words: Vocabulary) -> None:
        self.title = title
        self.agency = plain(agency)
        self.words = words
        self.lines: list[Line] = []
        self.notes: list[GridRow] = []
        self.digits: dict[str, list[str]] = {}  # the last code in cells, by axis
        self.last = {"FUNCTION": "", "ECONOMIC": ""}
        self.at = ("", "")  # the agency that the rows are of: name and code
        self.stack: list[tuple[int, Meaning, str]] = []
        self.coded = 0

    # Reading ---------------------------------------------------------------------------------------

    def read(self, panel: Panel, rows: list[GridRow], flow: Flow | None) -> None:
        """Read the data rows of a page."""
        values = [column.index for column in panel.columns]
        for row in rows:
            cells = row.cells
            count = len(cells)
            parsed = [parse(cells[i]) if i < count and cells[i] else BLANK for i in values]
            if row.covered:
                parsed = [COVERED if i in row.covered and each is BLANK else each for i, each in zip(values, parsed, strict=True)]
            labels = [(each, spaceless(cells[each.index])) for each in panel.labels if each.index < count and cells[each.index]]
            labels = [(each, text) for each, text in labels if each.role not in ("remark", "line")]
            printed = any(mark[1] >= 0 for mark in parsed)
            if not labels and not any(each not in (BLANK, COVERED) for each in parsed):
                continue
            if not printed and parsed and all(each in (BLANK, TEXT, COVERED) for each in parsed) and any(each is TEXT for each in parsed):
                self.notes.append(row)  # words over all columns
                continue
            line = self._line(panel, row, labels, flow, printed)
            if line is None:
                self.notes.append(row)
                continue
            line.cells = parsed
            line.texts = [cells[i] if i < count else "" for i in values]
            places = row.places
            line.places = [places[i] if places is not None and i < len(places) else row.place for i in values]
            self.lines.append(line)

    def _line(
        self, panel: Panel, row: GridRow, labels: list[tuple[Label, str]], flow: Flow | None, printed: bool
    ) -> Line | None:
        line = Line("unknown", "", row.place)
        for text in (text for each, text in labels if each.role in ("name", "row", "code", "agency", "agency_code", "project", "level", "item")):
            bare = bare_label(text)
            if bare in _TOTALS:
                line.kind, line.label = "total", text
                line.said = meaning_of(text, "row", self.words)
                self.at = ("", "")
                self.stack = []
                return line
        if not labels:
            line.kind = "total" if not self.lines or not any(each.kind == "total" for each in self.lines) else "unknown"
            if line.kind == "unknown":
                return None if not printed else line
            return line
        self._agencies(line, labels)
        codes = self._codes(labels)
        government = codes.get("GOVERNMENT", "")
        line.government = government
        names = [(each, text) for each, text in labels if each.role in ("name", "row") and not self._is_code(text)]
        line.apart = tuple(text for each, text in labels if each.role in ("class", "item", "project_code"))
        line.agency, line.agency_code = self.at
        projects = [text for each, text in labels if each.role == "project" and not _CELL.fullmatch(text)]
        for each, text in labels:
            if each.role == "year":
                line.said = meaning_of(text, "row", self.words)
                line.kind, line.label = "listed", text
                return None if line.said.difference else line
        if codes:
            return self._coded(line, codes, names, projects)
        if projects and not names:
            line.kind, line.project, line.label = "project", projects[-1], projects[-1]
            return line
        if names:
            text = self._shown(names)
            return self._named(line, text, flow, printed, projects)
        if line.kind == "agency":
            return line
        return line if printed else None

    @staticmethod
    def _shown(names: list[tuple[Label, str]]) -> str:
        return names[-1][1] if len(names) > 1 and "小计" in names[-1][1] else "".join(text for _, text in names)

    # Agencies --------------------------------------------------------------------------------------

    def _agencies(self, line: Line, labels: list[tuple[Label, str]]) -> None:
        """Which agency a row is of: what its own columns print, or that of the rows above."""
        code = next((text for each, text in labels if each.role == "agency_code"), "")
        name = next((text for each, text in labels if each.role == "agency" and not _CELL.fullmatch(text)), "")
        both = re.fullmatch(r"[\[(（]?([0-9]{3,9})[\])）]?[-_—\s]*([^0-9].*)", name)
        if both is not None and not code:
            code, name = both[1], both[2]
        if not code and not name:
            return
        has_codes = any(each.role == "agency_code" for each, _ in labels)
        combined = any(each.role == "agency" and "项目" in "".join(each.path) for each, _ in labels)
        if name and not code and combined and not (_AGENCY.search(plain(name)) and plain(name) == self.agency):
            if not has_codes and self.at[0]:
                line.kind, line.project, line.label = "project", name, name
                return
        if name:
            self.at = (name, code)
            line.kind, line.label = "agency", name

    # Codes -----------------------------------------------------------------------------------------

    @staticmethod
    def _is_code(text: str) -> bool:
        return _CELL.fullmatch(text) is not None

    def _codes(self, labels: list[tuple[Label, str]]) -> dict[str, str]:
        """The codes that a row prints, by classification."""
        found: dict[str, str] = {}
        groups: list[list[tuple[Label, str]]] = []
        before: Label | None = None
        for each, text in labels:
            if each.role not in ("code", "level"):
                if each.role in ("name", "row"):
                    coded = _CODED.fullmatch(text)
                    if coded is not None and (coded[2] is None or not re.match(r"[年月]", coded[2])):
                        axis = self._axis_of(coded[1])
                        if axis:
                            found.setdefault(axis, coded[1])
                before = None
                continue
            if before is not None and each.index - before.index <= 3 and each.role == before.role == "level" and _level(each) > _level(before):
                groups[-1].append((each, text))
            else:
                groups.append([(each, text)])
            before = each
        for group in groups:
            axis, digits = self._digits(group)
            if axis and digits:
                found.setdefault(axis, digits)
        return found

    @staticmethod
    def _axis_of(digits: str) -> str:
        """The classification of a code: its first digit says it."""
        return {"2": "FUNCTION", "3": "ECONOMIC", "5": "GOVERNMENT"}.get(digits[:1], "")

    def _digits(self, group: list[tuple[Label, str]]) -> tuple[str, str]:
        """The classification and the digits of a code that stands in one cell or over several."""
        first, text = group[0]
        coded = _CODED.fullmatch(text)
        if first.role == "code":
            digits = coded[1] if coded is not None else text if _CELL.fullmatch(text) else ""
            return self._axis_of(digits), digits
        key = f"{first.path[:-1]}{first.index - _level(first)}"
        kept = self.digits.setdefault(key, ["", "", ""])
        for each, cell in group:
            if not _CELL.fullmatch(cell):
                continue
            level = _level(each)
            bare = cell
            if level and len(cell) > 2:  # all digits so far
                kept[0], bare = cell[:3], cell[3 + 2 * (level - 1) :]
                if level == 2:
                    kept[1] = cell[3:5]
            kept[level] = bare.zfill(2) if level else bare
            for deeper in range(level + 1, 3):
                kept[deeper] = ""
        digits = "".join(kept)
        if not kept[0] or (kept[2] and not kept[1]):
            return "", ""
        return self._axis_of(digits), digits

    def _coded(
        self, line: Line, codes: dict[str, str], names: list[tuple[Label, str]], projects: list[str]
    ) -> Line:
        line.label = next((coded[2] or text for _, text in names if (coded := _CODED.fullmatch(text))), "") or next(
            (text for _, text in names), ""
        )
        both = "FUNCTION" in codes and "ECONOMIC" in codes
        axis = "FUNCTION" if "FUNCTION" in codes else "ECONOMIC" if "ECONOMIC" in codes else ""
        if not axis:
            line.kind = "unknown"
            return line
        try:
            line.code = FunctionCode(codes[axis]) if axis == "FUNCTION" else EconomicCode(codes[axis])
            if both:
                line.said = Meaning(economic=(EconomicCode(codes["ECONOMIC"]).digits,))
        except CodeError:
            line.kind = "unknown"
            return line
        line.kind = "code"
        self.last[axis] = line.code.digits
        if projects:
            line.project = projects[-1]
        self.coded += 1
        return line

    # Names -----------------------------------------------------------------------------------------

    def _named(self, line: Line, text: str, flow: Flow | None, printed: bool, projects: list[str]) -> Line | None:
        bare = bare_label(text)
        line.label = text
        level = ordinal_level(text)
        said = meaning_of(bare, "row", self.words)
        known = said.says and said.understood
        if flow is not Flow.INCOME or not known:
            code = self._code_named(bare)
            if code is not None:
                return self._by_name(line, code, level, text)
        if said.difference or said.measure:
            return None
        if not bare or not (known or said.open or not said.unknown):
            return self._unknown(line, text, printed)
        if known or (said.open and not said.unknown):
            line.kind, line.said = "listed", self._above(said, level, text)
            if said.open:
                line.kind = "open"
            line.path = tuple(each[2] for each in self.stack)
            return line
        if bare == "小计":
            line.kind, line.said = "listed", self._above(NOTHING, level, text)
            return line
        return self._unknown(line, text, printed)

    def _unknown(self, line: Line, text: str, printed: bool) -> Line | None:
        if not printed:
            if self.lines and len(text) < 40 and self.lines[-1].kind in ("code", "project", "agency"):
                self.lines[-1].label += text
            return None
        plain_text = plain(text)
        if self.title.meaning.subject == "PROJECT" or (self.title.meaning.nature is not None and "项目" in self.title.text):
            if plain_text == self.agency or (_AGENCY.search(plain_text) and not self._in_project(plain_text)):
                self.at = (text, "")
                line.kind, line.agency = "agency", text
            else:
                line.kind, line.project = "project", text
            return line
        if plain_text == self.agency or _AGENCY.search(plain_text):
            self.at = (text, "")
            line.kind, line.agency = "agency", text
        return line

    @staticmethod
    def _in_project(text: str) -> bool:
        return bool(re.search(r"项目|经费|工程|服务|建设|费$", text))

    def _code_named(self, bare: str) -> Code | None:
        """The code of a name, by the rows above it and by what the table is of."""
        axis = self.title.meaning.axis
        order = ["ECONOMIC", "FUNCTION"] if axis == "ECONOMIC" or self._economic_by_name else ["FUNCTION", "ECONOMIC"]
        for each in order:
            digits = _names(each).resolve(bare, self.last[each])
            if digits is not None:
                return FunctionCode(digits) if each == "FUNCTION" else EconomicCode(digits)
        return None

    @property
    def _economic_by_name(self) -> bool:
        """Whether the rows so far were economic ones."""
        return bool(self.last["ECONOMIC"]) and not self.last["FUNCTION"]

    def _by_name(self, line: Line, code: Code, level: int, text: str) -> Line:
        axis = "FUNCTION" if isinstance(code, FunctionCode) else "ECONOMIC"
        self.last[axis] = code.digits
        line.kind, line.code = "code", code
        line.said = self._above(NOTHING, level, text) if len(code.digits) == 3 and self.stack else NOTHING
        return line

    def _above(self, said: Meaning, level: int, text: str) -> Meaning:
        """What a row says with the rows that its ordinal puts it under."""
        if said.flow in (Flow.IN, Flow.OUT) or (said.vintage == "CURRENT" and said.source is None and level == 9):
            self.stack = []
            return said
        if level == 9:
            above = self.stack
            if said.vintage is not None or said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.EXPENDITURE):
                above = self.stack = []
        else:
            above = self.stack = [each for each in self.stack if each[0] < level]
        changes: dict[str, object] = {}
        for _, other, _ in above:
            if other.source is not None and said.source is not None and not (other.source & said.source):
                continue
            for dimension in ("vintage", "nature", "flow"):
                if getattr(said, dimension) is None and getattr(other, dimension) is not None:
                    changes[dimension] = getattr(other, dimension)
            if said.source is None and other.source is not None:
                changes["source"] = other.source
        made = attrs.evolve(said, **changes)  # type: ignore[arg-type]
        if level != 9:
            self.stack = [*self.stack, (level, made, text)]
        elif said.vintage is not None:
            self.stack = [(0, made, text)]
        return made


def _level(label: Label) -> int:
    """The level of a column of 类, 款 or 项."""
    leaf = plain(label.path[-1]) if label.path else ""
    return "类款项".find(leaf[-1:]) if leaf[-1:] in "类款项" and leaf else 0
