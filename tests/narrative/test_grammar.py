"""From sentences to claims."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnbudget import FundingSource, Nature, Scope, Unit
from cnbudget.narrative import Claim, Claims, grammar
from cnbudget.narrative.statements import AGAINST
from tests.narrative.documents import claims, narrative

INCOME = "二、关于某市某某局2026年收入预算情况说明"
GENERAL = "五、关于某市某某局2026年一般公共预算当年拨款情况说明"
ITEMS = "（三）一般公共预算当年拨款具体使用情况"
PUBLIC = "十、关于某市某某局2026年财政拨款“三公”经费预算情况说明"


def one(found: Claims, kind: str) -> Claim:
    (claim,) = found.of(kind)
    return claim


def said(found: Claims) -> list[tuple[str, Decimal | None]]:
    return [(claim.kind, claim.value) for claim in found]


def test_a_statement_is_an_amount_its_share_its_change_and_its_growth() -> None:
    found = claims(
        INCOME,
        "某市某某局收入预算100.00万元，其中：",
        "一般公共预算 80.00 万元，占 80.00%，比上年预算减少 20.00 万元，下降 20.00%，主要原因是人员减少2人。",
    )
    amount = found.of("amount")[1]
    assert (amount.value, amount.unit, amount.places) == (Decimal("80.00"), Unit.WAN, 2)
    assert amount.scope == Scope(source=FundingSource.GENERAL)
    assert amount.place.line == 3
    share, change, growth = (one(found, kind) for kind in ("share", "change", "growth"))
    assert share.of is change.of is growth.of is amount
    assert share.whole is found.of("amount")[0]
    assert (change.value, growth.value) == (Decimal("-20.00"), Decimal("-20.00"))
    assert change.against == (2025, "预算")
    assert one(found, "count").role == "reason"
    assert found.unread == ()


@pytest.mark.parametrize(
    "text",
    [
        "一般公共預算拨款８０．００萬元，占80.00％。",
        "一般公共预算 8 0.0 0 万元，占 80. 00 %。",
        "一般公共预算拨款为80.00万元,占比80.00%。",
    ],
)
def test_widths_scripts_and_breaks_do_not_matter(text: str) -> None:
    found = claims(INCOME, text)
    assert said(found) == [("amount", Decimal("80.00")), ("share", Decimal("80.00"))]


def test_a_number_over_a_page_break_is_one_number_at_the_line_where_it_begins() -> None:
    found = claims(PUBLIC, "公务用车购置费10.00万元，比上年预算增加 1", "0.00万元，增长", "0.00%。")
    assert said(found) == [
        ("amount", Decimal("10.00")),
        ("change", Decimal("10.00")),
        ("growth", Decimal("0.00")),
    ]
    assert [claim.place.line for claim in found] == [2, 2, 4]


def test_not_planned_is_zero() -> None:
    found = claims(
        INCOME, "政府性基金预算未安排。", "无国有资本经营预算拨款。", "单位资金5.00万元。"
    )
    assert [claim.scope for claim in found.of("none")] == [
        Scope(source=FundingSource.FUND),
        Scope(source=FundingSource.STATE_CAPITAL),
    ]
    assert all(claim.value == 0 for claim in found.of("none"))


def test_a_path_of_names_is_an_item() -> None:
    found = claims(
        GENERAL,
        ITEMS,
        "1. 社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休(项):2026 年预算数为 3.55 万元。",
    )
    claim = one(found, "amount")
    assert claim.item == ("社会保障和就业支出", "行政事业单位养老支出", "行政单位离退休")
    assert claim.scope == Scope("2080501", source=FundingSource.GENERAL)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("公共安全支出（204类）司法（06款）行政运行（01项）12.00万元。", "2040601"),
        (
            "1.“卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）”科目12.00万元，主要用于医保。",
            "2101101",
        ),
        ("2. “卫生健康支出-行政事业单位医疗-行政单位医疗”科目12.00万元。", "2101101"),
        ("3.“卫生健康支出”科目12万元，主要用于缴费。", "210"),
    ],
)
def test_other_ways_to_write_an_item(text: str, code: str) -> None:
    claim = one(claims("2026年单位预算编制说明", text), "amount")
    assert claim.scope == Scope(code)
    assert claim.value == 12


def test_a_year_against_the_execution_of_the_year_before() -> None:
    found = claims(
        "2024年单位预算编制说明",
        "1. “住房保障支出（类）住房改革支出（款）住房公积金（项）”33.58万元，主要用于缴费。"
        "2023年当年预算执行数为33.74万元，2024年预算安排33.58万元，比2023年预算执行数减少0.47%。",
        year=2024,
    )
    amounts = found.of("amount")
    assert [(each.year, each.stage) for each in amounts] == [
        (2024, "预算"), (2023, "执行"), (2024, "预算"),
    ]  # fmt: skip
    growth = one(found, "growth")
    assert (growth.value, growth.against) == (Decimal("-0.47"), (2023, "执行"))


def test_the_wording_of_final_accounts() -> None:
    found = claims(
        "五、一般公共预算财政拨款支出决算情况说明",
        "1、住房保障支出（类）住房改革支出（款）住房公积金（项）。主要用于：公积金。年初预算为40.00万元，支出决",
        "算为30.00万元，完成年初预算的75.00%。决算数小于预算数的主要原因：人员减少。",
        stage="决算",
    )
    amounts = [(each.value, each.stage) for each in found.of("amount")]
    assert amounts == [(Decimal(40), "预算"), (Decimal(30), "决算")]
    assert one(found, "completion").value == Decimal("75.00")
    assert one(found, "comparison").sign == -1


def test_level_with_last_year() -> None:
    found = claims(
        "一、2026年“三公”经费预算情况说明",
        "2026年“三公”经费预算数为6.40万元，与2025年预算持平。其中：",
        "（一）公务接待费6.40万元，比2025年预算持平，主要原因是安排不变。",
    )
    assert [claim.value for claim in found.of("level")] == [0, 0]
    assert found.of("amount")[1].whole is found.of("amount")[0]


def test_a_change_without_its_amount() -> None:
    found = claims(
        PUBLIC,
        "2026年“三公”经费数为1.20万元，其中：公务接待费1.20万元。",
        "“三公”经费比上年预算增加0.00万元，其中：公务接待费增加0.20万元，增长20.00%，主要原因是公务增加；"
        "公务用车购置减少0.20万元，下降100.00%。",
    )
    assert [claim.value for claim in found.of("change")] == [0, Decimal("0.20"), Decimal("-0.20")]
    assert found.of("change")[1].of is found.of("amount")[1]


def test_lists() -> None:
    found = claims(
        "六、一般公共预算基本支出情况说明",
        "人员经费5.00万元，主要包括：基本工资、津贴补贴、奖金。",
    )
    claim = one(found, "list")
    assert [name for name, _ in claim.members] == ["基本工资", "津贴补贴", "奖金"]
    assert claim.members[0][1] == Scope(
        economic="30101", source=FundingSource.GENERAL, nature=Nature.PERSONNEL
    )
    assert not claim.complete


@pytest.mark.parametrize(
    "text",
    [
        "某项神秘的开支5.00万元。",
        "一般公共预算三百万元。",
        "一般公共预算٤٣٨万元。",
        "一般公共预算增长百分之八。",
        "另有 12.00% 未说明。",
        "收入预算" + "9" * 60 + "万元。",
    ],
)
def test_what_states_money_and_is_not_understood_is_listed(text: str) -> None:
    found = claims(INCOME, text)
    assert len(found.unread) == 1
    assert found.unread[0].place.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "单价50万元以上设备0台。",
        "补贴标准：0.5元/人。",
        "根据某财〔2025〕110号文件。",
        "《关于下达5万元的通知》。",
    ],
)
def test_limits_rates_and_titles_are_no_amounts(text: str) -> None:
    found = claims("十三、其他重要事项的情况说明", "（三）国有资产占用使用情况", text)
    assert found.of("amount") == ()
    assert found.unread == ()


def test_what_stands_in_brackets_is_an_aside() -> None:
    found = claims(PUBLIC, "国内公务接待支出0.39万（含外宾接待支出0.10万元）。")
    assert [(claim.value, claim.role) for claim in found.of("amount")] == [
        (Decimal("0.39"), "stated"),
        (Decimal("0.10"), "aside"),
    ]


def test_contents_are_told_from_bodies() -> None:
    found = narrative(
        "目 录",
        "一、收入预算情况说明",
        "二、支出预算情况说明",
        "一、收入预算情况说明",
        "收入预算5.00万元。",
        "二、支出预算情况说明",
        "支出预算5.00万元。",
    )
    assert [(each.key, each.place.line) for each in found.sections] == [
        ("contents", 1), ("income", 4), ("expenditure", 6),
    ]  # fmt: skip
    assert len(found.claims) == 2


def test_nothing_in_another_year_is_not_nothing_now() -> None:
    text = "公务接待费5.00万元，比上年预算增加5.00万元，增长100.00%，主要原因是{}未安排公务接待费。"
    for year in ("2025年", "上年"):
        assert claims(PUBLIC, text.format(year)).of("none") == ()
    assert len(claims(PUBLIC, text.format("2025年与2026年均")).of("none")) == 1


def test_prose_that_is_longer_than_any_narrative_is_listed() -> None:
    found = narrative(INCOME, "收入预算5.00万元。", "（" * 2_000_000).claims
    assert said(found) == [("amount", Decimal("5.00"))]
    assert [each.why[1] for each in found.unread] == ["the text is too long and was not read"]


def test_a_word_of_use_within_an_item_s_name_is_part_of_it() -> None:
    name = "1.交通运输支出（类）车辆购置税支出（款）车辆购置税用于老旧汽车报废更新补贴（项）"
    found = claims(GENERAL, ITEMS, f"{name}：2026年预算数为3.00万元，主要用于补贴。")
    assert one(found, "amount").item[-1] == "车辆购置税用于老旧汽车报废更新补贴"
    assert found.unread == ()


@given(
    money=st.decimals("0.01", "99.99", places=2),
    level=st.sampled_from(["与上年预算持平", "与2025年预算持平", "比上年预算保持不变"]),
)
def test_only_rates_are_printed_as_per_cent(money: Decimal, level: str) -> None:
    """That an amount is as last year's is a change of 0 元, not of 0 %."""
    found = claims(
        "三、支出预算情况说明",
        f"支出预算{money}万元，{level}。",
        f"卫生健康支出{money}万元，占5.00%。",
    )
    assert {each.kind for each in found} >= {"level", "share"}
    for claim in found:
        measure = claim.figure.column.measure
        assert (measure == "%") is (claim.kind in ("share", "growth", "completion"))
        assert (claim.figure.unit_text in ("元", "万元")) is (measure == "")


class _Counted:
    """A pattern that counts how often it is looked for."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.times = 0

    def search(self, text: str) -> re.Match[str] | None:
        self.times += 1
        return self.pattern.search(text)


def test_a_clause_is_searched_once_however_many_years_it_has(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times = []
    for years in (2, 200):
        counted = _Counted(AGAINST)
        monkeypatch.setattr(grammar, "AGAINST", counted)
        claims("二、收入预算情况说明", "支出为" + "甲2025乙" * years + "万元")
        times.append(counted.times)
    assert times[0] == times[1]
