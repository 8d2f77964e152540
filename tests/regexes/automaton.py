"""Regular expressions as the machines that `re` runs: nodes, tried in order, with backtracking.

Built from the parse tree of `re` itself, so that what is judged is what is run. What cannot be modelled is an
error, never passed over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

import attrs

__all__ = ["Machine", "Node", "machine_of"]

#: Python's own parser of patterns, which the type checker knows in some environments and not in others.
_parser: Any = import_module("re._parser")

#: Repeats of more than this are taken as without end: what takes n·1000 steps is not called linear.
MOST_COPIES = 64

CHAR, SPLIT, MAYBE, FIRST, LAST, LOOK, AHEAD, BEHIND, ACCEPT, FOUND = (
    "char",  # one character of a class, then on
    "split",  # several ways, tried in order
    "maybe",  # on, if something holds that is not modelled (a longer look behind)
    "first",  # on, at the beginning of the text
    "last",  # on, at the end of the text
    "look",  # on, if what stands ahead matches (or not)
    "ahead",  # on, if the next character is of a class (or not)
    "behind",  # on, if the character before is of a class (or not)
    "accept",
    "found",  # the end of what a look ahead looks for
)
#: What takes one character.
_ONE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
Holds = Callable[[int], bool]


@attrs.define(eq=False)
class Node:
    """A node of a machine."""

    kind: str
    next: list[int] = attrs.field(factory=list)
    holds: Holds | None = None
    label: int = -1
    inner: int = -1
    wanted: bool = True
    rest: bool = (
        False  # of "ahead": what is left where the way before it, a character of the class, is none
    )


@attrs.define(eq=False)
class Machine:
    """A regular expression as nodes.

    Attributes:
        nodes: The nodes; `next` of each gives numbers of others.
        start: The first.
        classes: For each class of characters, which letters of the alphabet are in it.
        alphabet: One character for each kind that the expression can tell apart.
    """

    nodes: list[Node]
    start: int
    classes: list[frozenset[int]] = attrs.field(factory=list)
    alphabet: list[str] = attrs.field(factory=list)


@cache
def machine_of(pattern: str | bytes, flags: int = 0) -> Machine:
    """The machine of a regular expression.

    Raises:
        NotImplementedError: It uses what is not modelled.
    """
    tree = _parser.parse(pattern, flags)
    builder = _Builder(tree.state.flags | flags, isinstance(pattern, bytes))
    end = builder.node(ACCEPT)
    machine = Machine(builder.nodes, builder.sequence(list(tree), end))
    _find_alphabet(machine, builder.edges, isinstance(pattern, bytes))
    return machine


class _Builder:
    """Builds from the end, so that each node knows its next ones."""

    def __init__(self, flags: int, in_bytes: bool) -> None:
        self.nodes: list[Node] = []
        self.flags = flags
        self.ascii = in_bytes or bool(flags & re.ASCII)
        self.known: dict[Any, Holds] = {}
        self.groups: dict[int, Any] = {}
        self.edges: set[int] = set()  # where classes begin and end

    def node(self, kind: str, *following: int, **more: Any) -> int:
        self.nodes.append(Node(kind, list(following), **more))
        return len(self.nodes) - 1

    def sequence(self, items: list[Any], then: int) -> int:
        for op, value in items:  # groups are known before what refers to them is built
            if str(op) == "SUBPATTERN":
                self.groups[value[0]] = value[3]
        for op, value in reversed(items):
            then = self.item(str(op), value, then)
        return then

    def item(self, op: str, value: Any, then: int) -> int:
        match op:
            case "LITERAL" | "NOT_LITERAL" | "ANY" | "IN" | "CATEGORY" | "RANGE":
                return self.node(CHAR, then, holds=self.holds(op, value))
            case "BRANCH":
                return self.node(SPLIT, *(self.sequence(list(way), then) for way in value[1]))
            case "SUBPATTERN":
                _, add, remove, inside = value
                before = self.flags
                self.flags = (self.flags | add) & ~remove
                start = self.sequence(list(inside), then)
                self.flags = before
                return start
            case "ATOMIC_GROUP":
                return self.sequence(list(value), then)  # more ways than it has: on the safe side
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self.repeat(op, value, then)
            case "AT":
                return self.place(str(value), then)
            case "ASSERT" | "ASSERT_NOT":
                direction, inside = value
                wanted = op == "ASSERT"
                one = list(inside)
                if len(one) == 1 and str(one[0][0]) in _ONE:
                    kind = BEHIND if direction < 0 else AHEAD
                    return self.node(
                        kind, then, holds=self.holds(str(one[0][0]), one[0][1]), wanted=wanted
                    )
                if direction < 0:  # of one length: a constant
                    return self.node(MAYBE, then)
                inner = self.sequence(list(inside), self.node(FOUND))
                return self.node(LOOK, then, inner=inner, wanted=wanted)
            case "GROUPREF":
                inside = list(self.groups[value])
                if all(str(op) in (*_ONE, "MAX_REPEAT", "MIN_REPEAT") for op, _ in inside):
                    return self.sequence(inside, then)  # the like of it: more ways than it has
        raise NotImplementedError(f"{op} in a regular expression")

    def place(self, where: str, then: int) -> int:
        many = self.flags & re.MULTILINE
        if where in ("AT_BEGINNING", "AT_BEGINNING_STRING"):
            return self.node(MAYBE if many and where == "AT_BEGINNING" else FIRST, then)
        if where in ("AT_END", "AT_END_STRING"):
            return self.node(MAYBE if many and where == "AT_END" else LAST, then)
        word = self.holds("CATEGORY", "CATEGORY_WORD")
        ways = []
        for before in (True, False):  # an edge of a word: one side is of it; else both are, or none
            after = before == (where == "AT_NON_BOUNDARY")
            ahead = self.node(AHEAD, then, holds=word, wanted=after)
            ways.append(self.node(BEHIND, ahead, holds=word, wanted=before))
        return self.node(SPLIT, *ways)

    def repeat(self, op: str, value: Any, then: int) -> int:
        least, most, inside = value
        items = list(inside)
        if (
            op == "POSSESSIVE_REPEAT"
            and len(items) == 1
            and str(items[0][0]) in _ONE
            and most > MOST_COPIES
        ):
            holds = self.holds(str(items[0][0]), items[0][1])
            then = self.node(AHEAD, then, holds=holds, wanted=False, rest=True)

        def ways(body: int) -> list[int]:
            return [then, body] if op == "MIN_REPEAT" else [body, then]

        if most > MOST_COPIES:
            again = self.node(SPLIT)
            body = self.sequence(items, again)
            self.nodes[again].next = ways(body)
            first = self.node(SPLIT, *ways(body)) if least == 0 else body
            for _ in range(min(least, MOST_COPIES) - 1):
                first = self.sequence(items, first)
            return first
        start = then
        for number in range(most, 0, -1):
            body = self.sequence(items, start)
            start = body if number <= least else self.node(SPLIT, *ways(body))
        return start

    # Classes of characters --------------------------------------------------------------------------

    def holds(self, op: str, value: Any) -> Holds:
        fold = bool(self.flags & re.IGNORECASE)
        key = op, repr(value), fold, bool(self.flags & re.DOTALL)
        if key not in self.known:
            plain = self.plain(op, value)
            if fold:
                self.known[key] = lambda code: any(plain(each) for each in _cases(code))
            else:
                self.known[key] = plain
        return self.known[key]

    def plain(self, op: str, value: Any) -> Holds:
        match op:
            case "LITERAL":
                self.edges |= _cases(value)
                return lambda code: code == value
            case "NOT_LITERAL":
                self.edges |= _cases(value)
                return lambda code: code != value
            case "ANY":
                self.edges.add(10)
                return (lambda _: True) if self.flags & re.DOTALL else (lambda code: code != 10)
            case "RANGE":
                self.edges |= _cases(value[0]) | _cases(value[1])
                return lambda code: value[0] <= code <= value[1]
            case "CATEGORY":
                return self.category(str(value))
            case "IN":
                items = [(str(op), inner) for op, inner in value]
                negated = bool(items) and items[0][0] == "NEGATE"
                tests = [self.plain(op, inner) for op, inner in items[negated:]]
                return lambda code: any(test(code) for test in tests) != negated
        raise NotImplementedError(f"{op} in a class")

    def category(self, name: str) -> Holds:
        short = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}[name.rpartition("_")[2]]
        letter = short.upper() if "_NOT_" in name else short
        test = re.compile(f"\\{letter}", re.ASCII if self.ascii else 0)
        return lambda code: test.match(chr(code)) is not None


def _cases(code: int) -> set[int]:
    mark = chr(code)
    return {code, *(ord(other) for other in (mark.lower(), mark.upper()) if len(other) == 1)}


# The alphabet -----------------------------------------------------------------------------------------


@cache
def _kinds() -> dict[tuple[bool, bool, bool], list[int]]:
    """All characters by the categories that a class can name."""
    kinds: dict[tuple[bool, bool, bool], list[int]] = {}
    for code in range(0x110000):
        mark = chr(code)
        kind = mark.isdecimal(), mark.isspace(), mark.isalnum() or mark == "_"
        kinds.setdefault(kind, []).append(code)
    return kinds


def _find_alphabet(machine: Machine, edges: set[int], in_bytes: bool) -> None:
    """Give each class its number, and the machine one character of each kind that its classes tell apart."""
    tests: dict[int, Holds] = {}
    numbers: dict[int, int] = {}
    for node in machine.nodes:
        if node.holds is not None:
            number = numbers.setdefault(id(node.holds), len(numbers))
            tests[number] = node.holds
            node.label = number
    candidates: set[int] = set()
    for edge in edges:
        candidates.update(range(max(0, edge - 1), edge + 2))
    for codes in _kinds().values():
        for edge in {0, *edges, *(edge + 1 for edge in edges)}:
            place = bisect_left(codes, edge)
            candidates.update(codes[place : place + 1])
    top = 256 if in_bytes else 0x110000
    seen: dict[frozenset[int], str] = {}
    for code in sorted(candidates, key=lambda code: (not 33 <= code < 127, code)):
        if code < top:
            kind = frozenset(number for number, test in tests.items() if test(code))
            seen.setdefault(kind, chr(code))
    machine.alphabet = list(seen.values())
    letters = list(seen)
    machine.classes = [
        frozenset(i for i, kind in enumerate(letters) if number in kind)
        for number in range(len(numbers))
    ]
