"""A department's tables with the rows of each of its units: each unit as a budget of its own."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cnbudget import Verdict, check, example, read_text, units_of
from cnbudget.invariants.units import between
from tests.profiles import tries

some = settings(max_examples=tries(6, least=8))
CODES = ("2130301", "2130306", "2130311", "2080505", "2210201")
UNITS = ("青山市水务局(本级)", "青山市水文中心", "青山市水库管理处")
Amounts = dict[str, dict[str, tuple[int, int]]]


def table(title: str, amounts: Amounts) -> str:
    """A table in which each unit has its rows, and what each spends on basic matters and projects."""
    lines = [title, "", "单位：万元", ""]
    lines.append("| 单位名称 | 科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |")

    def line(name: str, code: str, basic: int, project: int) -> str:
        cells = [name, code, "", f"{basic + project}.00", f"{basic}.00", f"{project}.00"]
        return f"| {' | '.join(cells)} |"

    def total(name: str, mine: list[tuple[int, int]]) -> str:
        return line(name, "", sum(b for b, _ in mine), sum(p for _, p in mine))

    lines.append(total("合计", [each for mine in amounts.values() for each in mine.values()]))
    for name, mine in amounts.items():
        lines.append(total(name, list(mine.values())))
        lines += [line("", code, basic, project) for code, (basic, project) in mine.items()]
    return "\n".join(lines)


def document(amounts: Amounts) -> str:
    tables = [table(title, amounts) for title in ("部门支出总表", "一般公共预算支出表")]
    return "\n\n".join(["2026年青山市水务局部门预算", *tables]) + "\n"


amount = st.integers(1, 9000)
drawn = st.dictionaries(
    st.sampled_from(UNITS),
    st.dictionaries(st.sampled_from(CODES), st.tuples(amount, amount), min_size=2),
    min_size=2,
)


@some
@given(drawn)
def test_each_unit_has_its_rows_and_the_department_is_their_sum(amounts: Amounts) -> None:
    whole = read_text(document(amounts))
    units = units_of(whole)
    assert [unit.agency for unit in units] == list(amounts)
    for unit in units:
        mine = amounts[unit.agency]
        assert unit.level == "单位"
        for key in ("expenditure", "general"):
            rows = unit.table(key)
            assert {row.code.digits for row in rows if row.code is not None} == set(mine)
            for code, (basic, project) in mine.items():
                assert rows[code]["基本支出"].value == basic
                assert rows[code]["项目支出"].value == project
            assert rows["合计"]["合计"].value == sum(b + p for b, p in mine.values())
        assert all(f.scope is not None and not f.scope.agency for f in unit.figures)
        report = check(unit)
        assert not [each for each in report.wrong if each.law in ("add-up", "agree", "contain")]
        assert report.tallies["add-up"].exact > 0
    system = between(whole.tables, [unit.tables for unit in units]).system
    assert set(system.verdicts()) == {Verdict.EXACT}
    places = {figure.place.line for figure in whole.figures}
    assert {figure.place.line for unit in units for figure in unit.figures} < places


def test_a_unit_s_wrong_row_is_found_in_the_unit() -> None:
    right = {UNITS[0]: {"2130301": (50, 7), "2080505": (9, 1)}, UNITS[1]: {"2130311": (30, 4)}}
    whole = read_text(document(right).replace("| 50.00 |", "| 55.00 |", 1))
    first, second = units_of(whole)
    (cause,) = [each for each in check(first).wrong if each.caused_by is None]
    assert cause.suspects[0].figure.value == Decimal("55.00")
    assert not [each for each in check(second).wrong if each.law == "add-up"]


def test_tables_of_one_agency_have_no_units() -> None:
    assert units_of(example("artux")) == ()
    assert units_of(example("akto")) == ()
