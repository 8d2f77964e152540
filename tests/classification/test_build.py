"""The tool that makes the shipped lists: what it makes of small tables, and that it refuses bad ones."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> Iterator[ModuleType]:
    name = "build_classification"
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A few rows of each table."""
    directory = tmp_path / "tables"
    directory.mkdir()
    head = "code,name,level,since,until,source\n"
    tables = {
        "functional": "code,name,level,budget,since,until,source\n"
        "207,乙,类,一般公共预算;政府性基金预算,2019,,confirmed:x\n"
        "207,甲,类,政府性基金预算,2018,2018,recalled\n"
        "20701,丙,款,一般公共预算,2019,,recalled:low\n",
        "economic_department": head + "301,丁,类,2018,,recalled\n30101,戊,款,2018,,recalled\n",
        "economic_government": head + "505,己,类,2018,,recalled\n50501,庚,款,2018,,recalled\n",
        "revenue": head + "101,辛,类,2018,,recalled\n",
        "funding_sources": "code,name,parent,table_column,source\n1,壬,,,confirmed:x\n",
        "economic_crosswalk": "government_code,department_code,applies_to,source\n"
        "50501,30101,事业单位,recalled\n",
    }
    for name, text in tables.items():
        (directory / f"{name}.csv").write_text(text, encoding="utf-8")
    return directory


@pytest.mark.parametrize(
    ("source", "mark"),
    [
        ("confirmed:新疆单位预算2024", "="),
        ("confirmed:2008-seed", "~"),
        ("confirmed:2007 classification contents page", "~"),
        ("confirmed:2008-seed;years:low", "~"),
        ("confirmed:上海普陀2023预算;years:low", "="),
        ("recalled", "~"),
        ("recalled:low", "?"),
    ],
)
def test_marks(tool: ModuleType, source: str, mark: str) -> None:
    assert tool.mark_of(source) == mark


@pytest.mark.parametrize(
    ("source", "years", "read", "mark"),
    [
        ("confirmed:x", (2018, 9999), {2026}, "="),
        ("confirmed:x", (2020, 9999), {2026}, "~"),
        ("confirmed:x", (2020, 9999), {2020}, "="),
        ("confirmed:x", (2018, 2020), {2019}, "~"),
        ("confirmed:x", (2018, 2020), {2020}, "="),
        ("confirmed:x", (2020, 2022), {2020, 2022}, "="),
        ("confirmed:x", (2020, 2022), {2020, 2021}, "~"),
        ("confirmed:x;years:low", (2020, 9999), {2020}, "?"),
        ("recalled", (2018, 9999), {2020}, "~"),
        ("recalled:low", (2018, 9999), set(), "?"),
    ],
)
def test_marks_of_years(
    tool: ModuleType, source: str, years: tuple[int, int], read: set[int], mark: str
) -> None:
    assert tool.years_mark_of(source, tool.mark_of(source), years, read) == mark


@pytest.mark.parametrize("source", ["", "guessed", "confirmed:", "confirmed:x;years:high"])
def test_unknown_tags_are_refused(tool: ModuleType, source: str) -> None:
    with pytest.raises(ValueError, match="unknown tag"):
        tool.mark_of(source)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("299,甲,类,,2020,,recalled\n29901,乙,款,,2018,,recalled\n", "29901: its parent 299"),
        ("299,甲,类,,2018,2020,recalled\n299,乙,类,,2020,,recalled\n", "299: the periods"),
        ("29901,乙,款,,2018,,recalled\n", "29901: its parent 299 is missing in 2018"),
        ("299,甲 乙,类,,2018,,recalled\n", "299: the name"),
        ("299,甲,类,,2020,2019,recalled\n", "299: the years"),
    ],
)
def test_bad_tables_are_refused(
    tool: ModuleType, small: Path, tmp_path: Path, lines: str, said: str
) -> None:
    with (small / "functional.csv").open("a", encoding="utf-8") as file:
        file.write(lines)
    with pytest.raises(ValueError, match=said):
        tool.build(small)
    assert tool.main([str(small), "--out", str(tmp_path)]) == 1
    assert not (tmp_path / "functional.dat").exists()


