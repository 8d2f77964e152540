"""Every violated finding of the published documents is a fault that stands on its page; none comes or goes unseen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import attrs
import pytest

from cnbudget import Verdict, check
from published.documents import FOLDER, budget


@attrs.frozen
class Fault:
    """What was judged by the page."""

    law: str
    page: int | None
    words: str
    count: int


def _faults() -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for line in (Path(__file__).parent / "faults.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        name, law, page, count, words, judgement = line.split(" | ")
        assert judgement.strip(), line
        fault = Fault(law, int(page) if page.strip() else None, words, int(count))
        found.setdefault(name, []).append(fault)
    return found


FAULTS = _faults()
#: The documents that are read.
NAMES = sorted(
    each.name.removesuffix(".txt").removesuffix("-2026").removesuffix("-2024")
    if each.suffix == ".txt"
    else each.name
    for each in FOLDER.iterdir()
    if each.suffix == ".txt" or each.is_dir()
)
_TEXTS = {"akto": "akto-2024", "artux": "artux-2026"}


def test_each_fault_is_of_a_document_that_is_checked() -> None:
    assert set(FAULTS) <= {_TEXTS.get(name, name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_accused_that_is_no_fault(name: str) -> None:
    faults = FAULTS.get(_TEXTS.get(name, name), [])
    met: Counter[int] = Counter()
    for finding in check(budget(name)).findings:
        if finding.verdict is not Verdict.VIOLATED:
            continue
        said = finding.message("zh")
        fits = (
            number
            for number, fault in enumerate(faults)
            if fault.law == finding.law
            and fault.page == finding.place.page
            and fault.words in said
            and met[number] < fault.count
        )
        number = next(fits, None)
        assert number is not None, f"nobody judged this: {finding.law} {finding.place}: {said}"
        met[number] += 1
    assert [fault for number, fault in enumerate(faults) if met[number] < fault.count] == []
