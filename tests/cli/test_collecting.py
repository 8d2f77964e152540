"""While a command runs, garbage is looked for seldom; the process that called it goes on as before."""

import gc
from collections.abc import Iterator, Sequence

import pytest

from cnbudget.__main__ import run
from cnbudget.cli import main


@pytest.fixture
def threshold() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("threshold")
@pytest.mark.parametrize(
    ("before", "within"), [(700, 50_000), (0, 0), (100_000, 100_000)]
)  # 0: the process looks for none at all
def test_it_is_looked_for_seldom_and_afterwards_as_before(
    before: int, within: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def run(words: Sequence[str]) -> int:
        seen.append(gc.get_threshold())
        return len(words) - 1

    monkeypatch.setattr("cnbudget.cli._run", run)
    gc.set_threshold(before, 10, 10)
    assert main(["--version"]) == 0
    assert seen == [(within, 10, 10)]
    assert gc.get_threshold() == (before, 10, 10)


def test_a_process_that_ends_looks_through_nothing_before(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def command() -> int:
        done.append("main")
        return 1

    monkeypatch.setattr("cnbudget.__main__.main", command)
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    assert run() == 1
    assert done == ["main", "freeze"]
