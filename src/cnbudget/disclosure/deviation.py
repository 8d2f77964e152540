"""How far what is published is from the ledger that it was published from."""

from __future__ import annotations

import attrs

from cnbudget.amounts import Amount
from cnbudget.values import Value


@attrs.frozen(eq=False, repr=False)
class Deviation(Value):
    """How far a publication is from its ledger.

    Attributes:
        rounding: "independent" or "additive".
        largest: The largest difference between a printed figure and its true amount; where tables print several last
            places, of those with the smallest.
        bound: No additive rounding of these amounts has a smaller one; for independent rounding the same as ``largest``.
        place: A last place, the smallest.

    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> budget = cnbudget.publish(example_ledger("akto"), rounding="additive")
    >>> budget.deviation.within_one_place
    True
    """  # noqa: E501

    rounding: str
    largest: Amount
    bound: Amount = attrs.field(kw_only=True)
    place: Amount = attrs.field(kw_only=True)

    @property
    def within_one_place(self) -> bool:
        """Whether every figure is within one last place of its true amount."""
        return self.largest <= self.place
