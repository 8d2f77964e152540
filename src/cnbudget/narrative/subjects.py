"""Subjects: from the words that the prose uses to the scope that they mean.

Nothing here knows a document: a subject is read as a sequence of known pieces ("一般公共预算" + "基本支出"), or as the
name of a functional or economic code that the document's tables or the lists of its year have, or as a project of
the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import Any

import attrs

from cnbudget.classification import Classification, default
from cnbudget.codes import Code, EconomicCode, FunctionCode
from cnbudget.dimensions import DIMENSIONS, Flow, FundingSource, Nature
from cnbudget.expressions import expression
from cnbudget.narrative.pieces import bare, pieces
from cnbudget.narrative.printed import Printed, flow_of
from cnbudget.narrative.vocabulary import COPULAS, OPENINGS, OURSELVES, TOGETHER
from cnbudget.narrative.wordings import scope_said
from cnbudget.numerals import PART, YEAR_DIGITS
from cnbudget.passages import folded
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.scope import PART as NUMBERED
from cnbudget.tables import USUAL_PRINTING, Printing, Row, Table
from cnbudget.values import Value, Visible
from cnbudget.words import plain

__all__ = ["VINTAGES", "Context", "Item", "Topic", "bare", "levels_of", "vintage"]

_YEARS = expression(rf"{YEAR_DIGITS}年度?")
_LEVEL = expression(r"\(([0-9]{0,7})(类|款|项)\)")
#: 2080501-行政单位离退休, 机关工资福利支出（501）.
_CODED = expression(
    r"[^0-9]{0,4}(?P<code>2[0-9]{2}(?:[0-9]{2}){0,2})[-—]*(?P<name>[^0-9\-—]{2,40})"
)
_USE_CODE = expression(r"\(([35][0-9]{2}(?:[0-9]{2})?)目\)$")
_MARKS = "类款项"
_BUDGETS = ("一般公共", "公共财政", "政府性基金", "国有资本经营")
_LEADING_ON = tuple(word for word, _ in COPULAS)
_ORDINAL = expression("[一二三四五六七八九十]{1,3}[是、]")
# fmt: off
_ORGANS = (
    "局", "委员会", "委", "办公室", "办事处", "中心", "院", "校", "厅", "部", "处", "所", "站", "队", "会",
    "法院", "机关", "政府", "街道", "镇", "乡", "馆", "社", "园", "台", "团", "库", "行", "公司", "本部",
    "本级", "系统", "单位", "机构",
)
# fmt: on
_NAMED = 6  # letters of an agency's name, at least
_MOST = 48  # characters of a subject that are looked at


@attrs.frozen(eq=False, repr=False)
class Item(Value):
    """A functional item as the prose names it.

    Attributes:
        names: The names by level, from the top; "" for a level that is neither in the item nor in a heading over it.
        codes: The digits printed with them, "" where none are.
        code: The code that they mean, or "".
        sure: Whether every name is that of the code (in the tables, or in the lists of the year).
    """

    names: tuple[str, ...]
    codes: tuple[str, ...] = ()
    code: str = attrs.field(default="", kw_only=True)
    sure: bool = attrs.field(default=True, kw_only=True)


@attrs.frozen(eq=False, repr=False)
class Topic(Visible):
    """What something is said of: the words of its subject and what they mean.

    Attributes:
        label: Its words.
        scope: What they mean, or None.
        item: The functional item, if it is named as one.
        pieces: Whether known pieces make it up (rather than a name).
    """

    label: str
    scope: Scope | None
    item: Item | None = None
    pieces: bool = True


def _shortened(name: str, whole: str) -> bool:
    """Whether a name is another with some of its letters left out: 青山市发改局 of 青山市发展和改革局.

    >>> _shortened("青山市发改局", "青山市发展和改革局"), _shortened("青山市价格认证中心", "青山市发展和改革局")
    (True, False)
    """
    left = iter(whole)
    return name[-1:] == whole[-1:] and all(letter in left for letter in name)


def _unparted(name: str) -> str:
    """A name without the part of the document that it heads (第二部分)."""
    part = PART.match(name)
    return name if part is None else name[part.end() :]


@attrs.frozen(eq=False, repr=False, slots=False)
class Context(Visible):
    """What must be known of a document to understand its prose.

    Attributes:
        tables: Its tables.
        agency: The agency that publishes.
        year: The fiscal year.
        stage: 预算 or 决算.
        level: "部门" or "单位", or None if the document does not say.
        nature: The natures that its form knows.
        lists: The lists of codes.
        printing: How its tables print amounts.
    """

    tables: tuple[Table[Any], ...] = ()
    agency: str = attrs.field(default="", kw_only=True)
    year: int | None = attrs.field(default=None, kw_only=True)
    stage: str = attrs.field(default="预算", kw_only=True)
    level: str | None = attrs.field(default=None, kw_only=True)
    nature: Nature = attrs.field(default=Nature.ALL, kw_only=True)
    lists: Classification | None = attrs.field(default=None, kw_only=True)
    printing: Printing = attrs.field(default=USUAL_PRINTING, kw_only=True)

    # Figures -------------------------------------------------------------------------------------

    @cached_property
    def printed_figures(self) -> Printed:
        """What the tables print, by scope."""
        return Printed(self.tables)

    @cached_property
    def flows(self) -> bool:
        """Whether the document keeps income and expenditure apart."""
        return self.stage == "决算" or self.printed_figures.flows

    # Names ---------------------------------------------------------------------------------------

    @cached_property
    def name(self) -> str:
        """The agency's name, bare."""
        return _unparted(bare(self.agency))

    @cached_property
    def agencies(self) -> frozenset[str]:
        """The agencies that rows of the tables are of."""
        return frozenset(
            name
            for row in self._rows()
            if row.address.scope is not None
            for name in row.address.scope.agency
            if not name.startswith(NUMBERED)
        )

    def agency_of(self, title: str) -> str | None:
        """The agency whose part of the text a heading opens; None if it is that of the whole document, or no agency.

        The text of a department with many units speaks of each under its name.
        """
        name = plain(title)
        if name in self.agencies:
            return name
        other = _unparted(bare(title))
        if not other or other == self.name or not other.endswith(_ORGANS) or len(other) < _NAMED:
            return None
        if not self.name or not other.startswith(self.name[:2]) or _shortened(other, self.name):
            return None
        return name

    def is_own(self, title: str) -> bool:
        """Whether a heading is the name of the agency that publishes."""
        return bool(self.name) and _unparted(bare(title)) == self.name

    @cached_property
    def own_level(self) -> bool:
        """Whether the form tells own money from transfers from above in its income."""
        return any(
            column.scope is not None and column.scope.source is FundingSource.GENERAL_TRANSFER
            for table in self.tables
            for side in table.sides
            for column in side.columns
        )

    @cached_property
    def functions(self) -> dict[str, list[str]]:
        """The functional codes of the tables by bare name."""
        return self._codes(FunctionCode)

    @cached_property
    def economics(self) -> dict[str, list[str]]:
        """The economic codes of the tables by bare name."""
        return self._codes(EconomicCode)

    def _codes(self, kind: type[Code]) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {}
        for row in self._rows():
            code = row.code
            if code is not None and type(code) is kind and row.address.name:
                found.setdefault(bare(row.address.name), set()).add(code.digits)
        return {name: sorted(codes) for name, codes in found.items()}

    @cached_property
    def printed(self) -> frozenset[str]:
        """The functional codes that stand in the tables."""
        return frozenset(row.code.digits for row in self._rows() if type(row.code) is FunctionCode)

    @cached_property
    def projects(self) -> dict[str, list[Row]]:
        """The rows of the tables that are projects, by name."""
        found: dict[str, list[Row]] = {}
        for row in self._rows():
            if row.project_name:
                found.setdefault(_project(row.project_name), []).append(row)
        return found

    def _rows(self) -> Iterable[Row]:
        return (row for table in self.tables for side in table.sides for row in side.rows)

    @cached_property
    def listed(self) -> dict[str, list[str]]:
        """The functional codes of the year's lists by bare name."""
        return self._listed("functional")

    @cached_property
    def listed_economics(self) -> dict[str, list[str]]:
        """The economic codes of the year's lists by bare name."""
        return self._listed("economic")

    def _listed(self, kind: str) -> dict[str, list[str]]:
        lists = self.lists or default()
        if self.year is None or not lists.years:
            return {}
        return _bare_names(lists, min(max(self.year, lists.years[0]), lists.years[-1]), kind)

    # Items ---------------------------------------------------------------------------------------

    def item(self, names: tuple[str, ...], codes: tuple[str, ...] = ()) -> Item:
        """The functional item that a path of names (and codes) means."""
        digits = _joined(codes)
        if digits:
            return Item(names, codes, code=digits)
        for index in (self.functions, self.listed):
            paths = _paths(names, index)
            if len(paths) == 1:
                return Item(names, codes, code=paths[0])
            if len(paths) > 1:
                known = [code for code in paths if code in self.printed]
                if len(known) == 1:
                    return Item(names, codes, code=known[0])
        for shifted in (("", *names), tuple(filter(None, names))):  # levels called by others' marks
            paths = _paths(shifted, self.functions)
            if len(paths) == 1:
                return Item(names, codes, code=paths[0], sure=False)
        # a name on the way that no list has: the last name among what the tables print
        last = self.functions.get(names[-1], []) if names else []
        deep = [code for code in last if len(code) == 1 + 2 * len(names)]
        first = set(self.functions.get(names[0], [])) if names else set()
        near = [code for code in deep if code[:3] in first] or deep
        if len(near) == 1:
            return Item(names, codes, code=near[0], sure=False)
        return Item(names, codes, sure=False)

    # Subjects ------------------------------------------------------------------------------------

    def subject(
        self,
        words: str,
        base: Scope,
        *,
        own: bool = False,
        strict: bool = False,
        above: tuple[str, ...] = (),
    ) -> Topic:
        """What words mean in a section.

        Args:
            words: The words, folded and without brackets (marks of levels excepted).
            base: What the section adds to the scope.
            own: Whether a budget's name means its own-level money, as in the list of sources.
            strict: Whether words before the subject are not passed over.
            above: The names of the levels that a heading over an item gives, as `levels_of` gives them.
        """
        for together, plainer in TOGETHER:
            words = words.replace(together, plainer)
        if words.endswith("支出类"):
            words = words[:-1]  # 一般公共服务支出类科目
        found = self._subject(words, base, own=own, strict=strict, above=above)
        if self.flows and found.scope is not None and found.pieces:
            return attrs.evolve(found, scope=self._in_flow(found.scope, flow_of(words)))
        return found

    def _in_flow(self, scope: Scope, flow: Flow) -> Scope:
        """A scope in a document that keeps flows apart.

        Where its tables print what was carried over as a balance at the opening, so do its words: 上年结转 is no source
        of its own there.
        """
        if scope.source not in _S.CARRIED or flow is Flow.IN or not self._opening:
            return scope if flow is scope.flow else scope.evolve(flow=flow)
        if flow is Flow.SURPLUS_USED:
            return scope.evolve(source=_S.ALL, flow=flow)
        kinds = [kind for kind, over in VINTAGES.items() if over in scope.source]
        kind = _S.ALL if scope.source is _S.CARRIED else reduce(or_, kinds)
        apart = flow in (Flow.OPENING, Flow.CLOSING)
        return scope.evolve(source=kind, flow=flow if apart else Flow.OPENING)

    @cached_property
    def _opening(self) -> bool:
        """Whether the tables print an opening balance, and no source that is carried over."""
        scopes = self.printed_figures.figures
        return any(scope.flow is Flow.OPENING for scope in scopes) and not any(
            scope.source in _S.CARRIED for scope in scopes
        )

    def _subject(
        self, words: str, base: Scope, *, own: bool, strict: bool, above: tuple[str, ...]
    ) -> Topic:
        core = _YEARS.sub("", words)
        for name in (self.name, *OURSELVES):
            if name and name in core:
                core = core[core.rindex(name) + len(name) :]
        coded = _CODED.fullmatch(core)
        if coded is not None:
            code, name = coded["code"], coded["name"]
            item = Item((name,), (code,), code=code)
            return Topic(name, _meet(base, code), item, pieces=False)
        use = _USE_CODE.search(core)
        if use is not None:
            return Topic(core[: use.start()], _at_use(base, use[1]), pieces=False)
        marked = _LEVEL.split(core)
        if len(marked) > 1:
            names = tuple(_name(name) for name in marked[0:-1:3])
            item = self.item(_below(above, names, marked[2]), tuple(marked[1::3]))
            label = "".join(f"{n}（{m}）" for n, m in zip(names, marked[2::3], strict=False))
            return Topic(label, _meet(base, item.code), item, pieces=False)
        core = _opened(core, pieces(flows=self.flows))
        if core.count("-") in (1, 2) and not core.startswith("-"):
            item = self.item(tuple(_name(part) for part in core.split("-")))
            if item.code:
                return Topic(core, _meet(base, item.code), item, pieces=False)
        scope, used = self._pieces(core, base, own=own, strict=strict)
        if used < len(core) and not base.project and self.is_project(core):
            return Topic(core, self._of_project(core, base), pieces=False)  # 干部培训经费
        named = self._of_code(core, base) if 0 < used < len(core) else None
        if named is not None:
            return named
        if scope is not None:
            body = self.agency_of(core[: len(core) - used]) if used else None
            if body is not None:  # 某某中心公用经费…万元 is not what the department has
                scope = scope.evolve(agency=body)
            return Topic(core[-used:] if used else core, scope)
        return self._named(core, base)

    def _of_project(self, core: str, base: Scope) -> Scope | None:
        """The scope of a project of the tables, or None if they print it of several."""
        scopes = {row.address.scope for row in self.projects[_project(core)]}
        only = scopes.pop() if len(scopes) == 1 else None
        return None if only is None else base.meet(only)

    def _of_code(self, core: str, base: Scope) -> Topic | None:
        """A subject that is the name of a code with 支出 behind it, however it ends: 行政运行支出 is no bank's 支出."""
        name = core.removesuffix("预算").removesuffix("决算").removesuffix("支出")
        if core in self.functions or core in self.listed:
            return None
        if name not in self.functions and name not in self.listed:
            return None
        found = self._named(name, base)
        return attrs.evolve(found, label=core, pieces=False)

    def _named(self, core: str, base: Scope) -> Topic:
        """A subject that is the name of a code or a project."""
        for index in (self.functions, self.listed):
            codes = index.get(core) or index.get(core.removesuffix("预算").removesuffix("决算"))
            if codes:
                short = [code for code in codes if len(code) == 3]
                found = short or [code for code in codes if code in self.printed]
                deepest = max(found, key=len, default="")
                if found and all(deepest.startswith(code) for code in found):
                    # 其他社会保障和就业支出 is 20899 and all that is in it, 2089999
                    item = Item((core,), code=deepest)
                    met = _meet(base, deepest)
                    if met is not None:  # else perhaps 其他支出 (399) rather than 其他支出 (229)
                        return Topic(core, met, item, pieces=False)
        for index in (self.economics, self.listed_economics):
            named = core.removesuffix("预算").removesuffix("决算")
            plainer = named.removesuffix("支出")
            whole = plainer.replace("家庭补助", "家庭的补助")
            codes = index.get(named) or index.get(plainer) or index.get(whole)
            codes = codes or index.get(plainer.replace("的", ""))
            if codes:
                # projects are told by category: 其他支出 is 399 there, not 39999
                size = 3 if base.project else 5
                longest = [code for code in codes if len(code) == size] or codes
                scope = base.meet(Scope(economic=longest))
                return Topic(core, scope, pieces=False)
        said = scope_said(core, bought=base.procurement != Scope().procurement)
        return Topic(core, None if said is None else within(base, said), pieces=said is not None)

    def is_project(self, name: str) -> bool:
        """Whether a row of the tables is a project of that name."""
        return _project(name) in self.projects

    def project(self, name: str, key: str) -> Row | None:
        """The project of a table that a name means, or None if that is not plain."""
        rows = [row for row in self.projects.get(_project(name), ()) if row.address.key == key]
        if len(rows) > 1:  # 其他支出 and 其他项目支出
            rows = [row for row in rows if folded(row.project_name or "") == folded(name)]
        return rows[0] if len(rows) == 1 else None

    def _pieces(
        self, core: str, base: Scope, *, own: bool, strict: bool
    ) -> tuple[Scope | None, int]:
        """The scope of the longest end of the words that is made up of known pieces, and its length.

        None if what stands before it is neither nothing nor the name of a body.
        """
        text = core[-_MOST:]
        length, known = len(text), pieces(flows=self.flows)
        best: list[tuple[Scope, bool] | None] = [None] * length + [(EVERYTHING, False)]
        for i in range(length - 1, -1, -1):
            for word, piece in known.get(text[i], ()):
                if not text.startswith(word, i):
                    continue
                after = best[i + len(word)]
                if after is None:
                    continue
                if piece is None:
                    best[i] = after
                else:
                    met = _joined_piece(piece, after[0], own=own)
                    if met is None:
                        continue
                    best[i] = (met, True)
                break
        for i in range(length):
            found = best[i]
            if found is None:
                continue
            rest = core[: len(core) - length + i]
            if rest and (strict or not rest.endswith(_ORGANS)):
                continue
            scope, meant = found
            used = length - i
            if not meant and not any(word in text[i:] for word in ("收", "支", "总预算", "总计")):
                return None, 0
            return within(base, scope), used
        return None, 0


