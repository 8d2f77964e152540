"""Rows that are parts of the whole or of each other: of agencies, of projects, of one code printed more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import attrs

from cnbudget.amounts import exact
from cnbudget.dimensions import Flow, FundingSource
from cnbudget.forms import Vocabulary
from cnbudget.messages import tell
from cnbudget.reading.worded.outline import UNTOLD, is_slip, outline
from cnbudget.reading.worded.row import WordedRow
from cnbudget.scope import PART, Scope
from cnbudget.words import plain

_Rows = list[Scope | None]


def tell_parts(
    title: str, lines: list[WordedRow], rows: _Rows, agency: str, words: Vocabulary
) -> None:
    """Give rows that are parts their scopes, in place; those that nothing tells apart lose theirs.

    Args:
        title: The table's title.
        lines: The rows.
        rows: Their scopes, as if each were of the whole.
        agency: The agency that publishes.
        words: The vocabulary.
    """
    _totals(lines, rows)
    _unnamed(lines)
    if any(line.mixed for line in lines):
        _outlined(lines, rows, agency, words)
    else:
        _named_agencies(lines, rows, plain(agency))
        _agencies(lines, rows)
    _apart(f"{PART}{title}", lines, rows)


def _unnamed(lines: list[WordedRow]) -> None:
    """Where rows print their agency one by one, those that print none are of no one agency: of a project's sum."""
    named = [line.named for line in lines if line.kind != "total"]
    again = any(a.named and b.named and a.agency == b.agency for a, b in pairwise(lines))
    if again and 2 * sum(named) > len(named):
        for line in lines:
            if line.kind == "project" and not line.named:
                line.agency = ("", "")


def _totals(lines: list[WordedRow], rows: _Rows) -> None:
    """Of totals that differ, 总计 is that of the table, or else the first; the others are of something else."""
    places: dict[Scope, list[int]] = {}
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        if line.kind == "total" and scope is not None and line.printed:
            places.setdefault(scope, []).append(position)
    for same in places.values():
        grand = [position for position in same if "总" in lines[position].label] or same
        if any(lines[each].cells != lines[grand[0]].cells for each in grand[1:]):
            grand = grand[:0]
        for position in same:
            if not grand or lines[position].cells != lines[grand[0]].cells:
                rows[position] = _before_carried(lines, rows, position, grand)


def _before_carried(
    lines: list[WordedRow], rows: _Rows, position: int, grand: list[int]
) -> Scope | None:
    """The scope of a total that only money carried over, or on, tells from the grand one (收入合计, 收入总计)."""
    scope = rows[position]
    between = [line for line in lines[position + 1 : grand[0]] if line.printed] if grand else []
    if scope is None or not between or not all(_is_carried(line) for line in between):
        return None
    if any(line.said.flow == Flow.CLOSING for line in between):
        return scope.evolve(flow=Flow.EXPENDITURE) if scope.flow == Flow.OUT else None
    if scope.flow == Flow.IN:
        return scope.evolve(flow=Flow.INCOME)
    now = scope.source & FundingSource.CURRENT
    return scope.evolve(source=now) if now else None


def _is_carried(line: WordedRow) -> bool:
    said = line.said
    return said.vintage == "CARRIED" or said.flow in (Flow.CLOSING, Flow.OPENING)


# What is bought ----------------------------------------------------------------------------------------


def bought(lines: list[WordedRow], whole: Scope | None) -> _Rows:
    """The scopes of rows of what is bought: each is a thing of its own, if their sums say that they are all of it.

    Args:
        lines: The rows.
        whole: The scope of all of it, which is a part of the expenditure.
    """
    amounts = _amounts(lines)
    rows: _Rows = [None] * len(lines)
    if whole is None or amounts is None:
        return rows
    parents = _outline_of(lines, amounts)
    if parents is None:
        return rows
    unnamed = tell("zh", "reading.row_without_name")  # a name in a scope, as all others in Chinese
    names = [line.label or "".join(line.apart) or unnamed for line in lines]
    twice = Counter(names)
    names = [
        plain(name) if twice[name] == 1 else f"{plain(name)}#{number}"
        for number, name in enumerate(names, 1)
    ]
    inside: dict[int, set[str]] = {number: {name} for number, name in enumerate(names)}
    for number in reversed(range(len(lines))):  # rows stand below what they are parts of
        parent = parents[number]
        if parent is not None and parent != UNTOLD:
            inside[parent] |= inside[number]
    for number, parent in enumerate(parents):
        if parent is None:
            rows[number] = whole
        elif parent != UNTOLD:
            rows[number] = attrs.evolve(whole, project=tuple(sorted(inside[number])))
    return rows


