"""Faults as they occur, planted in real documents: each is found, at its place, as one finding."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pytest

import cnbudget
from cnbudget import Finding, Verdict
from tests.documents import corpus

Edit = tuple[str, str]

#: What is changed in Akto's text, how often it stands before, and what the one new finding says.
PLANTED: dict[str, tuple[str, Sequence[Edit], str]] = {
    "a transposition": ("akto", [("500.77\t494.77", "500.77\t449.77")], "应为 494.77"),
    "a row with a lost digit": (
        "akto",
        [("信息化建设\t0.90\t0.90\t0.90", "信息化建设\t9000.00\t9000.00\t9000.00")],
        "应为 0.90",
    ),
    "an amount in the column beside": (
        "akto",
        [("医疗保障政策管理\t3.00" + "\t" * 9 + "3.00", "医疗保障政策管理\t3.00" + "\t" * 8 + "3.00\t")],
        "财政专户",
    ),
    "an amount in the row above": (
        "artux",
        [
            ("208 社会保障和就业支出\t67.36\t67.36", "208 社会保障和就业支出\t\t"),
            ("207 文化旅游体育与传媒支出\t\t\t\t\n", "207 文化旅游体育与传媒支出\t67.36\t67.36\t\t\n"),
        ],
        "208 社会保障和就业支出",
    ),
    "a minus sign": ("akto", [("福利费\t5.04\t\t5.04", "福利费\t-5.04\t\t-5.04")], "为负数"),
    "a wrong unit over a table": (
        "akto",
        [
            (
                "一般公共预算支出情况表\n\n编制单位：阿克陶县医疗保障局\n\n单位：万元",
                "一般公共预算支出情况表\n\n编制单位：阿克陶县医疗保障局\n\n单位：元",
            )
        ],
        "该表的单位印作“元”，应为“万元”",
    ),
    "another agency over a table": (
        "akto",
        [
            (
                "一般公共预算基本支出情况表\n\n编制单位：阿克陶县医疗保障局",
                "一般公共预算基本支出情况表\n\n编制单位：阿克陶县教育局",
            )
        ],
        "上的单位写作“阿克陶县教育局”",
    ),
    "a row twice": (
        "akto",
        [("302\t06\t电费\t0.50\t\t0.50\n", "302\t06\t电费\t0.50\t\t0.50\n" * 2)],
        "30206 电费 一行重复",
    ),
    "rows out of order": (
        "akto",
        [
            (
                "302\t05\t水费\t0.20\t\t0.20\n302\t06\t电费\t0.50\t\t0.50\n",
                "302\t06\t电费\t0.50\t\t0.50\n302\t05\t水费\t0.20\t\t0.20\n",
            )
        ],
        "没有按编码顺序排列：30206 电费",
    ),
    "a member that has no money": (
        "akto", [("印刷费、水费、", "印刷费、咨询费、水费、")], "没有金额的咨询费",
    ),
    "a member twice": ("akto", [("印刷费、水费、", "印刷费、印刷费、水费、")], "重复列出印刷费"),
    "income from another source": (
        "akto",
        [("收入全部为一般公共预算拨款", "收入全部为政府性基金预算拨款")],
        "说收入全部为政府性基金预算拨款，而表中另有一般公共预算 653.47",
    ),
    "an increase for a decrease": (
        "akto", [("比上年预算减少531.96", "比上年预算增加531.96")], "方向相反",
    ),
    "an increase of nothing": (
        "akto",
        [("公务接待费增加0.00万元", "公务接待费增加0.30万元")],
        "上年数将为负",
    ),
    "last year's item": (
        "akto", [("（项）：2024年预算数为67.59", "（项）：2023年预算数为67.59")], "2024 年预算中应为 2024 年",
    ),
    "last year's assets": ("akto", [("截至2023年底", "截至2022年底")], "应为 2023 年底"),
    "last year's date": ("akto", [("2024年1月26日", "2023年1月26日")], "落款日期“2023年1月26日”"),
    "another agency in the prose": (
        "akto",
        [("阿克陶县医疗保障局收入预算669.59", "阿图什市医疗保障局收入预算669.59")],
        "单位名称写作“阿图什市医疗保障局”",
    ),
    "another agency in the goals": (
        "akto",
        [("预算单位\t\t阿克陶县医疗保障局\t\t\t\t\t\t\n", "预算单位\t\t阿克陶县教育局\t\t\t\t\t\t\n")],
        "的单位写作“阿克陶县教育局”",
    ),
    "costs with a transposition": ("akto", [("=1.10 万元", "=1.01 万元")], "应为 1.10"),
    "one office too many": ("akto", [("下设 6 个科室", "下设 7 个科室")], "写作 7 个，列出的有 6 个"),
    "a number left out": ("akto", [("\n三、其他资金：", "\n四、其他资金：")], "“四、”在“二、”之后"),
}  # fmt: skip


@lru_cache
def known(name: str) -> frozenset[tuple[str, str]]:
    """What is found in the document as it is."""
    return frozenset(map(words, cnbudget.check(cnbudget.read_text(corpus.text(name))).findings))


def words(finding: Finding) -> tuple[str, str]:
    return finding.law, "".join(c for c in finding.zh if not c.isdigit())


@pytest.mark.parametrize("what", PLANTED)
def test_it_is_found_as_one_finding(what: str) -> None:
    name, edits, said = PLANTED[what]
    text = corpus.text(name)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    report = cnbudget.check(cnbudget.read_text(text))
    new_ones = [f for f in report.findings if words(f) not in known(name)]
    violated = [f for f in new_ones if f.verdict is Verdict.VIOLATED and f.caused_by is None]
    errors = [f for f in violated if f.severity != "note"]
    first, *rest = errors or violated
    assert said in first.zh
    assert not errors or rest == []
    assert all(each.severity == "note" for each in rest)


def test_what_a_wrong_unit_breaks_stands_under_it() -> None:
    name, edits, _ = PLANTED["a wrong unit over a table"]
    (edit,) = edits
    report = cnbudget.check(cnbudget.read_text(corpus.text(name).replace(*edit, 1)))
    (cause,) = [f for f in report.wrong if f.caused_by is None]
    assert cause.law == "form"
    under = report.consequences(cause)
    assert len(under) > 40
    assert {f.caused_by for f in report.wrong} == {None, cause.id}


def test_an_empty_table_is_said_to_be_empty_somewhere() -> None:
    """Under the table, or in the prose; tables without any prose say nothing of it."""
    prose = (
        "本单位收支总预算 2.00 万元，"
        + "全部用于保障机关正常运转和完成年度重点工作任务，" * 5
        + "具体见各表。"
    )
    table = (
        "政府性基金预算支出情况表\n\n单位：万元\n\n科目编码\t科目名称\t合计\t项目支出\n\t合计\t\t\n"
    )

    prose = "\n\n".join(f"{mark}、{prose}" for mark in "一二三")

    def unsaid(*parts: str) -> list[str]:
        read = cnbudget.read_text(
            "\n\n".join(("某局2026年部门预算公开", *parts)), layout="xinjiang-2026"
        )
        return [p.zh for p in read.problems if p.kind == "empty"]

    assert unsaid(table, prose) == ["《政府性基金预算支出情况表》是空表，文件中没有说明"]
    assert unsaid(table) == []
    for said in ("此表无数据", "本部门无此项支出。", "注：没有使用政府性基金预算拨款安排的支出。"):
        assert unsaid(table, said, prose) == []
    assert unsaid(table, prose, "政府性基金拨款支出预算为0；其他从略。") == []


def test_a_row_whose_name_is_anothers_is_tied_to_no_other_table() -> None:
    """It adds up in its table; what it is about is for the note on its name."""
    text = corpus.text("artux")
    old = "302\t31\t公务用车运行维护费\t1.20\t\t1.20"
    assert old in text
    named = text.replace(
        old, old.replace("1.20", "2.20").replace("公务用车运行维护费", "办公设备购置")
    )
    named = named.replace("302\t01\t办公费\t3.30\t\t3.30", "302\t01\t办公费\t2.30\t\t2.30")
    plain = named.replace("办公设备购置", "公务用车运行维护费")
    assert cnbudget.check(cnbudget.read_text(plain)).wrong  # more than table 10 has
    report = cnbudget.check(cnbudget.read_text(named))
    assert [f.zh for f in report.wrong] == []
    assert any(f.law == "name" and "30231" in f.zh for f in report.findings)


def test_problems_that_say_the_same_are_told_once() -> None:
    rows = "".join(f"合计外{mark}\t1.00\t\n" for mark in "甲乙丙丁戊己庚辛")
    title = "某局2026年部门预算公开\n\n财政拨款“三公”经费支出情况表\n\n单位：万元\n\n"
    text = f"{title}项目\t合计\t一般公共预算\n{rows}合计\t8.00\t\n"
    report = cnbudget.check(cnbudget.read_text(text, layout="xinjiang-2026"))
    (told,) = [f for f in report.findings if "不认识的行" in f.zh]
    assert "“合计外甲”，其中各数口径不明；同样的还有 7 处：“合计外乙”" in told.zh
    assert told.zh.endswith("…")


def test_what_the_prose_says_wrongly_does_not_stand_under_a_wrong_unit() -> None:
    name, edits, _ = PLANTED["a wrong unit over a table"]
    text = corpus.text(name)
    for old, new in (
        *edits,
        ("社会保障和就业支出70.41万元，主要", "社会保障和就业支出74.01万元，主要"),
    ):
        text = text.replace(old, new, 1)
    errors = [f for f in cnbudget.check(cnbudget.read_text(text)).wrong if f.caused_by is None]
    assert [f.law for f in errors] == ["form", "agree"]
    assert errors[1].suspects[0].figure.text == "74.01"
    assert str(errors[1].suspects[0].suggestion) == "70.41"
