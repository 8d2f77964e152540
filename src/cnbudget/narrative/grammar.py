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
from cnbudget.dimensions import FundingSource
from cnbudget.messages import say
from cnbudget.narrative.agencies import misnamed
from cnbudget.narrative.claims import Claim, Claims
from cnbudget.narrative.listing import OpenLists
from cnbudget.narrative.parted import MARK, PartedReader
from cnbudget.narrative.quantities import Quantity, direction, odd, quantities
from cnbudget.narrative.sections import Section
from cnbudget.narrative.statements import AGAINST, base_of, headed_by
from cnbudget.narrative.subjects import Context, Subject, bare, copula, levels_of
from cnbudget.narrative.text import Clause, Paragraph, clauses, sentences
from cnbudget.narrative.vocabulary import (
    ADJUSTED,
    DIRECTIONS,
    FLOWS,
    LEVEL_WORDS,
    NOTHING,
    ORDINALS,
    PARTS,
    REASONS,
    USES,
)
from cnbudget.numerals import COUNTED, YEAR
from cnbudget.scope import EVERYTHING, Scope

__all__ = ["claims_of"]

_INTERESTING = re.compile(
    r"[0-9%元]|未安排|没有|无|持平|其中|如下|以下|包括|包含|不变|变化|小于|大于|等于|百分之|项目名称"
)
_HEADLINE = re.compile(
    rf"(?:[0-9]{{1,2}}[.、．]|\([{COUNTED}0-9]{{1,3}}\))([^0-9，,;；:：。]{{2,30}})。"
)
_PLANNED = re.compile("(?:^|支出|收入|经费|费|年初|调整|全年)预算$")
_PROJECT = re.compile(rf"(?:\([{COUNTED}0-9]{{1,3}}\)|[0-9]{{1,3}}[、.])?项目名称:(.*)", re.DOTALL)
_LIMITS = ("以上", "以下", "以内", "及以上", "之内", "(含)以上")
_CHINESE = {"小于": -1, "大于": 1, "等于": 0, "低于": -1, "高于": 1}
_COMPARED = re.compile(
    r"(决算数?)(小于|大于|等于|低于|高于|同|与)(?:年初)?(预算数?)(持平|一致|相等)?"
)
_TOGETHER = ("共计", "合计", "总计", "共")
_PARTS_OF_USE = ("主要用于以下方面", "用于以下方面", "以下方面")
_CONTENTS = ("主要内容如下", "具体内容如下", "情况如下", "如下")
_YEAR_DIGITS = 4
_MARKS = ("类)", "款)", "项)")
_CUT = re.compile(r"和|及|、|以及")


def claims_of(sections: Iterable[Section], context: Context) -> Claims:
    """The claims of the sections of a document, and what states money and was not understood."""
    sections = tuple(sections)
    reader = _ClauseReader(context, misnamed(sections, context))
    for section in sections:
        if section.key != "contents":
            reader.section(section)
    return Claims(tuple(reader.claims), tuple(reader.unread), reader.parted.found())