@lru_cache(maxsize=8)
def _bare_names(lists: Classification, year: int, kind: str) -> dict[str, list[str]]:
    catalogue = getattr(lists.for_year(year), kind)
    found: dict[str, list[str]] = {}
    for code in catalogue:
        found.setdefault(bare(catalogue.name_of(code)), []).append(code)
    return found


def _joined_piece(piece: Scope, after: Scope, *, own: bool) -> Scope | None:
    if own and after == EVERYTHING:
        piece = _OWN.get(piece, piece)
    met = piece.meet(after)
    if met is None and piece.source is _S.CARRIED and after.source in VINTAGES:
        # 上年结转结余的一般公共预算收入
        met = piece.meet(after.evolve(source=VINTAGES[after.source]))
    return met


_S = FundingSource
_OWN = {
    Scope(source=_S.GENERAL): Scope(source=_S.GENERAL_OWN),
    Scope(source=_S.FUND): Scope(source=_S.FUND_OWN),
    Scope(source=_S.STATE_CAPITAL): Scope(source=_S.STATE_CAPITAL_OWN),
}
#: The carried-over money of each kind.
VINTAGES = {
    _S.APPROPRIATION: _S.CARRIED_APPROPRIATION,
    _S.GENERAL: _S.CARRIED_GENERAL,
    _S.FUND: _S.CARRIED_FUND,
    _S.STATE_CAPITAL: _S.CARRIED_STATE_CAPITAL,
    _S.UNIT: _S.CARRIED_UNIT,
    _S.SPECIAL_ACCOUNT: _S.CARRIED_SPECIAL_ACCOUNT,
}


