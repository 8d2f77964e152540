"""One and the same budget in every format: whatever it is written as, it reads back to equal figures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

import cnbudget
from cnbudget import Disclosure, Entry, Flow, FundingSource, Ledger, Nature, State
from cnbudget.strategies import disclosures
from tests.profiles import tries
from tests.properties import test_forms as forms
from tests.properties.test_laws import Draft, drafts
from tests.writing.test_round_trip import damaged, holes, inferred_cells

EXAMPLES = Path(__file__).parents[2] / "examples"
FORMATS = ("md", "html", "json", "xlsx", "docx")
#: Files of office programs take their time.
some = settings(max_examples=tries(12, least=4))


def there_and_back(budget: Disclosure, ending: str) -> Disclosure:
    with tempfile.TemporaryDirectory() as folder:
        return cnbudget.read(cnbudget.write(budget, Path(folder) / f"预算.{ending}"))


def facts(budget: Disclosure) -> list[tuple[Any, ...]]:
    return [(f.value, f.text, f.state, f.places, f.unit, f.scope) for f in budget.figures]


def assert_same(again: Disclosure, budget: Disclosure) -> None:
    assert again.layout == budget.layout
    assert facts(again) == facts(budget)
    assert again == budget


# The examples ------------------------------------------------------------------------------------


def ledger(year: int) -> Ledger:
    return cnbudget.read_ledger(EXAMPLES / f"qingshan-{year}.csv")


def composed() -> Disclosure:
    """The example of a ledger, with all its prose."""
    reasons = EXAMPLES / "qingshan-2026-reasons.csv"
    return cnbudget.compose(ledger(2026), ledger(2025), reasons=reasons)


def of_2024() -> Disclosure:
    """The same ledger in the form of another year."""
    return cnbudget.publish(ledger(2026), "xinjiang-2024", rounding="additive")


def moved() -> Ledger:
    """A ledger with every flow, as final accounts have them."""
    own, other = FundingSource.GENERAL_OWN, FundingSource.OTHER
    spent = [
        ("2080505", "30108", own, Nature.PERSONNEL, "403355.01"),
        ("2101101", "30110", own, Nature.PERSONNEL, "70550"),
        ("2120899", "30201", own, Nature.OPERATING, "23445.50"),
        ("2120899", "30231", own, Nature.OPERATING, "18000"),
        ("2120899", "30227", own, Nature.PROJECT, "1234567.89"),
        ("2120899", "31002", other, Nature.PROJECT, "65000"),
    ]
    entries = []
    for function, use, source, nature, amount in spent:
        left = Decimal(amount)
        entries.append(Entry(function, use, source=source, nature=nature, amount=left))
        for flow, part in (
            (Flow.OPENING, Decimal(1000)),
            (Flow.CLOSING, Decimal(400)),
            (Flow.INCOME, left - 600),
        ):
            entries.append(
                Entry(function, None, source=source, nature=None, flow=flow, amount=part)
            )
    return Ledger(entries, agency="甲局", year=2025)


def in_form(name: str) -> Disclosure:
    given_ledger = moved()
    if not forms.FLOWS[name]:  # income is what is spent there
        kept = [entry for entry in given_ledger if entry.nature is not None]
        given_ledger = Ledger(kept, agency="甲局", year=2025)
    return cnbudget.publish(given_ledger, name)


def with_missing_cells() -> Disclosure:
    text = cnbudget.to_text(cnbudget.example("akto"))
    lines = text.splitlines()
    rows = [i for i, line in enumerate(lines) if line.startswith("|") and "." in line]
    for i in rows[::7]:
        cells = lines[i].split("|")
        at = next(j for j, cell in enumerate(cells) if "." in cell and cell.strip()[0].isdigit())
        cells[at] = " 缺失 "
        lines[i] = "|".join(cells)
    return cnbudget.read_text("\n".join(lines))


MADE: dict[str, Callable[[], Disclosure]] = {
    "artux": lambda: cnbudget.example("artux"),
    "akto": lambda: cnbudget.example("akto"),
    "qingshan": composed,
    "qingshan in the form of 2024": of_2024,
    "inferred": lambda: inferred_cells()[0],
    "missing": with_missing_cells,
    **{name: lambda name=name: in_form(name) for name in forms.NAMES},  # type: ignore[misc]
}


@cache
def made(name: str) -> Disclosure:
    return MADE[name]()


def test_the_damaged_examples_are_damaged() -> None:
    states = {figure.state for figure in made("inferred").figures}
    assert State.INFERRED in states
    # what was lost is lost or, where the laws leave one value, inferred
    states = {figure.state for figure in made("missing").figures}
    assert states & {State.MISSING, State.INFERRED}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", MADE)
def test_the_examples(name: str, ending: str) -> None:
    assert_same(there_and_back(made(name), ending), made(name))


OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each example as a PDF that LibreOffice printed from Word."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not there")
    folder = tmp_path_factory.mktemp("printed")
    files = [
        str(cnbudget.write(made(name), folder / f"{number}.docx"))
        for number, name in enumerate(MADE)
    ]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(  # noqa: S603
        [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


@pytest.mark.parametrize("name", MADE)
def test_the_examples_printed(name: str, printed: Path) -> None:
    again, budget = cnbudget.read(printed / f"{list(MADE).index(name)}.pdf"), made(name)
    # equal figures; a table's number that stands alone at the top of a page may be taken for a running head
    assert facts(again) == facts(budget)
    assert (again.layout, again.agency, again.year) == (budget.layout, budget.agency, budget.year)


# Any budget --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", FORMATS)
@some
@given(budget=disclosures())
def test_what_was_published(budget: Disclosure, ending: str) -> None:
    event(budget.layout)
    again = there_and_back(budget, ending)
    assert_same(again, budget)
    assert again.problems == ()


@pytest.mark.parametrize(
    "ending", ["html", "xlsx", "docx"]
)  # the others have a property of their own
@pytest.mark.parametrize("name", forms.NAMES)
@some
@given(data=st.data())
def test_what_was_published_in_other_forms(name: str, ending: str, data: st.DataObject) -> None:
    budget = cnbudget.publish(data.draw(forms.ledgers(forms.FLOWS[name])), name)
    if any(figure.state is State.MISSING for figure in budget.figures):
        # no ledger tells these cells; reading fills in those that the laws settle, from every format alike
        budget = there_and_back(budget, "md")
    assert_same(there_and_back(budget, ending), budget)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@some
@given(draft=drafts, lost=holes)
def test_damaged_documents(draft: Draft, lost: list[tuple[int, str]], ending: str) -> None:
    budget = cnbudget.read_text(damaged(draft.publication(), lost).markdown())
    event(f"inferred {any(f.state is State.INFERRED for f in budget.figures)}")
    assert_same(there_and_back(budget, ending), budget)
