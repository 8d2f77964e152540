"""The grammar: from the clauses of the narrative to claims.

A statement is a subject with an amount, then what is said of it: its share, its change, its growth, how far it was
carried out, whether it is the same as before. Other regions' and final accounts' wording (年初预算为…，支出决算为…;
2025年当年预算执行数为…，2026年预算安排…) is the same grammar with other words. A clause is read once, from left to
right; nothing is tried twice, so the time is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.messages import say
from cnbudget.narrative.agencies import misnamed
from cnbudget.narrative.below import Below
from cnbudget.narrative.changed import of_wholes
from cnbudget.narrative.claims import Claim, Claims
from cnbudget.narrative.parted import MARK, PartedReader
from cnbudget.narrative.predicates import Predicates, planned_at
from cnbudget.narrative.quantities import Quantity, direction, odd, quantities
from cnbudget.narrative.sections import Section
from cnbudget.narrative.statements import AGAINST, BY, base_of, headed_by, named_by
from cnbudget.narrative.subjects import Context, Topic, bare, copula
from cnbudget.narrative.text import Clause, Paragraph, clauses, sentences
from cnbudget.narrative.unread import Unread
from cnbudget.narrative.vocabulary import (
    CARRIED_OUT,
    FLOWS,
    LEVEL_WORDS,
    MARKS,
    ORDINALS,
    PARTS,
    REASONS,
    USES,
)
from cnbudget.numerals import COUNTED
from cnbudget.scope import EVERYTHING, Scope

_INTERESTING = expression(
    r"[0-9%元]|未安排|没有|无|持平|相同|一致|其中|如下|以下|包括|包含|不变|变化|小于|大于|等于|百分之|项目名称"
)
_HEADLINE = expression(
    rf"(?:[0-9]{{1,2}}[.、．]|\([{COUNTED}0-9]{{1,3}}\))([^0-9，,;；:：。]{{2,30}})。"
)
_PROJECT = expression(rf"(?:\([{COUNTED}0-9]{{1,3}}\)|[0-9]{{1,3}}[、.])?项目名称:(.*)", re.DOTALL)
#: Where two begin at one place, the longer is meant.
_REASON = expression("|".join(sorted(REASONS, key=len, reverse=True)))
_REASON_OR_USE = expression("|".join(sorted(REASONS + USES, key=len, reverse=True)))
#: Final accounts tell the parts of expenditure as its uses: …万元，主要用于以下方面：社会保障和就业支出（类）….
_PARTS_OF_USE = ("主要用于以下方面", "用于以下方面", "以下方面")
#: Items are opened so in Shanghai (财政拨款支出主要内容如下), the three public expenses in Jiangsu (具体情况如下).
_CONTENTS = ("主要内容如下", "具体内容如下", "情况如下", "如下")
_YEAR_DIGITS = 4
_MOST_CELLS = 12  # that are quoted of a table
_COMPARES = expression(rf"同比|{AGAINST.pattern}")
_COLONS = (":", "：")
_NO_LABELS = (*PARTS, *MARKS)
_SAYS = ("情况", "说明")
_LEAD = 24  # characters before such a word that say whether all parts follow
_WITHIN = ("其中", "包括", "包含", "具体包括")


def claims_of(sections: Iterable[Section], context: Context) -> Claims:
    """The claims of the sections of a document, and what states money and was not understood."""
    sections = tuple(sections)
    reader = _ClauseReader(context, misnamed(sections, context))
    for section in sections:
        if section.key != "contents":
            reader.section(section)
    for index, claim in enumerate(reader.claims):
        claim.index = index
    _zeros(reader.claims)
    of_wholes(reader.claims)
    return Claims(tuple(reader.claims), tuple(reader.unread), reader.parted.found())


def _zeros(claims: Sequence[Claim]) -> None:
    """Give zeros the places of the other amounts: where these have decimals, 0万元 is 0.00, not up to half a 万元."""
    # lists of sources (Beijing) print what there is with two places, and what there is none of as 0万元
    usual: dict[Unit, Counter[int]] = {}
    for claim in claims:
        if claim.unit is not None and claim.value:
            usual.setdefault(claim.unit, Counter())[claim.places] += 1
    for claim in claims:
        if claim.unit in usual and claim.value == 0 and not claim.places and claim.text:
            claim.places = usual[claim.unit].most_common(1)[0][0]


class _ClauseReader(Predicates):
    def __init__(self, context: Context, misnamed: tuple[Section, ...] = ()) -> None:
        super().__init__(context)
        self.misnamed = frozenset(misnamed)  # headings whose agency is a slip
        self.top: Section | None = None
        self.parted = PartedReader()
        self.below = Below()
        self.bases: dict[Section, Scope] = {}

    # Sections, paragraphs, sentences --------------------------------------------------------------

    def section(self, section: Section) -> None:
        self.here = section
        self.base = self._of_agency(section, self._under(section))
        self.body = self.base.agency
        self.own = section.key == "income" and self.context.own_level
        self.above = headed_by(section)
        top = section
        while top.level > 2 and top.parent is not None:
            top = top.parent
        if top is not self.top:
            self.top, self.wholes = top, []
        self.subject = self._headed(section)
        self.base = self.bases[section] = self._about(self.subject)
        self.amount = None
        self.change = None
        self.shared = None  # a share with a name of its own, and what that is
        self.list = self.last = None
        self.project_name = ""
        self.unplaced = self.unnamed = self.many = False
        self.told_first = len(self.claims)
        self.parted.begin_section()
        self.below = Below()
        if section.title and not section.key:
            self._heads(section.title)  # （二）公务接待费 over: 2026年预算安排5.00万元…
        for paragraph in section.paragraphs:
            self.paragraph(paragraph)
        for first, last in section.cells_alone:
            lines, why = section.passages[first:last], say("unchecked.cells_alone")
            text = " ".join(each.folded for each in lines[:_MOST_CELLS])
            self.unread.append(Unread(text, why, place=lines[0].place, section=section))

    def _under(self, section: Section) -> Scope:
        """What a section is about by what it stands under, if that is told by a heading alone.

        三、一般公共预算拨款支出预算 over （二）项目支出.
        """
        base = base_of(section)
        over = self.bases.get(section.parent) if section.parent is not None else None
        return base if section.key or over is None or base != EVERYTHING else over

    def _of_agency(self, section: Section, base: Scope) -> Scope:
        """What a section is about, if the heading over it names one of several agencies."""
        at: Section | None = section
        while at is not None:
            agency = self.context.agency_of(at.title) if at.title and not at.key else None
            if agency is not None and at not in self.misnamed:
                return base.evolve(agency=agency)
            at = at.parent
        return base

    def paragraph(self, paragraph: Paragraph) -> None:
        if self.base.agency != self.body:
            self.base = self.base.evolve(agency=self.body)
        outer, first = self.base, len(self.claims)
        under = self.base = self.below.base(paragraph.text, outer, self.context)
        self._paragraph(paragraph)
        self.base = outer if self.base is under else self.base
        self.below.opens(paragraph.text, self.claims[first:], self.base)

    def _paragraph(self, paragraph: Paragraph) -> None:
        self.text = paragraph
        self.list = None
        if self.last is not None and (
            self.last.scope is not None or not paragraph.text.startswith("其中")
        ):
            self.last = None  # 一、某某专项资金…万元。 over: 其中：基本支出…万元
        self.before = self.some = self.headed = None
        self.many = self._of_many() if self.claims[self.told_first :] else self.many
        self.told_first = len(self.claims)
        if _COMPARES.match(paragraph.text) is None:  # over: 与上年对比增加…万元
            self.told, self.leads, self.told_before = set(), [], self.told_first
        named = _PROJECT.match(paragraph.text)
        if named is not None and self.here.within("projects"):
            self.project_name = named[1]
            self._project()
            return
        for start, end in sentences(paragraph):
            text = paragraph.text[start:end]
            if self._headline(text):
                continue
            if _INTERESTING.search(text) is None and not text.endswith((":", "：")):
                continue
            self.sentence(text, start)

    def _of_many(self) -> bool:
        """Whether the paragraph before told amounts of several."""
        told = self.claims[self.told_first :]
        amounts = [each for each in told if each.kind == "amount" and each.role == "stated"]
        return len({each.scope for each in amounts}) > 1

    def _headline(self, text: str) -> bool:
        """Take a sentence that only names what the next ones speak of: "1.因公出国（境）费用。"."""
        found = _HEADLINE.fullmatch(text)
        return found is not None and self._heads(found[1])

    def _heads(self, words: str, *, alone: bool = False) -> bool:
        """Take words for the subject of what follows, if they mean one and are not the section's own again.

        Args:
            words: The words.
            alone: Whether they are a line of their own: what is listed below it is of what they name.
        """
        if alone:  # 财政拨款安排支出按功能科目分类情况：
            words = BY.sub("", named_by(words))
        told = words.endswith(_SAYS)  # （二）“三公”经费支出决算具体情况说明。 says what is told
        name = named_by(bare(words)) if told else bare(words)
        subject = self.context.subject(name, self.base, strict=True)
        self.unnamed = subject.scope is None and not told  # （一）某某专项。 names a thing
        own = subject.scope == self.base and not any(flow in words for flow, _ in FLOWS)
        if subject.scope is None or own:
            return False
        if alone:
            self.base = subject.scope.evolve(flow=self.base.flow)
        self.subject = self.headed = subject
        self.amount = self.change = None
        return True

    def _project(self) -> None:
        row = self.context.project(self.project_name, "projects")
        scope = None if row is None else row.address.scope
        if scope is not None:
            scope = base_of(self.here).meet(scope)
        self.unplaced = scope is None  # what is said of it is not said of the whole section
        self.base = base_of(self.here) if scope is None else scope
        self.subject = Topic(self.project_name, scope, pieces=False)
        self.amount = self.change = None

    def sentence(self, text: str, start: int) -> None:
        self.words = text
        self.stretches = {}
        self.begins = start
        self.zone = ""
        self.loose = False  # whether the reason could have ended, at ";"
        self.against = None
        self.plan, self.plans = None, []
        self.parts = False
        self.led = self._leading()
        self.within, self.unchanged, self.leads, self.counted = None, 0, [], False
        self.nameless, self.unnamed = self.unnamed and text.startswith("其中"), False
        self.parted.begin_sentence()
        self._behind()
        goes_on = text.startswith(")")  # the full stop stood inside a bracket
        if goes_on:
            text, start = text[1:], start + 1
        self.several = (
            len(self.told) > 1 and not goes_on
        )  # whether the sentence before told amounts of several
        self.told, self.told_before = set(), len(self.claims)
        self._find_runs(text, start)
        for clause in clauses(text.removesuffix("。"), start):
            self.clause(clause)

    def _leading(self) -> Claim | None:
        """The one amount that the sentence before began with and told the parts of, or None."""
        first = self.claims[self.told_before] if self.told_before < len(self.claims) else None
        return first if first is not None and self.leads == [first] else None

    def clause(self, clause: Clause) -> None:
        if clause.aside:
            self.before = self.before or (self.subject, self.amount, self.change)
            self._aside(clause)
            return
        self._behind()
        text = clause.text
        self.parted.item(self.text.text, clause.first)
        if 0 < clause.first == self.begins and _tells(text):
            self.parted.resume()
        if text.startswith(_WITHIN) and not self.zone:
            self.within, self.unchanged = self.last, 0
            self.leads.append(self.last)
        if text.startswith(PARTS) and not self.zone and clause.end not in (":", "："):
            self.parted.leads_on(next(word for word in PARTS if text.startswith(word)))
        if clause.end in _COLONS and not self.zone and self._labels(clause, text):
            return
        if clause.end == "，" and self._named(clause, text):
            return
        if self.zone and self._ends_zone(text):
            self.zone = ""
        if not self.zone and text.endswith(_PARTS_OF_USE):
            for words in _PARTS_OF_USE:
                text = text.removesuffix(words)
            self._segment(clause, 0, text, "")
            self._has_parts()
            return
        at, word = _first(text, _REASON if self.zone else _REASON_OR_USE)
        if word in USES and _in_a_name(text, at):
            at, word = _first(text, _REASON)
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
        if self.loose:
            self.unchanged = 0  # …；公务接待费…万元，同比减少…: of the last part alone
        self.parted.ended(clause.end)
        if clause.end in (":", "：", "，") and text.endswith(PARTS):
            word = _ending(text)
            named = text != word and not text[: -len(word)].endswith("元")
            self.parted.leads_on(word, named=named)
        if not self.zone and clause.end in (":", "：", "，") and text.endswith(PARTS):
            if clause.end != "，":
                self._leads_on(text)
            self._has_parts(text)
            self._lists(clause, text)
        if clause.end in ("；", ";") and self.list is not None and not self.list.complete:
            self.list = None

    def _ends_zone(self, text: str) -> bool:
        """Whether a clause no longer belongs to the reason or the use before it."""
        if (self.loose or text == "其中") and self._leaves(text):
            return True
        if self.loose and self.parted.listing and _tells(text):
            return True  # 甲类业务2.00万元，用于…；乙类业务1.00万元，用于…
        # 行政运行5.00万元，主要用于人员工资，较上年增加1.00万元
        # …，完成年初预算100.00万元的90%
        behind = AGAINST.match(text) is not None or (
            text.startswith(CARRIED_OUT) and planned_at(_before_number(text)) is not None
        )
        return behind and self.zone == "use" and self._only_words_of_use()

    def _only_words_of_use(self) -> bool:
        """Whether no number was told of a use, behind the amount of this paragraph that it is the use of."""
        told = self.claims[self.told_first :]
        return len(told) > 0 and told[-1] is self.amount and told[-1].role == "stated"

    def _leads_on(self, text: str) -> None:
        """Note the amount whose parts stand behind a colon: …万元，主要包括：甲…万元；乙…万元。较上年增加…万元."""
        if self.last is None or self.last in self.leads:
            return
        self.leads.append(self.last)
        if self.last.scope is None and text.endswith("元其中"):
            self.within = self.last  # 一、某某专项资金…万元 over: 其中：基本支出…万元

    def _labels(self, clause: Clause, text: str) -> bool:
        """Take the words before a colon for the subject of what follows it, if they are a label."""
        if text.endswith(_NO_LABELS):
            return False
        if text.endswith("元") and MARK.match(self.text.text, clause.first):
            return False  # 1.一般公共服务支出15417.11万元：主要用于…
        words = MARK.sub("", text, count=1) if MARK.match(text) else text
        alone = clause.first == 0 and clause.last >= len(self.text.text) - 1
        body = self.context.agency_of(words)
        if body is not None:  # 1.青山旗林业站：支出预算…万元
            self.base = self.base.evolve(agency=body)
            self.subject = Topic(words, self.base, pieces=False)
            self.amount = self.change = None
            return True
        if _INTERESTING.search(words) is None and self._heads(words, alone=alone):
            return True  # (一)收入预算：2026年年初预算数为…
        if MARK.match(self.text.text, clause.first):  # 54.二期扩建项目绩效自评综述：全年预算数…
            self.subject = Topic(words, None, pieces=False)
            self.amount = self.change = None
            return True
        return False

    def _named(self, clause: Clause, text: str) -> bool:
        """Take a numbered name before a comma for a label: （一）收入预算，2024年年初预算数…."""
        mark = MARK.match(self.text.text, self.begins)
        if mark is None or clause.first not in (mark.start(), mark.end()) or self.zone:
            return False
        words = text.removeprefix(mark[0])
        return _INTERESTING.search(words) is None and self._heads(words)

    def _aside(self, clause: Clause) -> None:
        """What stands in brackets; parts of the amount before them are stated like others (…万元（其中甲…万元））."""
        first = len(self.claims)
        self.parts = self.parts or (clause.text.startswith("其中") and not self.zone)
        whole = self.before[1] if self.parts and self.before is not None else None
        just = self.claims[-1] if self.claims else None
        if (
            whole is not None
            and just is not None
            and just.kind == "amount"
            and just.role == "stated"
        ):
            whole = just if just.scope == whole.scope else whole  # of a plan, not of what was spent
        if whole is None:
            self._segment(clause, 0, clause.text, "aside")
            self._parts_aside(first)
            return
        before, self.within = self.within, whole
        self._segment(clause, 0, clause.text, "aside")
        self.within = before
        self._stated_aside(self.claims[first:], whole)

    def _stated_aside(self, told: Sequence[Claim], whole: Claim) -> None:
        """Take what brackets tell of the parts of an amount for stated like others."""
        parts: list[Claim] = []
        for claim in told:
            if claim.kind == "amount" and claim.role == "aside":
                claim.role, claim.whole = "stated", whole
                parts.append(claim)
            elif claim.of is not None and claim.of.whole is whole:
                claim.role = "stated"
        self.parted.aside(whole, parts)

    def _parts_aside(self, first: int) -> None:
        """Take amounts in brackets for parts of the one before them, if they are: 公务用车费5万元（购置费0万元，…）."""
        told, whole = self.claims[first:], self.before[1] if self.before is not None else None
        amounts = [each for each in told if each.kind == "amount"]
        if whole is None or whole.scope is None or whole.role != "stated" or self.zone:
            return
        for each in told:
            if each.of is not None and each.of.whole is whole and each.of.role == "stated":
                each.role = "stated"  # …，比上年减少1万元；…
        for each in amounts:
            within = each.scope is not None and each.scope < whole.scope
            if not within or (each.year, each.stage) != (whole.year, whole.stage):
                return
        if amounts:
            self._stated_aside(told, whole)

    def _behind(self) -> None:
        """What stands behind a bracket goes on with what stood before it."""
        if self.before is not None:
            (self.subject, self.amount, self.change), self.before = self.before, None
            self.parts = False

    def _has_parts(self, text: str = "") -> None:
        """What follows are the parts of the last amount, or of what a heading line names."""
        head = next((text.removesuffix(word) for word in _CONTENTS if text.endswith(word)), "")
        if head:  # "财政拨款支出主要内容如下："
            subject = self._subject(head, "")
            if subject is not None and subject.scope is not None:
                self.base = subject.scope
                self.amount = self._amount_of(subject, anywhere=True) or self.amount
            else:
                self.base = self._narrowed()
        if self.amount is not None:
            self._split(self.amount)

    def _narrowed(self) -> Scope:
        """What a paragraph is about that tells its section's whole of one budget: 一般公共预算拨款安排的“三公”经费….

        What is numbered below it (具体情况如下：1.因公出国（境）费…) is of that budget, too.
        """
        first = next((each for each in self.claims[self.told_first :] if each.scope), None)
        scope = None if first is None else first.scope
        if first is None or scope is None or first.kind != "amount" or first.role != "stated":
            return self.base
        narrower = scope < self.base and scope.told == self.base.told
        return scope if narrower and scope.economic == self.base.economic else self.base

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
        said = [q for q in quantities(text) if _is_said(q)]
        if any(map(_may_be_year, said)):
            against = AGAINST.search(text)
            said = [q for q in said if not _is_year(q, against)]
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
        self.turns, self.of_turns = [], None
        self.rates = sum(q.kind == "percent" for q in said)
        for position, q in enumerate(said):
            after = said[position + 1].start if position + 1 < len(said) else len(text)
            prefix, suffix = text[before : q.start], text[q.end : after]
            before = q.end
            self._quantity(clause, offset, q, prefix, suffix, role)
        if role in ("", "use"):
            self._wordy(clause, offset + before, text[before:], role)


def _in_a_name(text: str, at: int) -> bool:
    """Whether a word is part of an item's name: …(款)车辆购置税用于…补贴(项)."""
    before = text[:at]
    if before.endswith(MARKS):
        return True
    marks = [text.find(mark, at) for mark in MARKS]
    end = min((mark for mark in marks if mark >= 0), default=-1)
    start = max(before.rfind(mark) for mark in MARKS)
    return end >= 0 and start >= 0 and not any(c.isdigit() for c in text[start:end])


def _tells(text: str) -> bool:
    """Whether a clause is a name with its amount, and nothing else."""
    found = quantities(text)
    return (
        len(found) == 1
        and found[0].kind == "money"
        and 0 < found[0].start <= found[0].end == len(text)
    )


def _before_number(text: str) -> str:
    """What stands before the first number of a text."""
    found = quantities(text)
    return text[: found[0].start] if found else text


def _ending(text: str) -> str:
    """The word that leads on to parts at the end of a text, as it stands there: 主要包括."""
    word = next((each for each in PARTS if text.endswith(each)), "")
    before = text[: len(text) - len(word)]
    return (
        f"主要{word}" if "主要" in before[-_LEAD:] else word
    )  # 主要支出项目（按项级科目统计）包括：


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


def _first(text: str, words: re.Pattern[str]) -> tuple[int, str]:
    """Where the first of some words stands, and which it is; (-1, "") if none does."""
    found = words.search(text)
    return (-1, "") if found is None else (found.start(), found[0])
