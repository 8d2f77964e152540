"""Leaves in the documents as they were published: each total is their sum, or a finding names it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from cnbudget import Disclosure, Verdict, check, read_all
from published.documents import FOLDER
from tests.frames.leaves import overlapping, sums_that_differ

FILES = sorted(FOLDER.glob("*.txt")) + sorted(FOLDER.glob("*/*.pdf"))


@cache
def budgets(path: Path) -> list[Disclosure]:
    return read_all(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "-" + path.stem)
def test_every_total_is_the_sum_of_its_leaves_or_a_finding_names_it(path: Path) -> None:
    for budget in budgets(path):
        _, wrong = sums_that_differ(budget)
        named = (
            {
                figure.address
                for finding in check(budget, prose=False).findings
                if finding.verdict is Verdict.VIOLATED
                for figure in finding.figures
            }
            if wrong
            else set()
        )
        # one wrong cell is one finding: it may be the total, or one of those that make it up
        unnamed = [
            each.total.where()
            for each in wrong
            if named.isdisjoint({each.total.address, *(leaf.address for leaf in each.leaves)})
        ]
        assert unnamed == []
        assert overlapping(budget, most=300) == []


def test_the_documents_have_thousands_of_totals() -> None:
    compared = sum(sums_that_differ(budget)[0] for path in FILES for budget in budgets(path))
    assert compared > 9000
