"""Subjects: from the words that the prose uses to the scope that they mean.

Nothing here knows a document: a subject is read as a sequence of known pieces ("一般公共预算" + "基本支出"), or as the
name of a functional or economic code that the document's tables or the lists of its year have, or as a project of
the tables.
"""

from __future__ import annotations

from functools import cached_property, lru_cache, reduce
from operator import or_

import attrs

from cnbudget.dimensions import DIMENSIONS, Flow, FundingSource
from cnbudget.expressions import expression
from cnbudget.forms import Vocabulary, vocabulary
from cnbudget.narrative.known import (
    LEVEL,
    Known,
    below,
    codes_called,
    codes_of_names,
    joined_codes,
    name_of,
    project_name,
)
from cnbudget.narrative.pieces import KnownPieces, bare, pieces, pieces_of, scope_said
from cnbudget.narrative.printed import flow_of
from cnbudget.narrative.quantities import ending
from cnbudget.narrative.vocabulary import COPULAS, OPENINGS, ORGANS, OURSELVES, TOGETHER
from cnbudget.numerals import YEAR_DIGITS
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.values import Value, Visible

__all__ = ["VINTAGES", "Context", "Item", "Topic", "bare", "copula", "vintage"]

_YEARS = expression(rf"{YEAR_DIGITS}年度?")
#: 2080501-行政单位离退休, 机关工资福利支出（501）.
_CODED = expression(
    r"[^0-9]{0,4}(?P<code>2[0-9]{2}(?:[0-9]{2}){0,2})[-—]*(?P<name>[^0-9\-—]{2,40})"
)
_USE_CODE = expression(r"\(([35][0-9]{2}(?:[0-9]{2})?)目\)$")
_BUDGETS = ("一般公共", "公共财政", "政府性基金", "国有资本经营")
_STAGES = dict(COPULAS)
_LEADING_ON = tuple(_STAGES)
_ORDINAL = expression("[一二三四五六七八九十]{1,3}[是、]")
_OF_ALL = ("收", "支", "总预算", "总计")
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


@attrs.define(eq=False, repr=False)
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


@attrs.frozen(eq=False, repr=False, slots=False)
class Context(Known):
    """What must be known of a document to understand its prose, and what words mean there."""

    # Items ---------------------------------------------------------------------------------------

    def item(self, names: tuple[str, ...], codes: tuple[str, ...] = ()) -> Item:
        """The functional item that a path of names (and codes) means."""
        digits = joined_codes(codes)
        if digits:
            return Item(names, codes, code=digits)
        for index in (self.functions, self.listed):
            paths = codes_of_names(names, index)
            if len(paths) == 1:
                return Item(names, codes, code=paths[0])
            if len(paths) > 1:
                known = [code for code in paths if code in self.printed]
                if len(known) == 1:
                    return Item(names, codes, code=known[0])
        if len(names) == 1 and names[0] in self.categories:
            return Item(names, codes, code=self.categories[names[0]])
        for shifted in (("", *names), tuple(filter(None, names))):  # levels called by others' marks
            paths = codes_of_names(shifted, self.functions)
            if len(paths) == 1:
                return Item(names, codes, code=paths[0], sure=False)
        # a name on the way that no list has: the last name among what the tables print;
        # final accounts called 住房改革支出 by the name of the 类 over it
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
        marked = LEVEL.split(core) if "(" in core else []
        if len(marked) > 1:
            names = tuple(name_of(name) for name in marked[0:-1:3])
            item = self.item(below(above, names, marked[2]), tuple(marked[1::3]))
            label = "".join(f"{n}（{m}）" for n, m in zip(names, marked[2::3], strict=False))
            return Topic(label, _meet(base, item.code), item, pieces=False)
        core = _opened(_behind_examples(core), pieces(flows=self.flows))
        if core.count("-") in (1, 2) and not core.startswith("-"):
            item = self.item(tuple(name_of(part) for part in core.split("-")))
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
        scopes = {row.address.scope for row in self.projects[project_name(core)]}
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
        codes: list[str] | None
        for index in (self.functions, self.listed):
            codes = codes_called(core, index)
            codes = codes or codes_called(core.removesuffix("预算").removesuffix("决算"), index)
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
            # cities of several provinces write 对个人和家庭补助, without 的
            whole = plainer.replace("家庭补助", "家庭的补助")
            codes = index.get(named) or index.get(plainer) or index.get(whole)
            codes = codes or index.get(plainer.replace("的", ""))
            if codes:
                # projects are told by category: 其他支出 is 399 there, not 39999
                size = 3 if base.project else 5
                longest = [code for code in codes if len(code) == size] or codes
                scope = base.meet(_at_uses(tuple(longest)))
                return Topic(core, scope, pieces=False)
        said = scope_said(core, bought=base.procurement != EVERYTHING.procurement)
        category = self.categories.get(core) if said is None and not base.project else None
        if category is not None:  # final accounts list “一般公共服务” and “文化体育与传媒支出”
            return Topic(core, _meet(base, category), Item((core,), code=category), pieces=False)
        return Topic(core, None if said is None else within(base, said), pieces=said is not None)

    def _pieces(
        self, core: str, base: Scope, *, own: bool, strict: bool
    ) -> tuple[Scope | None, int]:
        """The scope of the longest end of the words that is made up of known pieces, and its length.

        None if what stands before it is neither nothing nor the name of a body.
        """
        for used, scope, said in _ends(core[-_MOST:], own, self.flows, vocabulary()):
            rest = core[:-used]
            if rest and (strict or "、" in rest or not rest.endswith(ORGANS)):
                continue  # 上缴上级支出、经营支出、对附属单位补助支出 are not 补助支出
            return (within(base, scope), used) if said else (None, 0)
        return None, 0


