"""Choosing the blocks of a document together, and telling what was proved from what is only usual."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from cnbudget.choosing.blocks import Alternative, Block, Chosen
from cnbudget.choosing.weighing import DIMENSIONS, Taken, Tied, cells_to_change, telling
from cnbudget.dimensions import BY_NAME
from cnbudget.figures import State
from cnbudget.scope import Scope
from cnbudget.tables import Table

Ways = tuple[int, ...]
_MOST_LAWS = 12  # laws that are kept as evidence
_CLEAR = 2  # so many cells more, and one wrong number cannot have made the difference
_WITNESSES = 2  # laws with no cell of another table in common
_PASSES = 2
#: What no law ties is taken as the same words are elsewhere in the document, or as most forms mean them.
_GUESSED = ("alike", "usual")


def choose(
    blocks: Sequence[Block], tables: Callable[[tuple[int | None, ...]], tuple[Table[Any], ...]]
) -> list[Chosen]:
    """What is chosen for each block.

    Args:
        blocks: The blocks, of one document.
        tables: The tables of the document when each block is taken as the alternative of that place, or is open (None).
    """
    if not blocks:
        return []
    return _WaySearch(blocks, tables).run()


class _WaySearch:
    def __init__(
        self,
        blocks: Sequence[Block],
        tables: Callable[[tuple[int | None, ...]], tuple[Table[Any], ...]],
    ) -> None:
        self.blocks = blocks
        self.tables = tables
        self.usual: Ways = tuple([block.bound or 0 for block in blocks])
        self.plain = tables(self.usual)
        self._taken: dict[Ways, Taken] = {}
        self._costs: dict[tuple[Ways, Ways], int] = {}
        self._clearly: dict[tuple[Ways, Ways, int], bool] = {}
        self.cells = [frozenset(_cells(block, self.plain)) for block in blocks]
        self.scopes = list(dict.fromkeys(self._known()))
        #: those of them that lie between alternatives
        self.known: dict[Scope, None] = {}
        self.ways = [
            self._distinct(n) if self.cells[n] and block.bound is None else (self.usual[n],)
            for n, block in enumerate(blocks)
        ]
        self.live = [n for n in range(len(blocks)) if len(self.ways[n]) > 1]

    def _broken_by(self, ways: tuple[int | None, ...]) -> dict[Tied, int]:
        """What breaks if each block is taken one way, or (None) not at all."""
        return Taken(self.tables(ways)).broken

    def taken(self, ways: Ways) -> Taken:
        """The document as some ways take it."""
        found = self._taken.get(ways)
        if found is None:
            made = self.plain if ways == self.usual else self.tables(ways)
            found = self._taken[ways] = Taken(made)
        return found

    # What there is to choose ------------------------------------------------------------------------

    def _known(self) -> Iterator[Scope]:
        """The scopes of printed amounts, not zero, that are no block's."""
        open_cells = frozenset().union(*self.cells)
        figures = (figure for table in self.plain for figure in table.figures)
        for number, figure in enumerate(figures):
            if figure.state is State.VALUE and figure.value and number not in open_cells:
                scope = figure.scope
                if scope is not None:
                    yield scope

    def _between(self, one: Alternative, other: Alternative) -> list[Scope]:
        """The scopes of printed amounts that are in one of two alternatives of a block, and not in the other.

        上年结转 of all sources is one of them, also for a block that is of one source.
        """
        places = _places(one, other)
        return [
            scope
            for scope in self.scopes
            if any(
                (kinds := getattr(scope, name)._value_) & differ and not kinds & common
                for name, differ, common in places
            )
        ]

    def _distinct(self, number: int) -> tuple[int, ...]:
        """The alternatives of a block that differ in something that is printed and not zero; the usual one first."""
        kept: list[int] = []
        alternatives = self.blocks[number].alternatives
        for way, each in enumerate(alternatives):
            between = [self._between(alternatives[other], each) for other in kept]
            if all(
                found or _differ_otherwise(alternatives[other], each)
                for other, found in zip(kept, between, strict=True)
            ):
                kept.append(way)
                self.known.update(dict.fromkeys(scope for found in between for scope in found))
        return tuple(kept)

    # Choosing ---------------------------------------------------------------------------------------

    def run(self) -> list[Chosen]:
        """What is chosen for each block."""
        if not self.live:
            return [_settled(block) for block in self.blocks]
        best = self._best()
        for _ in range(_PASSES):
            better = self._once_more(best)
            if better is None:
                break
            best = better
        best = self._settled(best)
        found = [
            self._chosen(number, best) if number in self.live else _settled(block)
            for number, block in enumerate(self.blocks)
        ]
        found = [_alike(each, found) if each.how == "untied" else each for each in found]
        return [self._known_or_open(each) for each in self._accusing_nothing(found)]

    def _known_or_open(self, chosen: Chosen) -> Chosen:
        """A choice; open if what is taken says of nothing what it is."""
        if chosen.way is None:
            return chosen
        block = chosen.block
        scopes = block.alternatives[chosen.way].scopes
        told = any(scopes[place] is not None for place in block.differing)
        return chosen if told else Chosen(block, None)

    def _accusing_nothing(self, found: list[Chosen]) -> list[Chosen]:
        """What was chosen, but guesses by which something would be wrong that is not otherwise: these are open."""
        guessed = [n for n in self.live if found[n].how in _GUESSED]
        ways = tuple([each.way for each in found])
        if not guessed or not (broken := self._broken_by(ways)):
            return found
        otherwise = set()
        for n in guessed:
            for way in self.ways[n]:
                alone = (*ways[:n], way, *ways[n + 1 :])
                named = set(_told(self.blocks[n], way))
                together = [
                    next(
                        (w for w in self.ways[m] if named & set(_told(self.blocks[m], w))), ways[m]
                    )
                    if m in guessed
                    else ways[m]
                    for m in range(len(ways))
                ]
                otherwise |= {alone, tuple(together)} - {ways}
        by_guess = {
            each for other in otherwise for each in broken.keys() - self._broken_by(other).keys()
        }
        accusing = {
            n for n in guessed if any(not self.cells[n].isdisjoint(law) for law in by_guess)
        }
        # what is not as is usual in one table need not be so in another
        doubtful = {kind for n in accusing for kind in self.blocks[n].kind.split("+")}
        return [
            Chosen(each.block, None)
            if n in accusing
            or (each.how == "usual" and not doubtful.isdisjoint(each.block.kind.split("+")))
            else each
            for n, each in enumerate(found)
        ]

    def _flipped(self, ways: Ways, number: int, way: int) -> Ways:
        return (*ways[:number], way, *ways[number + 1 :])

    def _broken(self, ways: Ways) -> int:
        return len(self.taken(ways).broken)

    def _together(self, kind: str, name: str, ways: Ways) -> Ways:
        """All live blocks that leave some kind open, taken one way of that kind."""
        found = list(ways)
        for n in self.live:
            block = self.blocks[n]
            kinds, keys = block.kind.split("+"), block.alternatives[ways[n]].key.split("+")
            if kind in kinds:
                keys[kinds.index(kind)] = name
                wanted = "+".join(keys)
                for way in self.ways[n]:
                    if block.alternatives[way].key == wanted:
                        found[n] = way
        return tuple(found)

    def _best(self) -> Ways:
        """Ways that break little: all blocks alike, and then one after another."""
        names = {
            (kind, name): None
            for n in self.live
            for way in self.ways[n]
            for kind, name in self._told(n, way)
        }
        best = self.usual
        for kind, name in names:
            best = min((best, self._together(kind, name, best)), key=self._broken)
        return self._descended(best)

    def _told(self, number: int, way: int) -> list[tuple[str, str]]:
        """How an alternative takes each kind that the words of its block leave open."""
        return _told(self.blocks[number], way)

    def _descended(self, ways: Ways, but: int | None = None) -> Ways:
        """Ways that break less, as long as taking one block otherwise does."""
        for _ in range(_PASSES):
            before = ways
            for n in self.live:
                if n == but or not self._broken(ways):
                    continue
                taken = self.taken(ways)
                if not any(i in self.cells[n] for each in taken.broken for i in each):
                    continue
                others = [way for way in self.ways[n] if way != ways[n]]
                ways = min(
                    (ways, *(self._flipped(ways, n, way) for way in others)),
                    key=self._broken,
                )
            if ways == before:
                break
        return ways

    def _rivals(self, number: int, best: Ways) -> Iterator[Ways]:
        """The ways to take a block otherwise: alone, with what then breaks, and with all others of its kind."""
        seen = {best}
        for way in self.ways[number]:
            if way == best[number]:
                continue
            alone = self._flipped(best, number, way)
            together = alone
            for kind, name in self._told(number, way):
                together = self._together(kind, name, together)
            for ways in (alone, self._descended(alone, number), together):
                if ways not in seen:
                    seen.add(ways)
                    yield ways

    def _once_more(self, best: Ways) -> Ways | None:
        """Ways that are clearly better than the best so far, in cells; None if there are none."""
        if not self._broken(best):
            return None
        for number in self.live:
            for rival in self._rivals(number, best):
                if self._clear(rival, best, number):
                    return rival
        return None

    def _clear(self, one: Ways, two: Ways, number: int) -> bool:
        """Whether the one is to be preferred to the other by more than one wrong number could bring about."""
        key = one, two, number
        if key not in self._clearly:
            self._clearly[key] = self._weighed(one, two, number)
        return self._clearly[key]

    def _weighed(self, one: Ways, two: Ways, number: int) -> bool:
        need, theirs = self._cost(one, two), self._cost(two, one)
        if (
            need > theirs or need >= _CLEAR
        ):  # more than one wrong number: something is not understood
            return False
        if theirs >= _CLEAR and theirs > need:
            return True
        here = self._witnesses(number, one, two)
        if here < _WITNESSES:
            return False
        there = self._witnesses(number, two, one)
        return here > there if need < theirs else not there

    def _cost(self, one: Ways, two: Ways) -> int:
        """How many cells would have to be other than printed for the one, that would not have to be for the other."""
        if (one, two) not in self._costs:
            self._costs[one, two] = cells_to_change(self.taken(one), self.taken(two))
        return self._costs[one, two]

    def _witnesses(self, number: int, one: Ways, two: Ways) -> int:
        """How many laws that share no cell of another block speak for the one against the other."""
        cells = self.cells[number]
        found = telling(self.taken(one), self.taken(two), cells, self.known)
        outside = [tuple([i for i in each if i not in cells]) for each in found]
        return _disjoint(each for each in outside if each)

    def _settled(self, best: Ways) -> Ways:
        """The best, and where it is not clearly so, as more of the laws tie it; else the usual one."""
        best = self._as_usual(best)
        for number in self.live:
            if all(self._clear(best, rival, number) for rival in self._rivals(number, best)):
                continue
            options = self.ways[number]
            ties = [len(self._ties(number, self._flipped(best, number, way))) for way in options]
            most = max(ties)
            best = self._flipped(best, number, options[ties.index(most)])
        return best

    def _as_usual(self, best: Ways) -> Ways:
        """The best, with what it takes otherwise than is usual only where that is clearly better.

        What one wrong number breaks as most forms mean it, some other way may leave untied: that speaks for nothing.
        """
        if best != self.usual and not self._any_clear(best, self.usual):
            return self.usual
        for number in self.live:
            alone = self._flipped(best, number, self.usual[number])
            if alone != best and not self._any_clear(best, alone):
                best = alone
        return best

    def _any_clear(self, one: Ways, two: Ways) -> bool:
        """Whether something that the one takes otherwise than the other is clearly better so."""
        return any(self._clear(one, two, n) for n in self.live if one[n] != two[n])

    def _ties(self, number: int, ways: Ways) -> dict[Tied, int]:
        """The equalities between a block and what is outside it that hold."""
        cells = self.cells[number]
        held = self.taken(ways).held(cells)
        return {each: law for each, law in held.items() if any(i not in cells for i in each)}

    def _unclear(self, number: int, best: Ways, rivals: Sequence[Ways]) -> Chosen:
        """A block of which the laws do not clearly tell: of no consequence, not tied by any, or open."""
        block, way = self.blocks[number], best[number]
        mine = self._ties(number, best)
        if not any(mine.keys() ^ self._ties(number, rival).keys() for rival in rivals):
            return Chosen(block, None, "untied")
        for rival in rivals:
            apart = [n for n in self.live if rival[n] != best[n]]
            if any(self._clear(best, rival, n) for n in apart):
                continue  # what it takes otherwise beside this is clearly wrong
            need = self._cost(best, rival)
            if need >= _CLEAR:
                return Chosen(block, None)
            if need or self._cost(rival, best):
                only = [each for each in mine if each not in self._ties(number, rival)]
                if _disjoint(only) < _CLEAR:  # a wrong number, or a true difference: who can tell
                    return Chosen(block, None)
        return Chosen(block, way, "same")

    def _chosen(self, number: int, best: Ways) -> Chosen:
        """What is chosen for a block, with the laws that say so."""
        block, way = self.blocks[number], best[number]
        rivals = list(self._rivals(number, best))
        taken = self.taken(best)
        if not all(self._clear(best, rival, number) for rival in rivals):
            return self._unclear(number, best, rivals)
        holds: dict[int, None] = {}
        breaks: dict[int, None] = {}
        least: Taken | None = None
        fewest = 0
        for rival in rivals:
            other = self.taken(rival)
            told = telling(taken, other, self.cells[number], self.known)
            holds.update(dict.fromkeys(told.values()))
            cells = self._cost(rival, best)
            if least is None or cells < fewest:
                least, fewest = other, cells
                own = (law for each, law in other.broken.items() if each not in taken.broken)
                breaks = dict.fromkeys(own)
        return Chosen(
            block,
            way,
            "laws",
            holds=tuple(taken.law(law) for law in list(holds)[:_MOST_LAWS]),
            breaks=()
            if least is None
            else tuple(least.law(law) for law in list(breaks)[:_MOST_LAWS]),
            cells=fewest,
        )


