"""Word: merged cells, tables in tables, content controls, tracked changes, text boxes, addresses."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.oxml import parse_xml

from cnbudget.reading.blocks import Grid, TextLine
from cnbudget.reading.word import blocks_of_docx, positions

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CUT = "<w:delText>减少</w:delText></w:r></w:del>"
_BOX = "<w:p><w:r><w:t>框里</w:t></w:r></w:p>"


def _blocks(document: Document) -> list[str | list[list[str]]]:
    file = io.BytesIO()
    document.save(file)
    return [
        [row.cells for row in block.rows] if isinstance(block, Grid) else block.text
        for block in blocks_of_docx(file.getvalue())
    ]


def test_order_merged_cells_and_addresses() -> None:
    document = docx.Document()
    document.add_paragraph("标题")
    table = document.add_table(3, 3)
    for i, row in enumerate([["项目", "支出", ""], ["", "合计", "基本"], ["一", "1.00", "2.00"]]):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_paragraph("注")
    assert _blocks(document) == [
        "标题",
        [["项目", "支出", ""], ["", "合计", "基本"], ["一", "1.00", "2.00"]],
        "注",
    ]
    file = io.BytesIO()
    document.save(file)
    _, grid, note = blocks_of_docx(file.getvalue())
    assert isinstance(grid, Grid)
    assert grid.rows[2].places is not None
    assert [place.cell for place in grid.rows[2].places] == ["表格1!A3", "表格1!B3", "表格1!C3"]
    assert isinstance(note, TextLine)
    known = positions(document.element.body)
    assert known["表格1!C3"].text == "2.00"
    assert known[note.place.line or 0].text == "注"


def test_a_table_in_a_table_comes_after_it() -> None:
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "甲"
    outer.cell(0, 1).text = "乙"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "丙"
    inner.cell(0, 1).text = "丁"
    assert _blocks(document) == [[["甲", "乙"]], [["丙", "丁"]]]


def test_a_frame_around_a_table_is_seen_through() -> None:
    document = docx.Document()
    outer = document.add_table(1, 1)
    outer.cell(0, 0).text = "收入表"
    inner = outer.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text = "科目"
    inner.cell(0, 1).text = "金额"
    assert _blocks(document) == ["收入表", [["科目", "金额"]]]


def test_what_is_inserted_counts_and_what_is_deleted_does_not() -> None:
    document = docx.Document()
    body = document.element.body
    for xml in (
        f"<w:p {_W}><w:r><w:t>收入</w:t></w:r><w:ins><w:r><w:t>增加</w:t></w:r></w:ins><w:del><w:r>{_CUT}</w:p>",
        f"<w:sdt {_W}><w:sdtContent><w:p><w:r><w:t>控件里的话</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {_W}><w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink><w:r><w:br/><w:t>下一行</w:t></w:r></w:p>",
        f"<w:p {_W}><w:r><w:pict><w:txbxContent>{_BOX}</w:txbxContent></w:pict></w:r></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml))
    assert _blocks(document) == ["收入增加", "控件里的话", "链接", "下一行", "框里"]
