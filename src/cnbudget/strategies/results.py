"""Strategies for what cnbudget's functions give, of budgets right and broken: tables, laws, reports, findings."""

from __future__ import annotations

from hypothesis import assume
from hypothesis import strategies as st

from cnbudget.checks import Finding, Report, Suspect
from cnbudget.checks.check import check
from cnbudget.comparison import Comparison, compare
from cnbudget.composing import compose
from cnbudget.corrections import Correction
from cnbudget.deduction import Deduction, deduce
from cnbudget.disclosure import Disclosure
from cnbudget.frames import Records, records
from cnbudget.invariants import Law, Outcome, laws, outcomes
from cnbudget.narrative import Claim
from cnbudget.publishing import publish
from cnbudget.reconciliation import Reconciliation
from cnbudget.reconciliation.reconcile import reconcile
from cnbudget.strategies.disclosure import corrupted, disclosures
from cnbudget.strategies.ledger import ledgers
from cnbudget.strategies.values import YEAR
from cnbudget.tables import Row, Table

_FEW = 3  # entries of budgets that are reconciled


def _broken() -> st.SearchStrategy[Disclosure]:
    return corrupted().map(lambda broken: broken.disclosure)


def tables() -> st.SearchStrategy[Table[Row]]:
    """Tables of published budgets."""
    return disclosures().flatmap(lambda budget: st.sampled_from(budget.tables))


def rows() -> st.SearchStrategy[Row]:
    """Rows of published budgets."""
    return tables().filter(len).flatmap(lambda table: st.sampled_from(table.rows))


def law_values() -> st.SearchStrategy[Law]:
    """Laws between the figures of published budgets."""
    return disclosures().map(laws).filter(len).flatmap(st.sampled_from)


def law_outcomes() -> st.SearchStrategy[Outcome]:
    """How laws came out in budgets that were published, or broken after that."""
    either = disclosures() | _broken()
    return either.map(outcomes).filter(len).flatmap(st.sampled_from)


def reports() -> st.SearchStrategy[Report]:
    """Reports on budgets that were published, or broken after that."""
    return (disclosures() | _broken()).map(check)


def findings() -> st.SearchStrategy[Finding]:
    """What checks find in broken budgets."""
    found = _broken().map(lambda budget: check(budget).findings)
    return found.filter(len).flatmap(st.sampled_from)


def suspects() -> st.SearchStrategy[Suspect]:
    """The figures that checks suspect in broken budgets."""
    found = findings().map(lambda finding: finding.suspects)
    return found.filter(len).flatmap(st.sampled_from)


def corrections() -> st.SearchStrategy[Correction]:
    """Corrections that put back what was broken."""
    return corrupted().map(
        lambda broken: Correction(
            "given",
            tuple(zip(broken.after, broken.before, strict=True)),
            zh="还原",
            en="put back",
        )
    )


def claims() -> st.SearchStrategy[Claim]:
    """What the narratives of published budgets assert."""
    found = disclosures().map(lambda budget: tuple(compose(budget).claims))
    return found.filter(len).flatmap(st.sampled_from)


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Comparisons of a budget, with its text, and last year's."""
    last = publish(draw(ledgers(year=YEAR - 1)))
    this = publish(draw(ledgers()))
    return compare(last, compose(this, last))


def figure_records() -> st.SearchStrategy[Records]:
    """Budgets as records, a row for each figure."""
    return disclosures().map(records)


@st.composite
def deductions(draw: st.DrawFn) -> Deduction:
    """What the other figures of a published budget leave possible for one."""
    budget = draw(disclosures())
    tied = {figure.address: figure for law in laws(budget) for figure in law.figures}
    assume(tied)
    figure = draw(st.sampled_from(list(tied.values())))
    return deduce(budget, [figure])[0]


def reconciliations() -> st.SearchStrategy[Reconciliation]:
    """Reconciliations of small budgets, published or broken."""
    small = disclosures(ledgers(max_entries=_FEW))
    either = small | corrupted(small).map(lambda broken: broken.disclosure)
    return either.map(lambda budget: reconcile(budget, time_limit=None))
