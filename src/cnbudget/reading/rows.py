"""From a grid's data rows to rows of the form: codes, labels, projects, totals, and their cells.

A row's cells stand in their columns, or (where the text no longer shows the columns) only in their order.
Such a row is *loose*: its amounts wait for `cnbudget.reading.placement`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import cast

from cnbudget.codes import Code
from cnbudget.disclosure import Problem
from cnbudget.errors import CodeError
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.layouts.named import rows_named
from cnbudget.messages import By, say
from cnbudget.reading.blocks import GridRow
from cnbudget.reading.categories import category_named, child_named
from cnbudget.reading.cells import (
    CellNumber,
    RawRow,
    is_name,
    mends,
    settle,
    without_levels,
)
from cnbudget.reading.headings import (
    SideColumns,
    header_index,
    is_header,
)
from cnbudget.reading.labels import UNCODED, LabelCells
from cnbudget.reading.numbers import BLANK, MALFORMED, TEXT, parse
from cnbudget.reading.page_columns import PageColumns
from cnbudget.words import numbered, plain, spaceless, stem

_BLANK, _TEXT, _MALFORMED = BLANK[1], TEXT[1], MALFORMED[1]
_LEVELS = (2, 4)  # digits of 款, and of 款 and 项, without what is above them
_AMOUNT = expression(r"[0-9]\.[0-9]{2}(?![0-9])")
#: What no agency is called: forms of the three public expenses have uses for rows where others have agencies.
_USES = expression(r"(?:费|费用|支出|经费)(?:\(.{0,60}\))?$|^其中|公务用车|因公出国|公务接待")
_TOTALS = ("总计", "合计", "共计", "支出总计", "支出合计", "收入总计", "收入合计")


class RowReader:
    """Reads the rows of one side of a table, page after page."""

    def __init__(self, agency: str, complain: Callable[[Problem], None]) -> None:
        self.agency = plain(agency)
        self.complain = complain
        self.rows: list[RawRow] = []
        self.notes: list[GridRow] = []  # rows of words that are no rows of the table
        self.unread: list[GridRow] = []  # rows of which something was read nowhere
        self._met = self._names = 0  # rows, and those with a name where the first amount should be
        self._listed = -1  # the last fixed row met
        self._fresh: list[str] = []  # words that stand before their row
        self._fresh_rows: list[GridRow] = []

    def read(self, side: SideColumns, rows: list[GridRow], header: list[GridRow]) -> None:
        """Read the data rows of a page."""
        repeated = header_index(header)
        page = PageColumns.of(side, rows, header)
        page.moved = page.one_sided and self._names_moved(rows, page.edge)
        for row in rows:
            cells = row.cells
            if (cells and cells[0].isdigit()) or not is_header(row, repeated):
                self._row(row, page)

    def _row(self, row: GridRow, page: PageColumns) -> None:
        """Read a row that is no header."""
        cells, values, side = row.cells, page.values, page.side
        count = len(cells)
        if page.last < count:
            parsed = [parse(cells[i]) if cells[i] else BLANK for i in values]
        else:
            parsed = [parse(cells[i]) if i < count else BLANK for i in values]
        marks = [mark for _, mark in parsed] or [_BLANK]
        least = min(marks)
        texts = [(i, cells[i]) for i in page.labels if i < count and cells[i]]
        printed = max(marks) >= 0 or least <= _MALFORMED
        # words where amounts should be are amounts that cannot be read, unless they are headings
        has_numbers = printed or (least == _TEXT and bool(texts) and page.unread(cells, parsed))
        if not texts and not has_numbers and least >= _BLANK:
            return
        loose = page.loose(row, marks, texts, has_numbers=has_numbers)
        if loose is not None:
            texts = [(i, cell) for i, cell in enumerate(cells[: loose[0]]) if cell]
        raw = self._identify(side, row, texts, page, printed)
        if page.beside:
            raw.apart = tuple(plain(cells[i]) if i < count else "" for i in page.beside)
        if loose is None:
            page.fill(raw, row, parsed, least)
        else:
            amounts = [cell for cell in loose[1] if cell.parsed is not BLANK]
            has_numbers = bool(amounts)
            if len(loose[1]) == len(values):
                settle(raw, loose[1])
            elif not amounts:  # nothing was printed
                raw.cells = [BLANK] * len(values)
            else:
                raw.loose = amounts
        taken = self._take(raw, row, side, has_numbers)
        if (
            not taken
            or (taken is not raw and least == _TEXT)
            or (count > side.width and any(cells[side.width :]))
        ):
            self.unread.append(row)

    def finish(self) -> None:
        """Keep words that met no row as notes."""
        self.notes.extend(self._fresh_rows)
        self._fresh, self._fresh_rows = [], []

    # Loose rows ----------------------------------------------------------------------------------

    def _names_moved(self, rows: list[GridRow], first: int) -> bool:
        """Whether half the rows have a name where the first amount should be: the header lacks their column."""
        self._names += sum(len(row.cells) > first and is_name(row.cells[first]) for row in rows)
        self._met += len(rows)
        return 2 * self._names >= self._met

    # What a row is -------------------------------------------------------------------------------

    def _identify(
        self,
        side: SideColumns,
        row: GridRow,
        texts: list[tuple[int, str]],
        page: PageColumns,
        printed: bool,
    ) -> RawRow:
        """What a row is, by its label cells."""
        form = side.form
        label = LabelCells(form)
        for index, text in texts:
            label.take(text, project=index == page.projects_at)
        raw = RawRow("unknown", row.place, label=label.name, project=label.project)
        if label.strays or (
            not printed and any("." in text and _AMOUNT.search(text) for _, text in texts)
        ):
            self._stray(" ".join(text for _, text in texts), row)
        if label.digits and form.rows not in UNCODED:
            self._code(raw, row, label.digits, page.code_kind, texts)
            return raw
        if label.digits:
            raw.label = spaceless("".join(t for _, t in texts if t not in label.strays))
        self._named(raw, row, side)
        return raw

    def _code(
        self,
        raw: RawRow,
        row: GridRow,
        digits: list[str],
        kind: type[Code],
        texts: list[tuple[int, str]],
    ) -> None:
        """The code of a row, as its digits or (where these are none) its name say."""
        try:
            raw.code, raw.kind = _code_of(cast("Hashable", kind), *_padded(digits)), "code"
        except CodeError as error:
            raw.bad_code = " ".join(digits)
            meant = child_named(raw.label, self._last_code())
            own = "".join(digits)
            if meant is not None and len(own) in _LEVELS and meant.digits.endswith(own):
                # 类, 款 and 项 stand in columns of their own, and what the rows above say is left out: 212, then 08
                raw.code, raw.kind, raw.bad_code = meant, "code", ""
                return
            bad, reason = error.value, By(error.reason)
            fault = say("reading.code_malformed", printed=bad, reason=reason)
            if meant is not None:  # the name says which code it should be
                raw.code, raw.kind = meant, "code"
                fault = say(
                    "reading.code_by_name", printed=bad, reason=reason, label=raw.label, code=meant
                )
            self.complain(
                Problem(
                    "code",
                    fault,
                    place=row.place,
                    text=" ".join(text for _, text in texts)[:200],
                )
            )

    def _named(self, raw: RawRow, row: GridRow, side: SideColumns) -> None:
        """What a row without a code is: a total, a fixed row, a project, an agency, or a category by its name."""
        form = side.form
        bare = plain(raw.label)
        stripped = without_levels(numbered(bare)[1])
        project = plain(raw.project)
        if stripped in form.totals or (not bare and project in form.totals):
            if raw.project and project not in form.totals:
                self._stray(raw.project, row)
            raw.kind, raw.label, raw.project = "total", raw.label or raw.project, ""
        elif (
            form.rows != "list"
            and stripped in _TOTALS
            and (stripped in form.totals or not form.side)
        ):
            raw.kind = "total"
        elif form.listed:
            self._list_row(raw, side)
        elif bare and form.rows == "project":
            raw.kind, raw.project = "project", raw.label
        elif bare and form.rows in ("function-project", "agency") and not _USES.search(bare):
            raw.kind = "agency"
        if form.names and raw.kind == "unknown" and stripped:
            raw.code = category_named(stripped)
            if raw.code is not None:
                raw.kind, raw.label = "code", numbered(bare)[1]
        if raw.kind == "unknown" and bare and form.rows in ("function", "economic"):
            own = any(i < len(row.cells) and row.cells[i] for i, _ in side.agencies)
            if own or bare == self.agency:
                raw.kind = "agency"

    def _last_code(self) -> Code | None:
        """The code of the row before, if it has one."""
        return self.rows[-1].code if self.rows else None

    def _stray(self, text: str, row: GridRow) -> None:
        """Say that a number stands among the names."""
        self.complain(
            Problem(
                "stray",
                say("reading.number_in_label", text=text[:60]),
                place=row.place,
                text=text[:200],
            )
        )

    def _list_row(self, raw: RawRow, side: SideColumns) -> None:
        """Which fixed row of the form a label is: the next of that name, going down the form."""
        wanted = stem(raw.label)
        listed = side.form.listed
        order = [*range(self._listed + 1, len(listed)), *range(self._listed + 1)]
        taken = {row.form for row in self.rows}
        waiting = [position for position in order if listed[position] not in taken]
        found = next((n for n in waiting if wanted in listed[n].labels), None)
        if found is None and waiting and (meant := rows_named(side.form, wanted)):
            found = next((n for n in waiting if listed[n] in meant), None)
        if found is not None:
            raw.kind, raw.form = "listed", listed[found]
            self._listed = found

    # Taking it in --------------------------------------------------------------------------------

    def _take(
        self, raw: RawRow, row: GridRow, side: SideColumns, has_numbers: bool
    ) -> RawRow | None:
        """Take a row in; give the row that now has what was in it, or None if nothing has."""
        last = self.rows[-1] if self.rows else None
        if raw.kind == "unknown" and not raw.bad_code:
            if not raw.label and not raw.project:
                if not has_numbers:
                    return None
                if last is not None and self._completes(raw, last, side):
                    return last
                raw.kind = "total"
            elif not has_numbers:
                self._words(raw, row, last)
                return last or _WORDS
            elif last is not None and last.kind != "total" and mends(raw, last, self.rows):
                last.label += raw.label  # the name was broken with its number
                return last
        elif raw.kind in ("project", "agency") and not has_numbers:
            self._words(raw, row, last)
            return last or _WORDS
        if self._fresh and raw.kind != "total":
            raw.label = "".join(self._fresh) + raw.label
            if raw.kind == "project":
                raw.project = raw.label
            self._fresh, self._fresh_rows = [], []
        self.rows.append(raw)
        return raw

    def _completes(self, raw: RawRow, last: RawRow, side: SideColumns) -> bool:
        """Whether amounts without a label are the rest of the row before, split over two lines."""
        width = len(side.values) + len(side.extra)
        has_total = any(row.kind == "total" for row in self.rows)
        if last.loose is not None:
            mine = raw.loose
            if mine is None:
                texts = raw.texts or [str(value) for value, _ in raw.cells]
                places = raw.places or [raw.place] * len(raw.cells)
                mine = [
                    CellNumber(parsed, place, text)
                    for parsed, place, text in zip(raw.cells, places, texts, strict=True)
                    if parsed is not BLANK
                ]
            if len(last.loose) + len(mine) > width or not (has_total or side.form.side):
                return False
            last.loose.extend(mine)
            if len(last.loose) == width:
                settle(last, last.loose)
            return True
        if raw.loose is not None:
            return False
        pairs = list(zip(last.cells, raw.cells, strict=True))
        if any(old is not BLANK and new is not BLANK for old, new in pairs):
            return mends(raw, last, self.rows)
        if not has_total:
            return False
        last.places = [
            old_place if new is BLANK else new_place
            for old_place, new_place, (_, new) in zip(
                last.places or [last.place] * len(pairs),
                raw.places or [raw.place] * len(pairs),
                pairs,
                strict=True,
            )
        ]
        last.cells = [old if new is BLANK else new for old, new in pairs]
        if raw.texts is not None or last.texts is not None:
            before, here = last.texts or [""] * len(pairs), raw.texts or [""] * len(pairs)
            last.texts = [
                old if new is BLANK else text
                for (_, new), old, text in zip(pairs, before, here, strict=True)
            ]
        return True

    def _words(self, raw: RawRow, row: GridRow, last: RawRow | None) -> None:
        """Words without a number: the rest of the name before, or a note."""
        text = raw.label or raw.project
        head = plain(text)
        if head.startswith(("注", "备注", "说明")) or len(text) > 60:
            self.notes.append(row)
        elif last is None:
            self._fresh.append(text)
            self._fresh_rows.append(row)
        elif last.kind in ("code", "project", "agency"):
            if raw.project and raw.kind != "project":
                last.project += raw.project
                text = raw.label
            if last.kind == "project":
                last.project += text
                last.label = last.project
            else:
                last.label += text
        elif last.kind == "listed" and last.form is not None:
            self.notes.append(row)
        else:
            self.notes.append(row)


#: What stands for words that wait for their row.
_WORDS = RawRow("words", Place())


def _padded(digits: list[str]) -> list[str]:
    """Codes over several cells; spreadsheets drop the zero of 05."""
    if len(digits) < 2:
        return digits
    return [digits[0], *(text.zfill(2) if len(text) == 1 else text for text in digits[1:])]


@lru_cache(maxsize=4096)
def _code_of(kind: Hashable, *digits: str) -> Code:
    """A code over its cells: the same codes stand in table after table."""
    return cast("type[Code]", kind).from_cells(*digits)
