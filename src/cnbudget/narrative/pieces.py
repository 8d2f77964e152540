"""The pieces that subjects are read as: the words of the prose alone, and those that it shares with the forms.

A row "日常公用支出" and a sentence about 日常公用支出 mean the same: what one word of `cnbudget.forms` says of
money, of its nature or its use, it says in the prose.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

from cnbudget.dimensions import Flow, FundingSource, Procurement
from cnbudget.forms import Vocabulary, vocabulary
from cnbudget.forms.meaning import CARRIED, Meaning, meaning_of
from cnbudget.narrative.printed import flow_of
from cnbudget.narrative.vocabulary import TELLING
from cnbudget.passages import folded
from cnbudget.scope import EVERYTHING, Scope
from cnbudget.scopes import AGENCY_RUNNING
from cnbudget.words import without_brackets

_S = FundingSource
_OTHER_FLOWS = (Flow.CLOSING, Flow.SURPLUS_USED, Flow.DISTRIBUTION, Flow.OPENING)
_MOST = 40  # characters of a subject
_NAME = 80  # characters of a name that is remembered
#: What the words of a row may say of a balance.
_OF_BALANCES = frozenset(("source", "vintage", "flow"))
#: What the words of a row may say, to be a piece of a subject.
_SHARED = ({"source"}, {"nature"}, {"use"}, {"vintage"}, {"flow"})


def bare(name: str) -> str:
    """A name as it is compared: folded, without what stands in brackets, quotation marks and hyphens.

    The tables of a document, its headings and its sentences have the same names again and again.

    >>> bare("政府办公厅（室）及相关机构事务")
    '政府办公厅及相关机构事务'
    """
    return _bare(name) if len(name) <= _NAME else _bare.__wrapped__(name)


@lru_cache(maxsize=4096)
def _bare(name: str) -> str:
    text = folded(name)
    if "(" in text:
        for words in TELLING:
            text = text.replace(f"({words})", words)
    return without_brackets(text).replace('"', "").replace("'", "")


class KnownPieces(dict[str, Scope | None]):
    """The scope of each piece, or None if it adds nothing, worked out when it is first asked for.

    Attributes:
        by_letter: The pieces by their first letter, the longest first.

    >>> print(pieces()["日常公用支出"], [each for each in pieces().by_letter["日"] if each.endswith("公用支出")])
    公用经费 ['日常公用支出']
    """

    def __init__(self, says: dict[str, Callable[[], Scope | None] | None]) -> None:
        super().__init__()
        self._says = says
        self.by_letter: dict[str, list[str]] = {}
        for word in says:
            self.by_letter.setdefault(word[0], []).append(word)
        for each in self.by_letter.values():
            each.sort(key=lambda word: -len(word))

    def __missing__(self, word: str) -> Scope | None:
        said = self._says[word]
        found = self[word] = None if said is None else said()
        return found


def pieces(*, flows: bool = False) -> KnownPieces:
    """The pieces of the vocabulary that ships.

    Args:
        flows: Whether the document keeps income, expenditure and balances apart: 本年收入 is a flow then, and not money
            by its vintage.

    >>> str(pieces()["本年收入"]), "本年收入" in pieces(flows=True).by_letter["本"]
    ('本年收入', False)
    """
    return pieces_of(vocabulary(), flows)


@lru_cache(maxsize=4)
def pieces_of(words: Vocabulary, flows: bool) -> KnownPieces:
    """The pieces of a vocabulary; see `pieces`."""
    says: dict[str, Callable[[], Scope | None] | None]
    says = dict.fromkeys(words.labels("subject", "neutral"))
    columns = words.entries["column"]
    for word, entries in words.entries["row"].items():
        if word not in columns or not (name := bare(word)):
            continue
        said = {each.dimension for each in entries}
        if flows and said <= _OF_BALANCES and flow_of(name) in _OTHER_FLOWS:
            # 年末一般公共预算财政拨款结转和结余: of which balance it is, its flow says
            says.setdefault(name, partial(_money_of, word, words))
        elif said == {"vintage"}:
            if not flows and "预算" not in name:
                source = getattr(FundingSource, entries[0].value)
                says.setdefault(name, partial(Scope, source=source))
        elif said in _SHARED and said != {"flow"}:
            says.setdefault(name, partial(_said, word, "row", words))
    for word, entries in words.entries["subject"].items():
        if entries[0].dimension != "neutral":
            says[word] = partial(_said, word, "subject", words)
    return KnownPieces(says)


def _said(word: str, place: str, words: Vocabulary) -> Scope | None:
    return scope_of(meaning_of(word, place, words))


def _money_of(word: str, words: Vocabulary) -> Scope:
    money = meaning_of(word, "row", words).source
    return EVERYTHING if money is None else Scope(source=money)


# What words say as a row of a table would ------------------------------------------------------------


def scope_said(words: str, *, bought: bool = False) -> Scope | None:
    """The scope that words mean as a row of a table would; None if they are not all understood, or say nothing.

    Args:
        words: The words, folded.
        bought: Whether they speak of government procurement.

    >>> print(scope_said("政府采购货物预算"))
    货物
    >>> scope_said("本年度重点工作经费") is None
    True
    """
    if not words or len(words) > _MOST:
        return None
    named = "政府采购" in words
    said = meaning_of(words, "item" if bought or named else "row")
    if "采购" in words and not named and said.procurement in (None, Procurement.PROCURED):
        return None  # 采购金额, of what was awarded
    apart = said.difference or said.measure or said.year not in (None, "this")
    apart = apart or said.flow in _OTHER_FLOWS  # 年终结转结余
    if not said.understood or not (said.says or said.reservation is not None) or apart:
        return None
    return scope_of(said)


def scope_of(said: Meaning) -> Scope | None:
    """The scope that words say; None if they contradict themselves.

    Args:
        said: What they say.
    """
    scope = Scope(
        economic=said.economic,
        government_economic=None if said.economic is not None else said.government,
        source=_money(said.source, said.vintage),
    )
    for name in ("nature", "procurement", "reservation"):
        value = getattr(said, name)
        if value is not None:
            scope = scope.evolve(**{name: value})
    return AGENCY_RUNNING.meet(scope) if said.running else scope


def _money(kind: FundingSource | None, vintage: str | None) -> FundingSource:
    """The money that words name: of a kind, carried over, or this year's."""
    if vintage == "CARRIED":
        over = _S.CARRIED
        if kind is not None:
            over = _S(0)
            for each, carried in CARRIED.items():
                over |= carried if each in kind else _S(0)
        return over or _S.CARRIED
    if kind is not None:
        return kind
    return _S.CURRENT if vintage == "CURRENT" else _S.ALL
