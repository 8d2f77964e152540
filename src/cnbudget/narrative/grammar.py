"""The grammar: from the clauses of the narrative to claims.

A statement is a subject with an amount, then what is said of it: its share, its change, its growth, how far it was
carried out, whether it is the same as before. Other regions' and final accounts' wording (年初预算为…，支出决算为…;
2025年当年预算执行数为…，2026年预算安排…) is the same grammar with other words. A clause is read once, from left to
right; nothing is tried twice, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

import attrs

from cnbudget.amounts import Unit
from cnbudget.narrative.claims import Claim, Claims, Unread
from cnbudget.narrative.quantities import Quantity, direction, odd, quantities
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import Context, Subject, bare, copula
from cnbudget.narrative.text import Clause, Paragraph, clauses, folded, sentences
from cnbudget.narrative.vocabulary import (
    LEVEL_WORDS,
    LISTS,
    NOTHING,
    OTHERS,
    PARTS,
    REASONS,
    SECTION_SCOPES,
    USES,
)
from cnbudget.scope import EVERYTHING, Scope

__all__ = ["claims_of"]

_INTERESTING = re.compile(
    r"[0-9%元]|未安排|没有|无|持平|其中|如下|以下|包括|包含|不变|变化|小于|大于|等于|百分之|项目名称"
)
#: "比上年预算", "与2024年预算", "较上一年度": what a change is from.
_AGAINST = re.compile(
    r"(?:与|同|比|较|比较)(?P<when>上年度?|去年度?|上一年度?|上一度|(?:19|20)[0-9]{2}年度?|年初|预算数|年初预算数?)"
    r"(?P<what>(?:部门|单位)?(?:当年|年初)?(?:预算执行数|执行数|预算数|决算数|预算|决算|执行)?数?)(?:相比)?"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_CODE_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
_PROJECT = re.compile(r"(?:\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,3}[、.])?项目名称:(.*)", re.DOTALL)
_LIMITS = ("以上", "以下", "以内", "及以上", "之内", "(含)以上")
_CHINESE = {"小于": -1, "大于": 1, "等于": 0, "低于": -1, "高于": 1}
_COMPARED = re.compile(r"(决算数?)(小于|大于|等于|低于|高于|同|与)(?:年初)?(预算数?)(持平|一致|相等)?")
_ENUMERATED = re.compile(r"[0-9]{1,2}[.、]")
_TOGETHER = ("共计", "合计", "总计", "共")
_PARTS_OF_USE = ("主要用于以下方面", "用于以下方面", "以下方面")
_CONTENTS = ("主要内容如下", "具体内容如下", "情况如下", "如下")
_MARKS = ("类)", "款)", "项)")
_CUT = re.compile(r"和|及|、|以及")
#: Sections whose numbers are not about the budget's scopes: what they count is their own.
_MATTERS = frozenset(
    ("procurement", "assets", "performance", "matters", "project_notes", "duties", "structure",
     "overview", "glossary", "projects", "contents")
)  # fmt: skip
_SCOPED = frozenset(SECTION_SCOPES) | {"total", "income", "expenditure", "statement", "narrative"}


def claims_of(sections: Iterable[Section], context: Context) -> Claims:
    """The claims of the sections of a document, and what states money and was not understood."""
    reader = _Reader(context)
    for section in sections:
        if section.key != "contents":
            reader.section(section)
    return Claims(tuple(reader.claims), tuple(reader.unread))


class _Reader:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.claims: list[Claim] = []
        self.unread: list[Unread] = []
        self.top: Section | None = None
        self.wholes: list[Claim] = []

    # Sections, paragraphs, sentences --------------------------------------------------------------

    def section(self, section: Section) -> None:
        self.here = section
        self.base = _base(section)
        self.own = section.key == "income" and self.context.own_level
        top = section
        while top.level > 2 and top.parent is not None:
            top = top.parent
        if top is not self.top:
            self.top, self.wholes = top, []
        self.subject: Subject | None = None
        self.amount: Claim | None = None
        self.change: Claim | None = None
        self.list: Claim | None = None
        self.project_name = ""
        self.unplaced = False
        for paragraph in section.paragraphs:
            self.paragraph(paragraph)

    def paragraph(self, paragraph: Paragraph) -> None:
        self.text = paragraph
        self.list = None
        named = _PROJECT.match(paragraph.text)
        if named is not None and self.here.within("projects"):
            self.project_name = named[1]
            self._project()
            return
        for start, end in sentences(paragraph):
            text = paragraph.text[start:end]
            if _INTERESTING.search(text) is None:
                continue
            self.sentence(text, start)

    def _project(self) -> None:
        row = self.context.project(self.project_name, "projects")
        scope = None if row is None else row.address.scope
        if scope is not None:
            scope = _base(self.here).meet(scope)
        self.unplaced = scope is None  # what is said of it is not said of the whole section
        self.base = _base(self.here) if scope is None else scope
        self.subject = Subject(self.project_name, scope, pieces=False)
        self.amount = self.change = None

    def sentence(self, text: str, start: int) -> None:
        self.words = text
        self.begins = start
        self.zone = ""
        self.loose = False  # whether the reason could have ended, at ";"
        self.against: tuple[int | None, str] | None = None
        self.against_subject: Subject | None = None
        for clause in clauses(text.removesuffix("。"), start):
            self.clause(clause)

    def clause(self, clause: Clause) -> None:
        if clause.aside:
            self._segment(clause, 0, clause.text, "aside")
            return
        text = clause.text
        if self.zone and (self.loose or text == "其中") and self._leaves(text):
            self.zone = ""
        if not self.zone and text.endswith(_PARTS_OF_USE):
            for words in _PARTS_OF_USE:
                text = text.removesuffix(words)
            self._segment(clause, 0, text, "")
            self._has_parts()
            return
        at, word = _first(text, REASONS if self.zone else REASONS + USES)
        if word in USES and text[:at].endswith(_MARKS):
            at, word = _first(text, REASONS)  # an item of that name: 彩票公益金安排的支出(款)用于…的支出(项)
        if at >= 0:
            self._segment(clause, 0, text[:at], self.zone)
            if not self.zone or word not in USES:
                self.zone = "use" if word in USES else "reason"
            self.list = self.list if self.zone == "use" else None
            at += len(word)
            while text[at : at + 1] in ("是", "为", "系") and text[at:]:
                at += 1
            self._segment(clause, at, text[at:], self.zone)
        else:
            self._segment(clause, 0, text, self.zone)
        self.loose = clause.end in ("；", ";")
        if not self.zone and clause.end in (":", "：", "，") and text.endswith(PARTS):
            self._has_parts(text)
            self._lists(clause, text)
        if clause.end in ("；", ";") and self.list is not None and not self.list.complete:
            self.list = None

    def _has_parts(self, text: str = "") -> None:
        """What follows are the parts of the last amount, or of what a heading line names."""
        head = next((text.removesuffix(word) for word in _CONTENTS if text.endswith(word)), "")
        if head:  # "财政拨款支出主要内容如下："
            subject = self._subject(head, "")
            if subject is not None and subject.scope is not None:
                self.base = subject.scope
                self.amount = self._amount_of(subject, anywhere=True) or self.amount
        if self.amount is not None and self.amount not in self.wholes:
            self.wholes.append(self.amount)

    def _leaves(self, text: str) -> bool:
        """Whether a clause begins a new statement after the reason of the last."""
        if text.startswith("其中"):
            return True
        found = quantities(text)
        money = [q for q in found if q.kind in ("money", "percent")]
        prefix = text[: money[0].start] if money else text
        against = _AGAINST.search(prefix)
        if against is not None:
            prefix = prefix[: against.start()]
        elif money:
            _, word = direction(prefix)
            prefix = copula(prefix[: len(prefix) - len(word)])[0]
        elif not any(word in text for word in LEVEL_WORDS):
            return False
        subject = self.context.subject(prefix, self.base, own=self.own, strict=False)
        return bool(prefix) and subject.scope is not None

    # Clauses ---------------------------------------------------------------------------------------

    def _segment(self, clause: Clause, offset: int, text: str, role: str) -> None:
        """Part of a clause, in one role: "", "reason", "use" or "aside"."""
        if not text:
            return
        found = quantities(text)
        said = [q for q in found if q.kind != "date"]
        if odd(text):
            self._not_read(clause, text, ("数字不是阿拉伯数字，未能读出", "its number is not in digits that are read"))
        if not said:
            self._wordy(clause, offset, text, role)
            return
        before = 0
        for position, q in enumerate(said):
            after = said[position + 1].start if position + 1 < len(said) else len(text)
            prefix, suffix = text[before : q.start], text[q.end : after]
            before = q.end
            self._quantity(clause, offset, q, prefix, suffix, role)
        if role in ("", "use"):
            self._wordy(clause, offset + before, text[before:], role)

    def _quantity(
        self, clause: Clause, offset: int, q: Quantity, prefix: str, suffix: str, role: str
    ) -> None:
        at = clause.at(offset + q.start)
        if q.kind == "bare":
            self._bare(q, prefix, suffix, at, role)
            return
        if q.value is None:
            if q.kind in ("money", "percent"):
                self._not_read(clause, prefix + q.text, ("位数过多", "too many digits"))
            return
        if q.kind == "count":
            self._add("count", _label(prefix), q, at, role, scope=None)
            return
        if suffix.startswith("-") and suffix[1:2] == "":
            self._not_read(clause, prefix + q.text, ("是一个范围", "it is a range"))
            return
        if q.kind == "percent":
            self._percent(q, prefix, at, role)
            return
        if suffix.startswith(_LIMITS) or prefix.endswith(("单价", "超过", "不超过", "不低于")):
            self._add("threshold", _label(prefix), q, at, role, scope=None)
        elif suffix.startswith("/") or prefix.endswith(("每人", "人均", "每月", "每户", "/")):
            self._add("rate", _label(prefix), q, at, role, scope=None)
        else:
            self._money(clause, q, prefix, at, role)

    def _money(self, clause: Clause, q: Quantity, prefix: str, at: int, role: str) -> None:
        sign, word = direction(prefix)
        if sign:
            subject = self._compared(prefix[: len(prefix) - len(word)], role)
            against = self.against or (self._last(), self.context.stage)
            claim = self._add(
                "change", subject.label, q, at, role,
                scope=subject.scope, sign=sign, item=subject.item, against=against,
            )  # fmt: skip
            if role in ("", "aside"):
                claim.of = self._amount_of(subject)
                claim.whole = self._whole(subject.scope, self.amount)
                self.change, self.subject = claim, subject
            return
        core, stage = copula(prefix)
        year = _year(prefix)
        if not core and prefix.endswith(_TOGETHER) and self.here.within("projects"):
            subject: Subject | None = Subject(prefix, None)
        else:
            carried = self._carried(clause, at, role)
            subject = carried or self._subject(core, role)
            year = None if carried is not None else year  # that of the project's name
        if subject is None:
            self._add("amount", _label(prefix), q, at, role or "stated", scope=None)
            self._not_known(clause, prefix, q, role)
            return
        subject = self._listed(subject, role)
        stage = stage or ("决算" if core.endswith("决算") else "")
        claim = self._add(
            "amount", subject.label or _label(prefix), q, at, role,
            scope=subject.scope, item=subject.item,
        )  # fmt: skip
        claim.year = year or self.context.year
        claim.stage = self._stage(stage, claim.year)
        if role in ("reason", "aside"):
            return
        claim.whole = self._whole(subject.scope, self.amount)
        if role == "use":
            return
        if subject.scope is None and subject.item is None:
            self._not_known(clause, prefix, q, role)
        mine = claim.year == self.context.year and claim.stage == self.context.stage
        if mine or self.amount is None or self.subject is not subject:
            self.amount = claim
        self.subject = subject
        self.change = None
        if self.list is not None and subject.label and q.value:
            self.list.members += ((subject.label, subject.scope),)

    def _percent(self, q: Quantity, prefix: str, at: int, role: str) -> None:
        sign, word = direction(prefix)
        if sign:
            rest = prefix[: len(prefix) - len(word)]
            subject = self._compared(rest, role)
            claim = self._add(
                "growth", subject.label, q, at, role, scope=subject.scope, sign=sign,
                item=subject.item, against=self.against or (self._last(), self.context.stage),
            )  # fmt: skip
            if role in ("", "aside"):
                change = self.change
                claim.whole = change if change is not None and change.subject == subject.label else None
                claim.of = self._amount_of(subject)
            return
        share = prefix.rfind("占")
        if share >= 0:
            named = self._subject(prefix[:share], role)
            subject = named if named is not None and prefix[:share] else self.subject
            of_what = prefix[share + 1 :].removeprefix("比").removesuffix("比").rstrip("为的")
            whole = None
            if of_what:
                named = self.context.subject(of_what, EVERYTHING)
                whole = self._amount_of(named, anywhere=True)
            amount = None if role in ("reason", "use") else self.amount
            if whole is None and amount is not None:
                whole = amount.whole
            claim = self._add(
                "share", subject.label if subject else _label(prefix), q, at, role,
                scope=subject.scope if subject else None, item=subject.item if subject else None,
            )  # fmt: skip
            claim.of, claim.whole = amount, whole
            return
        if "完成" in prefix:
            subject = self.subject
            claim = self._add(
                "completion", subject.label if subject else _label(prefix), q, at, role,
                scope=subject.scope if subject else None, item=subject.item if subject else None,
            )  # fmt: skip
            claim.of = self.amount if role == "" else None
            return
        self._add("share", _label(prefix), q, at, role or "stated", scope=None)
        if not role:
            self._not_read_at(prefix + q.text + "%", at, ("不知是什么的比例", "what it is a share of cannot be told"))

    def _bare(self, q: Quantity, prefix: str, suffix: str, at: int, role: str) -> None:
        """A number without a unit: "预算为0", or a percentage whose sign was left out."""
        if q.value is None or suffix or role in ("reason", "use", "aside"):
            return
        sign, word = direction(prefix)
        if sign and self.change is not None and not prefix[: len(prefix) - len(word)]:
            q.kind, q.counter = "percent", ""
            self._percent(q, prefix, at, role)
        elif q.value == 0 and prefix.endswith(("为", "是")):
            core, _ = copula(prefix)
            subject = self._subject(core, role)
            if subject is not None and subject.scope is not None and core:
                q.unit = Unit.YUAN
                claim = self._add(
                    "amount", subject.label, q, at, role, scope=subject.scope, item=subject.item
                )
                claim.year, claim.stage = self.context.year, self.context.stage
                self.amount, self.subject, self.change = claim, subject, None

    # Words without numbers -------------------------------------------------------------------------

    def _wordy(self, clause: Clause, offset: int, text: str, role: str) -> None:
        if not text or role == "aside":
            return
        at = clause.at(offset)
        if role == "" and text.endswith(_MARKS):
            self.subject = self.context.subject(text, self.base)
            self.amount = self.change = None
            return
        against = _AGAINST.search(text)
        level = next((word for word in LEVEL_WORDS if text.endswith(word)), "")
        compared = _COMPARED.search(text)
        if compared is not None and role in ("", "reason"):
            self._comparison(compared, text, at, role)
            return
        if level and role == "" and (against is not None or self.against is not None):
            subject = self._compared(text[: -len(level)], role)
            claim = self._add(
                "level", subject.label, None, at, role, scope=subject.scope,
                item=subject.item, against=self.against or (self._last(), self.context.stage),
            )  # fmt: skip
            claim.value, claim.unit = Decimal(0), None
            claim.of = self._amount_of(subject)
            claim.whole = self._whole(subject.scope, self.amount)
            self.against = None
            return
        if against is not None and against.end() == len(text):
            self._compared(text, role)  # "与2023年度相比，": what follows is from then
            return
        if self._nothing(text, at, role):
            return
        if role == "" and text.endswith("中") and len(text) > 2:
            subject = self._subject(text[:-1], role)
            if subject is not None and subject.scope is not None:
                found = self._amount_of(subject, anywhere=True)
                if found is not None:
                    self.wholes.append(found)
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
            sign=_CHINESE.get(found[2], 0),
        )  # fmt: skip
        claim.text = found[0]
        claim.of = self._amount_of(subject)

    def _nothing(self, text: str, at: int, role: str) -> bool:
        """未安排, 没有使用…安排的支出, 无…"""
        for word in NOTHING:
            position = text.find(word)
            if position < 0:
                continue
            head, tail = text[:position], text[position + len(word) :]
            if word == "无" and (head[-1:] in ("有", "并") or (head and not self._opens(head))):
                continue
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
            for subject in plain:
                claim = self._add("none", subject.label, None, at, role, scope=subject.scope)
                claim.value, claim.unit = Decimal(0), Unit.WAN
                claim.text = word
                claim.year, claim.stage = self.context.year, self.context.stage
                claim.whole = self._whole(subject.scope, self.amount)
            return bool(plain)
        return False

    def _opens(self, head: str) -> bool:
        """Whether what stands before 无 only leads to it."""
        head = _YEAR.sub("", head).replace("度", "")
        name = self.context.name
        return not head or head.endswith((name or "\0", "部门", "单位", "局", "故", "均"))

    # Lists -----------------------------------------------------------------------------------------

    def _lists(self, clause: Clause, text: str) -> None:
        word = next((each for each in LISTS if text.endswith(each)), "")
        if not word or self.here.key not in _SCOPED:
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

    def _listed(self, subject: Subject, role: str) -> Subject:
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
            if name and not name.startswith("其中"):
                self.list.members += ((name, self._member(name)),)

    def _member(self, name: str) -> Scope | None:
        assert self.list is not None
        base = self.list.scope or EVERYTHING
        if "支出" in self.list.subject:
            # 国有资本经营预算支出 is a category, too; among categories it is that
            codes = [code for code in self.context.functions.get(bare(name), ()) if len(code) == 3]
            others = [scope for _, scope in self.list.members if scope is not None]
            if len(codes) == 1 and all(scope.function != base.function for scope in others):
                return base.meet(Scope(codes[0]))
        return self.context.subject(name, base, own=self.own, strict=True).scope

    # Subjects --------------------------------------------------------------------------------------

    def _subject(self, core: str, role: str) -> Subject | None:
        """The subject that words name; the last one where they name none."""
        bare = _YEAR.sub("", core).replace("度", "") if len(core) < 12 else core
        for name in (self.context.name, "本单位", "本部门"):
            bare = bare.removeprefix(name) if name else bare
        if not bare.strip("，、:") or (bare in ("其中", "支出", "收入") and self.subject is not None):
            if bare in ("支出", "收入"):
                found = self.context.subject(core, self.base, own=self.own)
                if found.scope is not None and self.here.key in _SCOPED:
                    return found
            return self.subject
        base = self.base
        if role == "use" and self.subject is not None and self.subject.scope is not None:
            base = self.subject.scope
        return self.context.subject(core, base, own=self.own, strict=role in ("reason", "use"))

    def _carried(self, clause: Clause, at: int, role: str) -> Subject | None:
        """The project that an amount is of, in the sections that list projects with their amounts.

        Names of projects tell by what stands in brackets ("第二批"), so that the text is taken as it stands.
        """
        if self.here.key not in ("carry_over", "commissioned") or role:
            return None
        row, name = None, ""
        for first in dict.fromkeys((clause.first, self.begins)):  # names have colons and commas, too
            name = _ENUMERATED.sub("", self.text.text[first:at])
            row = row or self.context.project(name, self.here.key)
        if row is None or row.address.scope is None:
            return None
        return Subject(name, self.base.meet(row.address.scope), pieces=False)

    def _compared(self, prefix: str, role: str) -> Subject:
        """The subject of a change; takes note of what it is compared with."""
        found = _AGAINST.search(prefix)
        head = prefix
        if found is not None:
            head = prefix[: found.start()] + prefix[found.end() :]
            self.against = self._when(found)
        head = head.removesuffix("相比").strip("，")
        head, _ = copula(head)
        if head:
            named = self._subject(head, role)
            if named is not None:
                return named
        if self.against_subject is not None and not head:
            return self.against_subject
        return self.subject or Subject("", None)

    def _when(self, found: re.Match[str]) -> tuple[int | None, str]:
        when, what = found["when"], found["what"]
        year = self._last()
        explicit = _YEAR.match(when)
        if explicit is not None:
            year = int(explicit[1])
        stage = "执行" if "执行" in what else "决算" if "决算" in what else "预算" if "预算" in what else ""
        if when.startswith(("年初", "预算数")):
            return self.context.year, "预算"
        return year, stage or self.context.stage

    def _last(self) -> int | None:
        return None if self.context.year is None else self.context.year - 1

    def _stage(self, stage: str, year: int | None) -> str:
        if stage:
            return stage
        return self.context.stage

    def _amount_of(self, subject: Subject, *, anywhere: bool = False) -> Claim | None:
        """The amount stated of a subject: in this statement, or (of a scope) before."""
        amount = self.amount
        if amount is not None and amount.scope == subject.scope and amount.subject == subject.label:
            return amount
        if subject.scope is None:
            return None
        for claim in reversed(self.claims):
            if (
                claim.kind == "amount"
                and claim.scope == subject.scope
                and claim.role == "stated"
                and claim.year == self.context.year
                and claim.stage == self.context.stage
                and (anywhere or claim.section.key == self.here.key)
            ):
                return claim
        return None

    def _whole(self, scope: Scope | None, amount: Claim | None) -> Claim | None:
        """The amount that something is a part of: the last one said to have parts that contains it."""
        if scope is None:
            return None
        for whole in reversed(self.wholes):
            if whole.scope is not None and scope < whole.scope:
                return whole
        return None

    # Adding ----------------------------------------------------------------------------------------

    def _add(
        self,
        kind: str,
        subject: str,
        q: Quantity | None,
        at: int,
        role: str,
        *,
        scope: Scope | None,
        sign: int = 0,
        item: object = None,
        against: tuple[int | None, str] | None = None,
    ) -> Claim:
        value = None if q is None or q.value is None else q.value
        if value is not None and sign < 0:
            value = -value
        claim = Claim(
            kind,
            subject.strip("，、:；"),
            value=value,
            unit=None if q is None else q.unit,
            counter="" if q is None else q.counter,
            places=0 if q is None else q.places,
            text="" if q is None else q.text,
            sign=sign,
            scope=scope,
            item=getattr(item, "names", ()),
            codes=getattr(item, "codes", ()),
            year=self.context.year,
            stage=self.context.stage,
            against=against,
            role=role or "stated",
            section=self.here,
            place=self.text.place(at),
            sentence=self.words,
        )
        self.claims.append(claim)
        return claim

    def _not_known(self, clause: Clause, prefix: str, q: Quantity, role: str) -> None:
        """An amount whose subject is not known is not understood, unless its section is about other matters."""
        if role in ("reason", "use", "aside") or prefix.startswith(OTHERS) or any(self.here.within(key) for key in _MATTERS):
            return
        unit = q.unit.zh if q.unit is not None else q.counter
        self._not_read(clause, prefix + q.text + unit, ("不知是什么的金额", "what it is an amount of cannot be told"))

    def _not_read(self, clause: Clause, text: str, why: tuple[str, str]) -> None:
        self._not_read_at(text, clause.first, why)

    def _not_read_at(self, text: str, at: int, why: tuple[str, str]) -> None:
        self.unread.append(Unread(text[-80:], why, place=self.text.place(at), section=self.here))


def _base(section: Section) -> Scope:
    at: Section | None = section
    while at is not None:
        if at.key in SECTION_SCOPES:
            return SECTION_SCOPES[at.key]
        at = at.parent
    return EVERYTHING


def _first(text: str, words: tuple[str, ...]) -> tuple[int, str]:
    """Where the first of some words stands, and which it is; (-1, "") if none does."""
    best, which = -1, ""
    for word in words:
        at = text.find(word)
        if at >= 0 and (best < 0 or at < best or (at == best and len(word) > len(which))):
            best, which = at, word
    return best, which


def _label(prefix: str) -> str:
    return copula(prefix[-40:])[0]


def _year(prefix: str) -> int | None:
    found = _YEAR.findall(prefix[-60:])
    return int(found[-1]) if found else None


_ = folded
