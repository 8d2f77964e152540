"""The two documents in other dress give the same figures, or it is said what is lost; nothing is made up.

Each property takes a document apart, changes what must not matter, and puts it together again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import State, check, read_text
from tests.documents import corpus
from tests.documents.corpus import Document, Sheet, assert_same, assert_same_or_stated
from tests.narrative.documents import TABLES
from tests.profiles import tries

names = st.sampled_from(corpus.NAMES)
dresses = st.sampled_from(corpus.DRESSES)
chances = st.integers(0, 2**32 - 1).map(Random)
_CODED = (2, 3, 5, 6, 7)


def shuffler(chance: Random) -> Callable[[list[int]], list[int]]:
    return lambda items: chance.sample(items, len(items))


def aligned(parts: Document, least: int = 1) -> list[Sheet]:
    """The sheets whose cells stand under their headings, with so many rows at the least."""
    return [sheet for sheet in parts.sheets if sheet.aligned and len(sheet.rows) >= least]


def one_of(sheets: list[Sheet], data: st.DataObject) -> Sheet:
    """A sheet, drawn by its number."""
    number = data.draw(st.sampled_from([sheet.number for sheet in sheets]), label="table")
    return next(sheet for sheet in sheets if sheet.number == number)


@pytest.mark.parametrize("name", corpus.NAMES)
@pytest.mark.parametrize("dress", corpus.DRESSES)
def test_tabs_pipes_or_html(name: str, dress: str) -> None:
    assert_same(name, corpus.put_together(corpus.document(name), dress))


@pytest.mark.parametrize("name", corpus.NAMES)
def test_digits_as_broad_as_words(name: str) -> None:
    """Codes, numbers of rows and amounts typed with a Chinese keyboard are those typed with another."""
    parts = corpus.document(name)
    broad = str.maketrans("0123456789.", "０１２３４５６７８９．")
    for sheet in parts.sheets:
        sheet.rows[:] = [[cell.translate(broad) for cell in row] for row in sheet.rows]
    assert_same(name, corpus.put_together(parts))


@pytest.mark.parametrize("name", corpus.NAMES)
def test_lines_without_the_blanks_at_their_ends(name: str) -> None:
    """Many programs strip lines; what was empty there is told by the empty cells that stand between others."""
    printed = corpus.put_together(corpus.document(name))
    read = read_text("\n".join(line.rstrip() for line in printed.split("\n")))
    found = corpus.facts(read)
    changed = {
        key: (fact, found.get(key))
        for key, fact in corpus.facts(corpus.budget(name)).items()
        if found.get(key) != fact
    }
    assert {fact[0] for fact, _ in changed.values()} <= {State.BLANK}  # of tables of a bare 合计
    assert {key[0] for key in changed} <= {"commissioned", "carry_over"}
    corpus.assert_nothing_wrong(read)


def test_lines_without_the_blanks_at_both_ends() -> None:
    """Of 总计, which then has its amounts where codes stand, they are not said to be blank."""
    read = read_text("\n".join(line.strip() for line in TABLES.split("\n")))
    totals = [row for table in read.tables for side in table.sides for row in side.rows[-1:]]
    assert len(totals) == 2
    assert {str(figure.value) for figure in totals[0].figures} == {"100.00", "80.00", "20.00"}
    assert not [each for each in check(read).findings if each.severity == "error"]
    printed = corpus.put_together(corpus.document("artux"))
    artux = read_text("\n".join(line.strip() for line in printed.split("\n")))
    assert not [each for each in check(artux).findings if each.severity == "error"]


# Columns -----------------------------------------------------------------------------------------


@given(names, chances, dresses)
def test_value_columns_in_any_order(name: str, chance: Random, dress: str) -> None:
    parts = corpus.document(name)
    for sheet in aligned(parts):
        corpus.reorder(sheet, shuffler(chance))
    assert_same(name, corpus.put_together(parts, dress))


def test_the_orders_tried_are_really_others() -> None:
    parts, chance = corpus.document("artux"), Random(1)
    for sheet in aligned(parts):
        corpus.reorder(sheet, shuffler(chance))
    moved = [
        sheet.number
        for sheet in parts.sheets
        if sheet.header != corpus.document("artux").sheet(sheet.number).header
    ]
    assert set(moved) >= {2, 4, 6, 7, 8, 9, 12}
    second = parts.sheet(2)
    row = second.rows[-1]
    assert {bare: cell for i, cell in enumerate(row) if (bare := corpus.bare(second.leaf(i)))}[
        "单位资金"
    ] == "50.00"


@given(names, st.data())
def test_a_column_left_out(name: str, data: st.DataObject) -> None:
    parts = corpus.document(name)
    sheet = one_of(aligned(parts), data)
    column = data.draw(st.sampled_from(sheet.values))
    heading = corpus.bare(sheet.leaf(column))
    corpus.drop_column(sheet, column)
    read = assert_same_or_stated(name, corpus.put_together(parts))
    if any(corpus.is_amount(cell) for row in sheet.rows for cell in row):
        said = [p.zh for p in read.problems if p.table == sheet.number and p.kind == "column"]
        assert said, heading


@given(names, st.data(), dresses)
def test_an_extra_column_of_amounts(name: str, data: st.DataObject, dress: str) -> None:
    parts = corpus.document(name)
    sheet = one_of(aligned(parts, 2), data)
    at = data.draw(st.sampled_from([*sheet.values, sheet.width]))
    filled = {i for i, row in enumerate(sheet.rows) if _labelled(sheet, row, at)}
    corpus.insert_column(sheet, at, "上年执行数", lambda i: f"{i + 1}.00" if i in filled else "")
    read = assert_same(name, corpus.put_together(parts, dress))
    (said,) = [p for p in read.problems if "上年执行数" in p.zh]
    assert (said.kind, said.table) == ("column", sheet.number)
    extra = [f for f in read.figures if f.scope is None and f.state is State.VALUE]
    assert sorted(int(f.value or 0) for f in extra) == sorted(i + 1 for i in filled)


def _labelled(sheet: Sheet, row: list[str], at: int) -> bool:
    """Whether the row has a label on the side of a place; a total without a label has none."""
    start = max((i for i in range(at) if sheet.header[0][i]), default=0)
    if sheet.number not in (1, 4):
        start = 0
    return any(cell and not corpus.is_amount(cell) for cell in row[start:at])


def test_a_second_page_of_one_amount() -> None:
    """A page with nothing but the end of a split row: the amount is no heading."""
    parts = corpus.document("akto")
    third = parts.sheet(3)
    third.breaks = {len(third.rows) - 1: True}
    read = assert_same("akto", corpus.put_together(parts))
    assert [problem.zh for problem in read.problems if problem.kind == "column"] == []


@given(names, st.data(), dresses)
def test_an_extra_column_of_remarks(name: str, data: st.DataObject, dress: str) -> None:
    parts = corpus.document(name)
    sheet = one_of(aligned(parts, 2), data)
    at = data.draw(st.sampled_from([sheet.values[-1] + 1, sheet.width]))
    row = data.draw(st.integers(0, len(sheet.rows) - 1))
    corpus.insert_column(sheet, at, "备注", lambda i: "详见说明" if i == row else "")
    assert_same(name, corpus.put_together(parts, dress))


@settings(max_examples=tries(2, least=10))
@given(names, st.data())
def test_empty_cells_lost(name: str, data: st.DataObject) -> None:
    """As in Akto's table 3: what is left of a row stands in its order, and no longer in its columns."""
    parts = corpus.document(name)
    one_sided = [sheet.number for sheet in aligned(parts) if sheet.number not in (1, 4)]
    for number in data.draw(st.sets(st.sampled_from(one_sided), min_size=1, max_size=2)):
        sheet = parts.sheet(number)
        for row in sheet.rows:
            row[:] = [cell for i, cell in enumerate(row) if cell or i not in sheet.values]
            row.extend([""] * (len(row) == 1))  # or it would be a line of text
    assert_same_or_stated(name, corpus.put_together(parts))


