"""Rows that the text speaks of and that stand elsewhere, or nowhere: under another code, or lacking.

What the text says by the right code finds no row then: that is a consequence, and no fault of the text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from cnbudget.characters import normalised
from cnbudget.checks.findings import Finding
from cnbudget.checks.lacking import Lacking
from cnbudget.checks.misplaced import Wrong
from cnbudget.figures import Figure, RowAddress, State
from cnbudget.values import Visible

if TYPE_CHECKING:
    from cnbudget.narrative import Claim


@attrs.define(eq=False, repr=False)
class Displaced(Visible):
    """Rows under wrong codes, and rows that are lacking.

    Attributes:
        rows: Where the former stand.
        codes: Their right codes, by their names.
    """

    rows: set[RowAddress] = attrs.field(factory=set)
    codes: dict[str, str] = attrs.field(factory=dict)
    _causes: dict[str, tuple[str, tuple[Figure, ...]]] = attrs.field(factory=dict)

    def recoded(self, wrong: Wrong, name: str) -> None:
        """Note a row under a wrong code.

        Args:
            wrong: The row.
            name: The finding that tells it.
        """
        self.rows.add(wrong.row.address)
        self.codes.setdefault(normalised(wrong.row.address.name), wrong.code.digits)
        for code in (wrong.row.code, wrong.code):
            if code is not None:
                self._causes.setdefault(code.digits, (name, wrong.row.figures))

    def lacking(self, row: Lacking, finding: Finding) -> None:
        """Note a row that is lacking.

        Args:
            row: The row.
            finding: What tells it.
        """
        if row.code is not None and not row.parts:
            amounts = (
                each.figure.evolve(value=each.suggestion, state=State.VALUE)
                for each in finding.suspects
            )
            self._causes.setdefault(row.code.digits, (finding.id, tuple(amounts)))

    def cause(self, claim: Claim, codes: Iterable[str]) -> str | None:
        """The finding of a row that has one of some codes and the amount that is stated; None if there is none.

        Args:
            claim: The amount.
            codes: The codes.
        """
        known = [self._causes[code] for code in codes if code in self._causes]
        if not known:
            return None
        from cnbudget.ties.agreement import rounds_to  # tables alone do not need it

        return next((name for name, row in known if any(rounds_to(f, claim) for f in row)), None)
