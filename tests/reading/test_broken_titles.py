"""Titles over two lines are read as whole ones, and what stands above a title is no part of it."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import check, read
from cnbudget.figures import Place
from cnbudget.files import SourceFile
from cnbudget.forms import title_of
from cnbudget.invariants import Verdict
from cnbudget.reading.blocks import TextLine
from cnbudget.reading.broken_titles import with_whole_titles

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
WHOLE = [
    "2026年一般公共预算基本支出情况表",
    "2026年政府性基金预算支出情况表",
    "国有资本经营预算财政拨款支出决算表",
]
APART = [
    ("2026年部门预算", "部门收支总表"),
    ("某某县教育局", "一般公共预算支出表"),
    ("2025年度部门决算", "收入支出决算总表"),
    ("一、部门收支总表。", "部门收入总表"),
    ("一般公共预算支出表", "政府性基金预算支出表"),
    ("# 2024 年某某县局单位预算公开", "# 第二部分 2024 年单位预算公开表"),
    ("某某县局财政拨款", "三、一般公共预算支出表"),
]


def titled(*lines: str) -> list[str]:
    """What is left of lines on one page."""
    blocks = with_whole_titles(
        [TextLine(line, Place(page=1, line=n)) for n, line in enumerate(lines, 1)]
    )
    return [block.text for block in blocks if isinstance(block, TextLine)]


@given(st.sampled_from(WHOLE), st.data())
def test_a_broken_title_means_what_the_whole_one_means(title: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(min_value=max(1, title.find("年")), max_value=len(title) - 1))
    lines = titled(title[:at], title[at:])
    whole, last = title_of(title), title_of(lines[-1])
    assert whole is not None
    assert last is not None
    assert (
        attrs.evolve(last.meaning, year=whole.meaning.year, stage=whole.meaning.stage)
        == whole.meaning
    )


@pytest.mark.parametrize("lines", APART)
def test_lines_of_their_own_stay_apart(lines: tuple[str, str]) -> None:
    assert titled(*lines) == list(lines)


def test_lines_of_two_sheets_or_pages_are_no_title() -> None:
    first, second = "2026年一般公共预算", "基本支出情况表"
    for here, there in [(Place(page=1), Place(page=2)), (Place(sheet="甲"), Place(sheet="乙"))]:
        assert len(with_whole_titles([TextLine(first, here), TextLine(second, there)])) == 2


@pytest.mark.parametrize("name", ["artux-2026.md", "akto-2024.md"])
def test_a_document_with_broken_titles_reads_as_it_is(name: str) -> None:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    lines = []
    for line in text.splitlines():
        at = line.find("支出") if line.startswith("## ") and title_of(line) is not None else 0
        lines.extend([line[:at], "## " + line[at:]] if at > 5 else [line])
    assert len(lines) > len(text.splitlines()) + 2
    report, whole = (
        check(read(SourceFile(name, "\n".join(lines).encode()))),
        check(read(EXAMPLES / name)),
    )
    assert [each.value for each in report.disclosure.figures] == [
        each.value for each in whole.disclosure.figures
    ]
    assert not any(each.verdict is Verdict.VIOLATED for each in report.findings)
