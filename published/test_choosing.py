"""What the laws of published documents choose where words are silent, and that no wrong number chooses otherwise."""

from __future__ import annotations

import importlib.util
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

import cnbudget.reading.worded.tables as worded
from cnbudget import read
from cnbudget.reading.titles import Found
from cnbudget.reading.worded.tables import Worded, read_by_words
from published.documents import FOLDER, path

#: The choices in which laws or the document's usage decide: the table, what is open, what is taken, and by what.
CHOICES: dict[str, list[tuple[str, str, str, str]]] = {
    "chongqing-slj-2026": [
        ("部门收支总体情况表", "carried", "carried", "prose"),
        ("部门收入总体情况表", "carried", "carried", "prose"),
        ("一般公共预算支出情况表", "carried", "carried", "laws"),
        ("一般公共预算基本支出情况表", "carried", "carried", "same"),
        ("政府性基金预算支出情况表", "carried", "carried", "laws"),
        ("财政拨款“三公“经费支出情况表", "carried", "carried", "alike"),
        ("政府采购预算明细表", "carried", "carried", "alike"),
    ],
    "chongqing-zfb-2026": [
        ("部门收支总体情况表", "carried", "carried", "prose"),
        ("部门收入总体情况表", "carried", "carried", "prose"),
        ("一般公共预算支出情况表", "carried", "carried", "laws"),
        ("一般公共预算基本支出情况表", "carried", "carried", "same"),
        ("财政拨款“三公“经费支出情况表", "carried", "carried", "alike"),
        ("政府采购预算明细表", "carried", "carried", "alike"),
    ],
    "beijing-sjj-2026": [
        ("一般公共预算支出表", "carried", "carried", "laws"),
        ("一般公共预算基本支出表", "carried", "carried", "same"),
        ("财政拨款“三公“经费支出表", "carried", "carried", "alike"),
        ("财政拨款“三公“经费支出表", "carried", "carried", "alike"),
        ("财政拨款政府购买服务明细表", "carried", "carried", "alike"),
    ],
    "xian-sjj-2026": [("部门综合预算专项业务经费支出表", "nesting", "nested", "sums")],
    "xian-gzw-2022": [
        (
            "部门综合预算一般公共预算拨款“三公“经费、会议费、培训费表(不含上年结转)",
            "carried",
            "current",
            "prose",
        ),
        ("部门综合预算专项业务经费支出表", "nesting", "list", "sums"),
    ],
    "akto": [
        ("财政拨款“三公“经费支出情况表", "carried", "current", "usual"),
        ("财政拨款“三公“经费支出情况表", "carried", "current", "usual"),
    ],
    "swu-2021": [("财政拨款支出预算表", "carried", "current", "usual")],
    "artux": [("部门收入总体情况表", "own", "own", "laws")],
}  # fmt: skip
LISTING = Path(__file__).parents[1] / "tools" / "list_choices.py"
PLANTED = 12  # wrong numbers to a document
_AMOUNT = re.compile(r"[0-9,]*[1-9][0-9,]*\.[0-9]{2,6}")


@pytest.mark.parametrize("name", CHOICES)
def test_what_is_chosen_and_by_what(name: str) -> None:
    made = [
        (each.title, each.kind, each.taken, each.how)
        for each in read(path(name), layouts=()).choices
    ]
    assert [each for each in made if each[3] != "same" or each[2] not in _usual(each[1])] == (
        CHOICES[name]
    )


def _usual(kind: str) -> tuple[str, ...]:
    first = {
        "carried": "current", "own": "whole", "public": "appropriation", "subtotal": "next2", "year": "this",
        "twins": "untold", "nesting": "",
    }  # fmt: skip
    return ("+".join(first[each] for each in kind.split("+")),)


def test_the_choices_of_a_document_are_listed_by_a_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    spec = importlib.util.spec_from_file_location("list_choices", LISTING)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert tool.main([str(FOLDER), "artux"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2].startswith(
        "| artux-2026 | 部门收入总体情况表 | columns | own | whole / level | laws | 4 | Law agree"
    )


def _amounts(found: list[Found]) -> Iterator[tuple[list[Any], int, int]]:
    """The cells of amounts: the rows they are in, the row and the column."""
    for table in found:
        for part in table.parts:
            for number, row in enumerate(part):
                for column, cell in enumerate(row.cells):
                    if cell and _AMOUNT.fullmatch(cell.strip()):
                        yield part, number, column


@pytest.mark.parametrize("name", ["chongqing-slj-2026", "chongqing-zfb-2026", "beijing-sjj-2026"])
def test_no_wrong_number_chooses_another_scope(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def noted(*given: Any, prose: Any, layout: Any) -> Worded:
        assert layout is None
        asked.append((*given, list(prose)))
        return read_by_words(*given, prose=prose)

    monkeypatch.setattr(worded, "read_by_words", noted)
    before = read(path(name), layouts=()).choices
    found, *rest, prose = asked[0]
    cells = list(_amounts(found))
    drawn = random.Random(name)
    for part, number, column in drawn.sample(cells, PLANTED):
        row = part[number]
        digits = [n for n, each in enumerate(row.cells[column]) if each.isdigit()]
        place = drawn.choice(digits[:4])
        other = drawn.choice([each for each in "123456789" if each != row.cells[column][place]])
        wrong = f"{row.cells[column][:place]}{other}{row.cells[column][place + 1 :]}"
        part[number] = attrs.evolve(
            row, cells=[*row.cells[:column], wrong, *row.cells[column + 1 :]]
        )
        after = read_by_words(found, *rest, prose=prose).choices
        part[number] = row
        now = {(each.title, each.axis): each for each in after}
        for one in before:
            two = now.get((one.title, one.axis))  # rows that only sums tell may have lost theirs
            if two is not None and two.taken != one.taken:
                assert two.taken is None, (one, wrong)
                assert one.cells < 3, (one, wrong)
