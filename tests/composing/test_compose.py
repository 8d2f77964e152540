"""The sentences of the composed narrative, one wording at a time."""

from __future__ import annotations

from types import SimpleNamespace

import attrs
import pytest

import cnbudget
from cnbudget import Disclosure, Entry, FundingSource, Ledger, Nature, publish
from cnbudget.composing import ReasonsError, blanks_of, compose, composition
from cnbudget.numerals import numeral

S, N = FundingSource, Nature


def entry(
    amount: str,
    function: str = "2101501",
    economic: str = "30101",
    *,
    source: FundingSource = S.GENERAL_OWN,
    nature: Nature = N.PERSONNEL,
    project: str | None = None,
) -> Entry:
    return Entry(function, economic, source=source, nature=nature, amount=amount, project=project)


def ledger(*entries: Entry, year: int = 2026) -> Ledger:
    return Ledger(entries, "某局", year=year)


def lines(now: Ledger | Disclosure, last: Ledger | None = None, **given: object) -> list[str]:
    told = compose(now, last, **given)  # type: ignore[arg-type]
    return [passage.text for passage in told.passages]


def line(found: list[str], start: str) -> str:
    matching = [text for text in found if text.startswith(start)]
    assert len(matching) == 1, matching
    return matching[0]


def section(found: list[str], words: str) -> list[str]:
    """The lines under the heading that has those words, down to the next of its level."""
    at = next(i for i, text in enumerate(found) if words in text and "、关于" in text)
    rest = found[at + 1 :]
    end = next(
        (i for i, text in enumerate(rest) if "、关于" in text or "其他重要事项" in text), None
    )
    return rest[:end]


def test_the_sections_stand_in_the_order_of_the_form() -> None:
    found = lines(ledger(entry("10000")))
    heads = [text for text in found if "、关于某局2026年" in text or "其他重要事项" in text]
    assert len(heads) == 13
    assert heads[0] == "一、关于某局2026年收支预算情况的总体说明"
    assert heads[-1] == "十三、其他重要事项的情况说明"
    parts = [text for text in found if text.startswith("第")]
    assert [part[:4] for part in parts] == ["第一部分", "第二部分", "第三部分", "第四部分"]


def test_the_form_of_2024_has_no_commissioned_services() -> None:
    found = lines(publish(ledger(entry("10000"), year=2024), "xinjiang-2024"))
    heads = [text for text in found if "、关于" in text or "其他重要事项" in text]
    assert len(heads) == 12
    assert heads[-1].startswith("十二、")


def test_more_than_last_year() -> None:
    found = lines(ledger(entry("120000")), ledger(entry("100000"), year=2025))
    assert line(found, "基本支出12.00万元，占").startswith(
        "基本支出12.00万元，占100.00%，比上年预算增加2.00万元，增长20.00%，主要原因是【待填写："
    )


def test_less_than_last_year() -> None:
    found = lines(ledger(entry("59500")), ledger(entry("80000"), year=2025))
    assert "比上年预算减少2.05万元，下降25.63%，" in line(found, "一般公共预算5.95万元")


def test_the_same_as_last_year_asks_for_no_reason() -> None:
    made = composition(ledger(entry("80000")), ledger(entry("80000"), year=2025))
    assert "一般公共预算8.00万元，占100.00%，与上年预算持平。" in made.text
    needed = [blank for blank in made.lacking if blank.kind == "reason"]
    assert needed == []


@pytest.mark.parametrize(
    ("zero_base", "words"),
    [
        ("percent", "比上年预算增加1.00万元，增长100.00%，主要原因是"),
        ("words", "比上年预算增加1.00万元，上年预算为零，不计算增长率，主要原因是"),
    ],
)
def test_growth_from_nothing(zero_base: str, words: str) -> None:
    now = ledger(entry("10000"), entry("10000", source=S.OTHER))
    found = lines(now, ledger(entry("10000"), year=2025), zero_base=zero_base)
    assert words in line(found, "单位资金1.00万元")


def test_nothing_left() -> None:
    last = ledger(entry("10000"), entry("10000", source=S.OTHER), year=2025)
    found = lines(ledger(entry("10000")), last)
    assert line(found, "单位资金").startswith(
        "单位资金0.00万元，占0.00%，比上年预算减少1.00万元，下降100.00%，主要原因是"
    )


