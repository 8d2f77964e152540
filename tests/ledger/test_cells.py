"""Ledgers from data frames and arrays: what stands in a cell of theirs, and what does not."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget import Amount, FundingSource, Ledger, LedgerError, Nature
from cnbudget.ledger.cells import is_nothing, number_of, text_of
from cnbudget.strategies import ledgers

NOTHING = [
    None,
    "",
    "  ",
    float("nan"),
    np.nan,
    np.float32("nan"),
    pd.NA,
    pd.NaT,
    np.datetime64("NaT"),
]
NOTHING += [Decimal("NaN"), Decimal("sNaN")]


def row(**cells: Any) -> dict[str, Any]:
    """A record, with some of its cells given."""
    whole = {
        "功能科目": "2130101",
        "经济科目": "30201",
        "资金来源": "一般公共预算（本级）",
        "支出性质": "项目支出",
        "金额": "300",
        "项目": "甲项目",
    }
    return whole | cells


@pytest.mark.parametrize("nothing", NOTHING, ids=repr)
@pytest.mark.parametrize("column", ["项目", "部门", "往来部门", "年度", "收支", "政府采购"])
def test_nan_nat_and_na_are_nothing(column: str, nothing: Any) -> None:
    ledger = Ledger.of([row(**{column: nothing})], "甲局", year=2026)
    without = row()
    without.pop(column, None)
    assert ledger == Ledger.of([without], "甲局", year=2026)


@pytest.mark.parametrize("nothing", NOTHING, ids=repr)
@pytest.mark.parametrize("column", ["金额", "功能科目", "经济科目", "资金来源", "支出性质"])
def test_what_an_entry_needs_may_not_be_nothing(column: str, nothing: Any) -> None:
    with pytest.raises(LedgerError, match="nothing stands there") as caught:
        Ledger.of([row(**{column: nothing})])
    assert f"“{column}”" in caught.value.where


def test_an_empty_column_of_projects_prints_no_project_of_that_name() -> None:
    frame = pd.DataFrame(
        [row(支出性质="公用经费", 金额="100", 项目=np.nan), row(金额="200", 项目=np.nan), row()]
    )
    ledger = Ledger.of(frame, "甲局", year=2026)
    assert [entry.project for entry in ledger] == [None, None, "甲项目"]
    text = cnbudget.to_text(cnbudget.publish(ledger))
    assert not [line for line in text.splitlines() if "nan" in line.lower()]


@pytest.mark.parametrize("text", ["nan", "NaN", "None", "NaT", "<NA>", "null"])
def test_the_text_of_an_empty_cell_is_no_name(text: str) -> None:
    with pytest.raises(LedgerError, match="the text of an empty cell"):
        Ledger.of([row(项目=text)])


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.50", "1234.50"),
        (3, "3"),
        (np.int64(3), "3"),
        (np.uint8(3), "3"),
        (Decimal("0.10"), "0.10"),
        (3.0, "3"),
        (np.float64(3.5), "3.5"),
        (np.float32(3.5), "3.5"),
        (48.36, "48.36"),
        (1234567.89, "1234567.89"),
        (1e14, "100000000000000"),
        (0.1, "0.1"),
        (np.str_("12.30"), "12.30"),
        (Amount("0.3", "万元"), "3000"),
    ],
    ids=repr,
)
def test_amounts_that_are_read(cell: Any, amount: str) -> None:
    assert Ledger.of([row(金额=cell)]).total() == Amount(amount)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (0.1 + 0.2, "more than 15 digits"),
        (1e16, "more than 15 digits"),
        (np.float32(0.1), "more than 15 digits"),
        (1 / 3, "more than 15 digits"),
        (float("inf"), "not a finite number"),
        (True, "of type bool"),
        (np.True_, "of type bool"),
        (pd.Timestamp("2026-01-01"), "of type Timestamp"),
        (np.array([1, 2]), "of type ndarray"),
        ([1], "of type list"),
        ("1.2.3", "not an amount"),
        ("12,34", "group thousands"),
        ("3e5", "not an amount"),
        ("1 234", "not an amount"),
    ],
    ids=repr,
)
def test_amounts_that_are_refused_with_their_row_and_column(cell: Any, says: str) -> None:
    with pytest.raises(LedgerError, match=says) as caught:
        Ledger.of([row(), row(金额=cell)])
    assert caught.value.where == "第2行 “金额”"


@pytest.mark.parametrize(
    "code", [2130101, np.int64(2130101), 2130101.0, np.float64(2130101), "2130101"]
)
def test_codes_and_years_are_whole_numbers(code: Any) -> None:
    year = type(code)(2026)
    ledger = Ledger.of([row(功能科目=code, 年度=year)])
    assert str(ledger.entries[0].function) == "2130101"
    assert ledger.year == 2026


def test_a_code_that_is_not_whole_is_refused() -> None:
    with pytest.raises(LedgerError, match="digits"):
        Ledger.of([row(功能科目=2130101.5)])


def test_a_ledger_of_another_year_than_it_is_said_to_be_is_refused() -> None:
    with pytest.raises(LedgerError, match="of 2026, and 2025 was asked for"):
        Ledger.of([row(年度="2026")], year=2025)


def test_cnbudgets_own_values_are_themselves() -> None:
    own = row(资金来源=FundingSource.FUND_OWN, 支出性质=Nature.PROJECT)
    assert Ledger.of([own]).entries[0].source is FundingSource.FUND_OWN


# Tables of other libraries ----------------------------------------------------------------------


def of_pandas(records: list[dict[str, str]]) -> Any:
    return pd.DataFrame(records)


def of_nullable_pandas(records: list[dict[str, str]]) -> Any:
    return pd.DataFrame(records).replace("", None).convert_dtypes()


def of_floats(records: list[dict[str, str]]) -> Any:
    """A column of codes and amounts that an empty cell has turned into floats."""
    frame = pd.DataFrame([*records, {}])
    for name in ("功能科目", "经济科目", "金额"):
        frame[name] = pd.to_numeric(frame[name])
        assert frame[name].dtype == float
    return frame.iloc[:-1]


def of_series(records: list[dict[str, str]]) -> Any:
    return [series for _, series in pd.DataFrame(records).iterrows()]


def of_array(records: list[dict[str, str]]) -> Any:
    names = list(records[0])
    dtype = [(name, "U80") for name in names]
    return np.array([tuple(record[name] for name in names) for record in records], dtype=dtype)


@pytest.mark.parametrize("made", [of_pandas, of_nullable_pandas, of_floats, of_series, of_array])
@given(ledgers())
def test_a_table_of_any_library_is_the_same_ledger(
    made: Callable[[list[dict[str, str]]], Any], ledger: Ledger
) -> None:
    records = ledger.records()
    assert Ledger.of(made(records), "甲局") == Ledger.of(records, "甲局")
    assert Ledger.of(made(records), "甲局").total() == ledger.total()


def test_two_columns_of_one_name_are_refused() -> None:
    frame = pd.DataFrame([row()])
    frame.columns = [*frame.columns[:-1], "金额"]
    with pytest.raises(LedgerError, match="two columns of one name"):
        Ledger.of(frame)


@pytest.mark.parametrize("wrong", [[1], [None], ["金额"], [("金额", 1)]])
def test_what_is_no_record_is_refused(wrong: list[Any]) -> None:
    with pytest.raises(LedgerError, match="not a record"):
        Ledger.of(wrong)


# The rule ---------------------------------------------------------------------------------------


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 6))
def test_a_float_of_up_to_15_digits_is_the_decimal_it_was(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    assert Decimal(number_of(float(value))) == value
    assert Decimal(number_of(np.float64(value))) == value


@given(st.floats(allow_nan=False))
def test_a_float_is_its_shortest_decimal_or_an_error(number: float) -> None:
    try:
        read = Decimal(number_of(number))
    except LedgerError:
        assert (
            math.isinf(number)
            or abs(number) >= 10**15
            or len(Decimal(repr(number)).as_tuple().digits) > 15
        )
    else:
        assert float(read) == number


@given(st.one_of(st.integers(), st.text(), st.floats(), st.booleans(), st.decimals(), st.none()))
def test_any_cell_is_nothing_or_something_or_an_error(cell: Any) -> None:
    if is_nothing(cell):
        assert cell is None or (
            str(cell).strip().lower().lstrip("-s").rstrip("0123456789") in ("", "nan")
        )
        return
    for read in (number_of, text_of):
        with suppress(LedgerError):
            assert read(cell) is not None
