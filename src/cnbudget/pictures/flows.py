"""Where money comes from and goes to: sources, functions and uses, joined by ribbons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

import attrs

from cnbudget.amounts import Amount
from cnbudget.dimensions import FundingSource
from cnbudget.disclosure import Disclosure
from cnbudget.errors import NotInBudgetError
from cnbudget.language import language
from cnbudget.messages import say, tell
from cnbudget.pictures.drawing import WIDTH
from cnbudget.pictures.elements import (
    Bar,
    Caption,
    Content,
    Position,
    Ribbon,
    Shape,
    lines_of,
    pixels,
    spread,
)
from cnbudget.pictures.picture import Picture, framed
from cnbudget.pictures.sums import UNSAID, MoneyForm, TableSums, added, sums, table_of
from cnbudget.pictures.words import below_zero, noted, percent, scoped, sourced, titled

#: The ribbons between two columns of nodes: how much goes from which to which.
Links = Mapping[tuple[str, str], Amount]
_LENGTH = 420  # of all money
_BAR = 16
_GAP = 12
_LEFT, _RIGHT = 196, 210


@attrs.frozen
class Node:
    """What ribbons come to and go from.

    Attributes:
        key: What it is, and in which column.
        come: What comes to it.
        go: What goes from it.
    """

    key: tuple[int, str]
    come: Amount
    go: Amount

    @property
    def amount(self) -> Amount:
        """The larger of the two."""
        return max(self.come, self.go)


def flows(budget: Disclosure, *, lang: str | None = None) -> Picture:
    """Where the money comes from and what it goes to: sources, functional categories, basic and project expenditure.

    Ribbons are the leaves of the tables of income and of expenditure, added up exactly. Where the table of income tells
    no sources of functions, all money comes together between them; where nothing is known of sources they are left
    out, and that is said. What comes to a function and what goes from it differ only where the document's tables do,
    and that is said, too.

    Args:
        budget: The budget.
        lang: Chinese (``"zh"``) or English (``"en"``); what `cnbudget.set_language` set if not given.

    Raises:
        NotInBudgetError: It has no table of expenditure by functions, or nothing is printed in it.

    >>> import cnbudget
    >>> picture = flows(cnbudget.example("artux"))
    >>> sum(each.amount for each in picture.ribbons) / 2
    Amount('4987300')
    """
    lang = language(lang)
    going = sums(budget, ("function", "nature"), lang=lang)
    coming, joined = _coming(budget, lang)
    names = {**going.names, UNSAID: tell(lang, "pictures.unsaid")}
    names |= coming.names if coming is not None else {}
    stages = _stages(coming, going, joined, tell(lang, "pictures.all_money"))
    nodes = _nodes(stages, list(names))
    if not nodes:
        raise NotInBudgetError(say("pictures.nothing"), value=budget.agency)
    both = [(coming, say("pictures.income")), (going, say("pictures.expenditure"))]
    known = [(each, about) for each, about in both if each is not None]
    amounts = [each.amount for each in nodes] + [
        each for links in stages for each in links.values()
    ]
    totals = [each.total for each, _ in known if each.total is not None]
    money = MoneyForm.of(budget.unit, budget.figures, amounts + totals)
    drawing = _FlowDrawing(stages, nodes, names, money, lang)
    return framed(
        "flows",
        drawing.content(),
        title=titled(lang, say("pictures.flows"), (budget,)),
        subtitle=scoped(
            lang, [title for each, _ in known for title in each.titles], going.total, money
        ),
        notes=[
            *([] if _told(coming) else [tell(lang, "pictures.no_income")]),
            *(note for each, about in known for note in noted(lang, each, money, about)),
            *below_zero(lang, [each for each, _ in known], money),
            *drawing.uneven(),
        ],
        source=sourced(lang, (budget,)),
        lang=lang,
    )


def _told(coming: TableSums | None) -> bool:
    """Whether it is known of any money where it comes from."""
    return coming is not None and bool(_positive(coming))


def _stages(coming: TableSums | None, going: TableSums, joined: bool, whole: str) -> list[Links]:
    """The ribbons between each column of nodes and the next."""
    if coming is None or not _told(coming):
        return [_positive(going)]
    if joined:
        return [_positive(coming), _positive(going)]
    return [
        {(keys[0], whole): amount for keys, amount in _positive(coming).items()},
        {(whole, key): amount for key, amount in _by_first(_positive(going)).items()},
        _positive(going),
    ]


def _coming(budget: Disclosure, lang: str) -> tuple[TableSums | None, bool]:
    """Where money comes from, and whether it is known to which functions it goes."""
    found = None
    if table_of(budget, "income"):
        for ways, joined in ((("source", "function"), True), (("source",), False)):
            try:
                found = sums(budget, ways, lang=lang, table="income")
            except NotInBudgetError:
                continue
            if joined and set(found.by(0)) - {FundingSource.ALL.zh, FundingSource.ALL.en}:
                return found, True
    if table_of(budget, "summary"):
        with suppress(NotInBudgetError):
            printed = sums(budget, ("source",), lang=lang, table="summary", side="income")
            found = printed if printed.parts else found
    return found, False


def _positive(found: TableSums) -> dict[tuple[str, str], Amount]:
    return {(keys[0], keys[-1]): amount for keys, amount in found.parts.items() if amount > 0}


def _by_first(links: Links) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    for (key, _), amount in links.items():
        found[key] = found.get(key, Amount(0)) + amount
    return found


def _nodes(stages: list[Links], order: list[str]) -> list[Node]:
    """The nodes of all columns, in the order of the tables."""
    found = []
    for place in range(len(stages) + 1):
        into = stages[place - 1] if place else {}
        out = stages[place] if place < len(stages) else {}
        keys = dict.fromkeys([*(key for _, key in into), *(key for key, _ in out)])
        for key in sorted(keys, key=lambda each: order.index(each) if each in order else 0):
            come = added(amount for (_, target), amount in into.items() if target == key)
            go = added(amount for (source, _), amount in out.items() if source == key)
            found.append(Node((place, key), come, go))
    return found


class _FlowDrawing:
    """The drawing of flows.

    Args:
        stages: The ribbons between each column of nodes and the next.
        nodes: The nodes.
        names: What nodes are called.
        money: How amounts are printed.
        lang: The language of words.
    """

    def __init__(
        self,
        stages: list[Links],
        nodes: list[Node],
        names: Mapping[str, str],
        money: MoneyForm,
        lang: str,
    ) -> None:
        self.stages = stages
        self.nodes = nodes
        self.names = names
        self.money = money
        self.lang = lang
        self.columns = [
            [each for each in nodes if each.key[0] == place] for place in range(len(stages) + 1)
        ]
        self.sums = [added(each.amount for each in column) for column in self.columns]
        self.scale = max(self.sums)
        self.middle = tell(lang, "pictures.all_money")
        self.bars: dict[tuple[int, str], Bar] = {}
        self.labels: dict[tuple[int, str], list[Caption]] = {}

    def content(self) -> Content:
        """What is drawn: nodes, their names, and ribbons between them."""
        height = self._place()
        marks: list[Shape] = [*self._ribbons(), *self.bars.values()]
        for lines in self.labels.values():
            marks += lines
        return Content(tuple(marks), height)

    def uneven(self) -> Iterator[str]:
        """The nodes in the middle that more comes to than goes from, or less."""
        for node in self.nodes:
            if 0 < node.key[0] < len(self.stages) and node.come != node.go:
                yield tell(
                    self.lang,
                    "pictures.uneven",
                    name=self._name(node),
                    come=self.money.number(node.come),
                    go=self.money.number(node.go),
                    difference=self.money.change(node.come - node.go),
                )

    def _name(self, node: Node) -> str:
        return self.names.get(node.key[1], node.key[1])

    def _color(self, node: Node) -> str:
        return "total" if node.key[1] == self.middle else str(self.nodes.index(node))

    def _place(self) -> Position:
        """Put the nodes into their places, the columns beside one another; how high they are together."""
        heights = []
        for column in self.columns:
            texts = [self._text(node) for node in column]
            slots: list[Position] = [
                max(self._length(node), Fraction(16 * len(text) + 2))
                for node, text in zip(column, texts, strict=True)
            ]
            heights.append((spread(slots, _GAP), slots, texts))
        tallest = max(tops[-1] + slots[-1] for tops, slots, _ in heights)
        for place, (tops, slots, texts) in enumerate(heights):
            down = (tallest - tops[-1] - slots[-1]) / Fraction(2)
            for node, top, slot, text in zip(self.columns[place], tops, slots, texts, strict=True):
                self._put(node, top + down + Fraction(slot) / 2, text)
        return tallest

    def _length(self, node: Node) -> Fraction:
        return pixels(node.amount, self.scale, _LENGTH)

    def _text(self, node: Node) -> list[Caption]:
        """The name and the amount of a node, one line below the other."""
        place = node.key[0]
        first, last = place == 0, place == len(self.stages)
        limit = (_LEFT if first else _RIGHT if last else 170) - 36
        like = Caption(0, 0, text="", align="right" if first else "left", halo=not (first or last))
        name = lines_of(self._name(node), 0, 0, limit=limit, like=like)
        share = percent(node.amount.share_of(self.sums[place]))
        said = f"{self.money.number(node.amount)} · {share}"
        return [*name, attrs.evolve(like, text=said, size=12, color="muted")]

    def _put(self, node: Node, middle: Position, text: list[Caption]) -> None:
        place = node.key[0]
        step = Fraction(WIDTH - _LEFT - _RIGHT - _BAR, len(self.stages))
        x = _LEFT + step * place
        length = self._length(node)
        self.bars[node.key] = Bar(
            x,
            middle - length / 2,
            width=_BAR,
            height=length,
            color=self._color(node),
            name=self._name(node),
            amount=node.amount,
            tip=f"{self._name(node)} {self.money.text(node.amount, self.lang)}",
        )
        beside = x - 8 if place == 0 else x + _BAR + 8
        top = middle - 8 * (len(text) - 1)
        self.labels[node.key] = [
            attrs.evolve(line, x=beside, y=top + 16 * number) for number, line in enumerate(text)
        ]

    def _ribbons(self) -> Iterator[Ribbon]:
        gone = {key: bar.y for key, bar in self.bars.items()}
        come = dict(gone)
        colors = {node.key: self._color(node) for node in self.nodes}
        order = {node.key: number for number, node in enumerate(self.nodes)}
        for place, links in enumerate(self.stages):
            ends = [
                ((place, source), (place + 1, target), amount)
                for (source, target), amount in links.items()
            ]
            ends.sort(key=lambda each: (order[each[0]], order[each[1]]))
            for source, target, amount in ends:
                height = pixels(amount, self.scale, _LENGTH)
                one, other = self.bars[source], self.bars[target]
                yield Ribbon(
                    (one.x + _BAR, gone[source]),
                    (other.x, come[target]),
                    height=height,
                    color=colors[target if source[1] == self.middle else source],
                    source=one.name,
                    target=other.name,
                    amount=amount,
                    tip=f"{one.name} → {other.name} {self.money.text(amount, self.lang)}",
                )
                gone[source] += height
                come[target] += height
