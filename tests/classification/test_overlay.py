"""Lists that users bring, laid over the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnbudget import classification
from cnbudget.classification import AgencyKind, Confidence, Doubt
from cnbudget.errors import CatalogueError


def lists(directory: Path, **files: str) -> classification.Classification:
    for name, text in files.items():
        (directory / f"{name}.dat").write_text(text, encoding="utf-8")
    return classification.load(directory)


def test_a_province_adds_an_item(tmp_path: Path) -> None:
    mine = lists(tmp_path, functional="# 本省\n208\n 05\n  70 [2025-]=省级养老补助\n")
    subject = mine.for_year(2026).functional["2080570"]
    assert (subject.name, subject.since, subject.confidence) == (
        "省级养老补助",
        2025,
        Confidence.CONFIRMED,
    )
    assert "2080570" in mine.for_year(2026).functional["20805"].children
    assert "2080570" not in mine.for_year(2024).functional
    assert mine.judge("2080570", "省级养老补助", 2026) == ()
    assert classification.judge("2080570", "省级养老补助", 2026)[0].problem is Doubt.UNKNOWN_CODE
    assert list(mine.for_year(2026).functional) == sorted(mine.for_year(2026).functional)


def test_full_codes_need_no_hierarchy(tmp_path: Path) -> None:
    mine = lists(tmp_path, functional="2080570 =省级养老补助\r\n")
    assert mine.for_year(2018).functional["2080570"].parent == "20805"


def test_a_newer_book(tmp_path: Path) -> None:
    mine = lists(
        tmp_path,
        functional="years 2018-2027\n202 [2018-2026]=外交支出\n202 [2027-]=外交和援外支出\n",
    )
    assert mine.years == range(2018, 2028)
    assert mine.for_year(2027).functional["202"].name == "外交和援外支出"
    assert mine.for_year(2027).economic["30217"].name == "公务接待费"
    assert [str(each.after) for each in mine.changes(2026, 2027).renamed] == ["202 外交和援外支出"]
    assert repr(mine) == f"<Classification 2018–2027 with {tmp_path}>"


def test_a_code_that_is_overlaid_is_described_by_the_overlay_alone(tmp_path: Path) -> None:
    mine = lists(tmp_path, functional="20805 =离退休\n")
    assert [s.name for s in mine.history("20805")] == ["离退休"]
    assert mine.for_year(2026).functional["2080501"].name == "行政单位离退休"


def test_the_crosswalk(tmp_path: Path) -> None:
    mine = lists(tmp_path, crosswalk="事业单位\n 50599 =30227 30226\n 50502 =30201\n")
    crosswalk = mine.for_year(2026).crosswalk
    institution = AgencyKind.INSTITUTION
    assert crosswalk.to_department("50599", agency=institution).targets == ("30226", "30227")
    assert crosswalk.to_department("50502", agency=institution).targets == ("30201",)
    administrative = crosswalk.to_government("30201", agency=AgencyKind.ADMINISTRATIVE)
    assert administrative.targets == ("50201",)


def test_the_shipped_lists_stay_as_they_are(tmp_path: Path) -> None:
    lists(tmp_path, functional="202 =改名\n")
    assert classification.for_year(2026).functional["202"].name == "外交支出"
    assert classification.load() is classification.default()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("202 外交支出\n", 1, "no mark and name"),
        ("202 =\n", 1, "no mark and name"),
        ("202 =外交 支出\n", 1, "no mark and name"),
        ("# x\n202 [2020-2019]=外交支出\n", 2, "years are out of order"),
        ("202 [2020]=外交支出\n", 1, "years are out of order"),
        ("202 [20x0-]=外交支出\n", 1, "no line of a list"),
        ("202 =外交支出\n202 =外交\n", 2, "202 overlap"),
        ("外交支出\n", 1, "neither a code nor years"),
        ("years 2026\n", 1, "neither a code nor years"),
        ("2020 =外交支出\n", 1, "2020 is no code of the functional list"),
        ("302 =外交支出\n", 1, "302 is no code of the functional list"),
        (" 05 =外交支出\n", 1, "indented under no code"),
        ("202 =外交支出\n      05 =x\n", 2, "no line of a list"),
        ("202 =外交支出 @彩票预算\n", 1, "彩票预算 is no budget"),
        (
            "298 =新类\n29801 =新款\n2980101 =新项\n29802 =新款\n2980399 =孤儿\n",
            5,
            "29803 above it",
        ),
        ("208 [2018-2020]=社会保障和就业支出\n", 1, "20801 is listed in 2021"),
    ],
)
def test_broken_files(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        lists(tmp_path, functional=text)
    error = caught.value
    assert error.where == f"{tmp_path / 'functional.dat'}, line {line}"
    assert said in error.message
    assert error.hint
    assert error.text("zh") != error.text("en")


def test_budgets_belong_to_the_functional_list_alone(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"economic\.dat, line 1"):
        lists(tmp_path, economic="301 =工资福利支出 @一般公共预算\n")


def test_files_that_are_not_text(tmp_path: Path) -> None:
    (tmp_path / "revenue.dat").write_bytes("101 =税收\n102 =社保\n".encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"revenue.dat, line 1: .*not UTF-8.*save the file"):
        classification.load(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "revenue.dat").write_bytes(b"\xef\xbb\xbf" + "101 =税收\n".encode())
    assert classification.load(tmp_path).for_year(2026).revenue["101"].name == "税收"


def test_directories(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"no such directory.*functional\.dat"):
        classification.load(tmp_path / "none")
    with pytest.raises(CatalogueError, match="there is no list in it"):
        classification.load(tmp_path)
    with pytest.raises(CatalogueError, match=r"functions\.dat is no file of a list"):
        lists(tmp_path, functions="202 =外交支出\n")
