"""The tool that checks the documentation as it was built: silent on what is right, and finds what is planted."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

ROOT = Path(__file__).parents[1]


def _tool() -> Callable[[Path], Iterator[str]]:
    spec = importlib.util.spec_from_file_location("check_site", ROOT / "tools" / "check_site.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return cast("Callable[[Path], Iterator[str]]", module.faults)


faults = _tool()
EN = (
    '<html lang="en"><a href="#x">Skip to content</a><input placeholder="Search">'
    '<button>Back to top</button><a href="{other}">中文</a></html>'
)
ZH = (
    '<html lang="zh"><a href="#x">跳转至</a><input placeholder="搜索">'
    '<button>回到页面顶部</button><a href="{other}">English</a></html>'
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in {
        ".": EN.format(other="zh/"),
        "start": EN.format(other="../zh/start/"),
        "zh": ZH.format(other="../"),
        "zh/start": ZH.format(other="../../start/"),
    }.items():
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_site_that_is_right(site: Path) -> None:
    assert list(faults(site)) == []


@pytest.mark.parametrize(
    ("page", "old", "new", "said"),
    [
        ("zh/start", 'lang="zh"', 'lang="en"', "zh/start: is zh, and says that it is 'en'"),
        ("start", 'lang="en"', "", "start: is en, and says that it is ''"),
        ("zh", "搜索", "Search", "zh: the interface does not say '搜索'"),
        ("zh/start", "../../start/", "../start/", "zh/start: does not lead to start"),
        ("start", "中文", "Chinese", "start: does not lead to zh/start"),
    ],
)
def test_what_is_planted_is_found(site: Path, page: str, old: str, new: str, said: str) -> None:
    file = site / page / "index.html"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert list(faults(site)) == [said]


def test_a_page_that_is_lacking_is_said(site: Path) -> None:
    (site / "zh" / "start" / "index.html").unlink()
    assert list(faults(site)) == ["start: zh/start is not there"]
    assert list(faults(site / "zh" / "start")) == [f"{site / 'zh' / 'start'}: no pages"]


def test_every_page_names_the_other_one_below_its_title() -> None:
    docs = ROOT / "docs"
    for file in [*docs.glob("*.md"), *docs.glob("zh/*.md")]:
        chinese = file.parent.name == "zh"
        # the Chinese reference is an index of all subjects
        subject = file.name.startswith("reference-")
        other = "reference.md" if subject else file.name
        link = f"[English](../{other})" if chinese else f"[中文](zh/{other})"
        assert file.read_text(encoding="utf-8").split("\n")[2] == link, file
