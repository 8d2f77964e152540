"""The forms of the published documents: which words each attests, and what is read of it without those of its own.

A form attests an entry of the vocabulary where a word stands in a title, a heading or a row that is understood whole.
Left out are the entries that it alone attests, and all layouts: then its documents are read as those of a form that
nobody has seen.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter, defaultdict
from functools import cache
from random import Random
from types import ModuleType
from typing import Any

import attrs

from cnbudget import (
    Disclosure,
    Figure,
    Flow,
    FundingSource,
    Scope,
    State,
    UnreadableError,
    check,
    layout_of,
    publish,
    read,
    read_text,
    to_text,
)
from cnbudget.forms import Vocabulary, using
from cnbudget.forms.vocabulary import Reading
from cnbudget.reading.blocks import Block
from cnbudget.reading.disclosures import sets_in_blocks
from cnbudget.reading.files import contents_of
from cnbudget.scope import PART, SOME
from cnbudget.words import plain
from published.documents import FOLDER, SHARED, path
from tests.learnt import for_form, form_of
from tests.reading.worded.ledgers import ledger_for

__all__ = [
    "FORMS",
    "Form",
    "Learnt",
    "Left",
    "attested",
    "facts",
    "learnt",
    "left_out",
    "marked",
    "whole",
]


@attrs.frozen
class Form:
    """A form: its key in the vocabulary, its names, and its documents."""

    key: str
    zh: str
    en: str
    documents: tuple[str, ...]


FORMS = (
    Form("xinjiang", "新疆", "Xinjiang", ("artux", "akto")),
    Form("beijing", "北京", "Beijing", ("beijing-sjj-2026",)),
    Form("chongqing", "重庆", "Chongqing", ("chongqing-slj-2026", "chongqing-zfb-2026")),
    Form("fujian", "福建", "Fujian", ("fuzhou-ybj-2026",)),
    Form("guangzhou", "广州", "Guangzhou", ("guangzhou-qxj-2026", "guangzhou-zfb-2026")),
    Form("jiangsu", "江苏", "Jiangsu", ("suzhou-yjj-2026", "wuxi-yjj-2026")),
    Form("jiangsu-2019", "江苏省级，至2019年", "Jiangsu, provincial, to 2019", ("jiangsu-rd-2019-tables",)),
    Form(
        "shanghai",
        "上海",
        "Shanghai",
        (
            "sh-czj-2025-budget-unit", "sh-putuo-fb-2025-budget-unit", "sh-putuo-shfly-2024-budget-unit",
            "sh-putuo-wanli-2025-budget-dept", "shanghai-xfb-2026",
        ),
    ),
    Form("shanghai-final", "上海决算", "Shanghai, final accounts", ("sh-putuo-ghj-2024-final-dept",)),
    Form("shenzhen", "深圳", "Shenzhen", ("shenzhen-sjj-2026", "shenzhen-swj-2026", "shenzhen-zfb-2026")),
    Form("university", "中央高校", "a central university", ("swu-2021",)),
    Form("xian", "西安", "Xi'an", ("xian-sjj-2026",)),
    Form("xian-2022", "西安，2022年", "Xi'an, 2022", ("xian-gzw-2022",)),
    Form("xian-final", "西安决算", "Xi'an, final accounts", ("xian-wjw-2022-final",)),
    Form("yantai", "烟台", "Yantai", ("yantai-mzj-2026", "yantai-sjj-2026")),
)  # fmt: skip
_ITEM = re.compile(r"(?<!\S)([^\s\[\]]++)(?:\[[a-z0-9,\-]++\])?(?!\S)")
_PLACES = ("title", "column", "row", "item")
_SPOKEN = ("section", "subject", "staff", "counted", "speech")


# Which words a form attests ---------------------------------------------------------------------------


class _Recorder(Vocabulary):
    """A vocabulary that remembers which of its words were of use, and where they stood."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.used: set[tuple[str, str]] = set()

    def words_in(self, text: str, place: str) -> Reading:
        found = super().words_in(text, place)
        if not found.unknown:
            self.used.update((place, word) for word, _ in found.known)
        return found

    def says(self, text: str, place: str) -> Any:
        found = super().says(text, place)
        if found:
            self.used.add((place, text))
        return found

    def ending(self, text: str, dimension: str) -> str:
        found = super().ending(text, dimension)
        if found:
            self.used.add(("end", found))
        return found