READINGS = "classification,code,name,year,source,documents\n"


def test_readings_confirm_what_they_agree_with_alone(tool: ModuleType, small: Path) -> None:
    (small / "evidence.csv").write_text(
        READINGS
        + "functional,207,甲,2017,a,1\n"  # before the lists: for the row that they begin with
        + "functional,207,乙,2019,a,2\nfunctional,207,乙,2019,b,1\nfunctional,207,乙,,c,1\n"
        + "functional,207,甲,2020,a,3\n"  # the name of another year
        + "functional,20701,子,2020,a,1\n"  # another name
        + "functional,20702,丑,2020,a,1\n",  # no such code
        encoding="utf-8",
    )
    texts = tool.build(small)
    assert "evidence.dat" in texts
    assert texts["evidence.dat"].endswith("functional\n 207/2018 2017:1\n 207/2019 -:1 2019:3\n")
    assert "207 [-2018]~甲 @政府性基金预算\n207 [2019-]=乙" in texts["functional.dat"]
    told = "\n".join(tool.listed_doubts(small))
    assert "functional 207 甲 (2020, read 3 times): the list has the name in 2018-2018" in told
    assert "functional 20701 子 (2020, read 1 times): the list has 丙" in told
    assert "functional 20702 丑 (2020, read 1 times): the list does not have the code" in told


def test_a_row_that_no_reading_bears_out_is_not_confirmed(tool: ModuleType, small: Path) -> None:
    reading = READINGS + "functional,207,甲,2018,a,1\n"
    (small / "evidence.csv").write_text(reading, encoding="utf-8")
    assert "207 [2019-]~乙" in tool.build(small)["functional.dat"]
    (small / "evidence.csv").write_text(READINGS + "budget,207,甲,2018,a,1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="there is no list budget"):
        tool.build(small)


def test_lists_that_should_mirror_each_other_are_doubted_where_they_do_not(
    tool: ModuleType, small: Path
) -> None:
    with (small / "functional.csv").open("a", encoding="utf-8") as file:
        file.write(
            "230,转移性支出,类,,2018,,recalled\n23002,一般性转移支付,款,,2018,,recalled\n"
            "2300201,甲支出,项,,2018,,recalled\n2300202,乙支出,项,,2018,,recalled\n"
            "2300299,丙支出,项,,2018,,recalled\n"
        )
    with (small / "revenue.csv").open("a", encoding="utf-8") as file:
        file.write(
            "110,转移性收入,类,2018,,recalled\n11002,一般性转移支付收入,款,2018,,recalled\n"
            "1100201,甲收入,项,2018,,recalled\n1100202,丁收入,项,2018,,recalled\n"
        )
    assert tool.listed_doubts(small) == [
        "functional 2300299 丙支出 (2018-2026): revenue 1100299 is not listed",
        "revenue 1100202 丁收入 (2018-2026): functional 2300202 is 乙支出",
        "functional 20701 丙 (2026): has no items",
    ]
    assert tool.main([str(small), "--doubts"]) == 0


def test_small_tables(tool: ModuleType, small: Path, tmp_path: Path) -> None:
    assert tool.main([str(small), "--out", str(tmp_path), "--check"]) == 1
    assert tool.main([str(small), "--out", str(tmp_path)]) == 0
    assert tool.main([str(small), "--out", str(tmp_path), "--check"]) == 0
    text = (tmp_path / "functional.dat").read_text(encoding="utf-8")
    assert text.endswith(
        "years 2018-2026\n"
        "207 [-2018]~甲 @政府性基金预算\n"
        "207 [2019-~]=乙 @一般公共预算,政府性基金预算\n"
        " 01 [2019-]?丙\n"
    )
    crosswalk = (tmp_path / "crosswalk.dat").read_text(encoding="utf-8")
    assert crosswalk.endswith("行政和参公单位\n事业单位\n 50501 ~30101\n全部\n")
