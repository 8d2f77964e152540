"""What Hypothesis calls when it is loaded: the strategies of cnbudget's types, and how it prints their values.

Hypothesis is loaded by many programs that never ask for a budget, so nothing is built or imported here: a class is told
to Hypothesis when its module is imported.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import cnbudget

#: The strategy of each type that Hypothesis could not build right by itself: its module, and its name there.
_STRATEGIES = {
    "Amount": "values.amounts",
    "Ratio": "values.ratios",
    "FunctionCode": "values.function_codes",
    "EconomicCode": "values.economic_codes",
    "GovernmentEconomicCode": "values.government_economic_codes",
    "RevenueCode": "values.revenue_codes",
    "FundingSource": "values.source_sets",
    "Nature": "values.nature_sets",
    "Flow": "values.flow_sets",
    "Procurement": "values.procurement_sets",
    "Reservation": "values.reservation_sets",
    "Scope": "values.scopes",
    "Figure": "values.figures",
    "Interval": "values.intervals",
    "Layout": "values.shipped_layouts",
    "Limits": "values.reading_limits",
    "Rule": "rules.rules",
    "Entry": "ledger.entries",
    "Ledger": "ledger.ledgers",
    "Disclosure": "disclosure.disclosures",
    "Table": "results.tables",
    "Row": "results.rows",
    "Correction": "results.corrections",
    "Law": "results.law_values",
    "Outcome": "results.law_outcomes",
    "Report": "results.reports",
    "Finding": "results.findings",
    "Suspect": "results.suspects",
    "Claim": "results.claims",
    "Comparison": "results.comparisons",
    "Records": "results.figure_records",
    "Deduction": "results.deductions",
    "Reconciliation": "results.reconciliations",
}
#: The public names of each module.
_HOMES = {f"cnbudget.{home}": names for home, names in cnbudget._HOMES.items()}
#: Classes whose fields Hypothesis would write out in full, however long; it prints them as `repr` does.
_SHORT = {
    "amounts": ("Amount", "Ratio"),
    "checks.findings": ("Finding",),
    "checks.messages": ("LawWords",),
    "checks.report": ("Report",),
    "comparison.comparison": ("Comparison",),
    "comparison.former": ("Compared",),
    "codes": ("EconomicCode", "FunctionCode", "GovernmentEconomicCode", "RevenueCode"),
    "corrections": ("Correction",),
    "deduction.deductions": ("Deduction",),
    "disclosure": ("Disclosure",),
    "figures": ("Figure",),
    "frames.recording": ("Records",),
    "invariants": ("Explanation",),
    "invariants.law": ("Law",),
    "layouts.forms": ("Layout",),
    "ledger.entry": ("Entry",),
    "narrative.claims": ("Claim", "Claims"),
    "reconciliation.outcome": ("Reconciliation",),
    "scope": ("Scope",),
    "tables.rows": (
        *("Row", "SummaryRow", "IncomeRow", "ExpenditureRow", "AppropriationRow", "BasicRow"),
        *("ProjectRow", "NaturesRow", "SourcesRow", "CarryOverRow"),
    ),
    "tables.table": ("Side", "Table"),
}


def register() -> None:
    """Make ``st.from_type`` know cnbudget's types, and let failing examples be read."""
    for home in _HOMES:
        if home in sys.modules:
            _tell_all(sys.modules[home])
    sys.meta_path.insert(0, _Door())
    _print_shortly()


class _Door:
    """Finds the modules of public types as Python does, to be told when they have been imported."""

    def find_spec(self, fullname: str, path: Any = None, _: Any = None) -> ModuleSpec | None:
        if fullname not in _HOMES:
            return None
        spec = PathFinder.find_spec(fullname, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Telling(spec.loader)
        return spec


class _Telling(Loader):
    """Loads a module by its own loader, which it leaves in its place."""

    def __init__(self, own: Any) -> None:
        self.own = own

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self.own.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self.own
        if module.__spec__ is not None:
            module.__spec__.loader = self.own
        self.own.exec_module(module)
        _tell_all(module)


def _tell_all(module: ModuleType) -> None:
    for name in _HOMES[module.__name__]:
        if hasattr(module, name):  # not in one that is being imported
            _tell(name, getattr(module, name))


def _tell(name: str, kind: Any) -> None:
    """Tell Hypothesis a public name, if it is that of a type."""
    from hypothesis import strategies as st

    if not isinstance(kind, type):
        return
    if issubclass(kind, Exception):
        st.register_type_strategy(kind, _errors)
    elif name in _STRATEGIES:
        module, _, function = _STRATEGIES[name].partition(".")

        def strategy(_: object) -> st.SearchStrategy[Any]:
            home = import_module(f"cnbudget.strategies.{module}")
            made: st.SearchStrategy[Any] = getattr(home, function)()
            return made

        st.register_type_strategy(kind, strategy)


def _errors(kind: Any) -> Any:
    from hypothesis import strategies as st

    words = st.text(min_size=1)
    return st.builds(
        kind, words, zh=words, where=st.text(), hint=st.text(), value=st.none() | words
    )


def _print_shortly() -> None:
    """How Hypothesis prints our values where it does not print the call that made them."""
    from hypothesis.vendor.pretty import for_type_by_name

    for module, names in _SHORT.items():
        for name in names:
            for_type_by_name(f"cnbudget.{module}", name, _as_repr)
    for_type_by_name("cnbudget.ledger.ledger", "Ledger", _as_ledger)


def _as_repr(value: Any, printer: Any, _: bool) -> None:
    printer.text(repr(value))


def _as_ledger(ledger: Any, printer: Any, _: bool) -> None:
    """A ledger with its entries, a line each: of what was made of a ledger, that is all there is to know."""
    with printer.group(4, "Ledger([", ""):
        for entry in ledger.entries:
            printer.break_()
            printer.text(f"{entry!r},")
    if ledger.entries:
        printer.break_()
    about = [repr(ledger.agency), f"year={ledger.year!r}"]
    if ledger.stage != "预算":
        about.append(f"stage={ledger.stage!r}")
    printer.text(f"], {', '.join(about)})")