@cache
def _blocks(document: str) -> list[Block]:
    return list(contents_of(path(document).read_bytes()).blocks)


def _by_words(document: str, words: Vocabulary) -> Disclosure | None:
    """A document read by some words alone; None if no table of a budget is seen."""
    with using(words):
        try:
            return sets_in_blocks(_blocks(document), ()).first()
        except UnreadableError:
            return None


@cache
def whole(document: str) -> Disclosure:
    """A document as it is read."""
    return read(path(document))


@cache
def _lines() -> tuple[str, ...]:
    from cnbudget import forms

    folder = next(iter(forms.__path__))
    with open(f"{folder}/vocabulary.txt", encoding="utf-8") as file:
        return tuple(file.read().splitlines())


@cache
def _with_all(document: str) -> tuple[Disclosure | None, frozenset[tuple[str, str]]]:
    """A document read with all words, and the words that were of use."""
    words = _Recorder(list(_lines()))
    found = _by_words(document, words)
    return found, frozenset(words.used | _spoken(words, found))


def _spoken(words: Vocabulary, budget: Disclosure | None) -> set[tuple[str, str]]:
    """The words of sentences and of titles of sections that stand in the text of a document."""
    passages = () if budget is None else budget.passages
    text = "\n".join(each.folded for each in passages if not each.grid)
    return {
        (place, word)
        for place in _SPOKEN
        for word in words.entries[place]
        if any(
            all(part in line for part in word.split("+"))
            for line in (text.split("\n") if "+" in word else [text])
        )
    }