@given(names, st.sets(st.integers(1, 12)))
def test_empty_cells_at_the_end_of_rows_trimmed(name: str, numbers: set[int]) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        if sheet.number in numbers:
            for row in sheet.rows:
                while len(row) > 2 and not row[-1]:
                    row.pop()
    assert_same_or_stated(name, corpus.put_together(parts))


# Headings, titles, labels ------------------------------------------------------------------------

_WIDE = str.maketrans("()", "（）")
_NARROW = str.maketrans("（）“”", '()""')


def respelled(text: str, chance: Random) -> str:
    """Words with other spaces and brackets."""
    text = text.translate(chance.choice((_WIDE, _NARROW, {})))
    space = chance.choice(("", " ", "  ", "\u3000", "\u00a0"))
    return "".join(mark + (space if chance.random() < 0.5 else "") for mark in text).strip()


@given(names, chances, dresses)
def test_headings_respelled(name: str, chance: Random, dress: str) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        for level, row in enumerate(sheet.header):
            for i, heading in enumerate(row):
                row[i] = respelled(_synonym(sheet, level, corpus.bare(heading), chance), chance)
    assert_same(name, corpus.put_together(parts, dress))


def _synonym(sheet: Sheet, level: int, heading: str, chance: Random) -> str:
    groups = [{"预算数", "金额"}]
    if sheet.number < 11 or level == 0:
        groups.append({"合计", "总计"})
    for group in groups:
        if heading in group and chance.random() < 0.5:
            return chance.choice(sorted(group))
    return heading


