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
        ("confirmed:2008-seed;years:low", "?"),
        ("confirmed:上海普陀2023预算;years:low", "?"),
        ("recalled", "~"),
        ("recalled:low", "?"),
    ],
)
def test_marks(tool: ModuleType, source: str, mark: str) -> None:
    assert tool.mark_of(source) == mark


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


def test_small_tables(tool: ModuleType, small: Path, tmp_path: Path) -> None:
    assert tool.main([str(small), "--out", str(tmp_path), "--check"]) == 1
    assert tool.main([str(small), "--out", str(tmp_path)]) == 0
    assert tool.main([str(small), "--out", str(tmp_path), "--check"]) == 0
    text = (tmp_path / "functional.dat").read_text(encoding="utf-8")
    assert text.endswith(
        "years 2018-2026\n"
        "207 [-2018]~甲 @政府性基金预算\n"
        "207 [2019-]=乙 @一般公共预算,政府性基金预算\n"
        " 01 [2019-]?丙\n"
    )
    crosswalk = (tmp_path / "crosswalk.dat").read_text(encoding="utf-8")
    assert crosswalk.endswith("行政和参公单位\n事业单位\n 50501 ~30101\n全部\n")