class _ClauseReader(OpenLists):
    def __init__(self, context: Context, misnamed: tuple[Section, ...] = ()) -> None:
        super().__init__(context)
        self.misnamed = frozenset(misnamed)  # headings whose agency is a slip
        self.top: Section | None = None
        self.parted = PartedReader()

    # Sections, paragraphs, sentences --------------------------------------------------------------

    def section(self, section: Section) -> None:
        self.here = section
        self.base = self._of_agency(section, base_of(section))
        self.body = self.base.agency
        self.own = section.key == "income" and self.context.own_level
        self.above = headed_by(section)
        top = section
        while top.level > 2 and top.parent is not None:
            top = top.parent
        if top is not self.top:
            self.top, self.wholes = top, []
        self.subject = None
        self.amount = None
        self.change = None
        self.list = None
        self.project_name = ""
        self.unplaced = False
        self.parted.begin_section()
        if section.title and not section.key:
            self._heads(section.title)  # （二）公务接待费 over: 2026年预算安排5.00万元…
        for paragraph in section.paragraphs:
            self.paragraph(paragraph)

    def _of_agency(self, section: Section, base: Scope) -> Scope:
        """What a section is about, if the heading over it names one of several agencies."""
        at: Section | None = section
        while at is not None:
            agency = self.context.agency_of(at.title) if at.title and not at.key else None
            if agency is not None and at not in self.misnamed:
                return attrs.evolve(base, agency=agency)
            at = at.parent
        return base

    def paragraph(self, paragraph: Paragraph) -> None:
        self.text = paragraph
        self.base = attrs.evolve(self.base, agency=self.body)
        self.list = None
        self.last = None
        self.before = None
        self.told = set()
        named = _PROJECT.match(paragraph.text)
        if named is not None and self.here.within("projects"):
            self.project_name = named[1]
            self._project()
            return
        for start, end in sentences(paragraph):
            text = paragraph.text[start:end]
            if self._headline(text) or _INTERESTING.search(text) is None:
                continue
            self.sentence(text, start)

    def _headline(self, text: str) -> bool:
        """Take a sentence that only names what the next ones speak of: "1.因公出国（境）费用。"."""
        found = _HEADLINE.fullmatch(text)
        return found is not None and self._heads(found[1])

    def _heads(self, words: str) -> bool:
        """Take words for the subject of what follows, if they mean one and are not the section's own again."""
        subject = self.context.subject(bare(words), self.base, strict=True)
        own = subject.scope == self.base and not any(flow in words for flow, _ in FLOWS)
        if subject.scope is None or own:
            return False
        self.subject = subject
        self.amount = self.change = None
        return True

    def _project(self) -> None:
        row = self.context.project(self.project_name, "projects")
        scope = None if row is None else row.address.scope
        if scope is not None:
            scope = base_of(self.here).meet(scope)
        self.unplaced = scope is None  # what is said of it is not said of the whole section
        self.base = base_of(self.here) if scope is None else scope
        self.subject = Subject(self.project_name, scope, pieces=False)
        self.amount = self.change = None

    def sentence(self, text: str, start: int) -> None:
        self.words = text
        self.begins = start
        self.zone = ""
        self.loose = False  # whether the reason could have ended, at ";"
        self.against = None
        self.plan = None
        self.within, self.unchanged = None, 0
        self.parted.begin_sentence()
        self._behind()
        goes_on = text.startswith(")")  # the full stop stood inside a bracket
        if goes_on:
            text, start = text[1:], start + 1
        self.several = (
            len(self.told) > 1 and not goes_on
        )  # whether the sentence before told amounts of several
        self.told, self.told_before = set(), len(self.claims)
        for clause in clauses(text.removesuffix("。"), start):
            self.clause(clause)

    def clause(self, clause: Clause) -> None:
        if clause.aside:
            self.before = self.before or (self.subject, self.amount, self.change)
            self._segment(clause, 0, clause.text, "aside")
            return
        self._behind()
        text = clause.text
        self.parted.item(self.text.text, clause.first)
        if text.startswith("其中") and not self.zone:
            self.within, self.unchanged = self.last, 0
        if text.startswith(PARTS) and not self.zone and clause.end not in (":", "："):
            self.parted.leads_on(next(word for word in PARTS if text.startswith(word)))
        if clause.end in (":", "：") and not self.zone and not text.endswith((*PARTS, *_MARKS)):
            if _INTERESTING.search(text) is None and self._heads(text):
                return  # (一)收入预算：2026年年初预算数为…
            if MARK.match(self.text.text, clause.first):  # 54.二期扩建项目绩效自评综述：全年预算数…
                self.subject = Subject(MARK.sub("", text, count=1), None, pieces=False)
                self.amount = self.change = None
                return
        if self.zone and (self.loose or text == "其中") and self._leaves(text):
            self.zone = ""
        elif self.zone and self.loose and self.parted.listing and _tells(text):
            self.zone = ""  # 甲类业务2.00万元，用于…；乙类业务1.00万元，用于…
        if not self.zone and text.endswith(_PARTS_OF_USE):
            for words in _PARTS_OF_USE:
                text = text.removesuffix(words)
            self._segment(clause, 0, text, "")
            self._has_parts()
            return
        at, word = _first(text, REASONS if self.zone else REASONS + USES)
        if word in USES and _in_a_name(text, at):
            at, word = _first(text, REASONS)
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
        if clause.end in (":", "：") and text.endswith("元") and not self.zone:
            self.parted.leads_on(clause.end)  # 其中：一般公共预算11307.34万元：货物…、…
            self.within, self.unchanged = self.claims[-1] if self.claims else None, 0
        self.loose = clause.end in ("；", ";")
        self.parted.ended(clause.end)
        if clause.end in (":", "：", "，") and text.endswith(PARTS):
            word = _ending(text)
            named = text != word and not text[: -len(word)].endswith("元")
            self.parted.leads_on(word, named=named)
        if not self.zone and clause.end in (":", "：", "，") and text.endswith(PARTS):
            self._has_parts(text)
            self._lists(clause, text)
        if clause.end in ("；", ";") and self.list is not None and not self.list.complete:
            self.list = None

    def _behind(self) -> None:
        """What stands behind a bracket goes on with what stood before it."""
        if self.before is not None:
            (self.subject, self.amount, self.change), self.before = self.before, None

    def _has_parts(self, text: str = "") -> None:
        """What follows are the parts of the last amount, or of what a heading line names."""
        head = next((text.removesuffix(word) for word in _CONTENTS if text.endswith(word)), "")
        if head:  # "财政拨款支出主要内容如下："
            subject = self._subject(head, "")
            if subject is not None and subject.scope is not None:
                self.base = subject.scope
                self.amount = self._amount_of(subject, anywhere=True) or self.amount
        if self.amount is not None:
            self._split(self.amount)

    def _leaves(self, text: str) -> bool:
        """Whether a clause begins a new statement after the reason of the last."""
        if text.startswith("其中"):
            return True
        found = quantities(text)
        money = [q for q in found if q.kind in ("money", "percent")]
        prefix = text[: money[0].start] if money else text
        against = AGAINST.search(prefix)
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
        against = AGAINST.search(text) if any(_may_be_year(q) for q in found) else None
        said = [q for q in found if _is_said(q) and not _is_year(q, against)]
        if odd(text):
            self._not_read(
                clause,
                text,
                say("unchecked.not_digits"),
            )
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
                self._not_read(clause, prefix + q.text, q.why)
            return
        if q.kind == "count":
            self._add("count", _label(prefix), q, at, role, scope=None)
            return
        if suffix.startswith("-") and suffix[1:2] == "":
            self._not_read(clause, prefix + q.text, say("unchecked.range"))
            return
        if q.kind == "percent":
            self._percent(q.in_percent, prefix, at, role)
            return
        if suffix.startswith(_LIMITS) or prefix.endswith(("单价", "超过", "不超过", "不低于")):
            self._add("threshold", _label(prefix), q, at, role, scope=None)
        elif (
            q.per
            or suffix.startswith("/")
            or prefix.endswith(("每人", "人均", "每月", "每户", "/"))
        ):
            self._add("rate", _label(prefix), q, at, role, scope=None)
        elif role or not self._base(q, prefix, suffix, at):
            self._money(clause, q, prefix, at, role)

    def _money(self, clause: Clause, q: Quantity, prefix: str, at: int, role: str) -> None:
        sign, word = direction(prefix)
        if sign:
            changed = self._compared(prefix[: len(prefix) - len(word)], role)
            if not self._of_whole(changed):
                self.unchanged = 0
            against = self.against or (self._last(), self.context.stage)
            claim = self._add(
                "change", changed.label, q, at, role,
                scope=changed.scope, sign=sign, item=changed.item, against=against,
            )  # fmt: skip
            if role in ("", "reason", "use"):
                self.parted.changed(claim, reason=role == "reason")
            if role in ("", "aside"):
                claim.of = self._amount_of(changed)
                claim.whole = self._whole(changed.scope)
                self._beside_plan(claim, role)
                self.change, self.subject = claim, changed
                if not role and self.within is None:
                    self.last = claim.of
            return
        core, stage = copula(prefix)
        year = _year(prefix)
        subject: Subject | None
        if not core and prefix.endswith(_TOGETHER) and self.here.within("projects"):
            subject = Subject(prefix, None)
        else:
            carried = self._carried(clause, at, role)
            subject = carried or self._turned(core, prefix) or self._subject(core, role)
            year = None if carried is not None else year  # that of the project's name
        if subject is None:
            unknown = self._add("amount", _label(prefix), q, at, role or "stated", scope=None)
            self.last = unknown if not role else self.last
            unknown.stage = stage or unknown.stage
            self._told(unknown, year, role)
            self._not_known(clause, prefix, q, role)
            return
        subject = self._listed(self._inside(subject), role)
        stage = stage or ("决算" if core.endswith("决算") else "")
        if not stage and self.context.stage == "决算" and _PLANNED.search(core):
            stage = "预算"  # 公务接待费预算1.86万元，支出决算0.11万元
        claim = self._add(
            "amount", subject.label or _label(prefix), q, at, role,
            scope=subject.scope, item=subject.item,
        )  # fmt: skip
        claim.year = year or self.context.year
        claim.stage = stage or self.context.stage
        self._keep(claim)
        self._told(claim, year, role)
        if not role:
            self.told.add(claim.subject)
            self.last = claim if self.within is None else self.last
        if role == "aside":
            self.subject, self.amount = subject, claim
        if role in ("reason", "aside"):
            return
        claim.whole = self._whole(subject.scope)
        self.unchanged += claim.whole is not None and claim.whole is self.within and not role
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
            self._member(self.list, subject.label, subject.scope)

    def _beside_plan(self, claim: Claim, role: str) -> None:
        """Take the plan and the amount before a change for what it is between: 决算数较预算数减少…万元."""
        done, plan = self.last, self.plan
        if role or plan is None or done in (None, plan) or done is None:
            return
        if claim.against == (self.context.year, "预算") and plan.scope == done.scope:
            claim.of, claim.whole = done, plan

    def _told(self, claim: Claim, year: int | None, role: str) -> None:
        """Take note of an amount for the lists and for how far a plan was carried out."""
        if role:
            return
        same = claim.stage in (self.context.stage, "执行")
        self.parted.stated(claim, same_time=same and year in (None, self.context.year))
        if claim.stage in ("预算", ADJUSTED) and self.context.stage == "决算":
            self.plan = claim

    def _base(self, q: Quantity, prefix: str, suffix: str, at: int) -> bool:
        """Take an amount that the subject is compared with: 收入预算…万元，比2025年年初预算数…万元增加…万元.

        Without how much more it is, 比上年1.43万元 may as well be the change, with a word left out.
        """
        found = AGAINST.fullmatch(prefix)
        subject = self.subject
        if found is None or subject is None or self.amount is None:
            return False
        if not any(suffix.startswith(word) for word, _ in DIRECTIONS):
            return False
        year, stage = self.against = self._when(found)
        if (year, stage) == (self.context.year, self.context.stage):
            return False
        claim = self._add(
            "amount", subject.label, q, at, "", scope=subject.scope, item=subject.item
        )
        claim.year, claim.stage = year, stage
        return True

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
                claim.whole = (
                    change if change is not None and change.subject == subject.label else None
                )
                claim.of = self._amount_of(subject)
            return
        share = prefix.rfind("占")
        if share >= 0:
            named = self._subject(prefix[:share], role)
            shared = named if named is not None and prefix[:share] else self.subject
            of_what = prefix[share + 1 :].removeprefix("比").removesuffix("比").rstrip("为的")
            whole = None
            if of_what:
                named = self.context.subject(of_what, EVERYTHING)
                whole = self._amount_of(named, anywhere=True)
            amount = None if role in ("reason", "use") else self.amount
            if whole is None and amount is not None:
                whole = amount.whole
            claim = self._add(
                "share", _label(prefix) if shared is None else shared.label, q, at, role,
                scope=None if shared is None else shared.scope,
                item=None if shared is None else shared.item,
            )  # fmt: skip
            claim.of, claim.whole = amount, whole
            return
        if "完成" in prefix:
            done, plan = self.subject, self.plan
            just = self.claims[-1] if self.claims else None
            claim = self._add(
                "completion", _label(prefix) if done is None else done.label, q, at, role,
                scope=None if done is None else done.scope,
                item=None if done is None else done.item,
            )  # fmt: skip
            claim.of = self.amount if role == "" else None
            beside = just is not None and just.kind == "amount" and plan not in (None, just)
            if not role and beside and just is not None and plan is not None:
                same = (plan.scope, plan.subject) == (just.scope, just.subject)
                claim.of, claim.whole = (just, plan) if same else (claim.of, None)
            return
        self._add("share", _label(prefix), q, at, role or "stated", scope=None)
        if not role:
            self._not_read_at(
                prefix + q.text + "%",
                at,
                say("unchecked.share_of_what"),
            )

    def _bare(self, q: Quantity, prefix: str, suffix: str, at: int, role: str) -> None:
        """A number without a unit: "预算为0", or a percentage whose sign was left out."""
        if q.value is None or suffix or role in ("reason", "use", "aside"):
            return
        sign, word = direction(prefix)
        if sign and self.change is not None and not prefix[: len(prefix) - len(word)]:
            self._percent(attrs.evolve(q, kind="percent"), prefix, at, role)
        elif q.value == 0 and prefix.endswith(("为", "是")):
            core, _ = copula(prefix)
            subject = self._subject(core, role)
            if subject is not None and subject.scope is not None and core:
                claim = self._add(
                    "amount",
                    subject.label,
                    attrs.evolve(q, kind="money", money=Unit.YUAN),
                    at,
                    role,
                    scope=subject.scope,
                    item=subject.item,
                )
                claim.year, claim.stage = self.context.year, self.context.stage
                self._keep(claim)
                self.amount, self.subject, self.change = claim, subject, None

    # Words without numbers -------------------------------------------------------------------------

    def _wordy(self, clause: Clause, offset: int, text: str, role: str) -> None:
        if not text or role == "aside":
            return
        at = clause.at(offset)
        if role == "" and text.endswith(_MARKS):
            self.subject = self.context.subject(text, self.base, above=self.above)
            self.above = levels_of(text) if text.endswith("类)") else self.above
            self.amount = self.change = None
            return
        against = AGAINST.search(text)
        level = next((word for word in LEVEL_WORDS if text.endswith(word)), "")
        compared = _COMPARED.search(text)
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
            claim.value, claim.unit = Decimal(0), None
            claim.of = self._amount_of(subject)
            claim.whole = self._whole(subject.scope)
            self.against = None
            return
        if against is not None and against.end() == len(text):
            self._compared(text, role)  # "与2023年度相比，": what follows is from then
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
            sign=_CHINESE.get(found[2], 0),
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
                # 无上年结转的“三公”经费和会议费
                source = plain[0].scope.source
                plain = [
                    attrs.evolve(each, scope=attrs.evolve(each.scope, source=source))
                    for each in plain
                    if each.scope is not None
                ]
            for subject in plain:
                claim = self._add("none", subject.label, None, at, role, scope=subject.scope)
                claim.value, claim.unit = Decimal(0), Unit.WAN
                claim.text = word
                claim.year, claim.stage = self.context.year, self.context.stage
                claim.whole = self._whole(subject.scope)
            return bool(plain)
        return False

    def _opens(self, head: str) -> bool:
        """Whether what stands before 无 only leads to it."""
        head = YEAR.sub("", head).replace("度", "")
        name = self.context.name
        return not head or head.endswith((name or "\0", "部门", "单位", "局", "故", "均"))