def _settled(block: Block) -> Chosen:
    """A block that is no choice: the prose says what it is, or it comes to the same."""
    return Chosen(block, 0, "same") if block.bound is None else Chosen(block, block.bound, "prose")


def _alike(chosen: Chosen, others: Sequence[Chosen]) -> Chosen:
    """A block that no law ties: taken as the document takes such words wherever its laws tell, or as is usual.

    Where they tell now this and now that, or not clearly, it stays open.
    """
    block = chosen.block
    told: dict[str, set[str]] = {}
    for each in others:
        if each.how in ("laws", "prose") and each.way is not None:
            for kind, name in _told(each.block, each.way):
                told.setdefault(kind, set()).add(name)
    usual = block.alternatives[0].key.split("+")
    kinds = block.kind.split("+")
    if any(len(told.get(kind, ())) > 1 for kind in kinds):
        return Chosen(block, None)
    if not any(kind in told for kind in kinds):
        doubtful = any(each.way is None and not each.how for each in others)
        return Chosen(block, None) if doubtful else Chosen(block, 0, "usual")
    wanted = [min(told.get(kind, {name})) for kind, name in zip(kinds, usual, strict=True)]
    keys = [each.key.split("+") for each in block.alternatives]
    return Chosen(block, keys.index(wanted), "alike") if wanted in keys else Chosen(block, None)


