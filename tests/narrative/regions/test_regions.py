"""Prose of regions whose documents were not at hand, worded as these word theirs, against what each number is."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from tests.narrative.regions.measured import Outcome, measured
from tests.narrative.regions.planted import Planted, is_found, plants
from tests.narrative.regions.written import Number, Written, documents, written

#: The numbers that are not read as what they are, as the words before them, each with the reason.
LEFT = {
    "guangdong": {"一般设备购置费": "no code is called so; 31002 is 办公设备购置"},
    "anhui": {
        "比2024年预算增加": "of procurement, of which the side matters read the amount alone"
    },
    "shanxi_county": {
        "主要项目支出有审计业务经费": "where the name begins behind 有, nothing says"
    },
    "yunnan": {"与上年对比减少": "of which of the amounts before it, its words do not say"},
    "hunan": {
        "部门整体支出绩效目标的金额为": "of goals, which need not be for all the money",
        "其中，基本支出": "of goals",
        "项目支出": "of goals",
    },
}
#: What can be changed unseen, as the words before it, each with the reason.
LOOSE = {
    "zhejiang": {
        "（项）": "of this year's money; whether the table's has money carried over in it, nothing says"
    },
}


@cache
def _outcome(name: str) -> tuple[Written, Outcome]:
    document = written(name)
    return document, measured(document)


def _before(document: Written, number: Number) -> str:
    line = document.lines[number.line - 1]
    return line[max(0, number.at - 30) : number.at]


@pytest.mark.parametrize("name", documents())
def test_every_number_is_read_as_what_it_is(name: str) -> None:
    document, found = _outcome(name)
    assert [(_before(document, n), n.text, repr(claim)) for n, claim in found.wrong] == []
    left = [(_before(document, n), n.text) for n in (*found.open, *found.unread)]
    known = LEFT.get(name, {})
    assert [each for each in left if not each[0].endswith(tuple(known))] == []


@pytest.mark.parametrize("name", documents())
def test_a_true_document_gives_no_finding(name: str) -> None:
    assert [str(each) for each in _outcome(name)[1].false] == []


@pytest.mark.parametrize("name", documents())
def test_what_is_changed_in_a_true_document_is_found_at_its_line(name: str) -> None:
    """One number, one word of a direction and one year of those that another number ties."""
    document, found = _outcome(name)
    chosen: dict[str, Planted] = {}
    every = list(plants(document, found.sharp))
    Random(name).shuffle(every)
    for planted in every:
        before = document.lines[planted.line - 1][: planted.at]
        if not before.endswith(tuple(LOOSE.get(name, ()))) or planted.kind != "number":
            chosen.setdefault(planted.kind, planted)
    assert {"number", "year"} <= chosen.keys()
    missed = [each for each in chosen.values() if not is_found(document, each, found.report)]
    assert missed == []
