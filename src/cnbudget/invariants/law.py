"""Laws (勾稽关系): what must hold between figures because of their scopes.

Three laws come out of the scopes of a plain budget's figures (a fourth, *balance*, is the first of them where
income and expenditure share a scope):

* *agree*: figures of one scope are equal;
* *add-up*: a figure whose scope is partitioned by others is their sum;
* *contain*: a figure is not less than the sum of disjoint ones inside it.
"""

from __future__ import annotations

import attrs

from cnbudget.figures import Figure, State

__all__ = ["ADD_UP", "AGREE", "BALANCE", "CONTAIN", "Law"]

_SHOWN = 40  # figures named in words
AGREE, ADD_UP, CONTAIN, BALANCE = "agree", "add-up", "contain", "balance"


@attrs.frozen(repr=False, eq=False)
class Law:
    """One law over the figures of a document.

    Attributes:
        kind: "agree", "add-up", "contain" or "balance".
        figures: All figures in it. Of add-up and contain, the first is the whole.
        reason: What makes the parts parts: "rows" (the codes below a code, the rows of a total),
            "columns" (the columns of a row), "scopes" (across tables) or "stated" (in the text).
    """

    kind: str
    figures: tuple[Figure, ...]
    reason: str = attrs.field(default="scopes", kw_only=True)

    @property
    def whole(self) -> Figure:
        """The figure that the others make up, or the first of those that agree."""
        return self.figures[0]

    @property
    def parts(self) -> tuple[Figure, ...]:
        """The others."""
        return self.figures[1:]

    def words(self, lang: str = "zh") -> str:
        """The law in words.

        >>> import cnbudget
        >>> budget = cnbudget.example("artux")
        >>> print([law for law in cnbudget.laws(budget) if law.kind == "contain"][0].words("en"))
        ... # doctest: +ELLIPSIS
        table 3, ... is not less than table 5, ...
        """
        zh = lang == "zh"
        printed = [figure for figure in self.parts if figure.state is not State.BLANK]
        names = [figure.where(lang) for figure in (self.whole, *printed[:_SHOWN])]
        if len(printed) < len(self.parts) and self.kind != AGREE:
            rest = len(self.parts) - len(printed)
            names.append(f"其余 {rest} 格（空）" if zh else f"{rest} blank cells")
        elif self.kind == AGREE:
            names = [figure.where(lang) for figure in self.figures[: _SHOWN + 1]]
        if len(printed) > _SHOWN:
            names.append(
                f"另 {len(printed) - _SHOWN} 个数" if zh else f"{len(printed) - _SHOWN} more"
            )
        if self.kind == AGREE:
            scope = self.whole.scope
            joined = " = ".join(names)
            if scope is None:
                return joined
            words = scope.words(lang)
            return f"口径相同（{words}）：{joined}" if zh else f"one scope ({words}): {joined}"
        parts = " + ".join(names[1:])
        if self.kind == CONTAIN:
            return f"{names[0]} ≥ {parts}" if zh else f"{names[0]} is not less than {parts}"
        return f"{names[0]} = {parts}"

    def __repr__(self) -> str:
        return f"<Law {self.kind}: {self.words('en')}>"
