"""Predicates: what is said of a subject with a number: amount, share, change, how far it was carried out."""

from __future__ import annotations

from fractions import Fraction

import attrs

from cnbudget.amounts import Unit
from cnbudget.expressions import expression
from cnbudget.forms.meaning import ADJUSTED as _MEANT_ADJUSTED
from cnbudget.forms.meaning import OWN, meaning_of
from cnbudget.messages import say
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.quantities import Quantity, direction
from cnbudget.narrative.statements import AGAINST, said_when, untold
from cnbudget.narrative.subjects import Topic, copula
from cnbudget.narrative.text import Clause
from cnbudget.narrative.turns import Turns
from cnbudget.narrative.unnumbered import COMPARED, COMPARED_BY
from cnbudget.narrative.vocabulary import (
    ADJUSTED,
    CARRIED_OUT,
    DIRECTIONS,
    LISTS,
    PER,
    PREDICATES,
    SHORT_DIRECTIONS,
    SPARED,
    UNSIGNED,
)
from cnbudget.numerals import YEAR

_PLANNED = expression("(?:^|支出|收入|经费|费|年初|调整|全年)预算$")
#: Most texts count equipment from a unit price on: 单价…万元（含）以上.
_LIMITS = ("以上", "以下", "以内", "及以上", "之内", "(含)以上")
#: A number without a unit before one that has it: of two things in turn.
_IN_TURN = expression("[0-9][,，、]$")
#: Charts of budgets (Beijing) have their numbers before their names, in the line of the text: 图1：收入预算.
_FIGURED = expression("^图[0-9一二三四五六七八九]{1,2}[:：、. ]{0,2}")
_COUNTED = ("批次", "人次", "团组")
#: What a share or a rate of completion stands behind, though final accounts left its sign out: 占76.23.
_SHARED = expression("(?:占(?:比|[^占]{1,24}的(?:比[例重])?)?|完成[^占]{1,12}的)[为是约]?$")
#: A number up to it may be meant as a ratio: 占比0.4, 完成预算的1.20.
_RATIO = 2
#: What goes on behind a number that has no unit of its own: 50.00（万元）, 60.00、40.00万元, 3:2.
_GOES_ON = expression(r"\((?:%|[亿万千]?元)|[、和及与至~～—:：/-][0-9]")
_UNIT = expression("单位[^。；0-9]{0,6}[亿万千]?元")
_FEW = 8
_PLANS = ("预算", OWN, _MEANT_ADJUSTED)
_TOGETHER = ("共计", "合计", "总计", "共")
_COMPARING = (*(word for word, _ in DIRECTIONS), "相比", "相较", "比较", "对比")
#: 比去年…万元少…万元: the word stands between two amounts.
_COMPARING_ALONE = frozenset(word for word, _ in SHORT_DIRECTIONS)
_BY_HOW_MUCH = expression(
    rf"(?:{'|'.join(word for word, _ in DIRECTIONS)})[0-9][0-9,.]{{0,20}}[亿万千]?元"
)
#: 占比, 占比重, 所占比例为.
_SHARE = expression("^比[重例]?")
_BEING = ("为", "是", "系")
_MARKS_BEFORE = "，、:："
_LED_ON = ("", "的", "为", "数为")
_LEFT = "结余"
_DIFFERS = ("差异率", "差异率为")


