"""What notebooks show: escaped, with separators, in the language that is set."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cnbudget
from cnbudget.errors import UnknownNameError
from cnbudget.language import language
from cnbudget.notebooks import as_html


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    yield
    cnbudget.set_language("zh")


def report() -> cnbudget.Report:
    text = Path(__file__).parents[1] / "docs" / "assets" / "mistyped.md"
    return cnbudget.check(cnbudget.read(text))


def test_reports_speak_the_language_that_is_set() -> None:
    told = report()
    assert "结论" in told.text()
    assert "<th" in told._repr_html_()
    cnbudget.set_language("en")
    assert told.text() == told.text("en") == str(told)
    assert "Conclusion" in told._repr_html_()
    assert "结论" in told.text("zh")
    with ThreadPoolExecutor(1) as pool:  # another context begins anew
        assert pool.submit(language).result() == "zh"


@pytest.mark.parametrize("lang", ["", "fr", "ZH"])
def test_an_unknown_language_is_an_error(lang: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        cnbudget.set_language(lang)
    assert caught.value.key == "language.unknown"
    with pytest.raises(UnknownNameError):
        report().text(lang)
    assert language() == "zh"


def test_everything_that_notebooks_show_is_a_table() -> None:
    told = report()
    ledger = cnbudget.read_ledger(Path(__file__).parents[1] / "examples" / "qingshan-2026.csv")
    for shown in (told, told.wrong[0], told.disclosure, told.disclosure.expenditure, ledger):
        html = shown._repr_html_()
        assert html.count("<table") == html.count("</table>") >= 1
        assert "color-mix" in html  # lines that show in light and dark
    assert ">97.17<" in told._repr_html_()
    assert ">79.17<" in told._repr_html_()
    assert "," in ledger._repr_html_().partition("<tbody>")[2]
    assert "合计 12,418,234.46 元" in ledger._repr_html_()
    strong = told.disclosure.expenditure._repr_html_().partition('<tr style="font-weight:bold">')[2]
    assert strong.partition("</td>")[0].endswith(">总计")  # a total is seen to be one


def test_a_finding_alone_shows_its_figures_and_which_is_likely_wrong() -> None:
    found = report().wrong[0]
    shown = found._repr_html_()
    assert "印 97.17，应为 79.17" in shown
    assert shown.count("<tr") == 1 + len(found.figures)
    (strong,) = shown.split('<tr style="font-weight:bold">')[1:]
    assert strong.partition("</tr>")[0].count(">97.17<") == 1
    cnbudget.set_language("en")
    assert "is 97.17, should be 79.17" in found._repr_html_()


def test_what_is_a_table_speaks_the_language_that_is_set() -> None:
    budget = report().disclosure
    ledger = cnbudget.read_ledger(Path(__file__).parents[1] / "examples" / "qingshan-2026.csv")
    assert "空表" in budget._repr_html_()
    assert "31 笔" in ledger._repr_html_()
    cnbudget.set_language("en")
    assert "budget 2026" in budget._repr_html_()
    assert ">empty<" in budget._repr_html_()
    assert "31 entries" in ledger._repr_html_()


def test_a_reconciliation_shows_the_ledger_that_it_found() -> None:
    budget = cnbudget.example("akto")
    found = cnbudget.reconcile(budget)
    assert found.witness is not None
    assert found._repr_html_().endswith(found.witness._repr_html_())


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_whatever_stands_in_it_is_escaped(title: str, cells: list[str]) -> None:
    made = as_html(title + "<script>", ["<b>"], [[*cells, "<i>&"]])
    assert "<script>" not in made
    assert "<b>" not in made
    assert "<i>" not in made