def test_nothing_this_year_and_last() -> None:
    found = lines(ledger(entry("10000")), ledger(entry("10000"), year=2025))
    assert line(found, "政府性基金预算") == "政府性基金预算未安排。"
    assert line(found, "单位资金") == "单位资金未安排。"
    assert not any(
        text.startswith("非财政拨款结转结余") for text in found
    )  # said only if there is some


def test_without_last_year_nothing_is_compared() -> None:
    text = "\n".join(lines(ledger(entry("10000"))))
    assert "上年预算" not in text
    assert "增长" not in text
    assert "持平" not in text


def test_items_by_the_path_of_their_codes_and_those_that_only_had_money() -> None:
    now = ledger(entry("10000"), entry("20000", "2101550"))
    last = ledger(entry("10000"), entry("30000", "2080505"), year=2025)
    found = lines(now, last)
    assert line(found, "1.社会保障和就业支出（类）行政事业单位养老支出（款）") == (
        "1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）："
        "2026年预算数为0.00万元，比上年预算减少3.00万元，下降100.00%，主要原因是"
        "【待填写：机关事业单位基本养老保险缴费支出减少的原因】。"
    )
    assert line(found, "2.卫生健康支出（类）医疗保障管理事务（款）行政运行（项）").endswith(
        "持平。"
    )


def test_items_told_no_further_than_the_tables() -> None:
    """What stops at 类 this year is compared there; what was not told last year is not compared."""
    now = ledger(entry("10000", "204"), entry("20000"))
    last = ledger(entry("10000", "2040101"), entry("5000", "21015"), year=2025)
    found = lines(now, last)
    assert (
        line(found, "1.公共安全支出（类）：")
        == "1.公共安全支出（类）：2026年预算数为1.00万元，与上年预算持平。"
    )
    assert line(found, "2.卫生健康支出（类）医疗保障") == (
        "2.卫生健康支出（类）医疗保障管理事务（款）行政运行（项）：2026年预算数为2.00万元。"
    )


def test_lists_name_what_has_money() -> None:
    now = ledger(
        entry("10000"),
        entry("10000", economic="30102", source=S.GENERAL_TRANSFER),
        entry("5000", economic="30201", nature=N.OPERATING, source=S.OTHER),
        entry("5000", "2210201", "30113"),
    )
    found = lines(now)
    assert line(found, "收入预算包括：一般公共预算、") == "收入预算包括：一般公共预算、单位资金。"
    assert line(found, "支出预算包括：") == "支出预算包括：卫生健康支出、住房保障支出。"
    assert line(found, "人员经费") == "人员经费2.50万元，主要包括：基本工资、津贴补贴、住房公积金。"
    assert line(found, "公用经费") == "公用经费未安排。"


def test_appropriations() -> None:
    now = ledger(
        entry("30000"), entry("10000", "2120801", "30905", source=S.FUND_OWN, nature=N.PROJECT)
    )
    found = section(lines(now), "财政拨款收支预算")
    assert found[:3] == [
        "2026年财政拨款收支总预算4.00万元。",
        "收入来自一般公共预算拨款、政府性基金预算拨款，无国有资本经营预算拨款。",
        "收入预算包括：一般公共预算拨款3.00万元、政府性基金预算拨款1.00万元。",
    ]
    assert found[3] == "一般公共预算支出包括：卫生健康支出3.00万元，主要用于行政运行。"
    own = section(lines(ledger(entry("30000"))), "财政拨款收支预算")
    assert "收入全部为一般公共预算拨款，无政府性基金预算拨款和国有资本经营预算拨款。" in own


def test_empty_tables_are_said_to_be_empty() -> None:
    found = lines(ledger(entry("10000", source=S.OTHER)))
    for table in (
        "一般公共预算支出情况表",
        "一般公共预算基本支出情况表",
        "一般公共预算项目支出情况表",
        "政府性基金预算支出情况表",
        "国有资本经营预算支出情况表",
        "财政拨款“三公”经费支出情况表",
        "财政拨款委托业务费支出情况表",
        "上年结转结余情况表",
    ):
        assert any(text.endswith(f"{table}为空表。") for text in found), table


def test_a_budget_that_is_no_more_is_compared_all_the_same() -> None:
    last = ledger(
        entry("10000"),
        entry("50000", "2120801", "30905", source=S.FUND_OWN, nature=N.PROJECT),
        year=2025,
    )
    found = section(lines(ledger(entry("10000")), last), "政府性基金预算")
    assert found[1].startswith("政府性基金预算拨款比上年预算减少5.00万元，下降100.00%，主要原因是")