def within(base: Scope, scope: Scope) -> Scope:
    """What words mean in a section: the meet; but what has nothing in common with the section is of its own.

    会议费 under “三公”经费 is of the section's money, and 项目支出 under 基本支出 of its budget.
    """
    met = base.meet(scope) or vintage(base, scope)
    if met is None:
        apart = {
            each.name: each.sets.whole
            for each in DIMENSIONS
            if not each.sets.meet(getattr(base, each.name), getattr(scope, each.name))
        }
        met = base.evolve(**apart).meet(scope)
    return scope if met is None else met


def _at_use(base: Scope, digits: str) -> Scope | None:
    """The scope of an economic code that is printed with its name, by either classification."""
    if digits[0] == "3":
        return base.meet(Scope(economic=digits))
    return base.meet(Scope(government_economic=digits))


def vintage(base: Scope, scope: Scope) -> Scope | None:
    """What is carried over of some money, whichever is said first: 上年结转 of 财政拨款; None if neither is."""
    for over, kind in ((base, scope), (scope, base)):
        source = VINTAGES.get(kind.source)
        if over.source is _S.CARRIED and source is not None:
            return base.evolve(source=_S.ALL).meet(scope.evolve(source=source))
    return None


def _meet(base: Scope, code: str) -> Scope | None:
    return base.meet(Scope(code)) if code else None


