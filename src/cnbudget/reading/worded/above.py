"""The rows that a row stands under, by the ordinals (一、 （一） 1.) before their names."""

from __future__ import annotations

import attrs

from cnbudget.dimensions import Flow
from cnbudget.forms import Meaning
from cnbudget.reading.worded.running import counts, inherited
from cnbudget.words import plain

#: What `ordinal_level` says of a label without an ordinal.
NO_ORDINAL = 9


class RowsAbove:
    """The rows with ordinals that a row stands under, from the top.

    Args:
        running: Whether the table is one of running costs, whose rows also count.
    """

    def __init__(self, *, running: bool) -> None:
        self._running = running
        self._rows: list[tuple[int, Meaning, str]] = []

    def __bool__(self) -> bool:
        return bool(self._rows)

    def clear(self) -> None:
        """Begin anew: what comes stands under none of them."""
        self._rows = []

    def counts(self, text: str, level: int) -> bool:
        """Whether a row counts cars or guests, or stands under one that does."""
        self._rows = [each for each in self._rows if each[0] < level]
        if counts(text) or (self._rows and self._rows[-1][1].measure):
            if level != NO_ORDINAL:
                self._rows.append((level, Meaning(measure=True), text))
            return True
        return False

    def labels(self, text: str) -> tuple[str, ...]:
        """The labels of the rows above that a row stands under."""
        over = tuple(each[2] for each in self._rows)
        return over[:-1] if over and over[-1] == text else over

    def said(self, said: Meaning, level: int, text: str) -> Meaning:
        """What a row says with the rows that its ordinal puts it under."""
        # 其中：本年拨款 under 一般公共预算拨款收入 is this year's of that money
        part = bool(self._rows) and level == NO_ORDINAL and plain(text).startswith("其中")
        if said.flow in (Flow.IN, Flow.OUT) or (
            said.vintage == "CURRENT" and said.source is None and level == NO_ORDINAL and not part
        ):
            self._rows = []
            return said
        if part:
            over = self._rows[-1][1].source  # 其中：财政拨款 under 一般公共预算
            if over is not None and said.source is not None and over & said.source:
                said = attrs.evolve(said, source=over & said.source)
            elif over is not None and said.source is not None:
                # 其中：财政专户管理资金收入 under 事业收入, which is not the kind of money of that name
                said = attrs.evolve(said, source=None, open=(text,), some=True)
        if level != NO_ORDINAL:
            above = self._rows = [each for each in self._rows if each[0] < level]
        elif not part and (
            said.vintage is not None
            or said.flow in (Flow.CLOSING, Flow.SURPLUS_USED, Flow.EXPENDITURE)
        ):
            above = self._rows = []
        else:
            above = self._rows
        changes: dict[str, object] = {}
        for _, other, _ in above:
            if (
                other.source is not None
                and said.source is not None
                and not other.source & said.source
            ):
                continue
            for dimension in ("vintage", "nature", "flow"):
                if getattr(said, dimension) is None and getattr(other, dimension) is not None:
                    changes[dimension] = getattr(other, dimension)
            if said.source is None and other.source is not None:
                changes["source"] = other.source
        made = attrs.evolve(said, **changes)  # type: ignore[arg-type]
        if self._running and above:
            made = inherited(made, above[-1][1])
        if level != NO_ORDINAL:
            self._rows = [*self._rows, (level, made, text)]
        elif said.vintage is not None and not part:
            self._rows = [(0, made, text)]
        return made
