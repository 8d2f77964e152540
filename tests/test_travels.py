"""The page that follows a number through the package: what it names is there, and both languages name the same."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = [DOCS / "how-a-number-travels.md", DOCS / "zh" / "how-a-number-travels.md"]
_MODULE = re.compile(r"`(cnbudget(?:\.[a-z_]+)+)`")


def modules(page: Path) -> list[str]:
    """The modules that a page names, in its order."""
    return _MODULE.findall(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=("en", "zh"))
def test_every_module_that_the_page_names_is_there(page: Path) -> None:
    named = modules(page)
    assert len(set(named)) > 25
    assert [each for each in named if find_spec(each) is None] == []


def test_both_languages_name_the_same_modules_and_run_the_same_examples() -> None:
    english, chinese = PAGES
    assert sorted(set(modules(english))) == sorted(set(modules(chinese)))
    blocks = [
        re.findall(r"```python\n.*?```", p.read_text(encoding="utf-8"), re.DOTALL) for p in PAGES
    ]
    assert blocks[0] == blocks[1]