def _name(text: str) -> str:
    """A name in an item's path, without the numbering before it."""
    return text.lstrip("0123456789.、．-:，,")


def _opened(core: str, known: dict[str, list[tuple[str, Scope | None]]]) -> str:
    """A subject without the words that only lead to it and those that only lead on."""
    core = core.lstrip("0123456789.、．:，, ")
    ordinal = _ORDINAL.match(core)
    core = (
        core[ordinal.end() :] if ordinal is not None else core
    )  # 一是基本支出…万元；二是项目支出…万元
    changed = True
    while changed and core.startswith(OPENINGS):
        changed = False
        for word in OPENINGS:
            if core.startswith(word) and len(core) > len(word):
                longer = (piece for piece, scope in known.get(word[0], ()) if scope is not None)
                if any(piece.startswith(word) and core.startswith(piece) for piece in longer):
                    continue  # 本年收入 is more than 收入
                core, changed = core[len(word) :], True
    return core


def copula(prefix: str) -> tuple[str, str]:
    """What stands before an amount, without the words that lead on to it, and the stage they name."""
    stage = ""
    changed = True
    while changed and prefix.endswith(_LEADING_ON):
        changed = False
        for word, means in COPULAS:
            if prefix.endswith(word):
                rest = prefix[: -len(word)]
                if word.startswith("预算") and rest.endswith(_BUDGETS):
                    rest += "预算"  # 一般公共预算安排…万元
                changed = rest != prefix
                prefix, stage = rest, stage or means
                break
    return prefix, stage


