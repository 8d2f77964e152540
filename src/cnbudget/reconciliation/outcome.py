"""What reconciling a document came to, in words, as JSON, and verified once more."""

from __future__ import annotations

from typing import Any

import attrs

from cnbudget.checks.own import name_of
from cnbudget.deduction import Weights
from cnbudget.figures import State
from cnbudget.language import language
from cnbudget.layouts import Layout
from cnbudget.ledger import Ledger
from cnbudget.messages import Message, Said, few, joined, say, tell
from cnbudget.reconciliation.answer import Answer, Status
from cnbudget.short_names import clamped

__all__ = ["Reconciliation", "Status"]

_MOST_CONFLICTS = 3
_MOST_LIKELY = 3
_LONGEST = 400  # characters of a line, unless all is asked for


WORDS: dict[Status, Message] = {
    Status.CONSISTENT: say("reconciliation.consistent"),
    Status.UNWITNESSED: say("reconciliation.unwitnessed"),
    Status.INCONSISTENT: say("reconciliation.inconsistent"),
    Status.UNDECIDED: say("reconciliation.undecided"),
}
NO_LEDGER = say("reconciliation.no_ledger")


@attrs.frozen(eq=False, repr=False)
class Reconciliation(Answer):
    """Whether one ledger explains all printed figures of a budget, and what follows.

    Attributes:
        disclosure: The budget.
        status: How it came out.
        witness: If consistent: a ledger in whole 分 that publishes as the printed tables.
        why: If there is no witness, why, in Chinese and English.
        amounts: If there is no witness, but consistent: amounts, in 元, by the cells of the system.
        told: If there is a witness, how many printed figures it publishes as: all but those of other years or stages.
        zeros: In how many cells that print a zero nothing of the witness stands, so that it publishes them blank.
        obstacle: If it is proven that there is no witness, though amounts exist: what makes it so.
        conflicts: If inconsistent: figures that cannot all be right; the first has the fewest.
        localisation: If inconsistent: the lightest sets of figures whose change would do.
        tables: If inconsistent: whole tables whose unit must be another, instead of a localisation.
        framed: The system that the figures and laws were made into; None where a witness settled it.
        stated: The numbers outside the tables: which of them were decided over, and which were not and why; None if
            they were not asked for.
        likeliest: If inconsistent: what `cnbudget.check` finds violated and no consequence, the gravest first; the
            sets of the localisation that have its first suspects stand first. It is no evidence.
        rules: The rules of your own that it was asked for with.
        not_held: Those of them that were not, or not everywhere, decided over, and why.

    >>> import cnbudget
    >>> found = cnbudget.reconcile(cnbudget.example("akto"))
    >>> found.consistent, found.status.value, found.text("en").splitlines()[0]
    (True, 'consistent', '阿克陶县医疗保障局 2024 (预算)')
    >>> found.to_dict()["status"], found.to_json()[:1]
    ('consistent', '{')
    >>> found.verify()
    """

    def verify(
        self,
        *,
        weights: Weights | None = None,
        layout: Layout | None = None,
        time_limit: float | None = None,
        steps: int | None = None,
    ) -> None:
        """Verify everything once more: publish the witness, substitute the evidence, work out again what follows.

        Args:
            weights: Those that were given to `cnbudget.reconcile`, if any were.
            layout: The form that was given to it, if one was.
            time_limit: Seconds after which to give up; None for no limit.
            steps: Steps of work after which to give up; None for no limit.

        Raises:
            EvidenceError: Something does not hold, was tampered with, or was not verified in time.
        """
        from cnbudget.reconciliation.evidence import verify

        verify(self, weights=weights, layout=layout, time_limit=time_limit, steps=steps)

    def text(self, lang: str | None = None, *, details: bool = False) -> str:
        """In lines of text: a screen of it.

        Args:
            lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.
            details: Whether every contradiction is told, in all its length, and every way to mend them.
        """
        lang = language(lang)
        about = self.disclosure
        status = WORDS[self.status] if self.obstacle is None else NO_LEDGER
        lines = [
            tell(
                lang,
                "reconciliation.title",
                agency=about.agency,
                year=about.year,
                stage=about.stage,
            ),
            status.text(lang),
        ]
        if not any(figure.text for figure in about.figures):
            lines.append(tell(lang, "reconciliation.nothing_printed"))
        elif self.witness is not None:
            lines += self._witness(self.witness, lang)
        elif self.status is not Status.CONSISTENT and self.obstacle is None and any(self.why):
            lines.append(Said(*self.why).text(lang))
        lines.append(self._outside(lang))
        lines += self._own(lang)
        if self.obstacle is not None:
            lines += ["", tell(lang, "reconciliation.why"), "  " + self.obstacle.text(lang)]
        lines += self._contradictions(lang, details=details)
        lines += self._likely(lang, details=details)
        if self.tables:
            lines += ["", tell(lang, "reconciliation.what_mends")]
            lines += [f"  {each.text(lang)}" for each in self.tables]
        if self.localisation is not None:
            lines += ["", tell(lang, "reconciliation.what_mends")]
            told = self.localisation.text(lang, details=details)
            lines += [
                "  " + (line if details else clamped(line, _LONGEST)) for line in told.split("\n")
            ]
        return "\n".join(lines)

    def _own(self, lang: str) -> list[str]:
        """The rules that it was asked for with, and those that were not decided over."""
        if not self.rules:
            return []
        names = few(tuple(Said(name, name) for name in map(name_of, self.rules)))
        told = tell(lang, "rules.used", count=len(self.rules), names=names)
        not_held = [
            tell(lang, "reconciliation.rule_not_held", rule=each.about, why=each.reason)
            for each in self.not_held
        ]
        return [told, *not_held]

    def _contradictions(self, lang: str, *, details: bool) -> list[str]:
        """Figures that cannot all be right; unless all is asked for the first few."""
        lines: list[str] = []
        shown = self.conflicts if details else self.conflicts[:_MOST_CONFLICTS]
        for number, conflict in enumerate(shown, 1):
            lines += ["", tell(lang, "reconciliation.contradiction", number=number)]
            told = conflict.text(lang)
            lines.append("  " + (told if details else clamped(told, _LONGEST)))
            if conflict.smallest and len(self.conflicts) == 1:
                lines.append("  " + tell(lang, "reconciliation.no_fewer"))
        if len(shown) < len(self.conflicts):
            rest = len(self.conflicts) - len(shown)
            lines += ["", tell(lang, "reconciliation.more_contradictions", count=rest)]
        return lines

    def _likely(self, lang: str, *, details: bool) -> list[str]:
        """What a check calls wrong; unless all is asked for the first few."""
        if not self.likeliest:
            return []
        told = [each.message(lang) for each in self.likeliest]
        shown = told if details else [clamped(each, _LONGEST) for each in told[:_MOST_LIKELY]]
        lines = ["", tell(lang, "reconciliation.likeliest"), *(f"  {each}" for each in shown)]
        if len(shown) < len(told):
            lines.append("  " + tell(lang, "repairs.more", count=len(told) - len(shown)))
        return lines

    def _witness(self, witness: Ledger, lang: str) -> list[str]:
        """What the ledger that was found publishes as."""
        total, told = witness.total().yuan, self.told
        lines = [
            tell(lang, "reconciliation.witness", count=len(witness), total=total, told=told),
        ]
        if self.zeros:
            lines.append(tell(lang, "reconciliation.zeros", count=self.zeros))
        rest = sum(figure.state is State.VALUE for figure in self.disclosure.figures) - told
        if rest > 0:
            lines.append(tell(lang, "reconciliation.not_of_witness", count=rest))
        return lines

    def _outside(self, lang: str) -> str:
        """How many numbers outside the tables were decided over, and why others were not."""
        stated = self.stated
        if stated is None:
            return tell(lang, "reconciliation.outside_not_asked")
        taken, left = len(stated.taken), len(stated.left_out)
        if self.status is Status.UNDECIDED:
            line = tell(lang, "reconciliation.outside_to_decide", count=taken)
        else:
            line = tell(lang, "reconciliation.outside_decided", count=taken)
        if left:
            reasons = [f"{times} {why.text(lang)}" for why, times in stated.reasons.most_common()]
            why = joined(lang, reasons, ";")
            line += tell(lang, "reconciliation.outside_left_out", count=left, reasons=why)
        if stated.unread:
            line += tell(lang, "reconciliation.outside_unread", count=stated.unread)
        return line

    def to_dict(self) -> dict[str, Any]:
        """As plain data for JSON; amounts are strings."""
        from cnbudget.reconciliation.contract import reconciliation_dict

        return reconciliation_dict(self)

    def to_json(self, *, indent: int | None = None) -> str:
        """As JSON text."""
        import json

        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        about = self.disclosure
        return f"<Reconciliation {about.agency} {about.year}: {WORDS[self.status].en.split(':')[0].split(';')[0]}>"

    def _repr_html_(self) -> str:
        from cnbudget.notebooks import as_html

        told = as_html(self.text(), (), ())
        return told if self.witness is None else told + self.witness._repr_html_()
