"""The list of findings as a workbook: a row for each, to be worked through and ticked off; of many files the totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from cnbudget.checks import Report
from cnbudget.checks.basis import basis, follows
from cnbudget.checks.checklist import MARKS, checklist
from cnbudget.checks.compared import compared, concerned
from cnbudget.checks.findings import KINDS, Finding
from cnbudget.checks.text import conclusion, in_place, made_by
from cnbudget.errors import MissingExtraError
from cnbudget.messages import Words, joined, say
from cnbudget.reports.unread import UnreadFile
from cnbudget.short_names import short_table

try:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties
    from openpyxl.worksheet.worksheet import Worksheet

    from cnbudget.writing.excel import put_amount, put_text, saved
except ImportError as error:
    raise MissingExtraError(say("files.excel_needs_extra")) from error

_LINE = Side(style="thin", color="999999")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILLS = {"error": "FFD7D9", "minor": "FFE8B3", "note": "FFF3C4", "open": "ECE3FF"}
_HEAD = PatternFill("solid", fgColor="E7ECF0")

_COLUMNS: tuple[tuple[Words, int], ...] = (
    (say("list.number"), 6),
    (say("list.kind"), 7),
    (say("list.agency"), 18),
    (say("list.table"), 20),
    (say("list.cell"), 14),
    (say("list.found"), 17),
    (say("list.expected"), 17),
    (say("list.difference"), 16),
    (say("list.words"), 60),
    (say("list.basis"), 44),
    (say("list.done"), 14),
)
_TOTALS: tuple[tuple[Words, int], ...] = (
    (say("list.file"), 34),
    (say("list.agency"), 24),
    (say("list.year"), 8),
    (say("page.kind_error"), 8),
    (say("page.kind_minor"), 8),
    (say("page.kind_note"), 8),
    (say("page.kind_open"), 8),
    (say("page.kind_rounding"), 8),
    (say("list.conclusion"), 60),
    (say("list.made_by"), 60),
)
_CHECKS: tuple[tuple[Words, int], ...] = (
    (say("list.number"), 6),
    (say("list.item"), 50),
    (say("list.result"), 10),
    (say("list.reason"), 60),
)
_KINDS: dict[str, Words] = {
    "error": say("page.kind_error"),
    "minor": say("page.kind_minor"),
    "note": say("page.kind_note"),
    "open": say("page.kind_open"),
}
_Value = str | int | Decimal | None


def xlsx(reports: Report | Iterable[Report | UnreadFile], *, lang: str = "zh") -> bytes:
    """The findings of reports as an Excel workbook.

    The first sheet has the totals of each file, the second a row for each finding that needs a look (what rounding
    explains is counted in the totals), the third the checklist before publication where there is one file.

    Args:
        reports: What `check` gave for one file, or for each of several in their order.
        lang: Chinese ("zh") or English ("en").

    Returns:
        The bytes of the workbook; the same reports give the same.

    Raises:
        MissingExtraError: openpyxl is not installed.

    >>> import cnbudget
    >>> xlsx(cnbudget.check(cnbudget.example("artux")))[:2]
    b'PK'
    """
    made = ListWriter(lang)
    for item in [reports] if isinstance(reports, Report) else reports:
        made.add(item)
    return made.data()


class ListWriter:
    """Writes reports into one workbook, one after the other; of each only its rows are kept.

    Args:
        lang: Chinese ("zh") or English ("en").

    Attributes:
        count: How many findings have a row.
    """

    def __init__(self, lang: str = "zh") -> None:
        self.count = 0
        self._lang = lang
        self._book = Workbook()
        self._book.properties.creator = None
        self._book.remove(self._book.worksheets[0])
        self._listed = _sheet(self._book, say("list.findings"), _COLUMNS, lang)
        self._totals: list[list[_Value]] = []
        self._checks: list[tuple[int, str, str, str]] = []  # where there is one report alone

    def add(self, item: Report | UnreadFile) -> None:
        """Write a report, or the file that could not be read."""
        lang = self._lang
        self._checks = []
        if isinstance(item, Report):
            for finding in item.causes:
                if finding.kind in _KINDS:
                    _finding(self._listed, item, finding, lang)
                    self.count += 1
            if not self._totals:
                self._checks = [
                    (
                        number,
                        each.name.text(lang),
                        MARKS[each.verdict].text(lang),
                        each.reason.text(lang),
                    )
                    for number, each in enumerate(checklist(item), 1)
                ]
        self._totals.append(_total(item, lang))

    def data(self) -> bytes:
        """The bytes of the workbook; nothing is written into it afterwards."""
        book, lang = self._book, self._lang
        _answers(self._listed, lang)
        totals = _sheet(book, say("list.totals"), _TOTALS, lang)
        for row in self._totals:
            _row(totals, row)
        book.move_sheet(totals, -1)
        if self._checks:
            checks = _sheet(book, say("list.checklist"), _CHECKS, lang)
            for entry in self._checks:
                _row(checks, entry)
        book.active = 1 if len(self._totals) == 1 else 0
        return saved(book)


def _sheet(
    book: Workbook, name: Words, columns: Sequence[tuple[Words, int]], lang: str
) -> Worksheet:
    page: Worksheet = book.create_sheet(name.text(lang))
    _row(page, [words.text(lang) for words, _ in columns])
    for number, (_, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = width
        head = page.cell(1, number)
        head.font, head.fill = Font(bold=True), _HEAD
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return page


def _finding(page: Worksheet, report: Report, finding: Finding, lang: str) -> None:
    """The row of a finding."""
    sides, figure = compared(finding), concerned(finding)
    table = ""
    if figure is not None and figure.row.within == "table":
        table = short_table(figure.row.key, figure.row.title, figure.row.table).text(lang)
    elif figure is not None:
        table = figure.row.title
    place = finding.place
    if figure is not None and sides is not None and figure.place.words():
        place = figure.place
    told = [each.text(lang) for each in basis(report, finding)]
    if more := follows(report, finding):
        told.append(more.text(lang))
    budget = report.disclosure
    values: list[_Value] = [
        int(finding.id[1:]),
        _KINDS[finding.kind].text(lang),
        budget.agency,
        table,
        place.cell or place.words(lang),
        None if sides is None else sides.found,
        None if sides is None else sides.expected,
        None if sides is None else sides.difference,
        in_place(finding, lang),
        joined(lang, told, ";"),
        "",
    ]
    _row(page, values)
    page.cell(page.max_row, 2).fill = PatternFill("solid", fgColor=_FILLS[finding.kind])


def _answers(page: Worksheet, lang: str) -> None:
    """The last column offers what is usually answered, and takes anything else."""
    answers = (say("list.mended"), say("list.right"), say("list.open"))
    offered = ",".join(each.text(lang) for each in answers)
    rule = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
    rule.showErrorMessage = False
    page.add_data_validation(rule)
    rule.add(f"K2:K{max(page.max_row, 2)}")


def _total(item: Report | UnreadFile, lang: str) -> list[_Value]:
    if isinstance(item, UnreadFile):
        return [item.name, *[""] * (len(_TOTALS) - 3), item.error.text(lang), ""]
    budget = item.disclosure
    counts = Counter(each.kind for each in item.causes)
    return [
        budget.source,
        budget.agency,
        budget.year,
        *(counts[kind] for kind in KINDS),
        conclusion(item, lang),
        made_by(item, lang),
    ]


def _row(page: Worksheet, values: Sequence[_Value]) -> None:
    """A row of texts and numbers; a text stays one, whatever it begins with."""
    row = page.max_row + 1 if page.max_row > 1 or page.cell(1, 1).value is not None else 1
    for column, value in enumerate(values, 1):
        cell = page.cell(row, column)
        if not isinstance(cell, Cell):
            continue  # of a merged range, which there is none of
        number = isinstance(value, Decimal) and put_amount(cell, value)
        if isinstance(value, int):
            cell.value = value
        elif isinstance(value, str):
            put_text(cell, value)
        cell.border = _BORDER
        cell.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="right" if number else None
        )
