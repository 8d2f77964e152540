"""The content says what a file is; web pages and CSV in the shapes that are met."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import UnreadableError
from cnbudget.reading.blocks import Block, Grid
from cnbudget.reading.files import contents_of, is_csv
from cnbudget.reading.markup import blocks_of_html


def shapes(blocks: list[Block]) -> list[str | list[list[str]]]:
    return [
        [row.cells for row in block.rows] if isinstance(block, Grid) else block.text
        for block in blocks
    ]


def _zip(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_zip("a.txt"), "这是压缩包，不是文件"),
        (_zip("xl/workbook.bin"), "不能读 Excel（.xlsb） 文件"),
        (_zip("mimetype", "content.xml"), "不能读 OpenDocument 文件"),
        (_zip("ppt/slide.xml"), "不能读 PowerPoint 文件"),
        (b"{\\rtf1}", "不能读 RTF 文件"),
        (b"%PDF-1.4 cut", "PDF 已损坏或不完整"),
    ],
)
def test_what_is_not_read_is_named(
    data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice is found that could save some of them anew
    with pytest.raises(UnreadableError) as caught:
        contents_of(data)
    assert caught.value.zh == words
    assert caught.value.hint_zh


@pytest.mark.parametrize("many", [26, 500])
def test_comments_before_no_page(many: int) -> None:
    text = "<!---->" * many + "\n部门收支总体情况表"
    assert shapes(contents_of(text.encode()).blocks)[-1] == "部门收支总体情况表"


@given(
    st.sampled_from(["", " \n", '<?xml version="1.0"?>\n']),
    st.lists(
        st.sampled_from(["<!---->", "<!-- a -- > b -->", "<!--\n<html>-->", "\t"]), max_size=9
    ),
    st.sampled_from(
        ["<html", "<!DOCTYPE  html", "<Body", "<head", "<htmlx", "x<html", "表", "<!--"]
    ),
)
def test_the_first_element_says_whether_it_is_a_page(
    before: str, comments: list[str], first: str
) -> None:
    text = f"{before}{''.join(comments)}{first}>甲<p>乙"
    page = shapes(contents_of(text.encode()).blocks)[-1] == "乙"
    assert page == (first in ("<html", "<!DOCTYPE  html", "<Body", "<head"))


def test_a_page_with_a_layout_table() -> None:
    page = """<!DOCTYPE html><html><head><title>公开&amp;说明</title><style>p{}</style>
    <script>document.write("<table><tr><td>9.99</td></tr></table>")</script></head><body>
    <table><tr><td>首页<br>公开</td></tr><tr><td><p>收入表</p>单位：万元
    <table><tr><th rowspan=2>科目</th><th colspan="2">金额</th></tr><tr><td>本年<td>上年</tr>
    <tr><td>收 入</td><td>1.00</td><td>2&#46;00</td></tr></table><!-- 9.99 --><p>注：略</p></td></tr></table>
    <div>末尾"""
    assert shapes(blocks_of_html(page)) == [
        "公开&说明",
        "首页",
        "公开",
        "收入表",
        "单位：万元",
        [["科目", "金额", ""], ["", "本年", "上年"], ["收 入", "1.00", "2.00"]],
        "注：略",
        "末尾",
    ]
    assert [block.place.line for block in blocks_of_html(page)][:2] == [1, 3]


def test_a_page_whose_tables_are_not_closed() -> None:
    assert shapes(blocks_of_html("<html><table><tr><td>甲<td>1")) == [[["甲", "1"]]]


def test_csv_with_quotes_and_several_tables() -> None:
    text = (
        '收入表,,\r\n单位：万元,,\r\n科目,金额,备注\r\n"201, 支出","1,234.50","两\n行"\r\n合计,"1,234.50",\r\n'
        ",,\r\n支出表,,\r\n科目,金额,备注\r\n合计,2.00,\r\n"
    )
    contents = contents_of(text.encode("utf-8-sig"))
    assert shapes(contents.blocks) == [
        "收入表",
        "单位：万元",
        [["科目", "金额", "备注"], ["201, 支出", "1,234.50", "两 行"], ["合计", "1,234.50", ""]],
        "支出表",
        [["科目", "金额", "备注"], ["合计", "2.00", ""]],
    ]
    assert [row.place.line for row in contents.blocks[2].rows] == [3, 4, 6]  # type: ignore[union-attr]


def test_a_tab_within_a_cell_above_a_table_makes_no_table_of_tabs() -> None:
    assert is_csv("收入表\n部门：某局\t单位：万元\n科目,金额\n201,1.00\n205,2.00\n")


@pytest.mark.parametrize(
    "text",
    [
        "收入1,234元，支出1,234元。\n收入1,234元，支出1,234元。\n收入1,234元，支出1,234元。\n",
        "科目\t金额\n201\t1,234\n202\t1,234\n203\t1,234\n",
        "201 支出 1,234,567 1,234,567\n202 支出 1,234,567 1,234,567\n203 支出 1,234,567 1,234,567\n",
        "| 甲, | 乙 |\n|---|---|\n| 丙, | 1 |\n| 丁, | 1 |\n",
    ],
)
def test_what_is_no_csv(text: str) -> None:
    assert not is_csv(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for head in (
        b"",
        b"%PDF-1.4\n",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"<html>",
        b"a,b\nc,d\ne,f\n",
    ):
        with suppress(UnreadableError):
            contents_of(head + data)
