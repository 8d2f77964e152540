"""Nothing read is silently dropped: every cell ends as a figure, a label, a heading, a problem or a passage.

The documents are damaged at random, cell by cell and line by line, and every cell of what is left is accounted for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Disclosure, State, UnreadableError, check, read_text
from cnbudget.forms.meaning import meaning_of
from cnbudget.layouts import load, names
from cnbudget.layouts.spoken import alike
from cnbudget.words import plain, stem
from tests.documents import corpus
from tests.profiles import tries

_FORM = "\n".join(
    plain(word)
    for name in names()
    for table in load(name).tables
    for side in table.sides
    for word in (
        *side.groups,
        *side.labels,
        *side.totals,
        *(heading for column in side.columns for heading in (*column.headings, *column.under)),
        *(label for row in side.listed for label in row.labels),
        "类款项",
        "其中",
        *table.titles,
    )
)
#: What the form's rows and headings say: other words for the same are kept as the form's.
_MEANT = frozenset(
    alike(meaning_of(word, place))
    for name in names()
    for table in load(name).tables
    for side in table.sides
    for place, words in (
        ("row", [row.label for row in side.listed]),
        ("column", [text for column in side.columns for text in column.path]),
    )
    for word in words
) - {None}


@attrs.frozen
class Accounts:
    """The amounts and the codes by line, the words of labels and headings, those of problems and passages."""

    amounts: Counter[tuple[int | None, Decimal]]
    codes: dict[int, set[str]]
    words: str
    said: str


def accounts(read: Disclosure) -> Accounts:
    """What is kept of a document."""
    amounts = Counter(
        (figure.place.line, figure.value)
        for figure in read.figures
        if figure.state is State.VALUE and figure.value is not None
    )
    codes: dict[int, set[str]] = {}
    words = [_FORM]
    for table in read.tables:
        words.append(table.title)
        for side in table.sides:
            words += ["".join(column.path) + column.column for column in side.columns]
            for row in side.rows:
                address = row.address
                words += [address.row, address.name, address.project or "", "".join(address.path)]
                if row.code is not None:
                    for figure in row.figures:
                        codes.setdefault(figure.place.line or 0, set()).add(row.code.digits)
    said = [problem.zh + "\n" + problem.text for problem in read.problems]
    said += [passage.text + "\n" + passage.title for passage in read.passages]
    return Accounts(amounts, codes, *("\n".join(map(plain, each)) for each in (words, said)))


def as_number(bare: str) -> Decimal | None:
    """The number that a cell is, negative in brackets."""
    match = re.fullmatch(r"(\()?(-?[0-9]+(?:\.[0-9]+)?)(\))?", bare)
    return None if match is None else Decimal(match[2]) * (-1 if match[1] else 1)


def dropped(document: str) -> list[tuple[int, str]]:
    """The cells of the document's tables that are nowhere in what was read of it, with their lines."""
    read = read_text(document)
    kept = accounts(read)
    amounts, codes, words, said = kept.amounts, kept.codes, kept.words, kept.said
    with_figures = {figure.place.line for figure in read.figures}
    with_values = {number for number, _ in amounts}
    lines = document.split("\n")
    lost = []
    heading = True  # until the first figure of a run of rows
    for number, line in enumerate(lines, 1):
        cells = corpus.cells_of(line)
        heading = cells is None or (heading and number not in with_figures)
        for cell in cells or ():
            bare = plain(corpus.bare(cell))
            if not bare or bare in said:
                continue
            amount = as_number(bare)
            if amount is not None and amounts[number, amount]:
                amounts[number, amount] -= 1
                continue
            # an amount is no heading, nor all that is left of a row in its name
            money = amount is not None and "." in bare
            if (not money or number in with_values) and (
                heading
                or bare in words
                or stem(corpus.bare(cell)) in words
                or alike(meaning_of(bare, "row")) in _MEANT
            ):
                continue
            digits = re.match(r"[0-9]+", bare)
            if digits and any(digits[0] in code for code in codes.get(number, ())):
                rest = bare[digits.end() :].lstrip(".- ")
                if rest in words or rest.isdigit():
                    continue
            lost.append((number, cell))
    return lost


Damage = Callable[[list[str], int, Random], Any]


def _drop_cell(cells: list[str], i: int, _: Random) -> None:
    del cells[i]


def _double_cell(cells: list[str], i: int, _: Random) -> None:
    cells.insert(i, cells[i])


def _swap(cells: list[str], i: int, chance: Random) -> None:
    j = chance.randrange(len(cells))
    cells[i], cells[j] = cells[j], cells[i]


def _noise(cells: list[str], i: int, chance: Random) -> None:
    words = ["20A", "2080", "待定", "…", "注：见说明", "空表"]
    numbers = (
        ["1.2.3", "1e9999", "33.33", "-4.44", "（5.55）"] if corpus.is_amount(cells[i]) else []
    )
    cells[i] = chance.choice(words + numbers)


def _cut_text(cells: list[str], i: int, chance: Random) -> None:
    cells[i] = cells[i][: chance.randrange(len(cells[i]) + 1)]


def _join(cells: list[str], i: int, _: Random) -> None:
    if i + 1 < len(cells):
        cells[i : i + 2] = [cells[i] + " " + cells[i + 1]]


_DAMAGES: dict[str, Damage] = {
    "a cell lost": _drop_cell,
    "a cell doubled": _double_cell,
    "cells swapped": _swap,
    "noise": _noise,
    "a cell cut": _cut_text,
    "cells joined": _join,
}


