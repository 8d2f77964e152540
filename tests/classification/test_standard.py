"""The groups of codes that have names of their own."""

from __future__ import annotations

import pytest

from cnbudget import classification
from cnbudget.classification import standard


@pytest.mark.parametrize("name", standard.__all__)
def test_every_code_is_listed_in_every_year(name: str) -> None:
    for year in classification.years():
        for code in getattr(standard, name):
            assert code in classification.for_year(year).economic


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("ABROAD", "因公出国（境）费用"),
        ("RECEPTION", "公务接待费"),
        ("VEHICLE_PURCHASE", "公务用车购置"),
        ("VEHICLE_RUNNING", "公务用车运行维护费"),
        ("MEETINGS", "会议费"),
        ("TRAINING", "培训费"),
        ("COMMISSIONED", "委托业务费"),
    ],
)
def test_the_codes_are_all_of_the_name(name: str, subject: str) -> None:
    found = classification.for_year(2026).economic.named(subject)
    assert tuple(each.code for each in found) == getattr(standard, name)
