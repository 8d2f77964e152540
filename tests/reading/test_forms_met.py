"""A form applies where its words are met, and not because it is the nearest."""

from __future__ import annotations

import pytest

import cnbudget
from cnbudget import Disclosure, Entry, FundingSource, Ledger, Nature, check, read_text, to_text
from cnbudget.figures import standing

FORM = "xinjiang-2026"


def text() -> str:
    """A budget of personnel alone, as the form prints it."""
    general = FundingSource.GENERAL_OWN
    ledger = Ledger(
        [
            Entry(code, use, source=general, nature=Nature.PERSONNEL, amount=amount)
            for code, use, amount in (
                ("2080505", "30108", 123000),
                ("2010801", "30101", 523000),
                ("2010801", "30102", 77000),
                ("2210201", "30113", 64000),
            )
        ],
        agency="青山市审计局",
        year=2026,
    )
    return to_text(cnbudget.publish(ledger, FORM, unit="万元", places=2))


def table(whole: str, number: int) -> str:
    """A table of a document, as its text has it."""
    start = whole.index(f"表 {number}\n")
    end = whole.find(f"表 {number + 1}\n", start)
    return whole[start : end if end > 0 else len(whole)]


def changed(number: int, old: str, new: str) -> Disclosure:
    """The budget with words of one table changed."""
    whole = text()
    mine = table(whole, number)
    assert old in mine
    return read_text(whole.replace(mine, mine.replace(old, new), 1))


def with_column(number: int, heading: str) -> Disclosure:
    """The budget with a column more in one table."""
    whole = text()
    mine = table(whole, number)
    lines = []
    for line in mine.split("\n"):
        more = line
        if line.startswith("|"):
            told = any(each.isdigit() for each in line)
            rule = set(line) <= set("|- :")
            more = f"{line} {'---' if rule else '1.00' if told else heading} |"
        lines.append(more)
    return read_text(whole.replace(mine, "\n".join(lines), 1))


def test_the_form_s_own_words_are_met() -> None:
    assert read_text(text()).layout == FORM


@pytest.mark.parametrize("number", [3, 5])
def test_columns_that_the_form_does_not_have_in_place_of_its_own(number: int) -> None:
    """One table of twelve has other columns, which the words know: the form is only the nearest."""
    budget = changed(number, "基本支出", "人员经费")
    assert budget.by_words
    (figure,) = [f for f in budget.table(number)["2080505"] if f.column.column == "人员经费"]
    assert figure.scope is not None
    assert figure.scope.nature is Nature.PERSONNEL
    assert figure.text == "12.30"
    assert not [each for each in budget.problems if each.kind == "column"]
    assert check(budget).ok


def test_a_column_more_makes_no_other_form() -> None:
    budget = with_column(3, "备用")
    assert budget.layout == FORM
    known = read_text(text())
    mine = [f for f in standing(budget.figures) if f[0].scope is not None]
    assert mine == list(standing(known.figures))
    assert [each.kind for each in budget.problems if each.kind == "column"] == ["column"]
