"""What a reader of side matters did not understand is not told where a statement holds the same number to something."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cnbudget import Figure, check
from tests.performance.documents import beside

_WORDS = "（四）预算绩效情况\n\n2026年，本部门绩效目标管理全覆盖，涉及当年一般公共预算拨款{}万元。"


def _value(figure: Figure) -> Decimal:
    return figure.value or Decimal(0)


def listed(amount: str) -> list[str]:
    report = check(beside(_WORDS.format(amount)))
    return [each.what for each in report.not_checked if amount in each.what]


def test_a_number_that_a_statement_holds_is_not_said_to_be_not_understood() -> None:
    budget = beside(_WORDS.format("1.00"))
    total = max((each for each in budget.income.figures if each.value), key=_value).text
    assert any(total in each.text for each in beside(_WORDS.format(total)).sides.unread)
    assert listed(total) == []


@pytest.mark.parametrize("amount", ["123.45", "7.77"])
def test_one_that_nothing_holds_is_listed(amount: str) -> None:
    assert listed(amount)