def _disjoint(equalities: Iterable[Tied]) -> int:
    """How many equalities there are that have no cell in common, at least."""
    used: set[int] = set()
    count = 0
    for each in sorted(equalities, key=len):
        if used.isdisjoint(each):
            used.update(each)
            count += 1
    return count


def _told(block: Block, way: int) -> list[tuple[str, str]]:
    key = block.alternatives[way].key
    return list(zip(block.kind.split("+"), key.split("+"), strict=True))


#: What a scope is but for the dimensions that are chosen in.
_others = attrgetter(*(each for each in BY_NAME if each not in DIMENSIONS))


def _differ_otherwise(one: Alternative, other: Alternative) -> bool:
    """Whether two alternatives differ in more than the kinds of money and natures, as in the year, or one is open."""
    open_one = all(a is None for a, b in zip(one.scopes, other.scopes, strict=True) if a != b)
    return open_one or any(
        _others(a) != _others(b)
        for a, b in zip(one.scopes, other.scopes, strict=True)
        if a is not None and b is not None
    )


def _places(one: Alternative, other: Alternative) -> set[tuple[str, int, int]]:
    """The kinds, as bits, in which two alternatives of some row or column differ, and those of both."""
    found = set()
    for mine, theirs in zip(one.scopes, other.scopes, strict=True):
        if mine is None or theirs is None:
            continue
        for name in DIMENSIONS:
            a, b = getattr(mine, name)._value_, getattr(theirs, name)._value_
            if a != b:
                found.add((name, a ^ b, a & b))
    return found


def _cells(block: Block, tables: Sequence[Table[Any]]) -> Iterator[int]:
    """The printed amounts, not zero, whose scopes the alternatives of a block do not agree on, by their numbers."""
    differing = block.differing
    start = 0
    for place, table in enumerate(tables):
        for number, side in enumerate(table.sides):
            if (place, number) == (block.table, block.side):
                width = len(side.columns)
                rows = differing if block.axis == "rows" else range(len(side.rows))
                columns = differing if block.axis == "columns" else range(width)
                for row in rows:
                    for column in columns:
                        figure = side.rows[row].figures[column]
                        if figure.state is State.VALUE and figure.value:
                            yield start + row * width + column
                return
            start += len(side.rows) * len(side.columns)
