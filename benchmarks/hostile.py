"""How the time of reading and checking grows with the length of hostile inputs, kind by kind.

    python benchmarks/hostile.py [--check] [--length N] [--only WORD] [--engine]

For each kind an input is made in three lengths, each twice the last, and read, checked and, in texts and grids, written
again. What is printed is the exponent of the growth from the first to the last, beyond what the example alone takes in
which texts and grids stand: 1 is linear, 2 quadratic; "–" where it all takes too short a time to tell. The seconds
beside it are the processor's. For sheets the memory at the peak is told too, over the bytes of their XML.

``--check`` fails when an exponent or a ratio passes its limit. ``--engine`` takes instead every regular expression of
the package through `re` itself, in each way it is used, on the texts that go round its loops.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import math
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl

import cnbudget

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.catalogue.test_hostile_files import with_part
from tests.regexes.automaton import machine_of
from tests.regexes.growth import rounds
from tests.regexes.test_linear import found

LIMIT = 1.35  # n log n, and the unsteadiness of short times
LEAST = 0.15  # seconds below which nothing is told
LONG = 1.0  # seconds in which other work on the machine tells little
MOST_MEMORY = 45.0  # bytes for a byte of a sheet's XML; `Limits.unpacked` bounds these
EXAMPLE = Path(__file__).parents[1] / "examples" / "artux-2026.md"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

# Texts ------------------------------------------------------------------------------------------

#: What is repeated, in a paragraph of its own.
MARKS = {
    "dots": ".", "ellipses": "…", "points": "·", "dashes": "-", "long dashes": "—", "rules": "_", "digits": "1",
    "wide digits": "１", "commas": ",", "wide commas": "，", "stops": "。", "colons": "：", "spaces": " ",
    "wide spaces": "\u3000", "newlines": "\n", "tabs": "\t", "hashes": "#", "stars": "*", "pipes": "|",
    "ampersands": "&", "less-thans": "<", "tags": "<a ", "cells open": "<td>", "tables open": "<table>",
    "comments": "<!--", "brackets": "(", "wide brackets": "（", "square brackets": "[", "titles open": "《",
    "quotes open": "“", "straight quotes": "\"", "closed brackets": "()", "one character": "中",
    "a word": "项目", "money words": "支出", "numbers": "1.00万元，", "grouped": "1,000,", "thousands": ",000",
    "bare numbers": "12 ", "percents": "5%，", "years": "2026年", "numerals": "一", "marks": "一、",
    "bracketed marks": "（一）", "sections": "一、收入预算情况说明\n", "parts": "第一部分 部门概况\n",
    "tables named": "表1 ", "titles": "部门收支总体情况表", "title lines": "部门收支总体情况表\n",
    "units": "单位：", "units of money": "单位：万元\n", "claims": "收入预算1.00万元，",
    "claims ended": "收入预算1.00万元。", "changes": "比上年增加1.00万元，增长5.00%，", "of which": "其中：",
    "codes": "2080505 ", "code lines": "2080505养老支出1.00万元\n", "agencies": "某某局", "goals": "绩效目标：",
    "goal lines": "项目名称：甲\n", "assets": "共有车辆1辆，", "offices": "1个科室，分别是：",
    "people": "联系人：甲，", "telephone": "电话", "no stop": "本单位认真贯彻落实各项决策部署",
    "entities": "&amp;", "references": "&#1", "line ends": "\r", "quoted": "\"a\",", "dotted": "一、收入……1\n",
    "contents": "目录\n", "notes": "注：\n", "words apart": "收 入 ", "surrogates": "😀", "escapes": "\\",
    "reasons": "主要原因是：", "and": "和", "sums": "1.00+", "increases": "增加", "none": "无此项，",
    "three public": "“三公”经费1.00万元，", "dates": "2026年1月1日，", "goods": "采购1台，",
}  # fmt: skip


def prose(mark: str, length: int) -> str:
    """The example with a mark many times in its text."""
    return f"{EXAMPLE.read_text('utf-8')}\n\n情况说明：{mark * (length // len(mark))}\n"


def lines(line: str, length: int) -> str:
    """The example with a line many times in its text."""
    many = f"{line}\n\n" * (length // (len(line) + 2))
    return f"{EXAMPLE.read_text('utf-8')}\n\n第三部分 情况说明\n\n{many}"


def row(cells: list[str]) -> str:
    return "|" + "|".join(cells) + "|\n"


def _tables(length: int, title: str) -> str:
    one = title + row(["项目", "预算数"]) + row(["---", "---"]) + row(["收入", "1.00"]) + "\n"
    return one * (length // len(one))


#: Grids, in Markdown.
GRIDS: dict[str, Callable[[int], str]] = {
    "small tables": lambda n: _tables(n, ""),
    "small titled tables": lambda n: _tables(n, "部门收入总体情况表\n\n"),
    "headings of their own": lambda n: "".join(
        f"部门收入总体情况表\n\n{row(['项目', f'预算数{k}'])}{row(['---', '---'])}{row(['收入', '1.00'])}\n"
        for k in range(n // 45)
    ),
    "rows of a summary": lambda n: (
        "部门收支总体情况表\n\n" + row(["项目", "预算数", "项目", "预算数"]) + row(["---"] * 4)
        + row(["其他收入", "1.00", "教育支出", "1.00"]) * (n // 28)
    ),
    "rows without names": lambda n: (
        "部门收入总体情况表\n\n" + row(["项目", "预算数"]) + row(["---"] * 2)
        + row(["", "1.00"]) * (n // 10)
    ),
    "small named tables": lambda n: _tables(n, "甲乙丙表\n\n"),
    "rows of a table": lambda n: (
        "部门支出总体情况表\n\n" + row(["科目编码", "科目名称", "合计", "基本支出", "项目支出"])
        + row(["---"] * 5) + row(["2080505", "养老", "2.00", "1.00", "1.00"]) * (n // 30)
    ),
    "rows with codes": lambda n: (
        "部门支出总体情况表\n\n" + row(["科目编码", "科目名称", "合计", "基本支出", "项目支出"])
        + row(["---"] * 5)
        + "".join(row([f"{2010101 + i}", "某", "2.00", "1.00", "1.00"]) for i in range(n // 30))
    ),
    "rows of words": lambda n: row(["甲", "乙"]) * (n // 5),
    "cells of a row": lambda n: row(["1"] * (n // 2)),
    "cells of a row, tabs": lambda n: "1\t" * (n // 2) + "\n",
    "cells of a header": lambda n: (
        "部门收入总体情况表\n\n" + row(["科目编码", "科目名称", *["合计"] * min(n // 3, 4000)]) * 2
        + row(["2080505", "养老", *["1.00"] * min(n // 3, 4000)]) * max(1, n // 20000)
    ),
    "a long cell": lambda n: "部门收入总体情况表\n\n" + row(["项目", "预算数"]) + row(["长" * n, "1.00"]),
    "long cells": lambda n: row(["长" * 1000, "1.00"]) * (n // 1000),
    "projects": lambda n: (
        "一般公共预算项目支出情况表\n\n" + row(["科目编码", "项目名称", "合计"])
        + "".join(row(["2080505", f"项目{i}", "1.00"]) for i in range(n // 25))
    ),
    "goals": lambda n: "".join(
        "\n部门项目支出绩效目标表\n\n" + row(["项目名称", f"甲{i}"]) + row(["资金总额", "1.00"])
        + row(["数量指标", "次", "≥5"])
        for i in range(n // 60)
    ),
}  # fmt: skip


def grid(make: Callable[[int], str], length: int) -> str:
    return f"{EXAMPLE.read_text('utf-8')}\n\n{make(length)}\n"


# Files ------------------------------------------------------------------------------------------


def page(make: Callable[[int], str], length: int) -> str:
    return f"<html><body><p>2026年某局部门预算公开</p>{make(length)}</body></html>"


PAGES: dict[str, Callable[[int], str]] = {
    "comments": lambda n: "<!---->" * (n // 7),
    "nested tables": lambda n: "<table><tr><td>" * (n // 15),
    "nested closed": lambda n: "<table><tr><td>" * (n // 35) + "</td></tr></table>" * (n // 35),
    "small tables": lambda n: "<table><tr><td>收入<td>1.00</table>" * (n // 35),
    "titled tables": lambda n: (
        "<p>部门收入总体情况表<table><tr><td>收入<td>1.00</table>" * (n // 45)
    ),
    "nested divs": lambda n: "<div>" * (n // 5) + "甲",
    "rows": lambda n: "<table>" + "<tr><td>收入<td>1.00" * (n // 18) + "</table>",
    "cells": lambda n: "<table><tr>" + "<td>1" * (n // 5) + "</table>",
    "spans": lambda n: "<table>" + "<tr><td rowspan=500 colspan=500>1" * (n // 33) + "</table>",
    "open tags": lambda n: "<a" * (n // 2),
    "attributes": lambda n: "<td " + "colspan=" * (n // 8) + ">",
    "breaks": lambda n: "<table><tr><td>" + "<br>" * (n // 4) + "</table>",
    "scripts": lambda n: "<script>" * (n // 8),
    "entities": lambda n: "&#x4e2d;" * (n // 8),
}


def csv(length: int, kind: str) -> str:
    head = "部门支出总体情况表,,\n科目编码,科目名称,合计\n"
    return (
        head
        + {
            "rows": "2080505,养老,1.00\n" * (length // 16),
            "cells": "1," * (length // 2),
            "quotes": '"' * length,
            "empty": ",\n" * (length // 2),
            "texts": "甲\n" * (length // 2),
            "blank between": "甲\n\n" * (length // 3),
        }[kind]
    )


def workbook(rows: str, after: str = "") -> bytes:
    file = io.BytesIO()
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "部门支出总体情况表"
    book.save(file)
    text = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return with_part(file.getvalue(), "xl/worksheets/sheet1.xml", lambda _: text.encode())


def _one_value(number: int, column: str) -> str:
    return f'<row r="{number}"><c r="{column}{number}"><v>1</v></c></row>'


SHEETS: dict[str, Callable[[int], tuple[str, str]]] = {
    "a value a row": lambda n: ("".join(_one_value(i, "A") for i in range(1, n // 40)), ""),
    "a value a row, in one of four columns": lambda n: (
        "".join(_one_value(i, "ABCD"[i % 4]) for i in range(1, n // 40)), ""),
    "a text a row": lambda n: (
        "".join(f'<row r="{i}"><c r="A{i}" t="str"><v>甲</v></c></row>' for i in range(1, n // 40)), ""),
    "texts and gaps": lambda n: (
        "".join(f'<row r="{2 * i}"><c r="A{2 * i}" t="str"><v>甲</v></c></row>' for i in range(1, n // 40)), ""),
    "far values": lambda n: ("".join(_one_value(i, "XFD") for i in range(1, n // 40)), ""),
    "empty rows": lambda n: ("<row/>" * (n // 6), ""),
    "empty cells": lambda n: ("<row><c/><c/><c/></row>" * (n // 23), ""),
    "hidden rows": lambda n: ('<row hidden="1"/>' * (n // 17), ""),
    "formulas": lambda n: ("<row><c><f>1</f></c></row>" * (n // 26), ""),
    "merged": lambda n: (
        _one_value(1, "A"),
        "<mergeCells>" + "".join(f'<mergeCell ref="A{i}:B{i}"/>' for i in range(1, n // 27)) + "</mergeCells>"),
    "merged over all": lambda n: (
        _one_value(1, "A"), "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * (n // 31) + "</mergeCells>"),
    "open elements": lambda n: ("<row>" + "<c><f>" * (n // 13) + "</f></c>" * (n // 13) + "</row>", ""),
}  # fmt: skip


def word(body: str) -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return with_part(file.getvalue(), "word/document.xml", lambda _: text.encode())


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _cell(text: str) -> str:
    return f"<w:tc>{_p(text)}</w:tc>"


def _nested(deep: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * deep + _p("1") + "</w:tc></w:tr></w:tbl>" * deep


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: _p("收入预算1.00万元。") * (n // 50),
    "a paragraph": lambda n: _p("收" * n),
    "runs": lambda n: "<w:p>" + "<w:r><w:t>收</w:t></w:r>" * (n // 25) + "</w:p>",
    "tables": lambda n: f"<w:tbl><w:tr>{_cell('收入')}{_cell('1.00')}</w:tr></w:tbl>" * (n // 120),
    "rows": lambda n: "<w:tbl>" + f"<w:tr>{_cell('收入')}{_cell('1.00')}</w:tr>" * (n // 100) + "</w:tbl>",
    "cells": lambda n: "<w:tbl><w:tr>" + _cell("1") * (n // 50) + "</w:tr></w:tbl>",
    "nested": lambda n: _nested(min(n // 60, 200)),
    "spans": lambda n: "<w:tbl>" + (
        '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="4000"/></w:tcPr><w:p/></w:tc></w:tr>' * (n // 90)) + "</w:tbl>",
}  # fmt: skip


def _rows(data: Any, length: int) -> None:
    side = data["tables"][2]["sides"][0]
    side["rows"] += side["rows"][-1:] * (length // 100)


def _passages(data: Any, length: int) -> None:
    data["passages"] += [
        {"text": "收入预算1.00万元。", "line": 900 + i} for i in range(length // 30)
    ]


def _passage(data: Any, length: int) -> None:
    data["passages"][-1]["text"] = "长" * length


#: What is made more of in a disclosure written as JSON.
RECORDS: dict[str, Callable[[Any, int], None]] = {
    "rows": _rows,
    "passages": _passages,
    "a passage": _passage,
}


def records(change: Callable[[Any, int], None], length: int) -> bytes:
    """The example as JSON, with more of something."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "example.json"
        cnbudget.write(cnbudget.read(EXAMPLE), path)
        data = json.loads(path.read_bytes())
    change(data, length)
    return json.dumps(data, ensure_ascii=False).encode()


