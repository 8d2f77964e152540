"""``cnbudget codes``."""

from __future__ import annotations

import argparse
import csv
import io
import json
from pathlib import Path

import pytest

from cnbudget import classification
from cnbudget.cli import codes
from cnbudget.errors import CodeError, UnknownCodeError, UnknownNameError, UsageError


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    codes.add_arguments(parser)
    return codes.run(parser.parse_args(words))


def test_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("20805") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [
        "20805  款  行政事业单位养老支出  2020–  已核，年度待核",
        "  社会保障和就业支出/行政事业单位养老支出",
    ]
    assert lines[2].startswith("  印证：2021年")
    assert lines[3] == "  2018–2019  行政事业单位离退休"
    assert "  2080501  项  行政单位离退休  2020–  已核" in lines


def test_a_word_in_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("养老", "--year", "2019", "--limit", "3") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert all("养老" in line for line in lines)


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("公务接待费", "--format", "json", "--kind", "economic") == 0
    (found,) = json.loads(capsys.readouterr().out)
    expected = {
        "code": "30217",
        "name": "公务接待费",
        "level": "section",
        "since": 2018,
        "until": None,
        "confidence": "confirmed",
    }
    assert expected.items() <= found.items()


def test_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--changes", "2019", "2020", "--kind", "functional") == 0
    out = capsys.readouterr().out
    assert "  20805 行政事业单位离退休 → 20805 行政事业单位养老支出" in out
    assert "新增：" in out
    assert run("--changes", "2019", "2020", "--format", "json") == 0
    written = json.loads(capsys.readouterr().out)
    assert {record["change"] for record in written} <= {"added", "abolished", "renamed", "moved"}
    assert "234" in {record["code"] for record in written if record["change"] == "added"}
    renamed = {record["code"]: record for record in written if record["change"] == "renamed"}
    assert renamed["20805"]["before"]["name"] == "行政事业单位离退休"


def test_a_code_of_other_years(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("2010308") == 1
    assert capsys.readouterr().out == "2010308 信访事务：2026 年没有此科目，只到 2023 年\n"
    assert run("224", "--year", "2018") == 1
    assert capsys.readouterr().out == (
        "224 灾害防治及应急管理支出：2018 年没有此科目，2019 年起才有\n"
    )
    assert run("224", "--year", "2018", "--lang", "en") == 1
    assert "not in 2018; since 2019" in capsys.readouterr().out
    assert run("224", "--year", "2018", "--format", "json") == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["valid"], found["since"], found["until"], found["children"]) == (
        False,
        2019,
        None,
        [],
    )


def test_a_moved_code_is_shown_where_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("2080204") == 1
    assert "其后为 2082804 拥军优属" in capsys.readouterr().out
    assert run("2082804", "--year", "2018") == 1
    assert "此前为 2080204 拥军优属" in capsys.readouterr().out
    assert run("2080204", "--format", "json") == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert found["now"] == [{"code": "2082804", "name": "拥军优属"}]


def test_a_name_of_other_years_is_not_answered_with_a_similar_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("灾害防治及应急管理支出", "--year", "2018") == 1
    assert capsys.readouterr().out == (
        "224 灾害防治及应急管理支出：2018 年没有此科目，2019 年起才有\n"
    )
    assert run("医疗卫生与计划生育支出") == 1
    assert capsys.readouterr().out.splitlines()[1] == "  2026 年此编码为 210 卫生健康支出"
    assert run("医疗卫生与计划生育支出", "--year", "2018", "--format", "json") == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["code"], first["valid"]) == ("210", True)


CERTAIN = [
    ("2080501", 2026, "行政单位离退休"),
    ("20805", 2019, "行政事业单位离退休"),
    ("210", 2018, "医疗卫生与计划生育支出"),
    ("207", 2018, "文化体育与传媒支出"),
    ("207", 2019, "文化旅游体育与传媒支出"),
    ("224", 2018, ""),
    ("224", 2019, "灾害防治及应急管理支出"),
    ("234", 2019, ""),
    ("21015", 2018, ""),
    ("2101550", 2026, "事业运行"),
    ("2101504", 2024, "信息化建设"),
    ("2101506", 2024, "医疗保障经办事务"),
    ("2210201", 2026, "住房公积金"),
    ("30101", 2026, "基本工资"),
    ("30302", 2026, "退休费"),
    ("30311", 2019, ""),
    ("30311", 2020, "代缴社会保险费"),
    ("50101", 2026, "工资奖金津补贴"),
]