def _outline_of(lines: list[WordedRow], amounts: list[list[int]]) -> list[int | None] | None:
    """What each row is a part of, the total above all others or below them."""
    last = len(lines) - 1
    if last <= 0 or lines[0].kind == "total" or lines[last].kind != "total":
        return outline(amounts, slips=bool(lines) and lines[0].kind == "total")
    parents = outline([amounts[last], *amounts[:last]], slips=True)
    if parents is None:
        return None
    above, *others = [
        each if each in (None, UNTOLD) else (each or last + 1) - 1 for each in parents
    ]
    return [*others, above]


# Agencies and projects in one column ------------------------------------------------------------------


def _amounts(lines: Sequence[WordedRow]) -> list[list[int]] | None:
    """What lines print, in last places; None if a cell is not known."""
    places = max((mark for line in lines for _, mark in line.cells), default=0)
    shift = max(places, 0)
    found: list[list[int]] = []
    for line in lines:
        values = [value for value, _ in line.cells if value is not None]
        if len(values) < len(line.cells):
            return None
        found.append([int(value.scaleb(shift, exact)) for value in values])
    return found


def _outlined(lines: list[WordedRow], rows: _Rows, agency: str, words: Vocabulary) -> None:
    """Tell groups, agencies and projects of one column by the sums that they are; else none of them is known."""
    members = [i for i, line in enumerate(lines) if line.mixed or (not i and line.kind == "total")]
    for i in members:
        scope = rows[i]
        if lines[i].mixed and scope is not None:
            rows[i] = scope.evolve(agency=None, project=None)
    amounts = _amounts([lines[i] for i in members])
    totalled = bool(members) and lines[members[0]].kind == "total"
    parents = None if amounts is None else outline(amounts, slips=totalled)
    if parents is None:
        for i in members:
            if lines[i].mixed:
                rows[i] = None
        return
    tree = _RowTree([lines[i] for i in members], parents, agency, words)
    for number, i in enumerate(members):
        scope = rows[i]
        if lines[i].mixed and scope is not None:
            rows[i] = tree.scope(number, scope)