def _in_a_name(text: str, at: int) -> bool:
    """Whether a word is part of an item's name: …(款)车辆购置税用于…补贴(项)."""
    before = text[:at]
    if before.endswith(_MARKS):
        return True
    marks = [text.find(mark, at) for mark in _MARKS]
    end = min((mark for mark in marks if mark >= 0), default=-1)
    start = max(before.rfind(mark) for mark in _MARKS)
    return end >= 0 and start >= 0 and not any(c.isdigit() for c in text[start:end])


def _tells(text: str) -> bool:
    """Whether a clause is a name with its amount, and nothing else."""
    found = quantities(text)
    return (
        len(found) == 1
        and found[0].kind == "money"
        and 0 < found[0].start <= found[0].end == len(text)
    )


def _ending(text: str) -> str:
    """The word that leads on to parts at the end of a text, as it stands there: 主要包括."""
    word = next((each for each in PARTS if text.endswith(each)), "")
    before = text[: len(text) - len(word)]
    return f"主要{word}" if before.endswith("主要") else word


def _may_be_year(q: Quantity) -> bool:
    return q.kind == "bare" and len(q.text) == _YEAR_DIGITS


def _is_said(q: Quantity) -> bool:
    """Whether a number says how much or how many of something: no date, and no name (3期工程)."""
    return q.kind != "date" and q.unit not in ORDINALS


def _is_year(q: Quantity, against: re.Match[str] | None) -> bool:
    """Whether a bare number is the year that is compared with: 与2025持平."""
    if against is None or not _may_be_year(q):
        return False
    return against.start() <= q.start and q.end <= against.end()


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
    found = YEAR.findall(prefix[-60:])
    return int(found[-1]) if found else None
