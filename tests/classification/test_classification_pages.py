"""The documentation's examples run, and its table of completeness is true."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from pathlib import Path

import pytest

from cnbudget import classification
from cnbudget.classification import Confidence, Kind, Level

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [DOCS / "classification.md", DOCS / "zh" / "classification.md"]


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_examples_run(page: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    assert len(test.examples) > 15
    assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=["en", "zh"])
def test_the_figures_are_those_of_the_lists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for kind in Kind:
        rows = [
            subject
            for code in classification.default().codes(kind)
            for subject in classification.history(code, kind=kind)
        ]
        for level in Level:
            held = [row for row in rows if row.level is level]
            names = Counter(row.confidence for row in held)
            years = Counter(row.years_confidence for row in held)
            order = sorted(Confidence, reverse=True)
            counts = [len(held), *(names[each] for each in order), *(years[each] for each in order)]
            assert not held or " | ".join(f"{count:,}" for count in counts) + " |" in text, kind
    marks = Counter(mark for *_, mark in classification.default().pairs)
    assert f"| {sum(marks.values())} | {marks['=']} | {marks['~']} | {marks['?']} |" in text
