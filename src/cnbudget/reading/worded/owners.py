"""Whose the rows of a panel are: of which agency, which project, which kind of procurement."""

from __future__ import annotations

import attrs

from cnbudget.errors import CodeError
from cnbudget.expressions import expression
from cnbudget.forms import Title, Vocabulary
from cnbudget.forms.meaning import NOTHING, meaning_of
from cnbudget.reading.worded.codes import coded_name, is_digits
from cnbudget.reading.worded.columns import LabelColumn, bare_label
from cnbudget.reading.worded.names import CODES, is_listed, is_name
from cnbudget.reading.worded.row import WordedRow
from cnbudget.words import plain

#: A column of agencies, of whichever projects: 项目实施单位.
_OF_PROJECTS = expression("项目(?:实施|承担|主管|申报)?单位")
_OF_DEPARTMENT, _OF_UNIT = 3, 6  # the digits of their numbers; no code has six
#: The labels of a row, each with its column.
Labels = list[tuple[LabelColumn, str]]


class Owners:
    """Tells whose a row is, by what it prints and by the rows above it.

    Args:
        title: The table's title.
        agency: The agency that publishes.
        words: The vocabulary.
        alone: The agencies that head their projects in the column of these.
    """

    def __init__(self, title: Title, agency: str, words: Vocabulary, alone: frozenset[str]) -> None:
        self.title = title
        self.agency = plain(agency)
        self.words = words
        self.alone = alone
        self.at = ("", "")  # the agency that the rows are of: name and code
        self.item = NOTHING  # the kind of procurement that they are of
        self.project = ""  # the project that they are parts of
        self.leads: bool | None = None  # whether the first of them prints a project
        self.procures = title.meaning.subject == "PROCUREMENT"

    def _agencies(self, line: WordedRow, labels: Labels) -> None:
        """Which agency a row is of: what its own columns print, or that of the rows above."""
        code = next((text for each, text in labels if each.role == "agency_code"), "")
        has_column = any(each.role == "agency" for each, _ in labels)
        name = next((t for e, t in labels if e.role == "agency" and not is_digits(t)), "")
        # 单位编码 beside the names of agencies and projects
        if code and not name and not has_column:
            name = next((t for e, t in labels if e.role == "project" and not is_digits(t)), "")
        if name and not code and (found := _agency_code(name)) is not None:
            code, name = found
        if not name:
            alone = labels[0] if len(labels) == 1 and not has_column else None
            if (
                alone
                and alone[0].role == "project"
                and (plain(alone[1]) == self.agency or alone[1] in self.alone)
            ):
                # some provinces total what each agency buys in a row of its name, above the projects
                self.at, self.project = (alone[1], ""), ""
                line.kind, line.label, line.by_name = "agency", alone[1], True
                return
            if code and code != self.at[1] and (self.at[1] or not self.at[0]):
                self.at, self.project = (code, code), ""
            return
        mixed = any(
            each.role == "agency" and "项目" in _OF_PROJECTS.sub("", "".join(each.path))
            for each, _ in labels
        )
        if mixed and (not code or self._is_below(name, code)):
            self.at = (self.at[0], self.at[1] or code)
            self._either(line, name)
            return
        line.mixed, line.named = mixed, True
        if self.at != (name, code):
            self.at, self.project = (name, code), ""
        line.kind, line.label = "agency", name

    def _either(self, line: WordedRow, text: str) -> None:
        """A row of a column that names agencies and projects: which of them, its name says, until sums do."""
        line.label, line.mixed = text, True
        if self._is_agency(text):
            line.kind, self.at = "agency", (text, "")
        else:
            line.kind, line.project = "project", text

    def _is_below(self, name: str, code: str) -> bool:
        """Whether a row prints the number of the agency above it, and a name that is none of an agency."""
        # some provinces repeat the agency's number before each of its projects
        return bool(self.at[0]) and self.at[1] in ("", code) and not self._is_agency(name)

    def _is_agency(self, text: str) -> bool:
        return plain(text) == self.agency or self.words.ends(plain(text), "agency")

    def _items(self, line: WordedRow, labels: Labels) -> None:
        """The kind of procurement that a row prints, or that of the rows above."""
        if not self.procures:
            return
        for each, text in labels:
            if each.role not in ("item", "name", "row", "project"):
                continue
            said = meaning_of(text, "item", self.words)
            if said.procurement is not None and said.understood:
                self.item, self.at, self.project = said, ("", ""), ""
                line.kind, line.label = "listed", text
            elif each.role == "item" and len(labels) == 1 and self._is_agency(text):
                self.at, self.project = (text, ""), ""
                line.kind, line.label = "agency", text
        line.said = self.item

    def _projects(self, line: WordedRow, projects: list[str]) -> None:
        """The project that a row prints, or that above it: of purchases, and where a project stands over its codes."""
        if line.kind == "agency" and projects and projects[-1] != line.label and not line.mixed:
            line.kind = "unknown"  # a project, and the agency that it is of
        if line.kind in ("agency", "listed"):
            return
        if self.leads is None:  # some tables have rows of codes over the projects of each
            self.leads = bool(projects)
        for text in projects[-1:]:
            said = meaning_of(text, "row", self.words)
            if said.says and said.understood:  # 日常公用经费 among projects
                line.apart, self.project = (*line.apart, text), ""
            else:
                line.project = self.project = text
        if not projects and (self.procures or self.leads):
            line.project = self.project
            line.inherits = bool(self.project)


def numbered_agency(labels: Labels, words: Vocabulary) -> Labels:
    """The labels of a row; a number and a name that are an agency's, in the columns of codes and their names, as such.

    Some provinces print each agency above its codes, in the same columns (403001 | 县公路局).
    """
    roles = {"code": "agency_code", "name": "agency", "row": "agency"}
    said = {roles.get(each.role, ""): text for each, text in labels}
    number, name = said.get("agency_code", ""), said.get("agency", "")
    if len(labels) != len(said) or len(said) != 2 or not is_digits(number):
        return labels
    known = is_listed(bare_label(name)) or coded_name(name) is not None
    if known or not name or is_digits(name):
        return labels
    if len(number) == _OF_UNIT or (
        len(number) == _OF_DEPARTMENT and words.ends(plain(name), "agency")
    ):
        return [(attrs.evolve(each, role=roles[each.role]), text) for each, text in labels]
    return labels


def shared_column(
    label: LabelColumn, text: str, codes: dict[str, str], words: Vocabulary
) -> LabelColumn:
    """A column of agencies that is of codes too (单位名称（科目）), by what it holds in a row."""
    if label.role != "agency":
        return label
    # some provinces print each agency and, below it, the names of its codes in one column
    heading, bare = "".join(label.path), bare_label(text)
    both = "科目" in heading or "功能" in heading
    local = bool(codes) and not words.ends(plain(text), "agency")  # no list has local items
    named = any(_is_named(bare, axis, digits) for axis, digits in codes.items())
    if named or (both and (local or is_listed(bare))):
        return attrs.evolve(label, role="name")
    return label


def _is_named(bare: str, axis: str, digits: str) -> bool:
    """Whether a name is that of a code; digits that are none, as those of an agency (328001), have no name."""
    try:
        return is_name(bare, CODES[axis](digits))
    except CodeError:
        return False


def _agency_code(name: str) -> tuple[str, str] | None:
    """The code at the head of an agency's name (024001-市审计局), and the name."""
    head = name.lstrip("[(（")
    digits = head[: len(head) - len(head.lstrip("0123456789"))]
    rest = head[len(digits) :].lstrip("])）-_— ")
    return (digits, rest) if 3 <= len(digits) <= 9 and rest else None
