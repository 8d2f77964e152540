"""One budget in files of every kind gives the same figures, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cnbudget import Disclosure, Verdict, check, read
from tests.documents import corpus
from tests.documents.corpus import Document
from tests.reading import making

_KINDS: dict[str, Callable[[Document], bytes]] = {
    "xlsx": making.xlsx,
    "xlsx general": lambda parts: making.xlsx(parts, general=True),
    "xlsx on one sheet": lambda parts: making.xlsx(parts, one_sheet=True),
    "docx": making.word,
    "html": lambda parts: making.web_page(parts).encode(),
    "html gbk": lambda parts: making.web_page(parts).encode("gb18030"),
    "csv": lambda parts: making.csv_text(parts).encode("utf-8-sig"),
    "pdf": making.pdf,
    "pdf without repeated headers": lambda parts: making.pdf(parts, repeat=False),
}


def _read(data: bytes, folder: Path) -> Disclosure:
    file = folder / "budget.dat"  # the name says nothing
    file.write_bytes(data)
    return read(file)


def _laws(budget: Disclosure) -> list[tuple[str, Verdict]]:
    kinds = ("agree", "add-up", "contain", "balance")
    found = [(finding.law, finding.verdict) for finding in check(budget, prose=False).findings]
    return [(law, verdict) for law, verdict in found if law in kinds]


@pytest.mark.parametrize("kind", _KINDS)
def test_the_same_figures(kind: str, tmp_path: Path) -> None:
    budget = _read(_KINDS[kind](corpus.document("artux")), tmp_path)
    plain = corpus.budget("artux")
    places = kind != "xlsx general"  # where zeros are dropped, the places are the column's
    wanted, found = making.facts(plain, places=places), making.facts(budget, places=places)
    assert [fact for fact in found if fact not in wanted] == []
    assert found == wanted
    assert (budget.agency, budget.year) == (plain.agency, plain.year)
    assert [problem.zh for problem in budget.problems] == [problem.zh for problem in plain.problems]
    # the laws between the tables: these files have no prose
    assert _laws(budget) == _laws(plain)
