"""Names that are not their codes': each is told, and none is taken for a label or for a name that its cell cut off."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Report, Verdict, classification
from cnbudget.messages import few
from tests.documents import corpus

_TEXT = corpus.text("artux")
_ROW = "210\t15\t99\t其他医疗保障管理事务支出\t"
_PROJECTS = ("克财社（2025）110号", "特定目标")
#: The economic uses of table 6 with names that no list has for another code.
_USES = ("基本工资", "奖金", "职业年金缴费", "其他社会保障缴费", "办公费", "工会经费", "退休费")


def _checked(*edits: tuple[str, str]) -> Report:
    text = _TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return cnbudget.check(cnbudget.read_text(text))


def _told(report: Report) -> list[cnbudget.Finding]:
    return [finding for finding in report.findings if finding.law in ("name", "code")]


@pytest.mark.parametrize("code", ["05", "06"])
def test_a_name_without_its_last_word_is_not_cut_off_where_longer_ones_are_printed(
    code: str,
) -> None:
    name = classification.for_year(2026).functional[f"20805{code}"].name
    shorter = name.removesuffix("支出")
    (told,) = _told(_checked((f"\t{code}\t{name}", f"\t{code}\t{shorter}")))
    assert f"此处写作“{shorter}”" in told.zh


def test_a_name_of_any_list_is_not_cut_off() -> None:
    """Though no longer name is in the table: 30108 has this very name."""
    row = ("208", "05", "05", "机关事业单位基本养老保险缴费支出", "40.29", "40.29", "")
    lines = "\n".join(
        "\t".join(each)
        for each in (
            ("208", "", "", "社会保障和就业支出", *row[4:]),
            (*row[:3], row[3][:-2], *row[4:]),
        )
    )
    text = (
        "某局2026年部门预算公开\n\n部门支出总体情况表\n\n编制部门：某局\n\n单位：万元\n\n"
        f"科目编码\t\t\t科目名称\t支出预算\t\t\n类\t款\t项\t\t合计\t基本支出\t项目支出\n{lines}\n"
        "\t\t\t总计\t40.29\t40.29\t\n"
    )
    report = cnbudget.check(cnbudget.read_text(text, layout="xinjiang-2026"))
    assert any("2080505" in told.zh and "此处写作" in told.zh for told in _told(report))


def test_a_name_that_its_cell_cut_off_is_no_wrong_name() -> None:
    """No name of the table is longer: the cells are of one size."""
    whole = "机关事业单位基本养老保险缴费"
    assert not _told(_checked((f"301\t08\t{whole}\t", f"301\t08\t{whole[:-1]}\t")))


def test_several_wrong_names_of_one_code_are_no_labels() -> None:
    report = _checked(
        (_ROW + _PROJECTS[0], _ROW.replace("事务支出", "支出") + _PROJECTS[0]),
        (_ROW + _PROJECTS[1], "210\t15\t99\t医疗保障经办事务\t" + _PROJECTS[1]),
    )
    told = [finding.zh for finding in _told(report)]
    assert len(told) == len(_PROJECTS)
    assert any("此处写作“其他医疗保障管理支出”" in zh for zh in told)
    assert any("“医疗保障经办事务”属于 2101506" in zh for zh in told)


def test_labels_that_are_no_names_are_among_what_was_not_checked() -> None:
    report = _checked(
        (_ROW + _PROJECTS[0], "210\t15\t99\t市结算中心\t" + _PROJECTS[0]),
        (_ROW + _PROJECTS[1], "210\t15\t99\t市稽核大队\t" + _PROJECTS[1]),
    )
    assert not _told(report)
    (left,) = [each for each in report.not_checked if "市结算中心" in each.what]
    assert "2101599 市稽核大队" in left.what
    assert left.where
    assert "2101599 市稽核大队" in left.en[0]


@given(st.lists(st.sampled_from(_USES), min_size=4, unique=True))
def test_of_many_wrong_names_of_a_table_each_keeps_its_place_and_its_right_name(
    uses: list[str],
) -> None:
    report = _checked(*((f"\t{use}\t", f"\t青山{use}乙丙\t") for use in uses))
    (told,) = [f for f in _told(report) if "同样的还有" in f.zh]
    assert told.verdict is Verdict.VIOLATED
    assert told.zh.count("第") == len(uses) == told.zh.count("乙丙")
    assert told.zh.count("按科目表应为“") == len(uses) - 1
    assert all(f"“{use}”" in told.zh for use in uses)


def test_faults_of_several_kinds_are_not_the_same() -> None:
    """A few names of other codes are told one by one, with their own codes; many are a habit of their own."""
    swapped = {"办公费": "印刷费", "工会经费": "差旅费"}
    report = _checked(
        *((f"\t{use}\t", f"\t青山{use}乙丙\t") for use in _USES[:4]),
        *((f"\t{old}\t", f"\t{new}\t") for old, new in swapped.items()),
    )
    told = [finding.zh for finding in _told(report)]
    assert len(told) == 1 + len(swapped)
    assert any("“印刷费”属于 30202" in zh for zh in told)
    assert any("“差旅费”属于 30211" in zh for zh in told)


@given(st.lists(st.sampled_from(_USES), min_size=4, max_size=6, unique=True))
def test_many_names_of_other_codes_in_a_table_are_one_habit(uses: list[str]) -> None:
    """As in a table that numbers its rows one after the other."""
    others = ("咨询费", "手续费", "租赁费", "专用材料费", "被装购置费", "专用燃料费")
    assert not any(f"\t{other}\t" in _TEXT for other in others)
    pairs = list(zip(uses, others, strict=False))
    report = _checked(*((f"\t{use}\t", f"\t{other}\t") for use, other in pairs))
    (told,) = _told(report)
    assert told.verdict is Verdict.VIOLATED
    assert all(other in told.zh for _, other in pairs)
    assert f"同样的还有 {len(pairs) - 1} 处" in told.zh


def test_of_many_items_otherwise_named_each_keeps_its_place_and_its_code() -> None:
    """The name of the 款 is nobody's, and that of the 项 tells the code."""
    text = re.sub(
        "（类）[^（]+（款）([^（]+)（项）(?=：2024年预算数)",
        r"（类）青山事务（款）\1（项）",
        corpus.text("akto"),
    )
    report = cnbudget.check(cnbudget.read_text(text))
    (told,) = [f for f in _told(report) if "同样的还有" in f.zh]
    named = re.findall(r"（项）（第[0-9]+行；按科目表应为“([0-9]{7})”）", told.zh)
    assert len(set(named)) == len(named) == len(told.figures) - 1
    assert "2080505" in told.zh


@given(st.lists(st.text(max_size=3)), st.integers(0, 9))
def test_of_many_the_first_are_listed_and_that_there_are_more_is_said(
    names: list[str], most: int
) -> None:
    shown = few(names, most)
    assert list(shown[:most]) == names[:most]
    assert len(shown) == min(len(names), most + 1)
    assert (len(names) > most) == (shown != tuple(names)) or names == [*names[:most], "…"]