class Predicates(Turns):
    """Statements with numbers, each with what stands before it in its clause."""

    def _quantity(
        self, clause: Clause, offset: int, q: Quantity, prefix: str, suffix: str, role: str
    ) -> None:
        at = clause.at(offset + q.start)
        if at in self.runs and not role:
            q, prefix = self._turn(q, prefix, at)
        if q.kind == "bare":
            self._bare(clause, q, prefix, suffix, at, role)
            return
        if q.value is None:
            if q.kind in ("money", "percent"):
                self._not_read(clause, prefix + q.text, q.why)
            return
        if q.kind == "count":
            self._add("count", _label(prefix), q, at, role, scope=None)
            self.counted = not role
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
            or prefix.endswith(("每人", "每月", "每户", "/"))
            or any(word in prefix for word in PER)
        ):
            self._add("rate", _label(prefix), q, at, role, scope=None)
        elif (
            at not in self.runs and _IN_TURN.search(self.text.text[max(0, at - 2) : at]) is not None
        ):
            # 收、支总计各是4125.49，4143.91万元
            self._add("amount", _label(prefix), q, at, role or "stated", scope=None)
            self._not_known(clause, prefix, q, role)
        elif role or not self._base(q, prefix, suffix or self._goes_on(clause, offset + q.end), at):
            self.counted = False
            if not role and self._exceeds(q, prefix, at):
                return
            if not role and _compared_alone(prefix):
                self._add("amount", _label(prefix), q, at, role, scope=None)
                self.subject, self.amount, self.change = Topic(prefix, None), None, None
                self._not_known(clause, prefix, q, role)
                return
            self._money(clause, q, prefix, at, role, suffix=suffix)

    def _money(
        self, clause: Clause, q: Quantity, prefix: str, at: int, role: str, *, suffix: str
    ) -> None:
        sign, word = self._spared(prefix) or direction(prefix)
        if sign:
            self._change(q, prefix[: len(prefix) - len(word)], sign, at, role)
            return
        if self._predicate(q, prefix, at, role):
            return
        core, stage = copula(prefix)
        core = self._listing(core) if not role else core
        year = _year(prefix) or (self._last() if said_when(core)[1] else None)
        subject: Topic | None
        if not core and prefix.endswith(_TOGETHER) and self.here.within("projects"):
            subject = Topic(prefix, None)
        else:
            carried = self._carried(clause, at, role)
            subject = carried or self._told_by(core, prefix, suffix, role)
            year = None if carried is not None else year  # that of the project's name
        if self.loose and year == self._last() and subject is self.subject:
            # …万元，其中购置费…万元；去年预算…万元: the whole again
            subject = subject if self.within is None else self._whole_subject(self.within)
        if subject is None:
            unknown = self._add("amount", _label(prefix), q, at, role or "stated", scope=None)
            self.last = unknown if not role else self.last
            unknown.stage = stage or unknown.stage
            self._told(unknown, year, role)
            self._not_known(clause, prefix, q, role)
            return
        subject = self._listed(self._inside(subject), role)
        year, stage = self._timed(core, year, stage, role)
        claim = self._add(
            "amount", subject.label or _label(prefix), q, at, role,
            scope=subject.scope, item=subject.item,
        )  # fmt: skip
        claim.year = year or self.context.year
        claim.stage = stage or self.context.stage
        self._shares(claim, subject)
        self._keep(claim)
        self._told(claim, year, role)
        if not role:
            self.told.add(claim.subject)
            self.last = claim if self.within is None else self.last
        if role == "aside":
            self._amount_aside(claim, subject)
        if role in ("reason", "aside"):
            return
        whole = claim.whole = self._whole(subject.scope)
        again = self._again(subject)  # 公务接待费3.00万元，上年预算2.00万元，增加1.00万元: one part
        self.unchanged += whole is not None and whole is self.within and not (role or again)
        if role == "use":
            return
        if subject.scope is None and subject.item is None:
            self._not_known(clause, prefix, q, role)
        mine = claim.year == self.context.year and claim.stage == self.context.stage
        if mine or self.amount is None or not again:
            self.amount = claim if mine else self._amount_of(subject) or claim
        self.subject, self.change = subject, None
        if self.list is not None and subject.label and q.value:
            self._member(self.list, subject.label, subject.scope)

    def _told_by(self, core: str, prefix: str, suffix: str, role: str) -> Topic | None:
        """What the words before an amount, or those behind it, say that it is of."""
        behind = None if core or role else self._behind_share()
        told = behind or self._turned(core, prefix) or self._of_counted(core)
        return told or self._named_behind(core, suffix) or self._subject(core, role)

    def _behind_share(self) -> Topic | None:
        """What an amount right behind a share with a name of its own is of: 项目支出占40.00%，为40.00万元."""
        if self.shared is None or self.claims[-1] is not self.shared[0]:
            return None
        return self.shared[1]

    def _shares(self, claim: Claim, subject: Topic) -> None:
        """Give the share before it the amount that it is of."""
        shared = self.shared
        if shared is not None and subject is shared[1] and claim.year == self.context.year:
            shared[0].of, self.shared = claim, None

    def _spared(self, prefix: str) -> tuple[int, str] | None:
        """How a word says that less was spent than planned or before, if it is one: 较预算节约…万元，节约率…%."""
        word = next((word for word in SPARED if prefix.endswith(word)), "")
        found = AGAINST.search(prefix) if word else None
        if found is not None:
            left = word == _LEFT and self._when(found) != (self.context.year, "预算")
            return None if left else (-1, word)  # 比上年结余 is of what was left then
        on = word and word == prefix and self.against is not None and self.change is not None
        return (-1, word) if on and self.change is self.claims[-1] else None

    def _differs(self, q: Quantity, at: int) -> bool:
        """Take a rate of the difference of what was spent from what was planned, which says not which is more.

        Texts of Xinjiang print it with a sign, and some without: 预决算差异率-3.20%.
        """
        plan, done = self.plan, self.amount
        if plan is None or done is None or plan is done or plan.scope != done.scope:
            return False
        if plan.value is None or done.value is None or q.value is None:
            return False
        sign = -1 if q.value < 0 or done.value < plan.value else 1
        claim = self._add(
            "growth", done.subject, attrs.evolve(q, value=q.value.copy_abs()), at, "",
            scope=done.scope, sign=sign, against=(plan.year, plan.stage),
        )  # fmt: skip
        claim.item, claim.codes, claim.of = done.item, done.codes, done
        return True

    def _predicate(self, q: Quantity, prefix: str, at: int, role: str) -> bool:
        """Take what is said of the amount before it: 年初预算…万元，支出决算…万元，节约…万元.

        What is compared with another year (比上年节约…万元) is a change, and a name may have the word (节约用水).
        """
        kind, before = _predicate_of(prefix)
        done, plan = self.amount, self.plan
        first = self.told_before
        if not kind or role or self.against is not None or AGAINST.search(prefix) is not None:
            return False
        if done is None or before.strip(_MARKS_BEFORE) or done not in self.claims[first:]:
            return False
        claim = self._add(kind, done.subject, q, at, role, scope=done.scope)
        claim.item, claim.codes, claim.of = done.item, done.codes, done
        if plan is not None and plan in self.claims[first:]:
            named = plan.scope is not None or plan.subject == done.subject
            same = named and (plan.scope, plan.item) == (done.scope, done.item)
            claim.whole = plan if same and plan is not done else None
        return True

    def _timed(self, core: str, year: int | None, stage: str, role: str) -> tuple[int | None, str]:
        """Of which year and stage an amount is, as far as its words, or the whole that it is a part of, tell."""
        stage = stage or ("决算" if core.endswith("决算") else "")
        if not stage and self.context.stage == "决算" and _PLANNED.search(core):
            stage = "预算"  # 公务接待费预算1.86万元，支出决算0.11万元
        whole = self.within
        if role == "aside" and not stage and year is None and whole is not None:
            return whole.year, whole.stage  # 支出预算5.00万元（其中：一般公共预算支出5.00万元）
        if not role and not stage and year is None and whole is not None:
            done = (self.context.year, self.context.stage)
            told = (
                each for each in self.claims[self.told_before :] if each.scope == whole.scope
            )  # 支出决算90万元，完成年初预算100万元的90%，其中: of either
            if whole is next(told, whole) or (whole.year, whole.stage) == done:
                # “三公”经费预算为9.00万元，其中：公务接待费2.00万元: as planned, too
                return whole.year, whole.stage
        return year, stage

    def _amount_aside(self, claim: Claim, subject: Topic) -> None:
        """Take an amount in brackets: that of last year behind a change is stated like others.

        与上年相比增加196万元（去年预算数为0万元，无法计算增减率）.
        """
        # texts of Jiangsu say so of items that are new
        last = self.before[0] if self.before is not None else None
        if claim.year == self._last() and subject is last and not self.zone:
            claim.role = "stated"
        else:
            self.subject, self.amount = subject, claim

    def _named_behind(self, core: str, suffix: str) -> Topic | None:
        """What an amount of the one before it is said to be behind it: 其中5.00万元为捐赠收入."""
        if core.strip(_MARKS_BEFORE) != "其中" or not suffix.startswith(_BEING):
            return None
        named = self.context.subject(suffix[1:], self.base, strict=True)
        return named if named.scope is not None else Topic(suffix[1:], None)

    def _of_counted(self, core: str) -> Topic | None:
        """What was spent on what the sentence counts (国内公务接待…批次，共计支出…): of which amount, nothing says."""
        counted = core.startswith(_TOGETHER) and any(word in self.words for word in _COUNTED)
        return Topic(core, None) if counted else None

    def _change(self, q: Quantity, before: str, sign: int, at: int, role: str) -> None:
        """Take by how much more or less something is."""
        self._of_some(sign)
        changed = self._compared(before, role)
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
            rate = self.claims[-2] if len(self.claims) > 1 else claim
            same = (rate.subject, rate.against) == (claim.subject, claim.against)
            if same and rate.kind == "growth" and rate.whole is None:
                rate.whole = claim  # 增长8.85%，增加2321.53万元
            self.change, self.subject = claim, changed
            if not role and self.within is None:
                self.last = claim.of

    def _exceeds(self, q: Quantity, prefix: str, at: int) -> bool:
        """Take by how much what was spent is more or less than planned: 决算数大于预算数…万元."""
        found = COMPARED.search(prefix)
        sign = 0 if found is None else COMPARED_BY.get(found[1], 0)
        if found is None or not sign or found.end() < len(prefix):
            return False
        self.against = self.context.year, "预算"
        self._change(q, prefix[: found.start()], sign, at, "")
        return True

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
            self.plans.append(claim)

    def _listing(self, core: str) -> str:
        """What is listed of something that was told before: 基本支出包括人员支出…万元."""
        for word in LISTS:
            head, found, tail = core.partition(word)
            whole = self._subject(head, "") if found and head and tail else None
            if whole is not None and whole.scope is not None:
                self.within = self._amount_of(whole, anywhere=True) or self.within
                return tail
        return core

    def _base(self, q: Quantity, prefix: str, suffix: str, at: int) -> bool:
        """Take an amount that the subject is compared with: 收入预算…万元，比2025年年初预算数…万元增加…万元.

        Without how much more it is, 比上年1.43万元 may as well be the change, with a word left out.
        """
        found = AGAINST.search(prefix)
        if found is None or not self._led_on(prefix[found.end() :]):
            return False
        if suffix not in _COMPARING_ALONE and not suffix.startswith(_COMPARING):
            return False
        if head := copula(prefix[: found.start()])[0]:  # 一般公共预算支出较2023年的…万元减少…万元
            named = self._subject(head, "")
            if named is None or named.scope is None:
                return False
            self.subject, self.amount = named, self._amount_of(named, anywhere=True)
        subject = self.subject
        if subject is None or self.amount is None:
            return False
        year, stage = self.against = self._when(found)
        if (year, stage) == (self.context.year, self.context.stage):
            return False
        claim = self._add(
            "amount", subject.label, q, at, "", scope=subject.scope, item=subject.item
        )
        claim.year, claim.stage, claim.against = year, stage, (year, stage)
        return True

    def _led_on(self, words: str) -> bool:
        """Whether words behind 比2025年 lead on to its amount, or name again what this year's was of."""
        if words in _LED_ON:
            return True
        subject = self.subject
        named = self.context.subject(copula(words)[0], self.base, strict=True)
        return subject is not None and named.scope is not None and named.scope == subject.scope

    def _goes_on(self, clause: Clause, end: int) -> str:
        """What the next clause says, if a comma leads on to by how much: 比2025年1.10万元，增加0.10万元.

        比上年1.43万元，增加0.68% may as well be the change, with a word left out, and its rate.
        """
        if clause.end != "，" or clause.aside or end < len(clause.text):
            return ""
        found = _BY_HOW_MUCH.match(self.text.text, clause.last + 1)
        return "" if found is None else found[0]

    def _percent(self, q: Quantity, prefix: str, at: int, role: str) -> None:
        sign, word = self._spared(prefix) or direction(prefix)
        if not sign and prefix.endswith(_DIFFERS) and not role and self._differs(q, at):
            return
        if role == "aside" and prefix == word and self._in_brackets(q, at, sign):
            return
        if not sign and self.change is not None and prefix.removesuffix("为") in UNSIGNED:
            sign, word = self.change.sign, prefix  # 减少…万元，变动幅度为6.40%
            q = attrs.evolve(q, value=None if q.value is None else q.value.copy_abs())
        if sign:
            self._growth(q, prefix[: len(prefix) - len(word)], sign, at, role)
            return
        if prefix == "的" and self._of_plan(q, at, role):
            return
        share = prefix.rfind("占")
        if prefix.startswith("分别占") or self.turns:
            self._in_turn(q, prefix, at, role)
            return
        if share >= 0:
            head = prefix[:share].removesuffix("所")
            named = self._subject(head, role)
            shared = named if named is not None and head else self.subject
            of_what = _SHARE.sub("", prefix[share + 1 :]).removesuffix("比").rstrip("为的")
            whole = self._of_what(of_what, shared) if of_what else None
            amount = None if role in ("reason", "use") else self.amount
            whole = self._nearer(whole, of_what, amount, q)
            if amount is not None and named is not None and named.scope is None:
                amount = amount if _same_name(head, amount.subject) else None
            if amount is not None and head and _within(named, amount):
                whole, amount = whole or amount, None  # 支出预算100.00万元，其中基本支出占80.00%
            if whole is None and of_what and amount is not None and amount.scope is None:
                whole = self._called(of_what, amount)
            if amount is not None and head and _apart(named, amount):
                whole, amount = whole or amount.whole, None  # 基本支出60.00万元；项目支出占40.00%
            if whole is None and amount is not None:
                whole = amount.whole or self._of_base(amount)
            claim = self._add(
                "share", _label(prefix) if shared is None else shared.label, q, at, role,
                scope=None if shared is None else shared.scope,
                item=None if shared is None else shared.item,
            )  # fmt: skip
            claim.of, claim.whole = amount, whole
            if head and named is not None and amount is None:
                self.shared = claim, named
            return
        if planned_at(prefix) is not None or any(word in prefix for word in CARRIED_OUT):
            self._completion(q, prefix, at, role)
            return
        if self._caption(q, prefix, at, role):
            return
        self._add("share", _label(prefix), q, at, role or "stated", scope=None)
        if not role:
            self._not_read_at(
                prefix + q.text + "%",
                at,
                say("unchecked.share_of_what"),
            )

    def _nearer(
        self, whole: Claim | None, words: str, part: Claim | None, share: Quantity
    ) -> Claim | None:
        """The amount that a share is of: sections on one budget call all that it spends 本年支出, too."""
        near = self.context.subject(words, self.base).scope if whole is not None else None
        own = None if near is None else self.amounts.get((near, ""))
        if whole is None or own is None or own is whole or part is None or part.value is None:
            return whole
        if share.value is None or not (part.scope and own.scope and part.scope < own.scope):
            return whole
        said, most = Fraction(share.value), 100 * Fraction(part.value)
        return min((whole, own), key=lambda each: abs(said * Fraction(each.value or 0) - most))

    def _caption(self, q: Quantity, prefix: str, at: int, role: str) -> bool:
        """Take a percentage beside a name, or its amount, for its share, as charts have it: 基本支出80.00万元，80%."""
        words, amount = prefix.strip("，,:：;；、()"), None
        if role:
            return False
        if not words:
            just = self.claims[-1] if len(self.claims) > self.told_before else None
            if just is None or just.kind != "amount" or just.role != "stated" or just.scope is None:
                return False
            subject, amount = Topic(just.subject, just.scope), just
        else:
            subject = self.context.subject(_FIGURED.sub("", words), self.base, strict=True)
        if subject.scope is None:
            return False
        claim = self._add(
            "share", subject.label, q, at, role, scope=subject.scope, item=subject.item
        )
        claim.of = amount
        return True

    def _completion(self, q: Quantity, prefix: str, at: int, role: str) -> None:
        """How far a plan was carried out: 完成年初预算的…%."""
        done, just = self.subject, self.claims[-1] if self.claims else None
        if just is not None and just.kind == "completion" and just.role == "stated":
            just = just.of  # 完成年初预算的95%，完成调整预算的98%
        plan = self._carried_out(prefix, q, just)
        claim = self._add(
            "completion", _label(prefix) if done is None else done.label, q, at, role,
            scope=None if done is None else done.scope,
            item=None if done is None else done.item,
        )  # fmt: skip
        claim.of = self.amount if role == "" else None
        if role == "" and plan is None and planned_at(prefix) == _MEANT_ADJUSTED:
            claim.of = None
            self._not_read_at(prefix + q.text + "%", at, say("unchecked.share_of_what"))
            return
        beside = just is not None and just.kind == "amount" and plan not in (None, just)
        if not role and beside and just is not None and plan is not None:
            same = (plan.scope, plan.subject) == (just.scope, just.subject)
            claim.of, claim.whole = (just, plan) if same else (claim.of, None)

    def _growth(self, q: Quantity, before: str, sign: int, at: int, role: str) -> None:
        """Take by how many per cent something is more or less."""
        self._of_some(sign)
        subject = self._compared(before, role)
        claim = self._add(
            "growth", subject.label, q, at, role, scope=subject.scope, sign=sign,
            item=subject.item, against=self.against or (self._last(), self.context.stage),
        )  # fmt: skip
        if role in ("", "aside"):
            change = self.change
            claim.whole = change if change is not None and change.subject == subject.label else None
            claim.of = self._amount_of(subject)

    def _of_plan(self, q: Quantity, at: int, role: str) -> bool:
        """Take the percentage behind a plan for how far it was carried out: 完成年初预算100.00万元的90%."""
        plan, done = self.plan, self.amount
        if role or plan is None or done in (None, plan) or self.claims[-1] is not plan:
            return False
        claim = self._add("completion", plan.subject, q, at, role, scope=plan.scope)
        claim.item, claim.codes, claim.of, claim.whole = plan.item, plan.codes, done, plan
        return True

    def _carried_out(self, prefix: str, rate: Quantity, done: Claim | None) -> Claim | None:
        """The plan that was carried out, of those that were told: as it was at first, or as it was adjusted.

        Where the words do not say which (完成预算的…%), it is that which the rate is nearest to.
        """
        named, plans = planned_at(prefix), self.plans
        if named == _MEANT_ADJUSTED:
            return next((each for each in reversed(plans) if each.stage == ADJUSTED), None)
        if named == "预算":
            return next((each for each in plans if each.stage == named), None)
        if len(plans) < 2 or done is None or done.value is None or rate.value is None:
            return self.plan
        said, most = Fraction(rate.value), 100 * Fraction(done.value)
        return min(plans, key=lambda plan: abs(said * Fraction(plan.value or 0) - most))

    def _in_brackets(self, q: Quantity, at: int, sign: int) -> bool:
        """Take a percentage alone in brackets for the rate of the change before it: 较上年减少0.8万元（40%）.

        A word of direction may stand with it: 较上年减少0.8万元（下降40%）.
        """
        # texts of Xi'an have rates so, without a word of what they are
        change = self.claims[-1] if self.claims else None
        if change is None or change.kind != "change" or change is not self.change or self.zone:
            return False
        claim = self._add(
            "growth", change.subject, q, at, "", scope=change.scope, sign=sign or change.sign,
            against=change.against,
        )  # fmt: skip
        claim.item, claim.codes = change.item, change.codes
        claim.of, claim.whole, claim.sign = change.of, change, sign
        return True

    def _in_turn(self, q: Quantity, prefix: str, at: int, role: str) -> None:
        """The share of one of several amounts: 人员经费…万元、公用经费…万元，分别占62.52%和37.48%."""
        if not self.turns:
            told = [each for each in self.claims[self.told_before :] if each.kind == "amount"]
            self.turns = told[-self.rates :]
        part = self.turns.pop(0)
        claim = self._add("share", part.subject, q, at, role, scope=part.scope)
        claim.item, claim.codes = part.item, part.codes
        claim.of, claim.whole = part, part.whole
        of_what = prefix.partition("分别占")[2].rstrip("为的")
        if of_what:
            named = self._of_what(of_what, Topic(part.subject, part.scope))
            self.of_turns = named
        claim.whole = self.of_turns or part.whole

    def _bare(
        self, clause: Clause, q: Quantity, prefix: str, suffix: str, at: int, role: str
    ) -> None:
        """A number without a unit: "预算为0", a percentage whose sign was left out, or an amount whose unit was."""
        if q.value is None or suffix or role in ("reason", "use", "aside"):
            return
        sign, word = direction(prefix)
        again = sign and self.change is not None and not prefix[: len(prefix) - len(word)]
        if _GOES_ON.match(self.text.text, at + len(q.text)) is not None:
            return
        shared = self.amount is not None and _SHARED.search(prefix) is not None
        if again or (shared and (q.value > _RATIO or not q.value)):
            self._percent(attrs.evolve(q, kind="percent"), prefix, at, role)
            return
        core, stage = copula(prefix)
        if q.value and q.places and stage and prefix.endswith(_BEING) and not self._has_unit(at):
            self._not_read(clause, prefix + q.text, say("unchecked.amount_without_unit"))
        elif not q.value and prefix.endswith(_BEING):
            subject = self._subject(core, role)
            if subject is not None and subject.scope is not None:
                zero = attrs.evolve(q, kind="money", money=Unit.YUAN)
                self._money(clause, zero, prefix, at, role, suffix=suffix)

    def _has_unit(self, at: int) -> bool:
        """Whether a unit is told once for all amounts: （单位：万元）, 以下金额单位均为万元."""
        over = self.here.passages[:_FEW] if self.here.passages else ()
        return any(_UNIT.search(each) for each in (self.text.text[:at], *(p.folded for p in over)))


