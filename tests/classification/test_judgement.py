"""Judging a document's codes and names."""

from __future__ import annotations

import pytest

from cnbudget import classification
from cnbudget.classification import Confidence, Doubt, Judgement, Kind, Level, Weight


def one(
    code: str,
    name: str | None,
    year: int,
    *,
    kind: Kind | None = None,
    level: Level | None = None,
) -> Judgement:
    (judgement,) = classification.judge(code, name, year, kind=kind, level=level)
    assert (judgement.code, judgement.name, judgement.year) == (code, name, year)
    assert judgement.text("zh") == judgement.zh
    assert judgement.text("en") == judgement.en
    assert judgement.zh.endswith("。")
    assert judgement.en.endswith(".")
    return judgement


@pytest.mark.parametrize(
    ("code", "name", "year"),
    [
        ("2080505", "机关事业单位基本养老保险缴费支出", 2026),
        ("2080505", "机关事业单位基本养老\n保险缴费支出", 2026),
        ("2080505", "<b>機關事業單位基本養老保險繳費支出</b>", 2026),
        ("30212", "因公出国(境)费用", 2024),
        ("20805", "行政事业单位离退休", 2019),
        ("234", "抗疫特别国债安排的支出", 2026),
        ("2080505", None, 2026),
        ("50102", "社会保障缴费", 2024),
        ("1030148", "国有土地使用权出让收入", 2024),
    ],
)
def test_what_agrees_is_not_complained_of(code: str, name: str | None, year: int) -> None:
    assert classification.judge(code, name, year) == ()


@pytest.mark.parametrize("code", ["2080", "20", "", "208050", "abc", "808", "30108x", "301080101"])
def test_malformed(code: str) -> None:
    judgement = one(code, "名称", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.MALFORMED, Weight.ERROR)
    assert judgement.expected is None


@pytest.mark.parametrize(
    ("code", "name", "year", "said"),
    [
        # of 2022 by the list, whose years are doubtful
        ("2060204", "实验室及相关设施", 2021, False),
        # the later name was first read in 2026, the earlier one in 2020
        ("2100410", "突发公共卫生事件应急处理", 2022, False),
        ("2100410", "突发公共卫生事件应急处理", 2026, True),
        ("2100410", "突发公共卫生事件应急处置", 2021, False),
        ("2100410", "突发公共卫生事件应急处置", 2020, True),
        # neither name was read: the years beside that of the list
        ("2011106", "中央巡视", 2019, False),
        ("2011106", "中央巡视", 2020, True),
        ("2010305", "专项业务及机关事务管理", 2019, True),
        # the years are known
        ("20125", "港澳台事务", 2018, True),
        ("20805", "行政事业单位离退休", 2026, True),
    ],
)
def test_a_name_of_another_year_is_told_where_its_years_are_known(
    code: str, name: str, year: int, *, said: bool
) -> None:
    found = classification.judge(code, name, year)
    assert [each.problem for each in found] == [Doubt.NAME_OF_OTHER_YEAR] * said


def test_a_name_of_another_year_says_that_the_row_of_the_list_is_not_confirmed() -> None:
    (judgement,) = classification.judge("2010305", "专项业务及机关事务管理", 2019)
    assert "（科目表此行待核）" in judgement.zh
    assert "the list's row is probable" in judgement.en


def test_a_code_with_a_line_break_in_it_is_shown_in_one_line() -> None:
    assert one("208\n05", "名称", 2026).zh.startswith("“208 05”：")


def test_a_code_of_another_list_than_the_place_calls_for() -> None:
    assert one("20805", None, 2026, kind=Kind.ECONOMIC).problem is Doubt.MALFORMED


def test_wrong_level() -> None:
    judgement = one("20805", "行政事业单位养老支出", 2026, level=Level.ITEM)
    assert (judgement.problem, judgement.weight) == (Doubt.WRONG_LEVEL, Weight.QUESTION)
    assert judgement.zh == "20805 是款级科目，此处应填项级科目。"


def test_unknown_where_the_list_is_confirmed_is_a_question() -> None:
    judgement = one("299", "不明支出", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.UNKNOWN_CODE, Weight.QUESTION)
    assert judgement.zh == "2026年支出功能分类中没有 299；请核对编码。"


def test_unknown_where_the_list_is_unsure_is_a_note() -> None:
    judgement = one("2080598", "省级增设科目", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.UNKNOWN_CODE, Weight.NOTE)
    assert "各地增设" in judgement.zh


def test_unknown_under_an_unknown_parent_is_a_note() -> None:
    assert one("29901", "不明", 2026).weight is Weight.NOTE


def test_unknown_with_a_known_name_says_whose() -> None:
    judgement = one("2080598", "行政单位离退休", 2026)
    assert [subject.code for subject in judgement.candidates] == ["2080501"]
    assert "2026年此名称的编码是 2080501" in judgement.zh