def test_three_public_expenses() -> None:
    now = ledger(
        entry("12000", economic="30231", nature=N.OPERATING),
        entry("300", economic="30217", nature=N.OPERATING),
    )
    last = ledger(entry("12000", economic="30231", nature=N.OPERATING), year=2025)
    found = section(lines(now, last), "“三公”经费")
    assert found == [
        (
            "某局2026年财政拨款“三公”经费数为1.23万元，其中：因公出国（境）费用0.00万元，公务用车购置0.00万元，"
            "公务用车运行维护费1.20万元，公务接待费0.03万元。"
        ),
        (
            "2026年财政拨款“三公”经费预算比上年预算增加0.03万元，增长2.50%，其中："
            "因公出国（境）费用与上年预算持平，主要原因是2025年与2026年均未安排因公出国（境）费用；"
            "公务用车购置与上年预算持平，主要原因是2025年与2026年均未安排公务用车购置；"
            "公务用车运行维护费与上年预算持平；"
            "公务接待费增加0.03万元，增长100.00%，主要原因是【待填写：公务接待费增加的原因】。"
        ),
    ]


def test_projects_and_those_that_are_not_told() -> None:
    now = ledger(
        entry("10000", economic="30201", nature=N.PROJECT, project="甲项目"),
        entry("20000", economic="31002", nature=N.PROJECT, project="甲项目"),
        entry("50000", economic="30101", nature=N.PROJECT, project="特定目标一"),
    )
    found = lines(
        now, secret=["特定目标一"], reasons={"projects/甲项目/basis": "某财社〔2026〕1号。"}
    )
    told = section(found, "项目支出情况说明")
    at = next(i for i, text in enumerate(told) if text.endswith("项目名称：特定目标一"))
    assert told[at + 1 : at + 6] == [
        "设立的政策依据：完全不予公开",
        "预算安排规模：5.00万元",
        "项目承担单位：完全不予公开",
        "资金分配情况：完全不予公开",
        "资金执行时间：完全不予公开",
    ]
    assert "设立的政策依据：某财社〔2026〕1号。" in told
    assert "资金分配情况：商品和服务支出1.00万元、资本性支出2.00万元" in told
    assert "部门有1个涉密项目，涉及预算资金5.00万元，项目绩效目标表完全不予公开。" in found


def test_carried_over_money() -> None:
    now = ledger(
        entry("10000"),
        entry(
            "30000",
            economic="30201",
            nature=N.PROJECT,
            source=S.CARRIED_GENERAL,
            project="乙：项目",
        ),
    )
    found = section(lines(now, reasons={"carry_over/乙：项目": "购置设备"}), "上年结转结余")
    assert found[:2] == [
        "某局2026年上年结转结余3.00万元，包括：财政拨款3.00万元，非财政拨款0.00万元，其中：",
        "1.乙：项目3.00万元，主要用于：购置设备。",
    ]


def test_running_costs_only_of_administrative_agencies() -> None:
    now = ledger(entry("10000"), entry("5000", economic="30201", nature=N.OPERATING))
    assert "某局2026年的机关运行经费财政拨款预算0.50万元。" in lines(now)
    assert not any("机关运行经费财政拨款" in text for text in lines(now, administrative=False))


def test_procurement_from_the_ledger_or_the_user() -> None:
    bought = [
        attrs.evolve(entry("33300", economic="31002", nature=N.OPERATING), procurement=kind)
        for kind in (cnbudget.Procurement.GOODS, cnbudget.Procurement.SERVICES)
    ]
    words = (
        "2026年，某局政府采购预算6.66万元，其中：政府采购货物预算3.33万元，"
        "政府采购工程预算0.00万元，政府采购服务预算3.33万元。"
    )
    assert words in lines(ledger(*bought))
    given = {"procurement/goods": "8.8", "procurement/works": "0", "procurement/services": "55.70"}
    found = lines(publish(ledger(*bought)), reasons=given)
    assert line(found, "2026年，某局政府采购预算").startswith(
        "2026年，某局政府采购预算64.50万元，其中：政府采购货物预算8.80万元"
    )


def test_reasons_by_key_and_by_section() -> None:
    now, last = ledger(entry("20000")), ledger(entry("10000"), year=2025)
    found = lines(
        now, last, reasons={"general": "人员增加。", "income/general": "主要原因是：调标"}
    )
    assert line(found, "一般公共预算2.00万元，占").endswith("增长100.00%，主要原因是调标。")
    assert line(found, "基本支出2.00万元，比上年").endswith("主要原因是人员增加。")


