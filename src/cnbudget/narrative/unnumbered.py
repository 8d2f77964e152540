"""What is said of a subject in words alone: 与上年持平, 未安排, 决算数大于预算数, and the members of lists."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.dimensions import FundingSource
from cnbudget.expressions import expression
from cnbudget.narrative.known import levels_of
from cnbudget.narrative.listing import OpenLists
from cnbudget.narrative.statements import AGAINST
from cnbudget.narrative.subjects import Topic
from cnbudget.narrative.text import Clause
from cnbudget.narrative.vocabulary import LEVEL_WORDS, MARKS, NOTHING
from cnbudget.numerals import YEAR
from cnbudget.scope import EVERYTHING

#: Words that compare what was spent with what was planned, with the sign of the difference.
COMPARED_BY = {"小于": -1, "大于": 1, "等于": 0, "低于": -1, "高于": 1}
#: What was spent, compared with what was planned; 决算数与预算数存在差异 says not which is more.
COMPARED = expression(
    "决算数?(?:(小于|大于|等于|低于|高于)(?:年初)?预算数?"
    "|[与同](?:年初)?预算数?(?:基本|保持)?(?:持平|一致|相等|相同))"
)
_CUT = expression(r"和|及|、|以及")


class Unnumbered(OpenLists):
    """Statements without numbers, and the lists that some open."""

    def _wordy(self, clause: Clause, offset: int, text: str, role: str) -> None:
        if not text or role == "aside":
            return
        at = clause.at(offset)
        if role == "" and text.endswith(MARKS):
            self.subject = self.context.subject(text, self.base, above=self.above)
            self.above = levels_of(text) if text.endswith("类)") else self.above
            self.amount = self.change = None
            return
        against = AGAINST.search(text)
        level = ""
        if text.endswith(LEVEL_WORDS):
            level = next(word for word in LEVEL_WORDS if text.endswith(word))
        compared = COMPARED.search(text)
        if compared is not None and role in ("", "reason"):
            self._comparison(compared, text, at, role)
            return
        if level and role == "" and (against is not None or self.against is not None):
            subject = self._compared(text[: -len(level)], role)
            if not self._of_whole(subject):
                self.unchanged = 0
            claim = self._add(
                "level", subject.label, None, at, role, scope=subject.scope,
                item=subject.item, against=self.against or (self._last(), self.context.stage),
            )  # fmt: skip
            claim.value, claim.unit, claim.text = Decimal(0), None, level
            claim.of = self._amount_of(subject)
            claim.whole = self._whole(subject.scope)
            self.against = None
            return
        if against is not None and against.end() == len(text):
            named = self._compared(text, role)  # "与2023年度相比，": what follows is from then
            if role == "" and named is not self.subject and against.start():
                self.subject, self.amount = named, self._amount_of(named)  # 收入总计与上年相比，
                self.change = None
            return
        if self._nothing(text, at, role):
            return
        if role == "" and text.endswith("中") and len(text) > 2:
            among = self._subject(text[:-1], role)
            if among is not None and among.scope is not None:
                found = self._amount_of(among, anywhere=True)
                if found is not None:
                    self._split(found)
            return
        self._members(text, role)

    def _comparison(self, found: re.Match[str], text: str, at: int, role: str) -> None:
        head = text[: found.start()].removesuffix("支出")
        subject = self.subject
        if head:
            named = self._subject(head, "")
            if named is not None and named.scope is not None:
                subject = named
        if subject is None:
            return
        claim = self._add(
            "comparison", subject.label, None, at, role, scope=subject.scope, item=subject.item,
            sign=COMPARED_BY.get(found[1], 0),
        )  # fmt: skip
        claim.text = found[0]
        claim.of = self._amount_of(subject)

    def _nothing(self, text: str, at: int, role: str) -> bool:
        """Say what there is none of: 未安排, 没有使用…安排的支出, 无…."""
        for word in NOTHING:
            position = text.find(word)
            if position < 0:
                continue
            head, tail = text[:position], text[position + len(word) :]
            if word == "无" and (head[-1:] in ("有", "并") or (head and not self._opens(head))):
                continue
            years = {int(year) for year in YEAR.findall(head)}
            if (years and self.context.year not in years) or head.endswith(
                ("上年", "去年", "上年度")
            ):
                return False  # it says what there was none of in another year
            what = tail or head
            if tail.endswith(("的支出", "的预算", "的收入")):
                what = tail[:-3]
            names = [part for part in _CUT.split(what) if part]
            subjects = [
                self.context.subject(name, self.base, own=self.own, strict=role != "")
                for name in names[:12]
            ]
            plain = [
                s
                for s in subjects
                if s.scope is not None
                and s.pieces
                and s.scope != EVERYTHING
                and s.label not in ("收入", "支出", "收支")
            ]
            if (
                plain
                and plain[0].scope is not None
                and plain[0].scope.source in FundingSource.CARRIED
            ):
                # texts of Xi'an: 无上年结转的“三公”经费和会议费
                source = plain[0].scope.source
                plain = [
                    attrs.evolve(each, scope=each.scope.evolve(source=source))
                    for each in plain
                    if each.scope is not None
                ]
            for subject in plain:
                claim = self._add("none", subject.label, None, at, role, scope=subject.scope)
                claim.value, claim.unit = Decimal(0), Unit.WAN
                claim.text = word
                claim.year, claim.stage = self.context.year, self.context.stage
                claim.whole = self._whole(subject.scope)
            if plain and not role:  # 没有使用…安排的支出，与上年持平: of what there is none of
                if self.claims[-1 - len(plain) :][0].kind != "none":
                    self.some = self.subject, self.amount, self.change
                self.subject = plain[0] if len(plain) == 1 else Topic("", None)
                self.amount = self.change = None
            return bool(plain)
        return False

    def _of_some(self, sign: int) -> None:
        """Go back to what was told before what there is none of, which cannot be more than before."""
        if sign > 0 and self.some is not None and self.claims[-1].kind == "none":
            self.subject, self.amount, self.change = self.some

    def _opens(self, head: str) -> bool:
        """Whether what stands before 无 only leads to it."""
        head = YEAR.sub("", head).replace("度", "")
        name = self.context.name
        return not head or head.endswith((name or "\0", "部门", "单位", "局", "故", "均"))