@pytest.mark.parametrize("name", ["国家统一规定津补贴", "", None, "基本工资"])
def test_a_local_level_below_a_listed_section_is_the_documents_own(name: str | None) -> None:
    assert classification.judge("3010201", name, 2026) == ()


def test_a_local_level_below_no_section_is_unknown() -> None:
    assert one("3019801", "某项", 2026).problem is Doubt.UNKNOWN_CODE
    # a section of other years only is none
    assert one("3031101", "某项", 2019).problem is Doubt.UNKNOWN_CODE


def test_revenue_below_the_list_is_a_note() -> None:
    assert one("101010101", "国有企业增值税", 2026).weight is Weight.NOTE


def test_abolished() -> None:
    judgement = one("2011004", "政府特殊津贴", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.ABOLISHED, Weight.NOTE)
    assert "自2021年起不再使用" in judgement.zh
    assert "2080113" in judgement.zh
    assert judgement.candidates[0].code == "2080113"


def test_abolished_and_moved_under_a_new_name() -> None:
    judgement = one("2080209", "部队供应", 2022)
    assert judgement.problem is Doubt.ABOLISHED
    assert "其后为 2082805“军供保障”" in judgement.zh


def test_not_yet() -> None:
    judgement = one("224", "灾害防治及应急管理支出", 2018)
    assert (judgement.problem, judgement.weight) == (Doubt.NOT_YET, Weight.QUESTION)
    assert "自2019年起使用" in judgement.zh
    # the name is known for certain, since when it is used is not
    unsure = one("234", "抗疫特别国债安排的支出", 2019)
    assert unsure.candidates[-1].confidence is Confidence.CONFIRMED
    assert (unsure.problem, unsure.weight) == (Doubt.NOT_YET, Weight.NOTE)
    doubtful = one("2080113", "政府特殊津贴", 2019)
    assert (doubtful.problem, doubtful.weight) == (Doubt.NOT_YET, Weight.NOTE)


def test_name_of_another_year() -> None:
    judgement = one("20805", "行政事业单位离退休", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.NAME_OF_OTHER_YEAR, Weight.NOTE)
    assert judgement.zh == (
        "20805 在2026年科目表中的名称是“行政事业单位养老支出”，"
        "此处写作“行政事业单位离退休”，是2019年及以前的名称。"
    )
    assert "from 2020 on" in one("20805", "行政事业单位养老支出", 2019).en


def test_name_of_another_code() -> None:
    judgement = one("30228", "福利费", 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.NAME_OF_OTHER_CODE, Weight.QUESTION)
    assert "30229" in judgement.zh


def test_name_of_another_code_that_is_not_confirmed_is_a_note() -> None:
    # As a county printed it in 2024.
    judgement = one("234", "抗疫特别国债还本支出", 2024)
    assert (judgement.problem, judgement.weight) == (Doubt.NAME_OF_OTHER_CODE, Weight.NOTE)
    assert [subject.code for subject in judgement.candidates] == ["23105"]
    assert judgement.expected is not None
    assert judgement.expected.name == "抗疫特别国债安排的支出"


@pytest.mark.parametrize("name", ["商品服务支出", "商品和服务支", "<i>商品</i>"])
def test_name_differs(name: str) -> None:
    judgement = one("302", name, 2026)
    assert (judgement.problem, judgement.weight) == (Doubt.NAME_DIFFERS, Weight.NOTE)
    assert judgement.expected is classification.for_year(2026).economic["302"]


def test_a_shortened_name_is_not_another_codes() -> None:
    assert one("201", "一般公共服务", 2026).problem is Doubt.NAME_DIFFERS


def test_an_unsure_row_says_so() -> None:
    assert "存疑" in one("2080113", "特殊津贴", 2026).zh


@pytest.mark.parametrize("name", ["", " \n", "<b></b>"])
def test_name_missing(name: str) -> None:
    assert one("302", name, 2026).problem is Doubt.NAME_MISSING


def test_long_names_are_shortened_in_messages() -> None:
    assert len(one("302", "长" * 10_000, 2026).zh) < 200


@pytest.mark.parametrize("year", classification.years())
def test_no_row_is_complained_of_in_its_own_year(year: int) -> None:
    lists = classification.for_year(year)
    for kind in Kind:
        for code, subject in lists.catalogue(kind).items():
            assert classification.judge(code, subject.name, year, kind=kind) == ()


@pytest.mark.parametrize("year", [2018, 2020, 2026])
def test_a_row_confirmed_nowhere_never_yields_more_than_a_note(year: int) -> None:
    for kind in (Kind.FUNCTIONAL, Kind.ECONOMIC, Kind.GOVERNMENT_ECONOMIC, Kind.REVENUE):
        for code in classification.default().codes(kind):
            rows = classification.history(code, kind=kind)
            if any(row.confidence is Confidence.CONFIRMED for row in rows):
                continue
            for name in ("另一名称", "福利费", "", *(row.name for row in rows)):
                for judgement in classification.judge(code, name, year, kind=kind):
                    assert judgement.weight is Weight.NOTE, (code, name, judgement)
