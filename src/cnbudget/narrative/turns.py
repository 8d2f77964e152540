"""Numbers that are told of several things in turn: 收入总计、支出总计分别为…万元、…万元，分别增加…万元、…万元.

What they are told of stands before 分别 (or 各), or is what the sentence told amounts of; where there are not as many
things as numbers, nothing says what each is of.
"""

from __future__ import annotations

import attrs

from cnbudget.expressions import expression
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.quantities import Quantity, direction, quantities
from cnbudget.narrative.statements import AGAINST
from cnbudget.narrative.subjects import Item, Topic, copula
from cnbudget.narrative.unnumbered import Unnumbered
from cnbudget.narrative.vocabulary import DIRECTIONS, TOGETHER
from cnbudget.numerals import YEAR
from cnbudget.values import Visible

_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,6})?"
_WAY = "|".join(word for word, _ in DIRECTIONS)
_MONEY = "[亿千万]?元"
#: Two numbers or more of one unit with nothing but a mark between them, and a way: …万元和减少…万元; …，…万元.
_RUN = expression(
    "|".join(
        f"{_NUMBER}{unit}(?:[、，和与及](?:{_WAY})?{_NUMBER}{last}){{1,8}}"
        for unit, last in ((_MONEY, _MONEY), ("%", "%"), ("", _MONEY))
    )
)
_NUMBERS = expression(rf"(?P<way>{_WAY})?(?P<number>{_NUMBER})(?P<unit>[亿千万]?元|%)?")
_WORD = expression("分别|各(?=[为是增减下上比较与同0-9]|$)")
_CLAUSE = expression("[，。；;:：()]")
_AND = expression("以及|[、和与及]")
_BOTH = "收支"
_LONGEST = 60  # characters before the first number that are looked at


@attrs.frozen(eq=False, repr=False)
class _InTurn(Visible):
    """Numbers one behind the other.

    Attributes:
        names: The words before 分别, that may name things; None where it is not said that the numbers are in turn.
        lead: What is said of each: 比上年增加.
        ways: The word of each that says so of it alone: 和减少1.00万元.
        unit: The unit of the last.
    """

    names: str | None
    lead: str
    ways: tuple[str, ...]
    unit: str


class Turns(Unnumbered):
    """Statements with several numbers of one kind in a row."""

    runs: dict[int, tuple[_InTurn, int]]
    things: tuple[tuple[Topic, Claim | None], ...]

    def _find_runs(self, text: str, start: int) -> None:
        """Find the numbers of a sentence that are told in turn."""
        self.runs, self.things = {}, ()
        if "分别" not in text and "各" not in text:
            return
        for found in _RUN.finditer(text):
            each = list(_NUMBERS.finditer(found[0]))
            before = _CLAUSE.split(text[max(0, found.start() - _LONGEST) : found.start()])[-1]
            word = next(iter(_WORD.finditer(before)), None)
            names = None if word is None else before[: word.start()]
            lead = before if word is None else before[word.end() :]
            run = _InTurn(names, lead, tuple(one["way"] or "" for one in each), each[-1]["unit"])
            for n, one in enumerate(each):
                self.runs[start + found.start() + one.start("number")] = run, n

    def _turn(self, q: Quantity, prefix: str, at: int) -> tuple[Quantity, str]:
        """A number that is told in turn, and what stands before it; what it is told of is made the subject."""
        run, n = self.runs.get(at, (None, 0))
        if run is None or self.turns or "分别占" in prefix or run.lead.startswith("占"):
            return q, prefix
        names, said = _parted(run.names or "")
        lead = said + run.lead
        if not n:
            self._take_turns(run, names, lead)
        if run.names is None and not self.things:
            if not n or not direction(lead)[0]:
                return q, prefix
            self.subject, self.amount = Topic("", None), None  # 增加5.00万元、6.00万元
            return q, _led(run, n, lead)
        told = self.things[n] if self.things else (Topic("", None), None)
        self.subject, self.amount = told
        self.several, self.unchanged, self.counted = False, 0, False
        behind = [each for each in self.claims[self.told_before :] if each.kind == "change"]
        same = (each for each in reversed(behind) if each.subject == self.subject.label)
        self.change = next((each for each in same if each.scope == self.subject.scope), None)
        if q.kind == "bare":  # 收、支总计各是4125.49，4143.91万元
            q = attrs.evolve(quantities(q.text + run.unit)[0], start=q.start, end=q.end)
        year = YEAR.search(names)
        return q, (year[0] if year is not None else "") + _led(run, n, lead)

    def _take_turns(self, run: _InTurn, names: str, lead: str) -> None:
        """Find what the numbers of a run are told of: as many things as there are numbers, or none."""
        count = len(run.ways)
        if run.names is None:
            on = len(self.things) == count and _only_way(lead)
            self.things = self.things if on else ()
            return
        if names:
            topics = [self._inside(each) for each in self._named_in_turn(names, count)]
            self.things = tuple((each, self._amount_of(each)) for each in topics)
            return
        told = [
            each
            for each in self.claims[self.told_before :]
            if each.kind == "amount" and each.role == "stated"
            and (each.year, each.stage) == (self.context.year, self.context.stage)
        ]  # fmt: skip
        parts, wholes = told[-count:], told[:-count]
        if len(parts) < count or any(each not in {part.whole for part in parts} for each in wholes):
            parts = []  # more than so many amounts were told
        self.things = tuple((Topic(each.subject, each.scope, _item(each)), each) for each in parts)

    def _named_in_turn(self, names: str, count: int) -> list[Topic]:
        for together, plainer in TOGETHER:
            names = names.replace(together, plainer)
        parts = [part for part in _AND.split(names) if part]
        if len(parts) == 1 and _BOTH in names and count == len(_BOTH):
            parts = [names.replace(_BOTH, flow) for flow in ("收入", "支出")]
        topics = [self.context.subject(part, self.base, own=self.own) for part in parts]
        scopes = [each.scope for each in topics]
        # of 财政拨款基本支出、项目支出 the second may be of all money
        told = {None if each is None else each.told - {"flow"} for each in scopes}
        return topics if len(topics) == count and len(told) == 1 and None not in told else []


def _parted(names: str) -> tuple[str, str]:
    """What names things, and what is said of them already: 收入总计、支出总计与上年相比."""
    against = AGAINST.search(names)
    said = "" if against is None else names[against.start() :]
    names = names if against is None else names[: against.start()]
    _, way = direction(names)  # 增幅分别为
    names = names.removesuffix(way)
    head, _ = copula(names)
    return head, names[len(head) :] + said + way


def _led(run: _InTurn, n: int, lead: str) -> str:
    """What stands before a number: what is said of each, or of it alone."""
    way = run.ways[n]
    return lead[: len(lead) - len(direction(lead)[1])] + way if way else lead


def _only_way(lead: str) -> bool:
    """Whether words say only that something is more or less than before: 较上年增加."""
    _, way = direction(lead)
    head = lead.removesuffix(way)
    against = AGAINST.fullmatch(head)
    return bool(way) and (not head or against is not None)


def _item(claim: Claim) -> Item | None:
    return Item(claim.item, claim.codes) if claim.item else None