@lru_cache(maxsize=4096)
def _ends(
    text: str, own: bool, flows: bool, words: Vocabulary
) -> tuple[tuple[int, Scope, bool], ...]:
    """The ends of a text that known pieces make up, the longest first: sentences name the same subjects again.

    Args:
        text: The text.
        own: Whether a budget's name means its own-level money.
        flows: Whether the document keeps flows apart.
        words: The vocabulary that the pieces are of.

    Returns:
        The length of each, its scope, and whether it says anything.
    """
    length, known = len(text), pieces_of(words, flows)
    by_letter = known.by_letter
    best: list[tuple[Scope, bool] | None] = [None] * length + [(EVERYTHING, False)]
    for i in range(length - 1, -1, -1):
        for word in by_letter.get(text[i], ()):
            if not text.startswith(word, i):
                continue
            piece = known[word]
            end = i + len(word)
            after = best[end]
            if after is None:
                listed = best[end + 1] if text[end] in _BESIDE else None
                together = None if listed is None else _with_use(piece, listed[0])
                if together is None:
                    continue
                best[i] = (together, True)
            elif piece is None:
                best[i] = after
            else:
                met = _joined_piece(piece, after[0], own=own)
                if met is None:
                    continue
                best[i] = (met, True)
            break
    return tuple(
        (length - i, each[0], each[1] or any(word in text[i:] for word in _OF_ALL))
        for i, each in enumerate(best[:-1])
        if each is not None
    )


#: What stands between uses of which an amount is of all: 会议费、培训费.
_BESIDE = "、和与及"


def _with_use(piece: Scope | None, after: Scope) -> Scope | None:
    """What words of uses say with another use listed before them; None where one of them says no use, or more."""
    if piece is None or "" in piece.economic or "" in after.economic:
        return None
    of_all = piece.evolve(economic=EVERYTHING.economic, source=EVERYTHING.source)
    uses = tuple(sorted({*piece.economic, *after.economic}))
    return after.evolve(economic=uses) if of_all == EVERYTHING else None


def _joined_piece(piece: Scope, after: Scope, *, own: bool) -> Scope | None:
    if own and after == EVERYTHING:
        piece = _OWN.get(piece, piece)
    met = piece.meet(after)
    if met is None and piece.source is _S.CARRIED and after.source in VINTAGES:
        # lists of sources in Jiangsu: 上年结转结余的一般公共预算收入
        met = piece.meet(after.evolve(source=VINTAGES[after.source]))
    return met


_S = FundingSource
#: Where a form has a column of transfers from above, lists of sources call the own level's money by the budget's name.
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
    if _beyond(base.economic, scope.economic):
        base = base.evolve(economic=EVERYTHING.economic)  # “三公”经费、会议费 under “三公”经费
    met = base.meet(scope) or vintage(base, scope)
    if met is None:
        apart = {
            each.name: each.sets.whole
            for each in DIMENSIONS
            if not each.sets.meet(getattr(base, each.name), getattr(scope, each.name))
        }
        met = base.evolve(**apart).meet(scope)
    return scope if met is None else met


def _beyond(base: tuple[str, ...], uses: tuple[str, ...]) -> bool:
    """Whether some of several uses have nothing in common with those of a section."""
    return len(uses) > 1 and any(
        not any(use.startswith(own) or own.startswith(use) for own in base) for use in uses
    )


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
    return base.meet(_at_code(code)) if code else None


@lru_cache(maxsize=2048)
def _at_code(code: str) -> Scope:
    return Scope(code)


@lru_cache(maxsize=2048)
def _at_uses(codes: tuple[str, ...]) -> Scope:
    return Scope(economic=codes)


def _behind_examples(core: str) -> str:
    """A subject without the examples before it: 办公费、印刷费等公用经费."""
    examples, found, rest = core.partition("等")
    if not found or "、" not in examples:
        return core
    ends = _ends(rest, False, False, vocabulary())
    return rest if any(used == len(rest) and said for used, _, said in ends) else core


def _opened(core: str, known: KnownPieces) -> str:
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
                longer = (
                    each for each in known.by_letter.get(word[0], ()) if each.startswith(word)
                )
                if any(core.startswith(each) and known[each] is not None for each in longer):
                    continue  # 本年收入 is more than 收入
                core, changed = core[len(word) :], True
    return core


def copula(prefix: str) -> tuple[str, str]:
    """What stands before an amount, without the words that lead on to it, and the stage they name."""
    stage = ""
    changed = True
    while changed and prefix.endswith(_LEADING_ON):
        word = ending(prefix, _STAGES)
        rest = prefix[: -len(word)]
        if word.startswith("预算") and rest.endswith(_BUDGETS):
            rest += "预算"  # 一般公共预算安排…万元
        changed = rest != prefix
        prefix, stage = rest, stage or _STAGES[word]
    return prefix, stage