class _RowTree:
    """Rows of agencies, groups and projects, each with what it is a part of."""

    def __init__(
        self,
        lines: list[WordedRow],
        parents: list[int | None],
        agency: str,
        words: Vocabulary,
    ) -> None:
        self.lines, self.parents = lines, parents
        self.below: dict[int, list[int]] = {}
        for number, parent in enumerate(parents):
            if parent is not None and parent != UNTOLD:
                self.below.setdefault(parent, []).append(number)
        #: the rows that total the whole, under whatever name: each is all that the one above it has
        self.whole: set[int] = set()
        row = parents.index(None)
        while row in self.below:
            self.whole.add(row)
            if len(self.below[row]) > 1:
                break
            row = self.below[row][0]
        own = plain(agency)
        self.agencies = {
            number
            for number, line in enumerate(lines)
            if line.mixed
            and ((line.agency[1] and line.kind == "agency") or plain(line.label) == own
                 or words.ends(plain(line.label), "agency"))
        }  # fmt: skip

    def _agency(self, number: int) -> str | None:
        """The agency of a row: the nearest above it, unless that is the whole."""
        above: int | None = number
        while above is not None and above not in self.agencies:
            above = self.parents[above]
        return None if above is None or above in self.whole else plain(self.lines[above].label)

    def scope(self, number: int, scope: Scope) -> Scope | None:
        """The scope of a row, from that of the whole."""
        if self.parents[number] == UNTOLD:
            return None
        if number in self.whole:
            return scope
        agency = self._agency(number)
        if number in self.agencies and (number in self.below or self._beside(number)):
            return scope.evolve(agency=agency)
        inside = [number, *self._inside(number)]
        if any(each in self.agencies for each in inside[1:]):
            return None
        names = {plain(self.lines[each].label) for each in inside}
        if "" in names or self._elsewhere(names, agency, inside):
            return None
        return scope.evolve(agency=agency, project=tuple(sorted(names)))

    def _elsewhere(self, names: set[str], agency: str | None, inside: list[int]) -> bool:
        """Whether one of some projects stands under an agency too, or beside its group: then they are a part of it.

        Two rows of one project are parts, too, but of these each can be told.
        """
        others = {
            self._agency(number)
            for number, line in enumerate(self.lines)
            if plain(line.label) in names and number not in inside
        }
        return (agency in others and len(inside) > 1) or (agency is None and bool(others - {None}))

    def _inside(self, number: int) -> list[int]:
        """All rows below a row."""
        below = self.below.get(number, [])
        return below + [deeper for each in below for deeper in self._inside(each)]

    def _beside(self, number: int) -> bool:
        """Whether an agency without rows of its own stands among agencies."""
        parent = self.parents[number]
        same = self.below.get(parent, []) if parent is not None else []
        return all(each in self.agencies for each in same)


# Agencies with columns of their own ---------------------------------------------------------------------


def _agencies(lines: list[WordedRow], rows: _Rows) -> None:
    """Give rows of one of several agencies its name; the only one, or the one that is all others', is the whole."""
    keys = list(
        dict.fromkeys(line.agency for line in lines if line.agency[0] and line.kind != "total")
    )
    codes = [code for _, code in keys if code]
    roots = {code for code in codes if any(o != code and o.startswith(code) for o in codes)}
    tops = [key for key in keys if key[1] in roots]
    leaves = [key for key in keys if key[1] not in roots]
    strange = _strange(leaves)
    leaves = [key for key in leaves if key not in strange]
    for position, line in enumerate(lines):
        if line.agency in strange and line.kind != "total":
            rows[position] = None
    if len(leaves) <= 1 and not any(code for _, code in strange):
        return
    whole = {key for key in tops if sum(len(key[1]) == len(k[1]) for k in tops) == 1}
    untold: tuple[str, str] | None = None
    if not codes:
        is_all = _is_all(keys[0], keys[1:], lines, rows)
        if is_all:
            whole.add(keys[0])
        elif is_all is None:
            untold = keys[0]
    twice = {name for name, _ in leaves if sum(other == name for other, _ in keys) > 1}
    for position, (line, scope) in enumerate(zip(lines, rows, strict=True)):
        key = line.agency
        if scope is None or not key[0] or line.kind == "total" or key in whole:
            continue
        if key in tops or scope.agency or key == untold:
            rows[position] = None
            continue
        name = plain(key[0]) if key[0] not in twice else f"{plain(key[0])}（{key[1]}）"
        rows[position] = scope.evolve(agency=name) if name else None


