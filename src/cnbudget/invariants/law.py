"""Laws (勾稽关系): what must hold between figures because of their scopes.

Four laws come out of the scopes of a document's figures:

* *agree*: figures of one scope are equal;
* *add-up*: a figure whose scope is partitioned by others is their sum;
* *contain*: a figure is not less than the sum of disjoint ones inside it;
* *balance*: what comes in (opening balances, income, surplus used) is what goes out (expenditure, surplus
  distributed, closing balances). Where income and expenditure share a scope, as in plain budgets, this is the
  first law.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from cnbudget.figures import Figure, State, standing
from cnbudget.messages import tell
from cnbudget.values import Travelling, Value

_MOST_FIGURES = 40  # figures named in words
AGREE, ADD_UP, CONTAIN, BALANCE = "agree", "add-up", "contain", "balance"


@attrs.frozen(eq=False, repr=False)
class Flows(Value):
    """The reason of a balance.

    Attributes:
        left: How many of its figures, the first, come in; the others go out.
    """

    left: int


def left_of(reason: str | Flows) -> int:
    """How many figures of a law stand on its left: those that come in of a balance, else the whole.

    >>> left_of(Flows(2)), left_of("rows")
    (2, 1)
    """
    return reason.left if isinstance(reason, Flows) else 1


@attrs.frozen(repr=False)
class Law(Travelling):
    """One law over the figures of a document.

    Two laws are equal if they say the same of figures that say the same in the same rows and columns.

    Attributes:
        kind: "agree", "add-up", "contain" or "balance".
        figures: All figures in it. Of add-up and contain, the first is the whole; of a balance those that come
            in stand before those that go out.
        reason: What makes the parts parts: "rows" (the codes below a code, the rows of a total),
            "columns" (the columns of a row), "scopes" (across tables), "flows" (of a balance) or "stated" (in
            the text).
        left: How many figures stand on the left: those that come in of a balance, else 1.

    >>> import cnbudget
    >>> law = cnbudget.laws(cnbudget.example("artux"))[0]
    >>> law.kind, len(law.figures), law.whole == law.figures[0]
    ('add-up', 31, True)
    """

    kind: str
    figures: tuple[Figure, ...] = attrs.field(eq=standing)
    reason: str = attrs.field(default="scopes", kw_only=True)
    left: int = attrs.field(default=1, kw_only=True)

    @property
    def whole(self) -> Figure:
        """The figure that the others make up, or the first of those that agree or balance."""
        return self.figures[0]

    @property
    def parts(self) -> tuple[Figure, ...]:
        """The others; of a balance those that go out."""
        return self.figures[self.left :]

    def words(self, lang: str = "zh") -> str:
        """The law in words.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> print([law for law in cnbudget.laws(budget) if law.kind == "contain"][0].words("en"))
        ... # doctest: +ELLIPSIS
        table 3 (expenditure), line ... is not less than table 5 (general budget), line ...
        """
        agree = self.kind == AGREE  # a blank that agrees is told like any other
        told = [figure for figure in self.parts if agree or figure.state is not State.BLANK]
        names = [figure.where(lang) for figure in (self.whole, *told[:_MOST_FIGURES])]
        if len(told) < len(self.parts):
            names.append(tell(lang, "laws.blank_cells", count=len(self.parts) - len(told)))
        if len(told) > _MOST_FIGURES:
            names.append(tell(lang, "laws.more_figures", count=len(told) - _MOST_FIGURES))
        if agree:
            scope = self.whole.scope
            equal = " = ".join(names)
            if scope is None:
                return equal
            return tell(lang, "laws.one_scope", scope=scope, figures=equal)
        parts = " + ".join(names[1:])
        if self.kind == BALANCE:
            whole = " + ".join(figure.where(lang) for figure in self.figures[: self.left])
            return f"{whole} = {parts}"
        if self.kind == CONTAIN:
            return tell(lang, "laws.law_not_less", whole=names[0], parts=parts)
        return f"{names[0]} = {parts}"

    def __repr__(self) -> str:
        return f"<Law {self.kind}: {self.words('en')}>"


def law_among(
    figures: Sequence[Figure], kind: str, indices: Sequence[int], reason: str | Flows
) -> Law:
    """A law as a value, from the numbers of its figures."""
    return Law(
        kind,
        tuple([figures[i] for i in indices]),
        reason="flows" if isinstance(reason, Flows) else reason,
        left=left_of(reason),
    )