@cache
def attested() -> dict[tuple[str, str], frozenset[str]]:
    """The forms that attest each word in each place."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for form in FORMS:
        for document in form.documents:
            for each in _with_all(document)[1]:
                found[each].add(form.key)
    return {each: frozenset(forms) for each, forms in found.items()}


@cache
def marked() -> tuple[str, ...]:
    """The lines of the vocabulary, with the form behind each word that one form alone attests."""
    words, forms = Vocabulary(_lines()), attested()

    def line_marked(line: str) -> str:
        text = line.strip()
        if not text or text.startswith("#"):
            return line
        head, colon, rest = line.partition(":")
        name, _, value = head.strip().partition(" ")
        place, dot, dimension = name.partition(".")
        places = (place,) if dot else _PLACES
        dimension = dimension if dot else place

        def item(found: re.Match[str]) -> str:
            word = plain(found[1])
            said = {
                form
                for each in places
                for entry in words.entries[each].get(word, ())
                if (entry.dimension, entry.value) == (dimension, value.strip())
                for form in forms.get((each, word), ())
            }
            return found[1] + (f"[{said.pop()}]" if len(said) == 1 else "")

        return head + colon + _ITEM.sub(item, rest)

    return tuple(line_marked(line) for line in _lines())


# Read without them ------------------------------------------------------------------------------------


@attrs.frozen
class Left:
    """What is read of a form without its own entries.

    Attributes:
        entries: How many entries it alone attests.
        right: Facts, read by hand from the pages, that are right.
        open: Facts without a scope.
        wrong: Facts with a wrong scope.
        same: Amounts with the scope that all words give them.
        untold: Amounts with a scope that has no scope now.
        other: Amounts with another scope: where they stand, and both scopes.
    """

    entries: int
    right: int
    open: int
    wrong: tuple[str, ...]
    same: int
    untold: int
    other: tuple[str, ...]


# Written as layouts -----------------------------------------------------------------------------------


@attrs.frozen
class Learnt:
    """A document's form written as a layout: what is read with it, and a ledger published in it.

    Attributes:
        figures: How many figures the document has.
        other: Those that are not as words read them: where they stand, and both scopes.
        open: Rows, columns and tables of which nobody knows what they total, or that could not be written down.
        cells: How many figures are published of a ledger.
        missing: Those of them that no ledger tells.
        reads_back: Whether the published document is read as it was published.
        violated: What its check accuses.
    """

    figures: int
    other: tuple[str, ...]
    open: int
    cells: int
    missing: int
    reads_back: bool
    violated: tuple[str, ...]


@cache
def learnt(document: str) -> Learnt:
    """The form of a document, through its file."""
    budget = _with_all(document)[0]
    assert budget is not None
    notes = layout_of(budget).notes
    layout = form_of(budget)
    again = sets_in_blocks(_blocks(document), (layout,)).first()
    places = zip(budget.figures, again.figures, strict=True)
    other = [f"{a.where('en')}: {a.scope}, {b.scope}" for a, b in places if a != b]
    ledger = for_form(list(ledger_for(Random(3), {"sources": "GO FO"})), layout, budget)
    made = publish(ledger, layout)
    back = read_text(to_text(made, layout=layout), layouts=(layout,))
    return Learnt(
        len(budget.figures),
        tuple(other),
        len(notes),
        len(made.figures),
        sum(figure.state is State.MISSING for figure in made.figures),
        back == made,
        tuple(
            f.zh
            for each in (made, back)
            for f in check(each).findings
            if f.severity in ("error", "minor")
        ),
    )


@cache
def facts() -> ModuleType:
    """The tool that compares facts, which were read by hand from the pages, with what is read."""
    spec = importlib.util.spec_from_file_location("facts", SHARED / "tools" / "facts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def left_out(form: Form) -> Left:
    """What is read of a form without the entries that it alone attests, and without layouts."""
    words = Vocabulary(marked())
    entries = sum(
        entry.forms == {form.key}
        for place, _, entry in words.all_entries()
        if place not in _SPOKEN  # which no table is read by
    )
    less = words.without(form.key)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    other: list[str] = []
    for document in form.documents:
        budget = _by_words(document, less)
        _compare(_with_all(document)[0], budget, counts, other)
        file = FOLDER / document / "facts.json"
        if file.exists():
            _hold(json.loads(file.read_text(encoding="utf-8")), budget, counts, wrong)
    return Left(
        entries, counts["right"], counts["open"], tuple(wrong), counts["same"], counts["untold"], tuple(other)
    )  # fmt: skip


def _hold(data: Any, budget: Disclosure | None, counts: Counter[str], wrong: list[str]) -> None:
    """Hold a reading to the facts of its document."""
    if budget is None:
        counts["open"] += sum(bool(facts().num(each["printed"])) for each in data["facts"])
        return
    tool, kept = facts(), facts().cnbudget.read
    tool.cnbudget.read = lambda _: budget
    try:
        (right, _, unscoped, unread), bad, _, _ = tool.one(data, "")
    finally:
        tool.cnbudget.read = kept
    counts["right"] += right
    counts["open"] += unscoped + unread
    wrong += [f"{each}" for each in bad if each[0] == "wrong"]


def _compare(
    full: Disclosure | None, less: Disclosure | None, counts: Counter[str], other: list[str]
) -> None:
    """Hold the scopes of a reading to those that all words give."""
    known = _by_place(full)
    for at, figures in _by_place(less).items():
        want = known.pop(at, [])
        for figure in figures:
            fits = next((each for each in want if _agree(figure.scope, each.scope)), None)
            if fits is None:
                scopes = "；".join(f"{each.scope}" for each in want)
                other.append(
                    f"{at} {figure.row.row} {figure.column.path} {figure.scope} | {scopes}"
                )
                continue
            want.remove(fits)
            counts["same"] += 1
        counts["untold"] += len(want)
    counts["untold"] += sum(map(len, known.values()))


def _by_place(budget: Disclosure | None) -> dict[tuple[str, str], list[Figure]]:
    found: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in () if budget is None else budget.figures:
        if figure.state is State.VALUE and figure.value and figure.scope is not None:
            found[f"{figure.place}", figure.text].append(figure)
    return found


def _agree(one: Scope | None, other: Scope | None) -> bool:
    """Whether a scope says what another does, as facts are compared: money carried over beside this year's is not told.

    A project without the agency that it is of is all of it. A part that has no name (#) is only said to be inside.
    """
    assert one is not None
    assert other is not None
    if one.agency and f"{one.agency[0]}".startswith((PART, SOME)):
        one, other = (attrs.evolve(each, agency=None, project=None) for each in (one, other))
        return _told(other) <= _told(one)
    if one.project and other.agency and not one.agency:
        other = attrs.evolve(other, agency=None)
    return _told(one) == _told(other)


def _told(scope: Scope) -> Scope:
    now = scope.source & FundingSource.CURRENT
    flow = scope.flow if scope.flow in (Flow.OPENING, Flow.CLOSING) else Flow.EXPENDITURE
    return attrs.evolve(scope, source=now or scope.source, flow=flow)
