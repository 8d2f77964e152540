"""Statements: what the grammar keeps in mind while it reads: the subject, its amount, what it is part of."""

from __future__ import annotations

import re
from collections.abc import MutableSequence
from functools import reduce
from itertools import zip_longest
from operator import or_

import attrs

from cnbudget.arithmetic import exact
from cnbudget.dimensions import Flow, FundingSource, Nature
from cnbudget.expressions import expression
from cnbudget.forms.meaning import meaning_of
from cnbudget.messages import Message, say
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.known import levels_of
from cnbudget.narrative.parted import PartedReader
from cnbudget.narrative.pieces import bare, scope_said
from cnbudget.narrative.printed import flow_of
from cnbudget.narrative.quantities import Quantity
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import VINTAGES, Context, Topic, copula, vintage
from cnbudget.narrative.text import Clause, Paragraph
from cnbudget.narrative.unread import Unread
from cnbudget.narrative.vocabulary import (
    AROUND_TITLES,
    COMPARABLY,
    NO_YEARS,
    OTHERS,
    SAME,
    SECTION_SCOPES,
    WHEN,
)
from cnbudget.numerals import YEAR, YEAR_DIGITS
from cnbudget.rounding import HALF_UP
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.words import plain

#: "比上年预算", "与2024年预算", "较上一年度": what a change is from.
AGAINST = expression(
    rf"(?:同比|对比|相比|相较|较之|与|同|比|较|比较)(?P<when>上年度?|去年度?|上一年度?|上一度|{YEAR_DIGITS}(?:年度?|(?=持平|相同|一致|相比|增|减))|年初|预算数?|年初预算数?)"
    r"(?P<what>(?:部门|单位)?(?:当年|年初)?(?:预算执行数|执行数|预算数|决算数|预算|决算|执行|(?:累计|实际)支出|(?:支出|收入)(?=数))?数?(?:同期数?)?)(?:相比|对比)?"
)
#: Sections whose numbers are not about the budget's scopes: what they count is their own.
_MATTERS = frozenset(
    ("procurement", "assets", "performance", "matters", "project_notes", "duties", "structure",
     "overview", "glossary", "projects", "contents")
)  # fmt: skip
SCOPED = frozenset(SECTION_SCOPES) | {"total", "income", "expenditure", "statement", "narrative"}


#: Sections whose heading says what an amount without a subject is: 机关运行经费情况说明.
_ABOUT = SCOPED | {"running"}
#: Sections of which their heading alone says what they are about: 关于项目支出表的说明.
_TOLD = frozenset(("", "project_notes"))
#: Years that are told from the document's: 今年, 去年; 上年结转 is no year.
_WHEN = expression(f"(?:{'|'.join(WHEN)})(?!度?(?:{'|'.join(NO_YEARS)}))的?")
_LAST = tuple(word for word, when in WHEN.items() if when == "last")
#: How many characters of an endless sentence are kept with what it states.
_STRETCH = 4000
_BALANCES = Flow.OPENING | Flow.CLOSING
_BUDGETED = frozenset(("预算", "预算数", "决算", "决算数"))
_TOGETHER = frozenset(("合计", "总计", "共计", "总额", "总额为", "金额"))
#: How a heading says that what it names is told by codes, or by what it is for.
BY = expression(
    "按(?:照)?(?:支出)?(?:功能|经济|用途|性质|结构|构成|类型)(?:科目)?(?:分类)?(?:科目)?(?:划分|来分|分)?$"
)
#: Words by which one name of an amount differs from another: 合同总金额, 合同金额.
#: Final accounts tell so what was awarded to smaller firms, and what its shares are of.
_UNTOLD = expression("总|金额$|额$|数$")
_LEAST_NAME = 4  # letters of the name of an amount
_MOST_WHOLES = 40  # amounts with parts that are looked back at
_ENUMERATED = expression(r"[0-9]{1,2}[.、]")


