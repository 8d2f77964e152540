"""cnbudget: the published budgets of Chinese government departments (部门预算公开).

What you do are functions of the package: `read`, `read_text`, `check`, `annotate`, `laws`, `example`. What you get are
plain values with properties: a `Disclosure` with its tables, a `Report` with its findings.

    >>> import cnbudget
    >>> budget = cnbudget.example("artux")
    >>> cnbudget.check(budget).ok
    True

Names are loaded when they are first used, so importing the package is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnbudget._version import __version__

if TYPE_CHECKING:
    from cnbudget.amounts import Amount, Ratio, Unit
    from cnbudget.annotating import annotate
    from cnbudget.batch import check_files, read_many
    from cnbudget.checks import Finding, Report, Suspect
    from cnbudget.checks.check import check
    from cnbudget.checks.units import check_all
    from cnbudget.codes import EconomicCode, FunctionCode, GovernmentEconomicCode, RevenueCode
    from cnbudget.comparison import Comparison
    from cnbudget.comparison.comparing import compare
    from cnbudget.composing import compose
    from cnbudget.datasets import write_dataset
    from cnbudget.deduction import Deduction, deduce
    from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement, Reservation
    from cnbudget.disclosure import Correction, Disclosure
    from cnbudget.errors import (
        AnnotationError,
        CnbudgetError,
        CodeError,
        ComparisonError,
        LayoutError,
        LedgerError,
        MissingExtraError,
        MoneyError,
        NotInBudgetError,
        ScopeError,
        UnknownNameError,
        UnreadableError,
        UnwritableError,
    )
    from cnbudget.examples import example
    from cnbudget.figures import Figure, Interval, State
    from cnbudget.frames import Records, records
    from cnbudget.invariants import Law, Outcome, Verdict, laws, outcomes
    from cnbudget.language import set_language
    from cnbudget.layouts import Layout
    from cnbudget.learning import layout_of
    from cnbudget.ledger import Entry, Ledger, consolidate, read_ledger, save_ledger
    from cnbudget.limits import Limits
    from cnbudget.narrative import Claim
    from cnbudget.publishing import publish
    from cnbudget.reading import read, read_all, read_text
    from cnbudget.reconciliation import Reconciliation
    from cnbudget.reconciliation.reconcile import reconcile
    from cnbudget.rules import Rule, holds, laws_of
    from cnbudget.scope import Scope
    from cnbudget.tables import Row, Table
    from cnbudget.units import units_of
    from cnbudget.writing import to_text, write

_HOMES = {
    "amounts": ("Amount", "Ratio", "Unit"),
    "annotating": ("annotate",),
    "batch": ("check_files", "read_many"),
    "checks": ("Finding", "Report", "Suspect", "check"),
    "checks.units": ("check_all",),
    "codes": ("EconomicCode", "FunctionCode", "GovernmentEconomicCode", "RevenueCode"),
    "comparison": ("Comparison", "compare"),
    "composing": ("compose",),
    "dimensions": ("Flow", "FundingSource", "Nature", "Procurement", "Reservation"),
    "datasets": ("write_dataset",),
    "deduction": ("Deduction", "deduce"),
    "disclosure": ("Correction", "Disclosure"),
    "errors": (
        "AnnotationError",
        "CnbudgetError",
        "CodeError",
        "ComparisonError",
        "LayoutError",
        "LedgerError",
        "MissingExtraError",
        "MoneyError",
        "NotInBudgetError",
        "ScopeError",
        "UnknownNameError",
        "UnreadableError",
        "UnwritableError",
    ),
    "examples": ("example",),
    "figures": ("Figure", "Interval", "State"),
    "frames": ("Records", "records"),
    "invariants": ("Law", "Outcome", "Verdict", "laws", "outcomes"),
    "language": ("set_language",),
    "layouts": ("Layout",),
    "learning": ("layout_of",),
    "limits": ("Limits",),
    "narrative": ("Claim",),
    "ledger": ("Entry", "Ledger", "consolidate", "read_ledger", "save_ledger"),
    "publishing": ("publish",),
    "reconciliation": ("Reconciliation", "reconcile"),
    "reading": ("read", "read_all", "read_text"),
    "rules": ("Rule", "holds", "laws_of"),
    "scope": ("Scope",),
    "tables": ("Row", "Table"),
    "units": ("units_of",),
    "writing": ("to_text", "write"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Amount",
    "AnnotationError",
    "Claim",
    "CnbudgetError",
    "CodeError",
    "Comparison",
    "ComparisonError",
    "Correction",
    "Deduction",
    "Disclosure",
    "EconomicCode",
    "Entry",
    "Figure",
    "Finding",
    "Flow",
    "FunctionCode",
    "FundingSource",
    "GovernmentEconomicCode",
    "Interval",
    "Law",
    "Layout",
    "LayoutError",
    "Ledger",
    "LedgerError",
    "Limits",
    "MissingExtraError",
    "MoneyError",
    "Nature",
    "NotInBudgetError",
    "Outcome",
    "Procurement",
    "Ratio",
    "Reconciliation",
    "Records",
    "Report",
    "Reservation",
    "RevenueCode",
    "Row",
    "Rule",
    "Scope",
    "ScopeError",
    "State",
    "Suspect",
    "Table",
    "Unit",
    "UnknownNameError",
    "UnreadableError",
    "UnwritableError",
    "Verdict",
    "__version__",
    "annotate",
    "check",
    "check_all",
    "check_files",
    "compare",
    "compose",
    "consolidate",
    "deduce",
    "example",
    "holds",
    "laws",
    "laws_of",
    "layout_of",
    "outcomes",
    "publish",
    "read",
    "read_all",
    "read_ledger",
    "read_many",
    "read_text",
    "reconcile",
    "records",
    "save_ledger",
    "set_language",
    "to_text",
    "units_of",
    "write",
    "write_dataset",
]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'cnbudget' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"cnbudget.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