@given(names, chances)
def test_labels_of_rows_respelled(name: str, chance: Random) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        for row in sheet.rows:
            for i, cell in enumerate(row):
                if corpus.bare(cell) in ("合计", "总计"):
                    row[i] = respelled(chance.choice(("合计", "总计", "合计：")), chance)
                elif sheet.number in (1, 4, 10) and not corpus.is_amount(cell):
                    row[i] = respelled(cell, chance) if not re.match(r"\d{3}", cell) else cell
    assert_same(name, corpus.put_together(parts))


@given(names, chances)
def test_titles_respelled(name: str, chance: Random) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        for i, line in enumerate(sheet.intro):
            words = corpus.bare(line).lstrip("#")
            if words.endswith("表"):
                if chance.random() < 0.5:
                    words = words.replace("单位收支", "部门收支").replace("部门收入", "单位收入")
                marks = chance.choice(("", "# ", "### ", "**"))
                sheet.intro[i] = marks + respelled(words, chance) + marks.strip("# ")
    assert_same(name, corpus.put_together(parts))


@given(names, st.permutations(range(12)))
def test_tables_in_any_order(name: str, order: list[int]) -> None:
    parts = corpus.document(name)
    parts.sheets = [parts.sheets[i] for i in order if i < len(parts.sheets)]
    read = assert_same(name, corpus.put_together(parts))
    numbers = [sheet.number for sheet in parts.sheets]
    notes = [f.zh for f in corpus.assert_nothing_wrong(read).findings if "顺序" in f.zh]
    assert len(notes) == (numbers != sorted(numbers))


# Codes -------------------------------------------------------------------------------------------

_STYLES = ("208 05 01", "2080501", "208.05.01", "208-05-01")


@given(names, chances, st.sampled_from(_STYLES), dresses)
def test_codes_in_one_of_the_three_cells(name: str, chance: Random, style: str, dress: str) -> None:
    mark = style[3] if len(style) > 7 else ""
    parts = corpus.document(name)
    for sheet in parts.sheets:
        count = 2 if sheet.number == 6 else 3
        for row in sheet.rows if sheet.number in _CODED else []:
            digits = list(filter(None, row[:count]))
            if digits and chance.random() < 0.7:
                row[:count] = [mark.join(digits)] + [""] * (count - 1)
    assert_same(name, corpus.put_together(parts, dress))


@given(names, st.sampled_from(_STYLES), dresses)
def test_one_column_of_codes(name: str, style: str, dress: str) -> None:
    mark = style[3] if len(style) > 7 else ""
    parts = corpus.document(name)
    for sheet in aligned(parts):
        if sheet.number in _CODED:
            count = 2 if sheet.number == 6 else 3
            for row in sheet.header:
                row[:count] = [next((c for c in row[:count] if len(c) > 1), "")]
            sheet.header = [row for row in sheet.header if any(row)]
            for row in sheet.rows:
                row[:count] = [mark.join(filter(None, row[:count]))]
    assert_same(name, corpus.put_together(parts, dress))


@given(names, st.sampled_from(("", " ", "\u3000", "  ")), dresses)
def test_code_and_name_in_one_cell(name: str, space: str, dress: str) -> None:
    parts = corpus.document(name)
    for sheet in aligned(parts):
        if sheet.number not in _CODED or (name == "akto" and sheet.number == 5):
            continue  # Akto's table 5 has no names
        count = 2 if sheet.number == 6 else 3
        for row in sheet.rows:
            digits = "".join(row[:count])
            if digits:
                row[: count + 1] = [digits + space + row[count]] + [""] * count
    assert_same(name, corpus.put_together(parts, dress))


# Pages -------------------------------------------------------------------------------------------


@given(names, chances, dresses)
def test_pages_that_repeat_the_header(name: str, chance: Random, dress: str) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        sheet.breaks = {i: True for i in range(1, len(sheet.rows)) if chance.random() < 0.1}
    assert_same(name, corpus.put_together(parts, dress))


@given(names, chances, dresses)
def test_pages_with_or_without_a_header(name: str, chance: Random, dress: str) -> None:
    parts = corpus.document(name)
    for sheet in parts.sheets:
        places = [i for i in range(1, len(sheet.rows)) if chance.random() < 0.1]
        sheet.breaks = {i: chance.random() < 0.5 for i in places}
    assert_same(name, corpus.put_together(parts, dress))


