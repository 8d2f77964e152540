"""Whether the steps of a regular expression grow with the length of its text, or faster.

`re` tries ways in order and goes back when one fails. Its steps on a text are the runs of its machine along parts of
the text, without those that are never tries because a way before them has succeeded. There are no more than a constant
number of them for each character unless runs part in a loop: unless there are vertices p and q and a word on which the
machine can go from p to p, from p to q and from q to q (on n such words there are n runs to q, or more). The search
for the next beginning is such a p of every `search`: it goes on to the next character.

So it is decided for texts of every length, without running anything, and by no clock; `steps` counts the steps on one.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator

import attrs

from tests.regexes.automaton import ACCEPT, FOUND, SPLIT, Machine, Node

__all__ = ["WAYS", "Pump", "end_of_match", "fastest_growth", "rounds", "steps"]

#: The ways in which a pattern is used: whether a match may begin anywhere, and whether it must end at the end.
WAYS = {
    "search": (True, False),
    "findall": (True, False),
    "finditer": (True, False),
    "sub": (True, False),
    "subn": (True, False),
    "split": (True, False),
    "match": (False, False),
    "fullmatch": (False, True),
}


@attrs.frozen
class Pump:
    """A text on which the steps grow faster than its length: `before`, then `again` as often as one likes."""

    before: str
    again: str

    def text(self, length: int) -> str:
        """The text of about a length."""
        return self.before + self.again * (length // len(self.again))


Classes = frozenset[tuple[int, bool]]


@attrs.frozen
class Vertex:
    """A place in a run: about to take a character.

    Attributes:
        node: The node that takes it; -1 looks for a beginning.
        main: Whether this is the run that will succeed, of which there is one, or one that will fail.
        before: Classes that the character before is in (or not).
        next: Classes that the character itself is in (or not), beside the node's own.
    """

    node: int
    main: bool
    before: Classes = frozenset()
    next: Classes = frozenset()


_SEARCH = Vertex(-1, True)
State = tuple[Vertex, ...]
_Along = Callable[[State], Iterator[tuple[State, int]]]


def fastest_growth(machine: Machine, way: str, *, anywhere: bool = False) -> Pump | None:
    """A text on which the steps grow faster than its length, if there is one.

    Args:
        machine: The machine.
        way: How it is used: search, match, fullmatch …
        anywhere: Whether matches are asked for at one place of a text after the other.
    """
    starts, ends = WAYS[way]
    return _Graph(machine, restarts=starts or anywhere, to_end=ends).pump()


def rounds(machine: Machine, way: str) -> list[Pump]:
    """A text for each loop of a machine: what leads there, and a way round."""
    starts, ends = WAYS[way]
    return _Graph(machine, restarts=starts, to_end=ends).rounds()


@attrs.define(eq=False)
class _Next:
    """Where a vertex leads: vertices with the number of ways, and those where a new search goes on."""

    ways: dict[Vertex, int] = attrs.field(factory=dict)
    anew: set[Vertex] = attrs.field(factory=set)


class _Graph:
    def __init__(self, machine: Machine, *, restarts: bool, to_end: bool) -> None:
        self.machine = machine
        nodes = machine.nodes
        # what succeeds whatever follows; behind it in a choice nothing is tried
        self.sure = _leading_to(nodes, lambda node: node.kind == ACCEPT and not to_end)
        self.found = self.sure | _leading_to(nodes, lambda node: node.kind == FOUND)
        self.takes = {_SEARCH: self.letters(frozenset())}  # what a vertex takes
        self.enters = {_SEARCH: self.letters(frozenset())}  # behind what it can stand
        self.out: dict[Vertex, _Next] = {}
        first, _ = self.closure(machine.start, main=True, beginning=True)
        anew: dict[Vertex, int] = {}
        if restarts:
            anew = {_SEARCH: 1, **self.closure(machine.start, main=True, beginning=False)[0]}
            self.out[_SEARCH] = _Next(anew, set(anew))
        self.initial = {**anew, **first}
        todo = list(self.initial)
        while todo:
            vertex = todo.pop()
            if vertex not in self.takes:
                own = (nodes[vertex.node].label, True)
                self.takes[vertex] = self.letters(vertex.next | {own})
                self.enters[vertex] = self.letters(vertex.before)
            if vertex in self.out:
                continue
            ways, accepts = self.closure(
                nodes[vertex.node].next[0], main=vertex.main, beginning=False
            )
            new = set(anew) if accepts and vertex.main else set()
            self.out[vertex] = _Next({**dict.fromkeys(new, 1), **ways}, new)
            todo.extend(self.out[vertex].ways)

    def letters(self, classes: Classes) -> frozenset[int]:
        """The letters in all of some classes (or not)."""
        found = set(range(len(self.machine.alphabet)))
        for label, wanted in classes:
            if wanted:
                found &= self.machine.classes[label]
            else:
                found -= self.machine.classes[label]
        return frozenset(found)

    def closure(self, start: int, *, main: bool, beginning: bool) -> tuple[dict[Vertex, int], bool]:
        """The vertices to which a node leads, in how many ways each, and whether the match can end there."""
        ways: dict[Vertex, int] = defaultdict(int)
        ended = False

        def go(
            number: int, main: bool, before: Classes, after: Classes, path: frozenset[int]
        ) -> None:
            nonlocal ended
            if number in path or (not main and number in self.sure):
                return
            node = self.machine.nodes[number]
            path |= {number}
            match node.kind:
                case "char":
                    ways[Vertex(number, False, before, after)] += 1
                    if main:
                        ways[Vertex(number, True, before, after)] += 1
                case "split":
                    for each in node.next:
                        go(each, main, before, after, path)
                        if each in self.found:
                            break
                case "first":
                    if beginning:
                        go(node.next[0], main, before, after, path)
                case "look":
                    go(
                        node.inner, False, before, after, path
                    )  # looked at from elsewhere too: it counts
                    go(node.next[0], main, before, after, path)
                case "ahead":
                    go(node.next[0], main, before, after | {(node.label, node.wanted)}, path)
                case "behind":
                    go(node.next[0], main, before | {(node.label, node.wanted)}, after, path)
                case "maybe":
                    go(node.next[0], main, before, after, path)
                case "accept":
                    ended = True
                case _:
                    pass  # the end of the text, or of what is looked at: no character follows

        go(start, main, frozenset(), frozenset(), frozenset())
        return dict(ways), ended

    # Loops in which runs part -----------------------------------------------------------------------

    def pump(self) -> Pump | None:
        """What makes runs part in a loop, if anything does."""
        loops = _loops({vertex: tuple(leads.ways) for vertex, leads in self.out.items()})
        taken: dict[int, set[int]] = defaultdict(set)
        for vertex, loop in loops.items():
            taken[loop] |= self.takes[vertex]
        failing = [vertex for vertex in loops if not vertex.main]
        for vertex in failing:
            for other, count in self.out[vertex].ways.items():
                if count > 1 and loops.get(other) == loops[vertex]:
                    letters = self.takes[vertex] & self.enters[other]
                    word = self._word([(other,)], (vertex,), self._one(loops))
                    if letters and word is not None:
                        return self._pump(vertex, self.machine.alphabet[min(letters)] + word)
        for q in failing:
            for p in loops:
                if p != q and taken[loops[p]] & taken[loops[q]]:
                    along = self._three(loops, loops[p], loops[q])
                    word = self._word([(p, p, q)], (p, q, q), along)
                    if word is not None:
                        return self._pump(p, word)
        return None

    def rounds(self) -> list[Pump]:
        """A way round each loop."""
        loops = _loops({vertex: tuple(leads.ways) for vertex, leads in self.out.items()})
        found = []
        for number in dict.fromkeys(loops.values()):
            vertex = next(each for each in loops if loops[each] == number)
            along = self._one(loops)
            firsts = [other for other, _ in along((vertex,))]
            if vertex == _SEARCH or not firsts:
                continue
            word = self._word(firsts, (vertex,), along) or ""
            letter = self.machine.alphabet[min(self.takes[vertex] & self.enters[firsts[0][0]])]
            found.append(self._pump(vertex, letter + word))
        return found

    def _pump(self, vertex: Vertex, again: str) -> Pump:
        before = self._word([(each,) for each in self.initial], (vertex,), self._one(None))
        assert before is not None
        return Pump(before, again)

    def _one(self, loops: dict[Vertex, int] | None) -> _Along:
        """Steps of one run, within its loop if loops are given."""

        def along(state: tuple[Vertex, ...]) -> Iterator[tuple[tuple[Vertex, ...], int]]:
            (at,) = state
            for other in self.out[at].ways:
                letters = self.takes[at] & self.enters[other]
                if letters and (loops is None or (at in loops and loops.get(other) == loops[at])):
                    yield (other,), min(letters)

        return along

    def _three(self, loops: dict[Vertex, int], of_p: int, of_q: int) -> _Along:
        """Steps of three runs on one word: round p, from p to q, and round q."""

        def along(state: tuple[Vertex, ...]) -> Iterator[tuple[tuple[Vertex, ...], int]]:
            round_p, parting, round_q = state
            common = self.takes[round_p] & self.takes[parting] & self.takes[round_q]
            if not common:
                return
            leads = self.out[round_p]
            for p in leads.ways:
                if loops.get(p) != of_p:
                    continue
                if round_p == parting and round_p.main:
                    # one run succeeds: what fails leaves it, by another way than its own
                    others = [p] if p.main else []
                    for other, count in leads.ways.items():
                        own = p.node == other.node and count == 1 and p not in leads.anew
                        if not other.main and not own:
                            others.append(other)
                else:
                    others = list(self.out[parting].ways)
                for q in self.out[round_q].ways:
                    if loops.get(q) == of_q:
                        for other in others:
                            letters = common & self.enters[p] & self.enters[other] & self.enters[q]
                            if letters:
                                yield (p, other, q), min(letters)

        return along

    def _word(
        self, starts: list[tuple[Vertex, ...]], goal: tuple[Vertex, ...], along: _Along
    ) -> str | None:
        """A shortest word, of a character at least for three runs, that leads to the goal."""
        came: dict[tuple[Vertex, ...], tuple[tuple[Vertex, ...], int] | None] = dict.fromkeys(
            starts
        )
        if goal in came and len(goal) == 1:
            return ""
        todo = deque(starts)
        while todo:
            state = todo.popleft()
            for other, letter in along(state):
                if other in came:
                    continue
                came[other] = state, letter
                if other == goal:
                    letters = []
                    step = came[other]
                    while step is not None:
                        letters.append(self.machine.alphabet[step[1]])
                        step = came[step[0]]
                    return "".join(reversed(letters))
                todo.append(other)
        return None


def _leading_to(nodes: list[Node], ends: Callable[[Node], bool]) -> set[int]:
    """The nodes from which an end is reached by choices alone."""
    found = {number for number, node in enumerate(nodes) if ends(node)}
    while True:
        more = {
            number
            for number, node in enumerate(nodes)
            if number not in found and node.kind == SPLIT and found.intersection(node.next)
        }
        if not more:
            return found
        found |= more


def _loops(out: dict[Vertex, tuple[Vertex, ...]]) -> dict[Vertex, int]:
    """For each vertex that lies in a loop, the number of its strongly connected component."""
    order: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    stack: list[Vertex] = []
    on_stack: set[Vertex] = set()
    loops: dict[Vertex, int] = {}
    for root, first in out.items():
        if root in order:
            continue
        todo: list[tuple[Vertex, Iterator[Vertex]]] = [(root, iter(first))]
        order[root] = low[root] = len(order)
        stack.append(root)
        on_stack.add(root)
        while todo:
            vertex, rest = todo[-1]
            other = next(rest, None)
            if other is None:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[vertex])
                if low[vertex] == order[vertex]:
                    members = []
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        members.append(member)
                        if member == vertex:
                            break
                    if len(members) > 1 or vertex in out[vertex]:
                        loops.update(dict.fromkeys(members, order[vertex]))
            elif other not in order:
                order[other] = low[other] = len(order)
                stack.append(other)
                on_stack.add(other)
                todo.append((other, iter(out[other])))
            elif other in on_stack:
                low[vertex] = min(low[vertex], order[other])
    return loops


# Steps, counted -------------------------------------------------------------------------------------


def steps(machine: Machine, text: str, way: str, *, most: int = 10**9) -> int:
    """How many nodes are visited on a text, by going through its ways in order and back; at most `most`."""
    return _Run(machine, text, most).count(way)


def end_of_match(machine: Machine, text: str, at: int) -> int | None:
    """Where a match that begins at a place ends, if there is one: what is counted is what `re` does."""
    return _Run(machine, text, 10**9).match(machine.start, at, to_end=False)


class _TooManyError(Exception):
    pass


class _Run:
    def __init__(self, machine: Machine, text: str, most: int) -> None:
        self.machine = machine
        self.text = text
        self.most = most
        self.steps = 0

    def count(self, way: str) -> int:
        starts, to_end = WAYS[way]
        at = 0
        try:
            while at <= len(self.text):
                end = self.match(self.machine.start, at, to_end=to_end)
                if not starts:
                    break
                at = at + 1 if end is None else max(end, at + 1)
        except _TooManyError:
            return self.most
        return self.steps

    def match(self, start: int, at: int, *, to_end: bool) -> int | None:
        """The end of the first match in order, if there is one."""
        text, nodes = self.text, self.machine.nodes
        ways: list[tuple[int, int, frozenset[tuple[int, int]]]] = [(start, at, frozenset())]
        while ways:
            number, at, seen = ways.pop()
            self.steps += 1
            if self.steps >= self.most:
                raise _TooManyError
            node = nodes[number]
            if node.holds is not None and node.kind == "char":
                if at < len(text) and node.holds(ord(text[at])):
                    ways.append((node.next[0], at + 1, frozenset()))
            elif node.kind == "split":
                if (number, at) not in seen:  # no empty rounds of a loop
                    seen |= {(number, at)}
                    ways.extend((each, at, seen) for each in reversed(node.next))
            elif node.kind == "accept":
                if not to_end or at == len(text):
                    return at
            elif node.kind == "found":
                return at
            elif self.passes(node, at):
                ways.append((node.next[0], at, seen))
        return None

    def passes(self, node: Node, at: int) -> bool:
        text = self.text
        match node.kind:
            case "first":
                return at == 0
            case "last":
                return at == len(text) or text[at:] == "\n"
            case "look":
                return (self.match(node.inner, at, to_end=False) is not None) == node.wanted
            case "ahead" | "behind":
                place = at if node.kind == "ahead" else at - 1
                assert node.holds is not None
                inside = 0 <= place < len(text) and node.holds(ord(text[place]))
                return inside == node.wanted
        return True
