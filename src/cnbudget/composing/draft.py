"""A narrative in the making: sentences filled from the figures, and what each of them states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

import attrs

from cnbudget.amounts import Unit
from cnbudget.arithmetic import printed
from cnbudget.composing.supply import ReasonsError, Supply, placeholder
from cnbudget.composing.template import (
    Condition,
    Gap,
    MemberList,
    Pattern,
    SectionForm,
    Sentence,
    Template,
)
from cnbudget.composing.template_files import LISTED
from cnbudget.composing.topics import Figures, Theme, sum_of
from cnbudget.composing.years import Year, percent, shortened
from cnbudget.ledger import Ledger
from cnbudget.messages import say
from cnbudget.narrative.subjects import bare
from cnbudget.numerals import numeral
from cnbudget.passages import Passage
from cnbudget.scope import Scope

_ALL = Decimal("100.00")  # of growth from nothing
_LONGEST = 40  # characters of a number


@attrs.frozen
class Statement:
    """One thing that the composed prose states: what reading it has to give back.

    Attributes:
        kind: "amount", "none", "share", "change", "growth", "level" or "list", as claims have it.
        subject: What it is said of.
        scope: What that is.
        value: The number, with its sign; 0 for 未安排 and 持平; None for a list.
        unit: The unit of money, or None.
        section: The section that it stands in.
        members: What a list names.

    >>> import cnbudget
    >>> from cnbudget.composing import composition
    >>> found = composition(cnbudget.example("akto")).statements[0]
    >>> found.kind, found.subject, found.value, found.unit
    ('amount', '收支总预算', Decimal('669.59'), Unit.WAN)
    """

    kind: str
    subject: str
    scope: Scope | None
    value: Decimal | None = attrs.field(default=None, kw_only=True)
    unit: Unit | None = attrs.field(default=None, kw_only=True)
    section: str = attrs.field(default="", kw_only=True)
    members: tuple[str, ...] = attrs.field(default=(), kw_only=True)


class Draft:
    """Writes headings and sentences as a template says, and takes note of what they state.

    Args:
        template: The template.
        now: This year.
        last: The year before, if it is known.
        supply: What the user says.
        ledger: This year's ledger, for what no table tells.
        before: Last year's.
        administrative: Whether the agency has running costs.
        secret: Projects of which nothing is told but the amount.
        zero_base: What to say of growth from nothing: "percent" or "words"; None is what the form says.
        goals: The passages of the performance goals.
    """

    def __init__(
        self,
        template: Template,
        now: Year,
        last: Year | None,
        supply: Supply,
        *,
        ledger: Ledger | None = None,
        before: Ledger | None = None,
        administrative: bool = True,
        secret: frozenset[str] = frozenset(),
        zero_base: str | None = None,
        goals: Sequence[Passage] = (),
    ) -> None:
        self.template = template
        self.now = now
        self.last = last
        self.supply = supply
        self.ledger = ledger
        self.administrative = administrative
        self.zero_base = zero_base or template.words.get("zero_base", "percent")
        self.goals = goals
        self.figures = Figures(
            template, now, last, ledger=ledger, before=before, secret=secret, given=self.given
        )
        self.passages: list[Passage] = []
        self.statements: list[Statement] = []
        self.section = ""
        self.all = Theme(name=now.disclosure.agency)

    # Sections and sentences --------------------------------------------------------------------------

    def write(self) -> None:
        """All sections, in the template's order."""
        counts = [0, 0, 0, 0]
        for section in self.template.sections:
            self.figures.style = section.style
            if not self.holds(section.when, self.all):
                for each in section.says:
                    self.offer(each, self.all)
                continue
            counts[section.level] += 1
            counts[section.level + 1 :] = [0] * (len(counts) - section.level - 1)
            self._head(section, counts[section.level])
            for each in section.says:
                self.say(each, self.all)
            if section.goals:
                self.passages.extend(self.goals)

    def _head(self, section: SectionForm, number: int) -> None:
        self.section = section.key
        mark = self.template.marks[section.level - 1]
        mark = mark.format(numeral=numeral(number), number=number)
        self.passages.append(Passage(mark + self.filled(section.title, self.all)))

    def say(self, sentence: Sentence, around: Theme) -> None:
        """A sentence, once or for each member of its list."""
        if sentence.of:
            around = self.figures.subject(sentence.of, around)
        ones = self.members(sentence.each, around) if sentence.each else [around]
        for one in ones:
            if not self.holds(sentence.when, one):
                self.offer(sentence, one)
                continue
            self.welcome(one)
            if sentence.heading:
                self.section = ""
            if sentence.say:
                self._say(sentence, one)
            for each in sentence.says:
                self.say(each, one)

    def _say(self, sentence: Sentence, one: Theme) -> None:
        if sentence.text:
            text = self._text(sentence, one)
            if text is None:
                return
            if sentence.say == (Gap("text"),):  # paragraphs of the user's
                lines = (line.strip() for line in text.splitlines())
                self.passages.extend(Passage(line) for line in lines if line)
                return
            one = attrs.evolve(one, said=" ".join(text.split("\n")))
        self.passages.append(Passage(self.filled(sentence.say, one)))

    def _text(self, sentence: Sentence, one: Theme) -> str | None:
        """What the user says in a sentence, or what stands there instead; None if it is left out."""
        key, what, *shown = (self.filled(each, one) for each in sentence.text)
        given = self.supply.ask(key, what, "text", needed=False)
        if given:
            return given
        if one.hidden:
            return str(self.template.words["withheld"])
        instead = self.filled(sentence.otherwise, one)
        if instead or sentence.optional:
            return instead or None
        self.supply.ask(key, what, "text")
        return placeholder(shown[0] if shown else what)

    def offer(self, sentence: Sentence, around: Theme) -> None:
        """What a sentence that is left out would have asked for may be said all the same."""
        if sentence.of:
            around = self.figures.subject(sentence.of, around)
        if sentence.each:
            return
        if sentence.text:
            key, what = (self.filled(each, around) for each in sentence.text[:2])
            self.supply.ask(key, what, "text", needed=False)
        for slot in sentence.say:
            if isinstance(slot, Gap) and slot.verb in ("ask", "money"):
                self.supply.ask(slot.of[0], slot.of[1], "number", needed=False)
            elif isinstance(slot, Gap) and slot.verb in ("amount", "count"):
                self._offer_numbers(self._of(slot, around))
        for each in sentence.says:
            self.offer(each, around)

    def _offer_numbers(self, one: Theme) -> None:
        for key, what in (("ask", "what"), ("asks", "counted")):
            if key in one.spec:
                self.supply.ask(one.spec[key], one.spec[what], "number", needed=False)

    def welcome(self, one: Theme) -> None:
        """A reason may be given for what is compared, or not spoken of."""
        if one.more is not None or not (one.now is None or one.now.printed):
            self._ask_why(one)

    def _ask_why(self, one: Theme) -> None:
        key = one.key("reason")
        if key:
            self.supply.ask(key, self._why(one, one.name), needed=False)

    def members(self, name: str, around: Theme) -> list[Theme]:
        """The members of a list for which its condition holds."""
        each = self.template.lists[name]
        if each.kind == "terms":
            return self._terms(each)
        found = []
        for one in self.figures.members(each, around):
            when = (*each.when, *one.spec.get("when", ()))
            if self.holds(when, one):
                found.append(one)
                self.welcome(one)
            elif self.holds(tuple(term for term in when if term[1] != "spoken"), one):
                self._ask_why(one)
        for number, one in enumerate(found, 1):
            one.number = number
        return found

    def _terms(self, each: MemberList) -> list[Theme]:
        """The terms that the text so far uses."""
        text = "\n".join(passage.text for passage in self.passages)
        found = [
            Theme(
                name=one["name"], said=one["text"].replace("{level}", self._level()), spec=one, number=1
            )
            for one in each.members
            if not one.get("said") or any(word in text for word in one["said"])
        ]  # fmt: skip
        for number, one in enumerate(found, 1):
            one.number = number
        return found

    # Conditions --------------------------------------------------------------------------------------

    def holds(self, condition: Condition, one: Theme) -> bool:
        """Whether all terms of a condition hold of a subject."""
        return all(self._term(term, rest, one) is wanted for wanted, term, rest in condition)

    def _term(self, term: str, rest: str, one: Theme) -> bool:
        if rest:
            return self._named(term, rest, one)
        now, last, more = one.now, one.last, one.more
        had = last is not None and bool(last.value)
        known = {
            "known": now is not None,
            "told": one.told,
            "has": now is not None and bool(now.value),
            "had": had,
            "printed": now is not None and now.printed,
            "spoken": now is None or now.printed or had,
            "compared": more is not None,
            "level": more is not None and not more,
            "more": more is not None and more > 0,
            "less": more is not None and more < 0,
            "unplanned": not (now is None or now.printed or last is None or last.printed),
            "anew": last is not None and not last.like(now or last).value,
            "portion": one.whole is not None and bool(one.whole.value),
            "reasoned": bool(one.key("reason")),
            "hidden": one.hidden,
            "coded": bool(one.code),
            "own": self.now.own_level,
            "flows": self.now.printed.flows,
            "rateless": self.zero_base == "words",
            "last": self.last is not None,
            "administrative": self.administrative,
        }.get(term)
        if known is not None:
            return known
        return bool(self._use(one)) if term == "used" else self.figures.formed(one)

    def _named(self, term: str, rest: str, one: Theme) -> bool:
        if term == "table":
            return self.now.has(rest)
        if term == "empty":
            return self.now.empty(rest)
        if term == "given":
            return bool(self.supply.texts.get(rest))
        if term == "called":
            return bare(one.name) == rest
        count = len(self.members(rest, one))
        return {"any": count > 0, "one": count == 1, "several": count > 1}[term]

    # Slots -------------------------------------------------------------------------------------------

    def filled(self, pattern: Pattern, one: Theme) -> str:
        """A pattern with its slots filled."""
        return "".join(each if isinstance(each, str) else self._slot(each, one) for each in pattern)

    def _slot(self, slot: Gap, one: Theme) -> str:
        phrases = self.template.phrases.get(slot.verb)
        if phrases is not None:
            one = self._of(slot, one)
            found = (each.say for each in phrases if self.holds(each.when, one))
            return self.filled(next(found, ()), one)
        if slot.verb == "sum_of":
            parts = [each.now for each in self.members(slot.of[0], one)]
            return self._write_amount(Theme(name=slot.of[1], now=sum_of(parts)))
        if slot.verb in LISTED:
            return self._listed(slot.verb, slot.of[0], one)
        if slot.verb in ("ask", "money", "blank"):
            return self._asked(slot)
        writer = getattr(self, f"_write_{slot.verb}", None)
        if writer is not None:
            return str(writer(self._of(slot, one)))
        return self._said_of(slot.verb, self._of(slot, one))

    def _of(self, slot: Gap, one: Theme) -> Theme:
        if not slot.of:
            return one
        named = self.figures.subject(slot.of[0], one)
        self.welcome(named)
        return named

    def _said_of(self, verb: str, one: Theme) -> str:
        """What is known of a subject or of the document, in words."""
        year = self.now.disclosure.year
        values = {
            "agency": self.now.disclosure.agency,
            "year": "" if year is None else f"{year}年",
            "last_year": self.template.words["last_year"] if year is None else f"{year - 1}年",
            "level": self._level(),
            "name": one.name,
            "short": one.short,
            "code": one.code,
            "number": str(one.number),
            "numeral": numeral(one.number),
            "text": one.said,
            "said": one.said,
            "path": one.name,
            "below": one.said,
        }
        return values[verb]

    def _level(self) -> str:
        return self.now.disclosure.level or str(self.template.words.get("level", "部门"))

    def _listed(self, verb: str, name: str, one: Theme) -> str:
        each = self.template.lists[name]
        found = self.members(name, one)
        if verb == "count_of":
            return str(len(found))
        if verb == "list":
            return each.join.join(self.filled(each.part, member) for member in found)
        names = [
            member.name
            for member in found
            if member.now is None or not member.told or member.now.value or each.kind == "leaves"
        ]
        if verb != "members":
            self.state("list", one, members=names)
        return "" if verb == "listed" else "、".join(names)

    def _asked(self, slot: Gap) -> str:
        """A number or an amount that the user gives, or a placeholder."""
        if slot.verb == "blank":
            return placeholder(slot.of[0])
        key, what, *rest = slot.of
        places, within = [*rest, "", ""][:2]
        value = self.given(key)
        if value is None and within and self.given(within) == 0:
            value = Decimal(0)  # of no vehicles there is none of any kind
        self.supply.ask(key, what, "number", needed=value is None)
        if slot.verb == "money":
            if value is None:
                return placeholder(what) + self.figures.unit.zh
            loose = Theme(name=what, now=self.figures.shown(self.figures.user(value)))
            return self._write_amount(loose)
        if value is None:
            return placeholder(what)
        return printed(value, max(int(places or 0), -int(value.as_tuple().exponent)))

    def given(self, key: str) -> Decimal | None:
        """The number that the user gives under a key."""
        said = self.supply.texts.get(key, "")
        if not said:
            return None
        try:
            value = Decimal(said.replace(",", "").replace("，", ""))
        except InvalidOperation:
            value = Decimal("NaN")
        far = len(said) > _LONGEST or (value.is_finite() and value.adjusted() > _LONGEST)
        if not value.is_finite() or value < 0 or far:
            raise ReasonsError(say("composing.not_a_number"), value=said, where=key)
        return value

    def state(
        self,
        kind: str,
        one: Theme,
        value: Decimal | None = None,
        *,
        unit: Unit | None = None,
        members: Iterable[str] = (),
    ) -> None:
        """Take note of a statement."""
        self.statements.append(
            Statement(
                kind,
                one.name,
                one.scope,
                value=value,
                unit=unit,
                section=self.section,
                members=tuple(members),
            )
        )

    # What slots write ----------------------------------------------------------------------------------

    def _write_amount(self, one: Theme) -> str:
        """The amount with its unit, or a placeholder where nobody tells it."""
        if "ask" in one.spec:
            self.supply.ask(one.spec["ask"], one.spec["what"], "number", needed=one.now is None)
        if one.now is None and "ask" in one.spec:
            return placeholder(one.spec["what"]) + self.figures.unit.zh
        if one.now is None:
            return placeholder(str(self.template.words["lost"]).format(name=one.name))
        self.state("amount", one, one.now.value, unit=one.now.unit)
        return str(one.now)

    def _write_none(self, one: Theme) -> str:
        """Takes note that nothing is planned."""
        self.state("none", one, Decimal(0), unit=Unit.WAN)
        return ""

    def _write_same(self, one: Theme) -> str:
        """Takes note that nothing has changed."""
        self.state("level", one, Decimal(0))
        return ""

    def _write_share(self, one: Theme) -> str:
        if one.whole is None or one.now is None or not one.whole.value:
            return ""
        value = percent(one.now.value, one.whole.like(one.now).value)
        self.state("share", one, value)
        return self._rate(value)

    def _write_change(self, one: Theme) -> str:
        if one.more is None or one.now is None:
            return ""
        more = attrs.evolve(one.now, value=one.more)
        self.state("change", one, more.value, unit=more.unit)
        return f"{more.text}{more.unit.zh}"

    def _write_moved(self, one: Theme) -> str:
        return self._direction(one, 0)

    def _write_grown(self, one: Theme) -> str:
        return self._direction(one, 1)

    def _direction(self, one: Theme, which: int) -> str:
        words = self.template.words["more" if (one.more or 0) > 0 else "less"]
        return str(words[which])

    def _write_growth(self, one: Theme) -> str:
        """The rate without its sign; 100.00 from nothing, as the forms print it."""
        if one.more is None or one.now is None or one.last is None:
            return ""
        base = one.last.like(one.now).value
        rate = percent(one.more, base.copy_abs()) if base else _ALL.copy_sign(one.more)
        self.state("growth", one, rate)
        return self._rate(rate.copy_abs())

    def _rate(self, value: Decimal) -> str:
        return shortened(str(value)) if self.figures.style.short else str(value)

    def _write_reason(self, one: Theme) -> str:
        key = one.key("reason")
        said = self.supply.said(key, self._why(one, one.name), shown=self._why(one, one.short))
        return self._without(said, "reason")

    def _why(self, one: Theme, name: str) -> str:
        more = one.more
        which = self.template.words["level"] if not more else self._direction(one, 0)
        return str(self.template.words["why"]).format(name=name, direction=which)

    def _without(self, said: str, openings: str) -> str:
        for opening in self.template.words.get(openings, ()):
            said = said.removeprefix(opening)
        return said

    def _use(self, one: Theme) -> str:
        """What a subject is used for: the user's words, or the items in it."""
        key = one.key("use")
        if not key:
            return one.said
        what = str(one.spec["what"]).format(name=one.name)
        said = self.supply.ask(key, what, "use", needed=not one.code)
        return self._without(said.rstrip("。；") or one.said, "use")

    def _write_use(self, one: Theme) -> str:
        return self._use(one) or placeholder(str(self.template.words["use_shown"]))

    def _write_count(self, one: Theme) -> str:
        """How many projects a subject has."""
        number, _ = self.figures.projects(self.figures.scope(one.spec))
        key, what = one.spec["asks"], str(one.spec["counted"])
        given = self.given(key)
        self.supply.ask(key, what, "number", needed=not number)
        if given is not None:
            return printed(given, max(0, -int(given.as_tuple().exponent)))
        return number or placeholder(what)
