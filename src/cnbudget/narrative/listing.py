"""Lists in the narrative (科目包括…, 其中：…): what belongs to what is listed."""

from __future__ import annotations

import attrs

from cnbudget.narrative.claims import Claim
from cnbudget.narrative.statements import SCOPED, Statements
from cnbudget.narrative.subjects import Topic, bare
from cnbudget.narrative.text import Clause
from cnbudget.narrative.vocabulary import LISTS
from cnbudget.scope import EVERYTHING, Scope

_MOST_MEMBERS = 200


class OpenLists(Statements):
    """Statements, and the lists that some of them open."""

    def _lists(self, clause: Clause, text: str) -> None:
        word = next((each for each in LISTS if text.endswith(each)), "")
        if not word or self.here.key not in SCOPED:
            return
        head = text[: -len(word)]
        subject = self._subject(head, "") if head else self.subject
        if subject is None or subject.scope is None:
            return
        claim = self._add(
            "list", subject.label or head, None, clause.at(0), "", scope=subject.scope,
        )  # fmt: skip
        claim.of = self._amount_of(subject)
        claim.complete = not word.startswith("主要")
        self.list = claim

    def _listed(self, subject: Topic, role: str) -> Topic:
        """A member of a list that states amounts is a part of what the list is of."""
        if self.unplaced:
            return attrs.evolve(subject, scope=None)
        if self.list is None or role or self.list.scope is None or subject.scope is None:
            return subject
        met = subject.scope.meet(self.list.scope)
        return subject if met is None else attrs.evolve(subject, scope=met)

    def _members(self, text: str, role: str) -> None:
        if self.list is None or role:
            return
        for name in text.split("、"):
            if name and not name.startswith("其中") and self.list is not None:
                self._member(self.list, name, self._meant(self.list, name))

    def _meant(self, listed: Claim, name: str) -> Scope | None:
        """What the name of a member means."""
        base = listed.scope or EVERYTHING
        if "支出" in listed.subject:
            # 国有资本经营预算支出 is a category, too; among categories it is that
            codes = [code for code in self.context.functions.get(bare(name), ()) if len(code) == 3]
            others = [scope for _, scope in listed.members if scope is not None]
            if len(codes) == 1 and all(scope.function != base.function for scope in others):
                return base.meet(Scope(codes[0]))
        return self.context.subject(name, base, own=self.own, strict=True).scope

    def _member(self, listed: Claim, name: str, scope: Scope | None) -> None:
        if len(listed.members) < _MOST_MEMBERS:
            listed.members += ((name, scope),)
        else:  # no list of a budget is that long
            listed.complete, self.list = False, None
