"""Endless inputs: what checking them takes grows with their length, not with its square."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import cnbudget
from cnbudget.examples import example_path
from cnbudget.reading import cells
from cnbudget.reading.worded import lines
from tests.counting import grows_no_faster

_HEAD = "某局2026年部门预算公开\n\n"
_TITLE = "部门收入总体情况表\n\n"
_TABLE = "|项目|预算数|\n|---|---|\n"
KINDS: dict[str, Callable[[int], str]] = {
    "numbers in one line": lambda n: f"{example_path('artux').read_text('utf-8')}\n\n情况说明：{'1.00万元，' * n}\n",
    "tables of one title": lambda n: _HEAD + f"{_TITLE}{_TABLE}|收入|1.00|\n\n" * n,
}  # fmt: skip
LENGTHS = {"numbers in one line": 20, "tables of one title": 60}


@pytest.mark.parametrize("kind", KINDS)
def test_checking_endless_inputs_is_linear(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (cells, lines):  # as far as this is looked back in any case
        monkeypatch.setattr(room, "ROWS_ABOVE", 5)

    def work(count: int) -> None:
        path = tmp_path / "endless.md"
        path.write_text(KINDS[kind](count), encoding="utf-8")
        cnbudget.check(cnbudget.read(path))

    assert grows_no_faster(work, LENGTHS[kind], times=6)


def test_what_is_kept_of_an_endless_sentence_does_not_grow(tmp_path: Path) -> None:
    path = tmp_path / "endless.md"
    path.write_text(KINDS["numbers in one line"](4_000), encoding="utf-8")
    claims = list(cnbudget.read(path).narrative.claims)
    endless = [claim for claim in claims if claim.text == "1.00" and "万元，1.00" in claim.sentence]
    assert len(endless) == 4_000
    assert max(len(claim.sentence) for claim in endless) <= 8_000
    assert all(claim.text in claim.sentence for claim in endless)
    assert len({id(claim.sentence) for claim in endless}) < 20
    assert len({hash(claim) for claim in endless}) == len(endless)
