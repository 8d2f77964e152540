"""What reconciling a document came to, with its evidence: the values alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar

import attrs

from cnbudget.checks.findings import Finding, NotChecked
from cnbudget.checks.own import OwnRule
from cnbudget.deduction import FigureSystem, Stated
from cnbudget.disclosure import Correction, Disclosure
from cnbudget.ledger import Ledger
from cnbudget.likeness import Valued
from cnbudget.reconciliation.conflicts import Conflict
from cnbudget.reconciliation.localisation import Localisation
from cnbudget.reconciliation.obstacle import Obstacle
from cnbudget.rules import Rule


class Status(StrEnum):
    """How it came out.

    >>> import cnbudget
    >>> cnbudget.reconcile(cnbudget.example("akto")).status is not Status.UNDECIDED
    True
    """

    CONSISTENT = "consistent"
    """A ledger was found that publishes as the printed tables."""
    UNWITNESSED = "unwitnessed"
    """Amounts exist for all published scopes at once, but no ledger of entries was found that publishes so."""
    INCONSISTENT = "inconsistent"
    """No amounts exist."""
    UNDECIDED = "undecided"
    """The steps or the time were used up first."""


@attrs.frozen(eq=False, repr=False)
class Answer(Valued):
    """Whether one ledger explains all printed figures of a budget: `Reconciliation` without its words.

    What each field is stands with `cnbudget.reconciliation.outcome.Reconciliation`.
    """

    _TOLD: ClassVar[tuple[str, ...]] = (
        "status",
        "told",
    )

    disclosure: Disclosure
    status: Status
    witness: Ledger | None = attrs.field(default=None, kw_only=True)
    why: tuple[str, str] = attrs.field(default=("", ""), kw_only=True)
    amounts: Mapping[str, Fraction] = attrs.field(factory=dict, kw_only=True)
    told: int = attrs.field(default=0, kw_only=True)
    zeros: int = attrs.field(default=0, kw_only=True)
    obstacle: Obstacle | None = attrs.field(default=None, kw_only=True)
    conflicts: tuple[Conflict, ...] = attrs.field(default=(), kw_only=True)
    localisation: Localisation | None = attrs.field(default=None, kw_only=True)
    tables: tuple[Correction, ...] = attrs.field(default=(), kw_only=True)
    framed: FigureSystem | None = attrs.field(default=None, kw_only=True)
    stated: Stated | None = attrs.field(default=None, kw_only=True)
    likeliest: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    rules: tuple[OwnRule, ...] = attrs.field(default=(), kw_only=True)
    not_held: tuple[NotChecked, ...] = attrs.field(default=(), kw_only=True)

    @property
    def rows(self) -> tuple[Rule, ...]:
        """Its rules that are rows, and no functions."""
        return tuple(each for each in self.rules if isinstance(each, Rule))

    @property
    def consistent(self) -> bool | None:
        """Whether amounts exist for all published scopes at once; None if that was not decided."""
        if self.status is Status.UNDECIDED:
            return None
        return self.status is not Status.INCONSISTENT

    @property
    def partial(self) -> bool:
        """Whether the steps or the time were used up before something was decided or proven."""
        if self.status is Status.UNDECIDED:
            return True
        return self.localisation is not None and self.localisation.partial

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """All corrections that a slip would explain; see `cnbudget.Disclosure.corrected`."""
        if self.localisation is None:
            return self.tables
        return tuple(c for each in self.localisation.sets for c in each.corrections)

    @property
    def offered(self) -> Correction | None:
        """The one correction that can be offered alone; None if there is none, or several compete."""
        if self.localisation is None:
            return self.tables[0] if len(self.tables) == 1 else None
        if self.localisation.partial or self.localisation.ambiguous:
            return None
        return self.localisation.sets[0].offered
