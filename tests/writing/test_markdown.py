"""Markdown shows the text of a document and runs none of it; what was written reads back the same."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import cnbudget
from cnbudget import Disclosure, Entry, FundingSource, Ledger, Nature
from cnbudget.passages import Passage
from cnbudget.words import plain
from cnbudget.writing.markdown import escaped

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
#: What our own documents are made of, and nothing else.
OURS = {
    "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "text", "softbreak",
    "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open", "tr_close",
    "th_open", "th_close", "td_open", "td_close", "text_special",
}  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>甲</b>", "[甲](javascript:alert(1))",
    "![甲](http://x/y.png)", "[甲][乙]", "[甲]: javascript:x", "`rm -rf`", "```", "**甲**", "*甲*", "__甲__",
    "_甲_", "~~甲~~", "1~3月和5~6月", "# 甲", "###### 甲", "#", "> 甲", "- 甲", "+ 甲", "---", "===", "| 甲 | 乙 |",
    "甲|乙", "&lt;b&gt;", "&amp;amp;", "&copy;", "&#60;", "A&B", "\\*甲\\*", "甲\\", "<!-- 甲", "<http://x.cn>",
    "财预[2016]143号", "<details>甲", "$x$", "甲<br>乙", "&#10;甲",
]  # fmt: skip
texts = st.sampled_from(HOSTILE) | st.text("<>&*_`~[]()!#|\\-+=:;/ 甲a1", min_size=1, max_size=30)


def tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for token in RENDERER.parse(text):
        found.append((token.type, token.content))
        found.extend((child.type, child.content) for child in token.children or ())
    return found


def shown(text: str) -> str:
    """What a reader of the Markdown sees, in a row."""
    return "".join(content for kind, content in tokens(text) if kind in ("text", "text_special"))


@given(text=texts)
def test_a_text_is_shown_as_it_is(text: str) -> None:
    line = " ".join(text.split())
    written = escaped(line, begins=True)
    assert {kind for kind, _ in tokens(written)} <= OURS
    assert plain(shown(written)) == plain(line)
    cell = escaped(line).replace("|", "\\|")
    table = f"| {cell} | 乙 |\n|---|---|\n| {cell} | 丁 |\n"
    assert {kind for kind, _ in tokens(table)} <= OURS
    assert plain(shown(table)) == plain(f"{line}乙{line}丁")


def _budget(project: str, agency: str) -> Disclosure:
    entry = Entry(
        "2101501", "30201", source=FundingSource.GENERAL_OWN, nature=Nature.PROJECT, project=project,
        amount=Decimal(10_000),
    )  # fmt: skip
    return cnbudget.publish(Ledger([entry], agency, year=2026), "xinjiang-2026")


@given(text=texts, passage=texts)
def test_no_name_and_no_prose_is_run_and_all_reads_back(text: str, passage: str) -> None:
    budget = _budget(f"甲{text}项目", "青山县财政局")
    prose = (Passage("第三部分 情况说明"), Passage(f"说明{passage}如此。"), Passage(passage))
    budget = attrs.evolve(budget, passages=prose)
    written = cnbudget.to_text(budget)
    assert {kind for kind, _ in tokens(written)} <= OURS
    assert cnbudget.read_text(written) == budget


@pytest.mark.parametrize("text", HOSTILE)
def test_the_prose_reads_back_word_by_word(text: str) -> None:
    said = f"其中：{text}等。"
    budget = attrs.evolve(
        cnbudget.example("artux"), passages=(Passage("第三部分 情况说明"), Passage(said))
    )
    again = cnbudget.read_text(cnbudget.to_text(budget))
    assert plain(said.replace("**", "")) in [plain(passage.text) for passage in again.passages]