class Statements:
    """The state of a reader.

    Attributes:
        claims: What was read so far.
        unread: What was not understood.
        unnamed: Whether the words before this sentence name what the tables do not know: （一）某某专项。
        many: Whether the paragraph before told amounts of several.
        nameless: Whether the sentence tells the parts of that: 其中：基本支出…万元.
        counted: Whether the last number of the sentence counts something: 国内公务接待5批次.
    """

    here: Section
    base: Scope
    body: tuple[str, ...]
    own: bool
    above: tuple[str, ...]
    text: Paragraph
    words: str
    begins: int
    stretches: dict[int, str]
    unplaced: bool
    unnamed: bool
    many: bool
    nameless: bool
    subject: Topic | None
    headed: Topic | None
    amount: Claim | None
    change: Claim | None
    shared: tuple[Claim, Topic] | None
    list: Claim | None
    last: Claim | None
    within: Claim | None
    plan: Claim | None
    plans: MutableSequence[Claim]
    parted: PartedReader
    parts: bool
    unchanged: int
    led: Claim | None
    leads: MutableSequence[Claim | None]
    turns: MutableSequence[Claim]
    loose: bool
    of_turns: Claim | None
    rates: int
    told: set[str]
    several: bool
    told_before: int
    counted: bool
    told_first: int
    zone: str
    before: tuple[Topic | None, Claim | None, Claim | None] | None
    some: tuple[Topic | None, Claim | None, Claim | None] | None
    against: tuple[int | None, str] | None

    def __init__(self, context: Context) -> None:
        """Begin to read a document."""
        self.context = context
        self.claims: list[Claim] = []
        self.unread: list[Unread] = []
        self.wholes: list[Claim] = []
        self.amounts: dict[tuple[Scope, str], Claim] = {}

    # Subjects --------------------------------------------------------------------------------------

    def _about(self, subject: Topic | None) -> Scope:
        """What a section is about whose key does not say it, but its heading."""
        if self.here.key not in _TOLD or subject is None or subject.scope is None:
            return self.base
        return subject.scope.evolve(flow=self.base.flow)

    def _headed(self, section: Section) -> Topic | None:
        """What the heading of a section says that it is about; None if that is no scope."""
        if section.key not in _ABOUT | _TOLD or levels_of(section.title):
            return None  # 国有资本经营预算支出（类） is a category
        words = named_by(bare(section.title))
        words = BY.sub("", words) or words  # 财政拨款安排支出按功能科目分类情况
        found = self.context.subject(words, self.base, own=self.own, strict=section.key in _TOLD)
        return found if words and found.scope is not None and found.pieces else None

    def _subject(self, core: str, role: str) -> Topic | None:
        """The subject that words name; the last one where they name none."""
        said, core = core, said_when(core)[0]
        words = YEAR.sub("", core).replace("度", "") if len(core) < 12 else core
        for name in (self.context.name, "本单位", "本部门"):
            words = words.removeprefix(name) if name else words
        if words in _TOGETHER and not self.told and not role:
            return self.subject  # 机关运行经费，合计…万元
        if words in _BUDGETED and not self.told and len(self.claims) > self.told_before:
            return Topic(
                words, None
            )  # 购置公务用车5辆，预算…万元: of what was counted, not of the last subject
        if words.strip("，、:") in SAME or (
            words in ("其中", "支出", "收入") and self.subject is not None
        ):
            if words in ("支出", "收入") and not self._of_head(words):
                found = self.context.subject(core, self.base, own=self.own)
                if found.scope is not None and self.here.key in SCOPED:
                    return found
            first = self.many and self.amount is not None and len(self.claims) == self.told_first
            return Topic("", None) if first and not role else self.subject
        named = None if role else self._own_name(core) or self._of_last(core)
        if named is not None:
            return named
        base = self.base
        if role == "use" and self.subject is not None and self.subject.scope is not None:
            base = self.subject.scope
        strict = role in ("reason", "use")
        found = self.context.subject(core, base, own=self.own, strict=strict, above=self.above)
        if not role and self.within is None and self._of_either_end(said, found.scope):
            return attrs.evolve(found, scope=None)
        body = () if found.scope is None or role else found.scope.agency
        if body and body != self.base.agency:
            self.base = self.base.evolve(agency=body)  # and so on to the end of the paragraph
        return found

    def _of_head(self, flow: str) -> bool:
        """Whether what is said is of what the item is headed by: （一）因公出国（境）费情况说明。…1人次，支出…万元."""
        head = self.headed
        return head is not None and head is self.subject and (flow == "支出" or flow in head.label)

    def _of_either_end(self, words: str, scope: Scope | None) -> bool:
        """Whether words name a balance and not when, in final accounts, which have two: 财政拨款结转结余."""
        if self.context.stage != "决算" or scope is None:
            return False
        over = scope.flow is Flow.OPENING or scope.source in FundingSource.CARRIED
        if not over or scope.flow is Flow.CLOSING:
            return False
        told = self.base.source in FundingSource.CARRIED or flow_of(words) is Flow.OPENING
        return not told and not any(word in words for word in _LAST)

    def _own_name(self, name: str) -> Topic | None:
        """The agency, or the project among projects, of the tables that words name: 其中：审计业务经费…万元."""
        if plain(name) in self.context.agencies:
            return Topic(name, self.base.evolve(agency=plain(name)), pieces=False)
        whole = self.within.scope if self.within is not None else self.base
        if whole is None or whole.nature is not Nature.PROJECT or not self.context.is_project(name):
            return None
        if (
            whole.project
        ):  # a use of the project: 其他支出, for all that another is called 其他项目支出
            return None
        return Topic(name, whole.meet(Scope(project=name)), pieces=False)

    def _of_last(self, words: str) -> Topic | None:
        """What a short name means under the words that it goes on: 公务用车费…，其中购置费…; 采购…，其中货物类…."""
        over = self.within.scope if self.within is not None else None
        if over is None:
            return None
        name = words.removeprefix("其中")
        if over.procurement != EVERYTHING.procurement:
            kind = scope_said(name, bought=True)
            bought = kind is not None and kind.is_told_by({"procurement"})
            return Topic(words, over.meet(kind), pieces=False) if kind and bought else None
        said = meaning_of(name, "row").within
        if said is None or not set(said) < set(over.economic):
            return None
        return Topic(words, over.evolve(economic=said), pieces=False)

    def _again(self, subject: Topic) -> bool:
        """Whether something is said of the same again."""
        last = self.subject
        return last is subject or (
            last is not None and last.scope is not None and last.scope == subject.scope
        )

    def _whole_subject(self, whole: Claim) -> Topic:
        """The subject of an amount whose parts were told."""
        return Topic(whole.subject, whole.scope)

    def _inside(self, subject: Topic) -> Topic:
        """A part of the last amount (其中…), which has no more of any dimension than that has.

        A part of what is not known is not known: "污水处理费…万元，其中：一般公共预算…万元" is not all of that budget.
        """
        whole = self.within
        if subject.scope is None or (whole is None and not self.nameless):
            return subject
        if whole is None or whole.scope is None:
            return attrs.evolve(subject, scope=None)
        over = subject.scope.source in FundingSource.CARRIED or subject.scope.flow is Flow.OPENING
        if over and whole.scope.flow is Flow.CLOSING:
            # 年末结转和结余…万元（其中：项目支出结转和结余…万元）
            source = whole.scope.source & _money_of(subject.scope.source)
            left = subject.scope.evolve(source=source, flow=Flow.CLOSING) if source else None
            # 其中上年结转…万元 is not all of it
            return attrs.evolve(subject, scope=None if left == whole.scope else left)
        met = whole.scope.meet(subject.scope) or vintage(whole.scope, subject.scope)
        return subject if met is None else attrs.evolve(subject, scope=met)

    def _turned(self, core: str, prefix: str) -> Topic | None:
        """The expenditure of what the last subject was the income of: 收入决算…万元，支出决算…万元."""
        last = self.subject
        if core or last is None or last.scope is None or not prefix.startswith("支出"):
            return None
        if not self.context.flows or last.scope.flow & Flow.EXPENDITURE:
            return None
        spent = self.context.subject("支出", self.base)
        return spent if spent.scope is not None else Topic(prefix, None)

    def _carried(self, clause: Clause, at: int, role: str) -> Topic | None:
        """The project that an amount is of, in the sections that list projects with their amounts.

        Names of projects tell by what stands in brackets ("第二批"), so that the text is taken as it stands.
        """
        if self.here.key not in ("carry_over", "commissioned") or role:
            return None
        row, name = None, ""
        for first in dict.fromkeys(
            (clause.first, self.begins)
        ):  # names have colons and commas, too
            name = _ENUMERATED.sub("", self.text.text[first:at])
            row = row or self.context.project(name, self.here.key)
        if row is None or row.address.scope is None:
            return None
        return Topic(name, self.base.meet(row.address.scope), pieces=False)

    def _compared(self, prefix: str, role: str) -> Topic:
        """The subject of a change; takes note of what it is compared with."""
        found = AGAINST.search(prefix)
        head = prefix
        if found is not None:
            head = prefix[: found.start()] + prefix[found.end() :]
            self.against = self._when(found)
        if head.endswith("分别"):
            return Topic("", None)  # 人员经费和公用经费分别增加…: which of them, the order says
        while head != (head := _without_end(head)):
            pass
        head, _ = copula(head)
        again = self.several and head in ("支出", "收入") and self.led is not None
        if head and not again:
            named = self._subject(head, role)
            if named is not None:
                return named
        if self.counted and not head:  # 国内公务接待0批次，与上年持平
            return Topic("", None)
        if self.several and head in ("", "支出", "收入") and len(self.claims) == self.told_before:
            if self.led is not None:  # 收入…万元，其中：甲…万元，乙…万元。与上年对比减少…万元。
                return Topic(self.led.subject, self.led.scope)
            return Topic("", None)  # of all of them together, or of the last?
        whole = self.within
        if whole is not None and self.unchanged > 1:
            # 收入…万元，其中：甲…万元、乙…万元，较上年增加…: after several parts in a row it is the whole that changed
            return Topic(whole.subject, whole.scope)
        return self.subject or Topic("", None)

    def _of_whole(self, subject: Topic) -> bool:
        """Whether a change was of the amount whose parts were told before it."""
        whole = self.within
        return whole is not None and self.unchanged > 1 and subject.label == whole.subject

    def _when(self, found: re.Match[str]) -> tuple[int | None, str]:
        when, what = found["when"], found["what"]
        year = self._last()
        explicit = re.match(YEAR_DIGITS, when)
        if explicit is not None:
            year = int(explicit[0])
        stage = (
            "执行"
            if "执行" in what
            else "决算"
            if "决算" in what
            else "预算"
            if "预算" in what
            else ""
        )
        if when.startswith(("年初", "预算")) and stage in ("", "预算"):
            return self.context.year, "预算"
        return year, stage or self.context.stage

    def _last(self) -> int | None:
        return None if self.context.year is None else self.context.year - 1

    def _amount_of(self, subject: Topic, *, anywhere: bool = False) -> Claim | None:
        """The amount stated of a subject: in this statement, or (of a scope) before."""
        amount = self.amount
        if amount is not None and amount.scope == subject.scope and amount.subject == subject.label:
            return amount
        if subject.scope is None:
            return None
        if anywhere:
            return self.amounts.get((subject.scope, ""))
        return self.amounts.get((subject.scope, self.here.key))

    def _of_what(self, words: str, part: Topic | None) -> Claim | None:
        """The amount that a share is said to be of: 占基本支出的 is of those of the section, 占总支出的 of all."""
        wide = self.context.subject(words, EVERYTHING)
        near = self.context.subject(words, self.base).scope
        scope = None if part is None else part.scope
        if wide.scope is None or wide.scope.is_told_by(("flow",)) or near is None:
            return self._amount_of(wide, anywhere=True)
        found = self.amounts.get((near, "")) if scope is not None and scope < near else None
        if found is None and near != scope:  # what is not known to be a part, in the section of …
            found = self.amounts.get((near, self.here.key))
        return found or self._amount_of(wide, anywhere=True)

    def _called(self, words: str, part: Claim) -> Claim | None:
        """The amount of the paragraph that words name, where neither is of the tables: 占授予中小企业合同金额的."""
        name = untold(words)
        if len(name) < _LEAST_NAME:
            return None
        told = (each for each in self.claims[self.told_first :] if each.kind == "amount")
        same = [each for each in told if untold(each.subject).endswith(name)]
        return same[0] if len(same) == 1 and same[0] is not part else None

    def _of_base(self, part: Claim) -> Claim | None:
        """The amount of all that the heading over a part names: 财政拨款支出预算结构情况."""
        if self.here.key not in _TOLD or part.scope is None or not part.scope < self.base:
            return None
        return self.amounts.get((self.base, ""))

    def _keep(self, claim: Claim) -> None:
        """Remember an amount of this year's, for what is said of it later."""
        mine = claim.year == self.context.year and claim.stage == self.context.stage
        if mine and claim.role == "stated" and claim.scope is not None:
            self.amounts[claim.scope, ""] = self.amounts[claim.scope, self.here.key] = claim

    def _split(self, whole: Claim) -> None:
        """Remember an amount that is said to have parts."""
        if not any(each is whole for each in self.wholes[-_MOST_WHOLES:]):
            self.wholes.append(whole)

    def _whole(self, scope: Scope | None) -> Claim | None:
        """The amount that something is a part of: the last one said to have parts that contains it."""
        if scope is None:
            return None
        within = self.within
        if within is not None and within.scope is not None and scope < within.scope:
            return within
        base = base_of(self.here)
        for whole in reversed(self.wholes[-_MOST_WHOLES:]):
            if whole.scope is None or not scope < whole.scope:
                self._pass_over(whole, scope)
            elif whole.scope.evolve(flow=base.flow) <= base:
                return whole
        return None

    def _pass_over(self, whole: Claim, part: Scope) -> None:
        """Forget what was carried over where the list behind it begins with the year's own money.

        收入预算合计…，包括本年收入…，上年结转结余9万元。其中：本年一般公共预算收入…，占…%: all of it is of the first.
        """
        if whole.scope is not None and whole.scope.flow in _BALANCES and part.flow not in _BALANCES:
            self.wholes = [each for each in self.wholes if each is not whole]

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
            value = exact.minus(value)
        claim = Claim(
            kind,
            subject.strip("，、:；"),
            value=value,
            unit=None if q is None else q.money,
            counter="" if q is None else q.counter,
            places=0 if q is None else q.places,
            text="" if q is None else q.text,
            sign=sign,
            scope=scope,
            item=getattr(item, "names", ()),
            codes=getattr(item, "codes", ()),
            rounding=self._rounding(kind, q),
            year=self.context.year,
            stage=self.context.stage,
            against=against,
            role=role or "stated",
            section=self.here,
            place=self.text.place(at),
            sentence=self._words_at(at),
        )
        self.claims.append(claim)
        return claim

    def _words_at(self, at: int) -> str:
        """The sentence that a place of the paragraph is in; of an endless one the stretch around it.

        What is asked of a claim looks through its whole sentence, and there are as many claims as the sentence is long.
        The longest sentence of the documents that were seen has 1,044 characters.
        """
        if len(self.words) <= _STRETCH:
            return self.words
        first = max(0, at - self.begins) // _STRETCH
        if first not in self.stretches:
            low = max(0, first * _STRETCH - _STRETCH // 2)
            self.stretches[first] = self.words[low : (first + 1) * _STRETCH + _STRETCH // 2]
        return self.stretches[first]

    def _rounding(self, kind: str, q: Quantity | None) -> str:
        """How a number is rounded: an amount as the tables round theirs, if it has their last place."""
        if kind != "amount" or q is None or q.money is None:
            return HALF_UP
        return self.context.printing.rounding_of(q.money, q.places)

    def _not_known(self, clause: Clause, prefix: str, q: Quantity, role: str) -> None:
        """An amount whose subject is not known is not understood, unless its section is about other matters."""
        if (
            role in ("reason", "use", "aside")
            or prefix.startswith(OTHERS)
            or any(self.here.within(key) for key in _MATTERS)
        ):
            return
        unit = q.unit
        self._not_read(
            clause,
            prefix + q.text + unit,
            say("unchecked.amount_of_what"),
        )

    def _not_read(self, clause: Clause, text: str, why: Message) -> None:
        self._not_read_at(text, clause.first, why)

    def _not_read_at(self, text: str, at: int, why: Message) -> None:
        self.unread.append(Unread(text[-80:], why, place=self.text.place(at), section=self.here))


def _money_of(source: FundingSource) -> FundingSource:
    """The money that what is carried over is of: 财政拨款 of 财政拨款结转和结余; all of it, where that is not said."""
    if FundingSource.CARRIED in source:
        return FundingSource.ALL
    kinds = [kind for kind, over in VINTAGES.items() if over in source]
    return reduce(or_, kinds) if kinds else source


def _without_end(head: str) -> str:
    """Words without one that only says that something is compared: 公务接待费同口径."""
    word = next((word for word in COMPARABLY if head.endswith(word)), "")
    return head.removesuffix(word).strip("，")


def untold(name: str) -> str:
    """The name of an amount without the words by which it differs where it is told again.

    >>> untold("授予中小企业合同总金额") == untold("授予中小企业合同金额")
    True
    """
    return _UNTOLD.sub("", name)


def said_when(words: str) -> tuple[str, int]:
    """Words without the year that they begin with, and how many years that is from the document's.

    >>> said_when("去年“三公”经费预算"), said_when("上年结转")
    (('“三公”经费预算', -1), ('上年结转', 0))
    """
    found = _WHEN.match(words)
    if found is None:
        return words, 0
    return words[found.end() :], 0 if WHEN[found[0].removesuffix("的")] == "this" else -1


def named_by(title: str) -> str:
    """What a heading names, without the words around it.

    >>> named_by("关于2026年项目支出预算表的说明")
    '2026年项目支出'
    """
    words, left = title.removeprefix("关于"), ""
    while words != left:
        left = words
        for end in AROUND_TITLES:
            words = words.removesuffix(end)
    return words


def headed_by(section: Section) -> tuple[str, ...]:
    """The names of an item's levels that the headings over a section give, from the top."""
    found: tuple[str, ...] = ()
    at: Section | None = section
    while at is not None:
        levels = levels_of(at.title)
        found = tuple(mine or over for mine, over in zip_longest(found, levels, fillvalue=""))
        at = at.parent
    return found


_GENERAL_BUDGET = "一般公共预算"
_NAMED = frozenset(("three_public", "commissioned"))


def base_of(section: Section) -> Scope:
    """What a section, or the one that it is under, adds to the scope.

    Of appropriations, a heading may say which: 一般公共预算“三公”经费、会议费、培训费支出预算情况说明.
    """
    at: Section | None = section
    while at is not None:
        if at.key in SECTION_SCOPES:
            scope = SECTION_SCOPES[at.key]
            named = at.key in _NAMED and _GENERAL_BUDGET in at.title
            return scope & SECTION_SCOPES["general"] if named else scope
        at = at.parent
    return EVERYTHING