def damaged(name: str, damage: str, times: int, chance: Random) -> str:
    """A document in whose tables some cells are damaged."""
    parts = corpus.document(name)
    lines = corpus.put_together(parts).split("\n")
    rows = [i for i, line in enumerate(lines) if "\t" in line]
    for _ in range(times):
        i = chance.choice(rows)
        cells = lines[i].split("\t")
        filled = [j for j, cell in enumerate(cells) if cell] or [0]
        _DAMAGES[damage](cells, chance.choice(filled), chance)
        lines[i] = "\t".join(cells) if len(cells) > 1 else cells[0] + "\t" if cells else "\t"
    return "\n".join(lines)


@pytest.mark.parametrize("name", corpus.NAMES)
def test_nothing_of_the_documents_themselves(name: str) -> None:
    assert dropped(corpus.text(name)) == []


_HEADER = "科目代码\t\t\t科目名称\t合计\t基本支出\t项目支出\n类\t款\t项\t\t\t\t\n"
_SMALL = {
    "a page of one amount": (
        f"部门支出总体情况表\n\n{_HEADER}208\t\t\t社保\t1.00\t1.00\t\n\n{_HEADER}\t\t\t\t\t\t24.12\n"
    ),
    "words where an amount should be, on a row without a label": (
        "部门收支总体情况表\n\n收入\t\t支出\t\n项目\t预算数\t科目名称\t预算数\n"
        "一、本年收入\t1.00\t201 一般公共服务支出\t1.00\n\t213 农林水支出\t\n收入总计\t1.00\t支出总计\t1.00\n"
    ),
    "a row before the header": (
        f"部门支出总体情况表\n\n208\t\t\t社保\t1.00\t1.00\t\n{_HEADER}\t\t\t总计\t1.00\t1.00\t\n"
    ),
    "no header": "部门支出总体情况表\n\n208\t\t\t社保\t1.00\t1.00\t\n总计\t\t\t\t1.00\t1.00\t\n",
    "no headings of the columns on either side": (
        "财政拨款收支预算总体情况表\n\n财政拨款收入\t\t财政拨款支出\t\n"
        "一、财政拨款（补助）\t448.73\t201 一般公共服务支出\t1.00\n收入总计\t448.73\t支出总计\t1.00\n"
    ),
    "a row of another table alone": "上年结转结余情况表\n\n301\t\t工资福利支出\t409.42\t409.42\t\n",
}


@pytest.mark.parametrize("kind", _SMALL)
def test_nothing_of_small_tables(kind: str) -> None:
    assert dropped(_SMALL[kind]) == []


def test_an_amount_in_a_column_without_a_heading_is_no_part_of_the_name() -> None:
    header = _HEADER.replace("项目支出\n", "项目支出\t\n")
    read = read_text(
        f"部门支出总体情况表\n\n{header}208\t\t\t社保\t1.00\t1.00\t\t7.77\n\t\t\t总计\t1.00\t1.00\t\t\n"
    )
    assert read.expenditure["208"].label == "社保"
    (problem,) = [each for each in read.problems if each.kind == "column"]
    assert problem.zh == "表式中没有的列：（无标题），其中各数口径不明"


@pytest.mark.parametrize("words", ["…", "待定", "空表", "见说明"])
def test_words_in_a_column_of_amounts_leave_the_amounts_before_them(words: str) -> None:
    read = read_text(
        f"部门支出总体情况表\n\n{_HEADER}208\t\t\t社保\t1.00\t1.00\t{words}\n\t\t\t总计\t1.00\t1.00\t\n"
    )
    row = read.expenditure["208"]
    assert (row.label, row.total.text, row.basic.text) == ("社保", "1.00", "1.00")
    (problem,) = [each for each in read.problems if each.place is row.project.place]
    assert words in problem.zh


@pytest.mark.parametrize("damage", _DAMAGES)
@settings(max_examples=tries(2, least=10))
@given(
    st.sampled_from(corpus.NAMES),
    st.integers(1, 6),
    st.integers(0, 2**32 - 1).map(Random),
)
def test_nothing_of_damaged_tables(damage: str, name: str, times: int, chance: Random) -> None:
    assert dropped(damaged(name, damage, times, chance)) == []


def test_what_is_no_amount_on_a_line_that_completes_a_row_is_quoted() -> None:
    document = damaged("akto", "noise", 1, Random(7))
    assert "\t1.2.3" in document
    assert dropped(document) == []


@given(st.sampled_from(corpus.NAMES), st.integers(0, 2**32 - 1).map(Random))
def test_nothing_of_shuffled_lines(name: str, chance: Random) -> None:
    """Lines lost, doubled and moved; titles among them."""
    lines = corpus.put_together(corpus.document(name)).split("\n")
    for _ in range(chance.randrange(1, 6)):
        i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
        way = chance.randrange(3)
        if way == 0:
            del lines[i]
        elif way == 1:
            lines.insert(j, lines[i])
        else:
            lines.insert(j, lines.pop(i))
    document = "\n".join(lines)
    try:
        assert dropped(document) == []
    except UnreadableError:
        assert not any("情况表" in line for line in lines)


@settings(max_examples=tries(4, least=10))
@given(
    st.sampled_from(corpus.NAMES),
    st.sampled_from(sorted(_DAMAGES)),
    st.integers(1, 8),
    st.integers(0, 2**32 - 1).map(Random),
)
def test_any_damage_can_be_checked(name: str, damage: str, times: int, chance: Random) -> None:
    """However a document is damaged, the check ends in a report, in words and as JSON."""
    document = damaged(name, damage, times, chance)
    report = check(read_text(document))
    assert report.text("zh").startswith(report.disclosure.agency)
    assert report.text("en")
    assert report.to_json()
    identified = [finding.id for finding in report.findings]
    assert len(set(identified)) == len(identified)
    assert {finding.caused_by for finding in report.findings} - {None} <= set(identified)