@pytest.mark.parametrize(("code", "year", "name"), CERTAIN)
def test_what_is_certain_is_answered_rightly(
    code: str, year: int, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty name: the year does not have the code."""
    assert run(code, "--year", str(year), "--format", "json") == (0 if name else 1)
    for found in json.loads(capsys.readouterr().out):
        assert found["valid"] is bool(name)
        assert not name or found["name"] == name
    kind = classification.kind_of(code)
    subject = classification.for_year(year).catalogue(kind).get(code)
    assert ("" if subject is None else subject.name) == name


@pytest.mark.parametrize(
    "text",
    ["208-05-05", "208类05款05项", "[2080505]", "208.05.05", "２０８ ０５ ０５", "（2080505）"],
)
def test_written_forms(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(text) == 0
    assert capsys.readouterr().out.startswith("2080505  项")


def test_a_local_level(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("3010201") == 0
    assert capsys.readouterr().out == (
        "3010201：30102 津贴补贴之下的地方细化科目（科目表到款级为止），名称以文件为准\n"
    )
    assert run("3010201", "--format", "json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert found == {
        "code": "3010201",
        "name": None,
        "parent": "30102",
        "local": True,
        "valid": True,
    }


def test_a_year_beyond_the_lists_is_answered_from_the_last(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("224", "--year", "2031") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("224  类  灾害防治及应急管理支出")
    assert "科目表只到 2026 年" in printed.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("养老", "--limit", "0"), "from 1 on"),
        (("20805", "--limit", "3"), "a name to search for"),
        (("20805", "--changes", "2019", "2020"), "TEXT and --changes do not go together"),
        (("--changes", "2019", "2020", "--year", "2020"), "--year does not go"),
        (("--changes", "2019", "2020", "--limit", "3"), "a name to search for"),
        (("--changes", "2019", "2020", "--format", "sdmx"), "whole lists"),
        (("20805", "--format", "csv"), "whole lists, changes"),
        (("20805", "--format", "sdmx"), "whole lists"),
        (("--from", "a.md", "--year", "2020"), "--year does not go"),
        (("养老", "--from", "a.md"), "do not go together"),
    ],
)
def test_arguments_that_do_nothing_or_lie_are_refused(words: tuple[str, ...], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run(*words)


def test_a_whole_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--kind", "economic", "--year", "2019", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    listed = classification.for_year(2019).economic
    assert [(row["code"], row["name"]) for row in rows] == [(c, listed[c].name) for c in listed]
    assert run("--kind", "economic", "--lang", "en") == 0
    assert "30217  section  公务接待费 (Official hospitality)" in capsys.readouterr().out


def test_learning_from_documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[2] / "examples" / "artux-2026.md").read_text(encoding="utf-8")
    own = tmp_path / "own.md"
    own.write_text(text.replace("办公费", "办公用品"), encoding="utf-8")
    assert run("--from", str(own)) == 0
    out = capsys.readouterr().out
    assert "名称与科目表不同：1" in out
    assert "30201 办公用品（2026 年：办公费）" in out
    assert run("--from", str(own), "--format", "csv", "--kind", "economic") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["classification"] for row in rows} == {"economic_department"}
    assert ("30201", "办公用品", "2026", "1") in {
        (row["code"], row["name"], row["year"], row["documents"]) for row in rows
    }
    assert run("--from", str(own), str(tmp_path / "none.md"), "--format", "json") == 2
    printed = capsys.readouterr()
    assert {"confirmed", "other-name"} == {pair["status"] for pair in json.loads(printed.out)}
    assert "none.md" in printed.err


def test_a_code_of_two_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("11") == 0
    assert "一般公共预算资金" in capsys.readouterr().out


def test_nothing_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("zzz", "--format", "json") == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out) == []
    assert "没有“zzz”" in printed.err


def test_own_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "functional.dat").write_text("2080570 =省级养老补助\n", encoding="utf-8")
    assert run("2080570", "--lists", str(tmp_path)) == 0
    assert "省级养老补助" in capsys.readouterr().out


def test_what_cannot_be_looked_up() -> None:
    with pytest.raises(UnknownNameError, match="nothing to look up"):
        run()
    with pytest.raises(UnknownNameError, match="2018 to 2026"):
        run("208", "--year", "1990")
    with pytest.raises(CodeError, match="3, 5 or 7 digits"):
        run("2080")
    with pytest.raises(UnknownCodeError):
        run("2089988")