def _same_name(words: str, subject: str) -> bool:
    """Whether what a share is said of is the amount before it: no other name, or its own again."""
    return not words.strip(_MARKS_BEFORE) or untold(words) == untold(subject)


def _within(named: Topic | None, amount: Claim) -> bool:
    """Whether what a share is said of is by name a part of what the amount before it is."""
    part = None if named is None else named.scope
    return part is not None and amount.scope is not None and part < amount.scope


def _apart(named: Topic | None, amount: Claim) -> bool:
    """Whether what a share is said of is, by its scope, another thing than what the amount before it is."""
    part = None if named is None else named.scope
    return part is not None and amount.scope is not None and not amount.scope <= part


def _predicate_of(prefix: str) -> tuple[str, str]:
    """The kind of claim that words before an amount make of it, and what stands before them; ("", "") if none."""
    for words in (prefix, copula(prefix)[0]):  # 约 of 节约 leads on to an amount, too
        for word, kind in PREDICATES:
            if words.endswith(word):
                return kind, words.removesuffix(word)
    return "", ""


def _compared_alone(prefix: str) -> bool:
    """Whether an amount is only what another is compared with, or by how much it differs: 比上年1.43万元."""
    found = AGAINST.match(prefix.lstrip(_MARKS_BEFORE))
    return found is not None and found.string[found.end() :] in _LED_ON


def planned_at(prefix: str) -> str | None:
    """Which plan words say that was carried out: 完成年初预算的; None if they say none of them."""
    word = next((word for word in CARRIED_OUT if word in prefix), "")
    words = prefix.rpartition(word)[2] if word else ""
    alone = not word and prefix.endswith("的") and prefix.startswith(_BEING)
    if alone:  # 支出决算98.00万元，为年初预算的98%
        words = prefix[1:]
    meant = meaning_of(words.strip(_MARKS_BEFORE).rstrip("的为"), "column") if words else None
    if meant is None or (alone and (meant.year is not None or meant.stage not in _PLANS)):
        return None  # 为上年决算的98% is of no plan
    return meant.stage


def _label(prefix: str) -> str:
    return copula(prefix[-40:])[0]


def _year(prefix: str) -> int | None:
    found = YEAR.findall(prefix[-60:])
    return int(found[-1]) if found else None