def _joined(codes: tuple[str, ...]) -> str:
    """The digits of a path of codes: "204", "06", "01" is 2040601."""
    if not codes or not all(codes):
        return ""
    digits = codes[0]
    for code in codes[1:]:
        digits = code if code.startswith(digits) else digits + code
    return digits if len(digits) in (3, 5, 7) and digits[0] == "2" else ""


def levels_of(words: str) -> tuple[str, ...]:
    """The names of an item's levels in words that end with the mark of one; "" for those that stand above them.

    >>> levels_of("社会保障和就业支出(类)"), levels_of("行政事业单位养老支出(款)"), levels_of("收入预算情况说明")
    (('社会保障和就业支出',), ('', '行政事业单位养老支出'), ())
    """
    marked = _LEVEL.split(words)
    if len(marked) == 1 or marked[-1]:
        return ()
    return _below((), tuple(_name(name) for name in marked[0:-1:3]), marked[2])


def _below(above: tuple[str, ...], names: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """Names whose first has a mark, and before them those of the levels above it as a heading gives them.

    Some forms' headings name the 类, and the items below the 款 and the 项.
    """
    depth = _MARKS.index(mark)
    known = above[:depth]
    return (*known, *[""] * (depth - len(known)), *names)


def _paths(names: tuple[str, ...], index: dict[str, list[str]]) -> list[str]:
    """The codes whose names from the top are these, where they are told."""
    if not 1 <= len(names) <= 3:
        return []
    above: list[str] | None = None
    for depth, name in enumerate(names, 1):
        size = 1 + 2 * depth
        if name:
            above = [
                code
                # 一般公共服务（类） is what the official lists call 一般公共服务支出
                for code in (*index.get(name, ()), *index.get(f"{name}支出", ()))
                if len(code) == size
                and (above is None or any(code.startswith(parent) for parent in above))
            ]
    return above or []


def _project(name: str) -> str:
    """A project's name as it is compared: folded, brackets and marks aside, but with what they hold."""
    text = folded(name)
    for mark in "()\"'《》:、，,.-·[]":
        text = text.replace(mark, "")
    return text.replace("项目", "")
