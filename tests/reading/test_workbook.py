"""What a workbook says beside its sheets is read as openpyxl reads it: texts, formats, days, the sheets there are."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cnbudget import UnreadableError
from cnbudget.packages import workbook_parts
from cnbudget.reading.excel import blocks_of_xlsx
from cnbudget.reading.workbook import number_formats, shared_texts
from cnbudget.reading.worksheet import Worksheet
from tests.catalogue.test_hostile_files import with_part
from tests.reading.test_worksheet import MAIN, book, cell, xml


def saved(pages: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    pages.save(file)
    return file.getvalue()


def with_texts(texts: str, sheet: bytes) -> bytes:
    """A workbook whose cells share these texts, as most programs write them."""
    data = with_part(
        book(sheet), "xl/_rels/workbook.xml.rels",
        lambda part: part.replace(
            b"</Relationships>", b'<Relationship Id="t" Type="http://x/sharedStrings" Target="texts"/></Relationships>'
        ),
    )  # fmt: skip
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/texts", texts)
    return file.getvalue()


CODES = st.sampled_from(
    [*BUILTIN_FORMATS.values(), "#,##0.00_ ", '0.00"万元"', "yyyy年m月", "0!.0,"]
)


@given(st.lists(CODES, min_size=1, max_size=8))
def test_the_format_of_each_style(codes: list[str]) -> None:
    pages = openpyxl.Workbook()
    for row, code in enumerate(codes, 1):
        pages.worksheets[0].cell(row, 1, 1).number_format = code
    data = saved(pages)
    again: Any = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        with package.open("xl/styles.xml") as source:
            found = number_formats(source, BUILTIN_FORMATS)
        with package.open("xl/worksheets/sheet1.xml") as source:
            cells = [inside[0] for _, inside in Worksheet(source).rows()]
    shown = [found[int(each.style)] for each in cells]
    assert shown == [again.cell(row, 1).number_format for row in range(1, len(codes) + 1)] == codes


def test_shared_texts() -> None:
    inside = (
        "<si><t>收入</t></si>"
        "<si><r><t>面积m</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r><r><t>计</t></r></si>"
        "<si><t>項</t><rPh sb='0' eb='1'><t>コウ</t></rPh></si>"
        "<si/><si><t>_x005F_x000D_</t></si>"
    )
    texts = f'<sst xmlns="{MAIN}">{inside}</sst>'
    wanted = ["收入", "面积m²计", "項", "", "_x000D_"]
    assert shared_texts(io.BytesIO(texts.encode())) == wanted
    prefixed = f'<x:sst xmlns:x="{MAIN}"><x:si><x:t>收入</x:t></x:si></x:sst>'
    assert shared_texts(io.BytesIO(prefixed.encode())) == ["收入"]
    rows = {(1, i + 1): cell(1, i + 1, str(i), "s") for i in range(len(wanted))}
    blocks = blocks_of_xlsx(with_texts(texts, xml(rows)), [])
    assert [block.text for block in blocks] == ["收入\t面积m²计\t項\t\t_x000D_"]


def test_what_is_raised_ends_with_its_run() -> None:
    raised = "<r><rPr><vertAlign val='superscript'/></rPr><t>{}</t></r>"
    cells = [
        f'<c r="A1" t="inlineStr"><is>{raised.format("")}</is></c>',
        '<c r="B1" t="inlineStr"><is><t>12</t></is></c>',
        f'<c r="C1" t="inlineStr"><is><r><t>m</t></r>{raised.format(2)}<r><t>计</t></r></is></c>',
    ]
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{"".join(cells)}</row></sheetData></worksheet>'
    (((_, found),)) = list(Worksheet(io.BytesIO(sheet.encode())).rows())
    assert [each.text for each in found] == ["12", "m²计"]


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_and_lengths_of_time(from_1904: bool) -> None:
    pages = openpyxl.Workbook()
    if from_1904:
        pages.epoch = CALENDAR_MAC_1904
    pages.worksheets[0].append(["日", dt.datetime(2026, 1, 31), dt.time(8, 30), dt.timedelta(1.5)])
    (block,) = blocks_of_xlsx(saved(pages), [])
    assert block.text == "日\t2026-01-31\t08:30:00\t1 day, 12:00:00"


def test_a_chart_is_no_sheet_of_cells() -> None:
    pages = openpyxl.Workbook()
    pages.create_chartsheet("图").add_chart(BarChart())
    data = saved(pages)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [each.name for each in workbook_parts(package).sheets] == ["Sheet"]


def _declared(part: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "a">]>' + part


def _encoded(encoding: str) -> Callable[[bytes], bytes]:
    return lambda part: f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + part


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (_declared, "files.xml_entities"),
        (_encoded("gb2312"), "files.damaged"),
        (_encoded("none-such"), "files.damaged"),
        (lambda part: part[:-5], "files.damaged"),
        (lambda _: b"", "files.damaged"),
    ],
)
def test_what_no_part_may_be(change: Callable[[bytes], bytes], key: str) -> None:
    """Whatever a part is named: those whose names do not end in .xml are not looked at before."""
    texts = change(f'<sst xmlns="{MAIN}"><si><t>a</t></si></sst>'.encode()).decode()
    with pytest.raises(UnreadableError) as caught:
        blocks_of_xlsx(with_texts(texts, xml({(1, 1): cell(1, 1)})), [])
    assert caught.value.key == key


def test_an_encoding_of_a_byte_a_character() -> None:
    part = _encoded("windows-1252")(b"<sst><si><t>caf\xe9</t></si></sst>")
    assert shared_texts(io.BytesIO(part)) == ["café"]