def _strange(keys: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Names without codes among agencies that have them, and several names of one code, which are no agencies'."""
    named: dict[str, set[str]] = {}
    for name, code in keys:
        named.setdefault(code, set()).add(name)
    coded = any(named.keys() - {""})
    return {
        (name, code)
        for name, code in keys
        if (not code and coded) or (code and len(named[code]) > 1)
    }


def _named_agencies(lines: list[WordedRow], rows: _Rows, own: str) -> None:
    """Rows that only their names make agencies' are these if they make up the total, or the first the others."""
    named = [i for i, line in enumerate(lines) if line.kind == "agency" and line.by_name]
    if not named or {plain(lines[i].label) for i in named} == {own}:
        return
    totals = [i for i, line in enumerate(lines) if line.kind == "total" and rows[i] is not None]
    amounts = _amounts([lines[i] for i in (*totals[:1], *named)])
    if amounts is None or outline(amounts) is None:
        below = False  # a row that is not understood, and may be another agency's
        for i, line in enumerate(lines):
            strange = line.kind == "unknown" and line.printed
            below = (below or strange) and line.kind not in ("total", "agency")
            if line.agency[0] or below:
                rows[i] = None


def _is_all(
    first: tuple[str, str], others: list[tuple[str, str]], lines: list[WordedRow], rows: _Rows
) -> bool | None:
    """Whether the rows of the agency printed first are the sums of those of the others, and so is the total its own.

    One amount may be wrong where enough others hold; None where it may be, and they do not tell. Where the total is of
    all of them, the first has by chance as much as the others together.
    """
    amounts = _amounts(lines)
    if amounts is None:
        return False
    sums: dict[Scope, list[list[int]]] = {}
    own: dict[Scope, list[int]] = {}
    totals: dict[Scope, list[int]] = {}
    for line, scope, each in zip(lines, rows, amounts, strict=True):
        if scope is None:
            continue
        if line.kind == "total":
            totals[scope] = each
        elif line.agency == first:
            own[scope] = each
        elif line.agency in others:
            sums.setdefault(scope, []).append(each)
    live = {scope: each for scope, each in own.items() if any(each)}
    if live and not any(scope in sums for scope in live) and sums:
        return _is_total(live, totals, [each for rows in sums.values() for each in rows])
    if any(
        abs(mine - whole) > 1
        for scope, each in totals.items()
        if scope in live
        for mine, whole in zip(live[scope], each, strict=True)
    ):
        return False
    if not live or any(scope not in sums for scope in live):
        return False
    columns = [
        (whole, column)
        for scope, each in live.items()
        for whole, column in zip(each, zip(*sums[scope], strict=True), strict=True)
        if whole or any(column)
    ]
    off = [(w, column) for w, column in columns if 2 * abs(sum(column) - w) > len(column) + 1]
    if not off:
        return True
    if len(off) > 1:
        return False
    slip, held = _may_be_a_slip(*off[0]), len({w for w, _ in columns} - {off[0][0]})
    if (
        len(columns) - 1 if slip else held
    ) >= _SURE:  # by chance amounts are alike, and not several
        return True
    return None if slip or held else False


def _is_total(
    own: dict[Scope, list[int]], totals: dict[Scope, list[int]], others: Iterable[list[int]]
) -> bool | None:
    """Whether an agency of which others print no rows alike is all of them: it has all that the total has.

    Only columns tell in which others have something, too. Of several amounts one may be wrong; None: nothing tells.
    """
    live = [any(column) for column in zip(*others, strict=True)]
    pairs = [
        (mine, whole)
        for scope, each in own.items()
        if scope in totals
        for mine, whole, more in zip(each, totals[scope], live, strict=True)
        if more and (mine or whole)
    ]
    off = sum(abs(mine - whole) > 1 for mine, whole in pairs)
    if not off or (off == 1 and len(pairs) > _SURE):
        return bool(pairs)
    return None if 2 * off <= len(pairs) or len(pairs) == 1 else False


#: So many sums that hold tell that one that does not is wrong.
_SURE = 2


def _may_be_a_slip(whole: int, parts: Sequence[int]) -> bool:
    """Whether a slip of the pen in one amount explains that a sum does not hold, but for rounding."""
    lacking, room = whole - sum(parts), (len(parts) + 1) // 2
    near = range(lacking - room, lacking + room + 1)
    return any(
        is_slip(whole, whole - off) or any(is_slip(each, each + off) for each in parts)
        for off in near
    )


# Rows of one scope ------------------------------------------------------------------------------------


def _apart(where: str, lines: list[WordedRow], rows: _Rows) -> None:
    """Rows of one scope are parts of it, if something printed tells them apart; else their scopes are not known.

    Args:
        where: How the names of the parts of the table begin.
        lines: The rows.
        rows: Their scopes.
    """
    places: dict[Scope, list[int]] = {}
    for position, scope in enumerate(rows):
        if scope is not None and lines[position].kind in ("code", "project", "agency"):
            places.setdefault(scope, []).append(position)
    twice = {scope: same for scope, same in places.items() if len(same) > 1}
    runs = _runs(lines, twice) if twice else {}
    above, untold = _above(lines, twice)
    for i in untold:
        rows[i] = None
    for scope, same in twice.items():
        if same[0] in untold:
            continue
        if len({lines[i].agency for i in same}) == len(same) and _alike([lines[i] for i in same]):
            continue  # the department, and its only agency
        if not scope.project and all(lines[i].mixed for i in same):
            continue  # groups of which each has all that is above it
        marks = ["" if i in above else "".join(lines[i].apart) for i in same]
        if len(set(marks)) < len(marks):
            marks = [str(runs.get(i, "")) for i in same]
        if len(set(marks)) < len(marks) and scope.project:
            marks = [str(number) for number, _ in enumerate(same, 1)]
        if scope.project and not all(marks) and above.isdisjoint(same):
            marks = [mark or f"{number}" for number, mark in enumerate(marks, 1)]
        told = len(set(marks)) == len(marks) and not scope.agency
        for i, mark in zip(same, marks, strict=True):
            if not told:
                rows[i] = None
            elif mark:
                rows[i] = scope.evolve(agency=f"{where}{mark}")


def _above(
    lines: list[WordedRow], twice: dict[Scope, list[int]]
) -> tuple[frozenset[int], frozenset[int]]:
    """The rows of projects that those below make up, of what is bought for them: all are, or none is.

    A row that prints the project may as well be the first thing that is bought. One wrong amount does not tell that it
    is; where some rows are sums and some are none, what all of these rows are is not known, and they come second.
    """
    groups = [same for same in twice.values() if all(lines[i].inherits for i in same[1:])]
    sums = sum(_made_up(lines[same[0]], [lines[i] for i in same[1:]]) for same in groups)
    others = len(groups) - sums
    strange = any(line.kind == "unknown" and line.printed for line in lines)
    if not others or (others == 1 and sums > 1 and not strange):  # one wrong amount
        return frozenset(same[0] for same in groups), frozenset()
    if strange or not sums or (sums == 1 and others > _CHANCE):
        return frozenset(), frozenset()
    return frozenset(), frozenset(i for same in groups for i in same)


#: Beside more rows than these that are no sums, one that is may be by chance.
_CHANCE = 2


def _alike(lines: list[WordedRow]) -> bool:
    """Whether rows print the same; of several amounts one may be wrong."""
    first, *others = [line.cells for line in lines]
    wrong = [
        n
        for each in others
        for n, pair in enumerate(zip(first, each, strict=True))
        if pair[0] != pair[1]
    ]
    same = sum(bool(value) for n, (value, _) in enumerate(first) if n not in wrong)
    return not wrong or (len(wrong) == 1 and same >= _LEAST_SAME)


#: So many amounts that are the same in two rows tell that another is wrong.
_LEAST_SAME = 2


def _made_up(whole: WordedRow, parts: list[WordedRow]) -> bool:
    """Whether a row is the sum of others in every column."""
    amounts = _amounts([whole, *parts])
    return amounts is not None and all(
        2 * abs(sum(column) - total) <= len(column) + 1
        for total, column in zip(amounts[0], zip(*amounts[1:], strict=True), strict=True)
    )


def _runs(lines: list[WordedRow], twice: dict[Scope, list[int]]) -> dict[int, int]:
    """In which run of codes each row stands, where the codes begin anew for each of several agencies without a name.

    One code that stands twice is no run: it is an error, or something that is not understood.
    """
    if len(twice) < _LEAST_REPEATED:
        return {}
    found: dict[int, int] = {}
    run, last = 1, ""
    for position, line in enumerate(lines):
        if line.code is None:
            continue
        digits = line.code.digits
        if digits <= last:
            run += 1
        found[position], last = run, digits
    lengths = Counter(found.values())
    return found if min(lengths.values(), default=0) > 1 else {}


#: So many codes are repeated where a table begins anew.
_LEAST_REPEATED = 2