def test_every_placeholder_can_be_filled() -> None:
    now, last = example_ledgers()
    texts = {
        blank.key: "8" if blank.kind == "number" else "政策调整" for blank in blanks_of(now, last)
    }
    made = composition(now, last, reasons=texts)
    assert made.lacking == ()
    assert "待填写" not in made.text


def test_every_placeholder_is_a_finding() -> None:
    now, last = example_ledgers()
    made = composition(now, last)
    report = cnbudget.check(compose(now, last))
    slips = [f for f in report.findings if f.law == "slip" and "待填写" in f.words.text("zh")]
    assert len(slips) == sum(passage.text.count("【待填写：") for passage in made.passages)
    assert {finding.severity for finding in slips} == {"note"}
    assert report.ok


def example_ledgers() -> tuple[Ledger, Ledger]:
    now = ledger(
        entry("120000"),
        entry("30000", "2210201", "30113"),
        entry("50000", economic="30201", nature=N.PROJECT, project="甲项目"),
        entry(
            "30000", economic="30201", nature=N.PROJECT, source=S.CARRIED_GENERAL, project="乙项目"
        ),
        entry("12000", economic="30231", nature=N.OPERATING),
    )
    last = ledger(
        entry("100000"),
        entry("30000", "2210201", "30113"),
        entry("9000", economic="30217", nature=N.OPERATING),
        year=2025,
    )
    return now, last


def test_a_lost_figure_leaves_a_placeholder() -> None:
    budget = publish(ledger(entry("10000")))
    lost = [
        (f, f.evolve(value=None, state=cnbudget.State.MISSING))
        for f in budget.figures
        if f.scope is not None and f.scope.source & S.UNIT and f.scope.source in S.UNIT
    ]
    found = lines(budget.with_figures(lost))
    assert line(found, "单位资金") == "单位资金【待填写：单位资金的金额】。"


def test_last_year_in_another_unit_is_rounded_to_this_ones() -> None:
    now = publish(ledger(entry("120000")))
    last = publish(ledger(entry("100049.5"), year=2025), unit="元")
    text = composition(now, last).text
    assert "一般公共预算12.00万元，占100.00%，比上年预算增加2.00万元，增长20.00%" in text


def test_unknown_keys_are_all_named() -> None:
    with pytest.raises(ReasonsError) as error:
        compose(
            ledger(entry("1")), reasons={"income/genral": "甲", "items/2101502": "乙", "date": ""}
        )
    assert error.value.value == "income/genral、items/2101502"
    assert "情况说明中没有这些键" in error.value.text("zh")


@pytest.mark.parametrize("number", ["很多", "-1", "1e99999", "nan", "1" * 60])
def test_numbers_must_be_numbers(number: str) -> None:
    with pytest.raises(ReasonsError, match="not a number"):
        compose(ledger(entry("1")), reasons={"assets/vehicles": number})


def test_last_year_must_be_last_year_and_a_budget() -> None:
    now = ledger(entry("1"))
    with pytest.raises(ReasonsError, match="not the budget of the year before"):
        compose(now, ledger(entry("1"), year=2024))
    final = attrs.evolve(publish(ledger(entry("1"), year=2025)), stage="决算")
    with pytest.raises(ReasonsError, match="not its final accounts"):
        compose(now, final)
    with pytest.raises(ReasonsError, match="not of final accounts"):
        compose(final)


def test_reasons_must_be_text() -> None:
    with pytest.raises(ReasonsError, match="texts by key"):
        compose(ledger(entry("1")), reasons={"income": 5})  # type: ignore[dict-item]


def test_numerals() -> None:
    assert [numeral(n) for n in (9, 10, 11, 20, 21, 99, 100, 110, 111, 205, 999)] == [
        "九", "十", "十一", "二十", "二十一", "九十九", "一百", "一百一十", "一百一十一", "二百零五", "九百九十九",
    ]  # fmt: skip


def test_a_composition_says_how_much_it_has() -> None:
    made = composition(ledger(entry("10000")))
    assert repr(made).startswith("<Composition 某局 2026: ")
    shown: list[str] = []
    printer = SimpleNamespace(
        text=shown.append
    )  # as Hypothesis has, which writes out all fields else
    made._repr_pretty_(printer, False)
    assert shown == [repr(made)]
