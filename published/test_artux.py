"""The tests of the retyped Artux 2026, over the text as it was published."""

from __future__ import annotations

import pytest

from cnbudget import Disclosure, Report
from published import documents
from tests.documents.test_artux import *  # noqa: F403


@pytest.fixture(scope="module")  # type: ignore[no-redef]
def budget() -> Disclosure:
    return documents.budget("artux")


@pytest.fixture(scope="module")  # type: ignore[no-redef]
def text() -> str:
    return documents.text("artux")


def test_what_is_no_table_of_the_form_is_listed_as_not_checked(report: Report) -> None:
    grids = [each.what for each in report.not_checked if each.what.startswith("表格")]
    assert grids == ["表格“部门整体绩效目标表”"] * 2 + ["表格“项目支出绩效目标表”"] * 2
    assert any(each.what.startswith("文字部分") for each in report.not_checked)
