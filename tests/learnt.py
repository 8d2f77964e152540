"""Forms written from documents: through their files, and compared."""

from __future__ import annotations

import tomllib
from typing import Any

import attrs

from cnbudget import Disclosure, Entry, Flow, Ledger, layout_of
from cnbudget.layouts import Layout, build, toml_of

__all__ = ["for_form", "form_of", "parts_of", "through_its_file"]


def through_its_file(layout: Layout) -> Layout:
    """A layout as it is loaded from the file that it is written to."""
    return build(tomllib.loads(toml_of(layout)), "learnt.toml", base=lambda _: {})


def parts_of(value: Any) -> Any:
    """All that a layout says, in plain values that compare; its notes, which are comments in its file, aside."""
    if attrs.has(type(value)) and type(value).__module__.startswith("cnbudget.layouts"):
        return {
            field.name: parts_of(getattr(value, field.name))
            for field in attrs.fields(type(value))
            if field.init and field.name != "notes"
        }
    return [parts_of(each) for each in value] if isinstance(value, tuple) else value


def for_form(entries: list[Entry], layout: Layout, budget: Disclosure) -> Ledger:
    """A ledger of another agency and year, of the flows that a form knows."""
    if layout.flow is Flow.EXPENDITURE:
        entries = [entry for entry in entries if entry.flow is Flow.EXPENDITURE]
    return Ledger(entries, agency="青山市审计局", year=2027, stage=budget.stage)


def form_of(budget: Disclosure) -> Layout:
    """The form of a document, through its file."""
    return through_its_file(layout_of(budget, "learnt"))