@pytest.mark.parametrize("name", corpus.NAMES)
@pytest.mark.parametrize("header", [True, False], ids=["header", "no header"])
def test_a_page_break_before_any_row(name: str, header: bool) -> None:
    """Of every table at once, as what is read of one table does not rest on where another is broken."""
    usual = corpus.facts(corpus.budget(name))
    longest = max(len(sheet.rows) for sheet in corpus.document(name).sheets)
    lost = []
    for row in range(1, longest):
        parts = corpus.document(name)
        for sheet in parts.sheets:
            sheet.breaks = {row: header} if row < len(sheet.rows) else {}
        if corpus.facts(read_text(corpus.put_together(parts))) != usual:
            lost.append(row)
    assert not lost, lost


# Marks and amounts -------------------------------------------------------------------------------


@given(names, chances)
def test_marks_sprinkled(name: str, chance: Random) -> None:
    parts = corpus.document(name)
    dress = chance.choice(("tabs", "pipes"))
    for sheet in parts.sheets:
        for row in (*sheet.header, *sheet.rows):
            for i, cell in enumerate(row):
                if cell and chance.random() < 0.3:
                    row[i] = chance.choice(
                        ("<b>{}</b>", "**{}**", "<b> {} </b>", "<p>{}</p>")
                    ).format(cell)
        sheet.intro = [chance.choice(("", "# ", "### ", "- ")) + line for line in sheet.intro]
    assert_same(name, corpus.put_together(parts, dress))


_FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@given(names, chances, dresses)
def test_amounts_in_wide_digits_or_with_spaces(name: str, chance: Random, dress: str) -> None:
    def other(amount: str) -> str:
        ways = (
            amount,
            amount.translate(_FULL),
            f"{amount[:-1]} {amount[-1]}",
            amount.replace(".", ". "),
            f"\u3000{amount}\u00a0",
            f"+{amount}",
        )
        return chance.choice(ways)

    parts = corpus.document(name)
    _each_amount(parts, other)
    assert_same(name, corpus.put_together(parts, dress))


def _each_amount(parts: Document, change: Callable[[str], str]) -> None:
    for sheet in parts.sheets:
        for row in sheet.rows:
            row[:] = [change(corpus.bare(cell)) if corpus.is_amount(cell) else cell for cell in row]


@given(names, chances, dresses)
def test_thousands_separators(name: str, chance: Random, dress: str) -> None:
    """All amounts a thousandfold, with separators of several kinds: each printed one is read so."""

    def larger(amount: str) -> str:
        text = f"{Decimal(amount) * 1000:,.2f}"
        return chance.choice((text, text.translate(_FULL), text.replace(",", " ")))

    parts = corpus.document(name)
    _each_amount(parts, larger)
    found = corpus.facts(read_text(corpus.put_together(parts, dress)))
    for key, (state, value, places) in corpus.facts(corpus.budget(name)).items():
        if state is State.VALUE and value is not None:
            assert found[key] == (State.VALUE, value * 1000, places)


_MINUS = ("-{}", "－{}", "−{}", "–{}", "—{}", "- {}", "({})", "（{}）", "（ {} ）", "-{} ")


@given(names, st.data(), st.sampled_from(_MINUS), dresses)
def test_a_negative_amount(name: str, data: st.DataObject, minus: str, dress: str) -> None:
    """However its minus is printed, it is read as negative and reported."""
    parts = corpus.document(name)
    sheet = one_of(aligned(parts, 2), data)
    cells = [
        (n, i)
        for n, row in enumerate(sheet.rows)
        for i in range(len(row))
        if corpus.is_amount(row[i])
    ]
    n, i = data.draw(st.sampled_from(cells))
    row = sheet.rows[n]
    value = Decimal(corpus.bare(row[i]))
    row[i] = minus.format(corpus.bare(row[i]))
    read = read_text(corpus.put_together(parts, dress))
    (negative,) = [f for f in read.figures if f.value is not None and f.value < 0]
    assert (negative.row.table, negative.value) == (sheet.number, -value)
    report = check(read)
    (finding,) = [each for each in report.findings if each.law == "negative"]
    assert finding.severity == "error"
    assert finding.figures == (negative,)


# Lines -------------------------------------------------------------------------------------------


@given(
    names,
    st.sampled_from(("\n", "\r\n", "\r")),
    st.sampled_from(("", "\ufeff")),
    st.sampled_from(("", " ", "\u3000")),
    dresses,
)
def test_line_ends_and_byte_order_marks(
    name: str, end: str, mark: str, tail: str, dress: str
) -> None:
    lines = corpus.put_together(corpus.document(name), dress).split("\n")
    assert_same(name, mark + end.join(line + tail for line in lines))


@given(names, st.integers(1, 400))
def test_blank_lines_between_rows(name: str, every: int) -> None:
    lines = corpus.put_together(corpus.document(name), "html").split("\n")
    spread = [
        part for i, line in enumerate(lines) for part in ([line, ""] if i % every == 0 else [line])
    ]
    assert_same(name, "\n".join(spread))
