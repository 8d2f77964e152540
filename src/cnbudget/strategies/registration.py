"""What Hypothesis calls when it is loaded: the strategies of cnbudget's types."""

from __future__ import annotations

from typing import Any

__all__ = ["register"]


def register() -> None:
    """Make ``st.from_type`` know cnbudget's types; nothing is built before it is asked for."""
    from hypothesis import strategies as st

    import cnbudget

    def later(name: str) -> Any:
        def strategy(_: object) -> st.SearchStrategy[Any]:
            from cnbudget import strategies

            made: st.SearchStrategy[Any] = getattr(strategies, name)()
            return made

        return strategy

    for kind, name in (
        (cnbudget.Amount, "amounts"),
        (cnbudget.FunctionCode, "function_codes"),
        (cnbudget.EconomicCode, "economic_codes"),
        (cnbudget.Scope, "scopes"),
        (cnbudget.Figure, "figures"),
        (cnbudget.Entry, "entries"),
        (cnbudget.Ledger, "ledgers"),
        (cnbudget.Disclosure, "disclosures"),
    ):
        st.register_type_strategy(kind, later(name))