def kinds() -> Iterator[tuple[str, str, Callable[[int], bytes]]]:
    """The name of each kind, the ending of its file, and what makes it."""
    for name, mark in MARKS.items():
        yield f"text: {name}", "md", lambda n, mark=mark: prose(mark, n).encode()  # type: ignore[misc]
    for name, mark in MARKS.items():
        yield f"text alone: {name}", "txt", lambda n, mark=mark: (mark * (n // len(mark))).encode()  # type: ignore[misc]
    for name, mark in MARKS.items():
        line = mark * max(1, 10 // len(mark))
        yield f"text in lines: {name}", "md", lambda n, line=line: lines(line, n).encode()  # type: ignore[misc]
    for name, make in GRIDS.items():
        yield f"grid: {name}", "md", lambda n, make=make: grid(make, n).encode()  # type: ignore[misc]
        yield f"grid alone: {name}", "md", lambda n, make=make: make(n).encode()  # type: ignore[misc]
    for name, make in PAGES.items():
        yield f"page: {name}", "html", lambda n, make=make: page(make, n).encode()  # type: ignore[misc]
    yield "page: only comments", "html", lambda n: ("<!---->" * (n // 7) + "\n表").encode()
    for name in ("rows", "cells", "quotes", "empty", "texts", "blank between"):
        yield f"csv: {name}", "csv", lambda n, name=name: csv(n, name).encode()  # type: ignore[misc]
    for name, sheet in SHEETS.items():
        yield f"sheet: {name}", "xlsx", lambda n, sheet=sheet: workbook(*sheet(10 * n))  # type: ignore[misc]
    for name, make in DOCUMENTS.items():
        yield f"word: {name}", "docx", lambda n, make=make: word(make(n))  # type: ignore[misc]
    yield (
        "several sets",
        "md",
        lambda n: EXAMPLE.read_bytes() * (2 * n // len(EXAMPLE.read_bytes())),
    )
    for name, change in RECORDS.items():
        yield f"json: {name}", "json", lambda n, change=change: records(change, n)  # type: ignore[misc]
    yield "json: brackets", "json", lambda n: b'{"schema":' + b"[" * n


def seconds(data: bytes, ending: str) -> float:
    """What reading and checking a file takes, and writing it again as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"hostile.{ending}"
        path.write_bytes(data)
        start = time.process_time()
        with contextlib.suppress(cnbudget.CnbudgetError):
            budget = cnbudget.read(path)
            cnbudget.check(budget)
            if ending in ("md", "txt"):
                cnbudget.write(budget, Path(folder) / "again.md")
        return time.process_time() - start


def exponent(times: list[float], least: float = LEAST) -> float | None:
    """The exponent of the growth from the first to the last; None where the times are too short to tell."""
    if times[-1] < least:
        return None
    if times[0] < least / 3:  # it tells nothing
        times = times[1:]
    return math.log2(times[-1] / max(times[0], least / 3)) / (len(times) - 1)


_PEAK = """
import sys, cnbudget
try:
    cnbudget.read(sys.argv[1])
except cnbudget.CnbudgetError:
    pass
for line in open("/proc/self/status"):  # what getrusage tells is the parent's where that had more
    if line.startswith("VmHWM"): print(line.split()[1])
"""


def peak(data: bytes) -> int:
    """The bytes that a process has at its peak that reads a workbook."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.xlsx"
        path.write_bytes(data)
        made = subprocess.run(
            [sys.executable, "-c", _PEAK, path], capture_output=True, check=True, text=True
        )
        return int(made.stdout) * 1024


def told(name: str, grown: float | None, times: list[float], more: str = "") -> None:
    mark = "" if grown is None or grown <= LIMIT else "  faster than n log n"
    shown = "–" if grown is None else f"{grown:.2f}"
    print(f"{name:45} {shown:>5}  {' '.join(f'{t:.2f}' for t in times)}{more}{mark}", flush=True)


def inputs(length: int, only: str) -> bool:
    """All kinds of inputs; whether all keep to the limits."""
    base = min(seconds(EXAMPLE.read_bytes(), "md") for _ in range(3))
    empty = peak(workbook(""))
    good = True
    for name, ending, make in kinds():
        if only not in name:
            continue
        alone = base * name.startswith(("text:", "text in lines", "grid:"))
        times, longer = [], length
        while True:
            times = [max(0.0, seconds(make(longer // part), ending) - alone) for part in (4, 2, 1)]
            grown, more = exponent(times), ""
            if grown is None or grown <= LIMIT or times[-1] > LONG:
                break
            longer *= 4  # other work on the machine may have been in so short a time
        if ending == "xlsx":
            data = make(length)
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                size = package.getinfo("xl/worksheets/sheet1.xml").file_size
            ratio = (peak(data) - empty) / size
            more = f"  memory {ratio:.1f}"
            good = good and ratio <= MOST_MEMORY
        told(name, grown, times, more)
        good = good and (grown is None or grown <= LIMIT)
    return good


def engine(length: int) -> bool:
    """All regular expressions; whether all keep to the limit."""
    good, many = True, 0
    for each in found()[0]:
        compiled = re.compile(each.pattern, each.flags)
        for way in sorted({way for way, _ in each.site.uses}):
            for pump in rounds(machine_of(each.pattern, each.flags), way):
                times = []
                for part in (4, 2, 1):
                    text = pump.text(length // part) + "\x00"
                    start = time.process_time()
                    taken = getattr(compiled, way)
                    given: list[str | bytes] = ["" if "sub" in way else text]
                    given += [text] if "sub" in way else []
                    if isinstance(each.pattern, bytes):
                        given = [item.encode("latin-1") for item in given if isinstance(item, str)]
                    for _ in taken(*given) or () if way == "finditer" else (taken(*given),):
                        pass
                    times.append(time.process_time() - start)
                grown = exponent(times, 0.02)
                many += 1
                if grown is not None:
                    told(f"{each.site} {way}", grown, times)
                    good = good and grown <= LIMIT
    print(f"{many} texts of {length} characters")
    return good


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--engine", action="store_true")
    parser.add_argument("--length", type=int, default=100_000)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    good = engine(options.length) if options.engine else inputs(options.length, options.only)
    return int(options.check and not good)


if __name__ == "__main__":
    raise SystemExit(main())
