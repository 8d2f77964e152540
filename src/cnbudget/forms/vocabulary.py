"""The one vocabulary of titles, headings and rows, and how its words are found in a text.

>>> [word for word, _ in vocabulary().words_in("一般公共预算财政拨款基本支出", "column").known]
['一般公共预算财政拨款', '基本支出']
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

import attrs

from cnbudget.errors import LayoutError
from cnbudget.expressions import expression
from cnbudget.messages import say
from cnbudget.values import Value
from cnbudget.words import plain

#: Where words stand: in titles, headings, rows, the names of what is procured; at the end of names, at the beginning of
#: headings; in prose; in notes to tables; as labels in tables of goals and of plans; in titles of sections; as subjects
#: of sentences, as what is counted of staff or of projects, or elsewhere in sentences; or in what the text says of
#: procurement, assets and running costs.
_PLACES = (
    "title", "column", "row", "item", "end", "start", "prose", "note", "goal", "plan", "section", "subject", "staff",
    "counted", "speech", "matter",
)  # fmt: skip
_END, _START, _PROSE, _NOTE = "end", "start", "prose", "note"
#: Where words mean what they mean there alone.
_APART = (_END, _START, _PROSE, _NOTE, *_PLACES[8:])
_DIMENSIONS = frozenset(
    (
        "source", "vintage", "nature", "flow", "use", "within", "procurement", "reservation", "running", "year",
        "stage", "difference", "measure", "neutral", "open", "role", "label", "balance", "axis", "subject", "agency",
        "place", "money", "listed", "period", "task", "kind", "sum",
        # of sentences
        "title", "same", "telling", "copula", "together", "ourselves", "opening", "ordinal", "direction", "short",
        "compared", "unsigned", "comparably", "per", "carried_out", "spared", "level", "nothing", "reason", "purpose",
        "mark", "list", "parts", "other", "line", "change", "predicate", "organ", "around", "when", "balance_of",
        # of side matters
        "changed", "firms", "bought", "awarded", "whole", "cost", "worth", "planned", "unplanned", "having",
        "vehicles", "vehicle", "device", "beside", "area", "from",
    )
)  # fmt: skip
_BRACKET = expression(r"\([^()]{1,30}\)$")
_MOST_READ = 8192  # texts whose words are remembered
_LONGEST = 120
_PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "vocabulary.txt")


@attrs.frozen(eq=False, repr=False)
class WordMeaning(Value):
    """What a word says of one dimension.

    Attributes:
        dimension: The dimension ("source", "nature", …), or another matter that words speak of ("label", "role", …).
        value: Its value, as the vocabulary writes it.
        forms: The forms that attest it.
    """

    dimension: str
    value: str
    forms: frozenset[str] = attrs.field(default=frozenset(), eq=False)


@attrs.frozen(eq=False, repr=False)
class Reading(Value):
    """A text as words.

    Attributes:
        known: The words found, each with what it says.
        unknown: What no word of the vocabulary covers.
    """

    known: tuple[tuple[str, tuple[WordMeaning, ...]], ...]
    unknown: str


class Vocabulary:
    """Words, and what they say in titles, columns and rows.

    Args:
        lines: Lines as those of ``vocabulary.txt``.

    Raises:
        LayoutError: A line that is not understood.

    >>> from cnbudget.forms import vocabulary
    >>> words = vocabulary()
    >>> words.words_in("一般公共预算", "column").unknown, words.ending("项目支出合计", "label")
    ('', '')
    >>> len(words.says("基本支出", "column")) > 0
    True
    >>> len(list(words.all_entries())) > 100, isinstance(words.without("xinjiang-2026"), Vocabulary)
    (True, True)
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self.entries: dict[str, dict[str, tuple[WordMeaning, ...]]] = {
            place: {} for place in _PLACES
        }
        general: dict[str, tuple[WordMeaning, ...]] = {}
        self._labels: dict[tuple[str, str], dict[str, str]] = {}
        for number, line in enumerate(lines, 1):
            text = line.strip()
            if not text or text.startswith("#"):
                continue
            head, colon, rest = text.partition(":")
            name, _, value = head.strip().partition(" ")
            place, dot, dimension = name.partition(".")
            if not dot:
                place, dimension = "", place
            if (
                not colon
                or not value
                or dimension not in _DIMENSIONS
                or place not in ("", *_PLACES)
            ):
                raise LayoutError(
                    say("layouts.vocabulary_line"), value=text[:60], where=str(number)
                )
            into = self.entries[place] if place else general
            meanings: dict[str, WordMeaning] = {}  # of the line, by the forms that attest them
            for item in rest.split():
                word, told = item, ""
                if item[-1] == "]" and item[-2:] != "[]":
                    word, _, told = item[:-1].rpartition("[")
                word = plain(word)
                if told not in meanings:
                    forms = frozenset(told.split(",")) - {""}
                    meanings[told] = WordMeaning(dimension, value.strip(), forms)
                if word:
                    into[word] = (*into.get(word, ()), meanings[told])
                    if place in _APART:
                        self._labels.setdefault((place, dimension), {})[word] = value.strip()
        for place, own in self.entries.items():
            for word, entries in general.items() if place not in _APART else ():
                mine = own.get(word)
                if mine is None:
                    own[word] = entries
                    continue
                said = {each.dimension for each in mine}
                own[word] = mine + tuple(e for e in entries if e.dimension not in said)
        self._longest = {
            place: max(map(len, own), default=0) for place, own in self.entries.items()
        }
        self._read: dict[tuple[str, str], Reading] = {}

    def __getstate__(self) -> dict[str, object]:
        return vars(self) | {"_read": {}}  # another process reads its own texts

    def words_in(self, text: str, place: str) -> Reading:
        """A plain text as the fewest words that leave the least of it unknown.

        Args:
            text: The text, as `cnbudget.words.plain` leaves it.
            place: "title", "column", "row" or "item".
        """
        text = text[:_LONGEST]
        found = self._read.get((text, place))
        if found is None:
            if len(self._read) >= _MOST_READ:
                self._read.clear()  # the words of budgets are few: these were something else
            found = self._read[text, place] = self._split(text, place)
        return found

    def _split(self, text: str, place: str) -> Reading:
        own, longest = self.entries[place], self._longest[place]
        # best[i]: for what stands before i, the least unknown, the fewest words, the longest of them (the sum of their
        # squares, negative), and where its last piece begins: 项目支出 and 表, not 项目 and 支出表
        best: list[tuple[int, int, int, int, bool]] = [(0, 0, 0, 0, True)]
        for end in range(1, len(text) + 1):
            lost, words, long = best[end - 1][:3]
            choice = (lost + 1, words + 1, long, end - 1, False)
            for start in range(max(0, end - longest), end):
                if text[start:end] in own:
                    lost, words, long = best[start][:3]
                    each = (lost, words + 1, long - (end - start) ** 2)
                    if each < choice[:3]:
                        choice = (*each, start, True)
            best.append(choice)
        known: list[tuple[str, tuple[WordMeaning, ...]]] = []
        unknown: list[str] = []
        end = len(text)
        while end:
            start, word = best[end][3:]
            if word:
                known.append((text[start:end], own[text[start:end]]))
            else:
                unknown.append(text[start:end])
            end = start
        return Reading(tuple(reversed(known)), "".join(reversed(unknown)))

    def ends(self, text: str, dimension: str) -> bool:
        """Whether a plain text, without a bracket at its end, ends as names of a kind do.

        Args:
            text: The text.
            dimension: What they are the names of ("agency").

        >>> vocabulary().ends("青山市审计局(本级)", "agency"), vocabulary().ends("审计业务费", "agency")
        (True, False)
        """
        return bool(self.ending(text, dimension))

    def ending(self, text: str, dimension: str) -> str:
        """The word with which a plain text ends as names of a kind do, or ""; see `ends`.

        Args:
            text: The text, plain.
            dimension: What the names are of.
        """
        bare = _BRACKET.sub("", text)
        own, longest = self.entries[_END], self._longest[_END]
        ends = (bare[-length:] for length in range(1, min(longest, len(bare)) + 1))
        return next((e for e in ends if any(x.dimension == dimension for x in own.get(e, ()))), "")

    def beginning(self, text: str, dimension: str) -> str:
        """What the longest word says of a dimension with which a plain text begins; "" if it begins with none.

        Args:
            text: The text.
            dimension: The dimension ("flow").

        >>> vocabulary().beginning("支出功能分类科目", "flow"), vocabulary().beginning("科目名称", "flow")
        ('EXPENDITURE', '')
        """
        own, longest = self.entries[_START], self._longest[_START]
        for length in range(min(longest, len(text)), 0, -1):
            for entry in own.get(text[:length], ()):
                if entry.dimension == dimension:
                    return entry.value
        return ""

    def told(self, text: str) -> tuple[WordMeaning, ...]:
        """What a plain sentence says of the tables, by the phrases of prose in it.

        >>> vocabulary().told("结转金额已纳入相应性质的资金收入中进行反映")[0].value
        'CARRIED'
        """
        return tuple(
            entry
            for phrase, each in self.entries[_PROSE].items()
            if phrase in text
            for entry in each
        )

    def noted(self, text: str) -> tuple[WordMeaning, ...]:
        """What a plain text says of a table at its beginning, by the longest phrase of notes there.

        >>> [each.value for each in vocabulary().noted("不含上年结转资金")], vocabulary().noted("不含教育收费")
        (['CURRENT'], ())
        """
        own, longest = self.entries[_NOTE], self._longest[_NOTE]
        lengths = range(min(longest, len(text)), 0, -1)
        return next((own[text[:n]] for n in lengths if text[:n] in own), ())

    def labels(self, place: str, dimension: str) -> dict[str, str]:
        """The words of a place that say something of a dimension, each with what it says, in the order of the list.

        Args:
            place: "goal", "plan", "section", "subject", "speech", or another where words mean what they do there alone.
            dimension: What they speak of ("money").

        >>> vocabulary().labels("goal", "money")["资金总额"], vocabulary().labels("plan", "kind")["会议"]
        ('total', 'meetings')
        """
        return self._labels.get((place, dimension), {})

    def kinds(self, place: str) -> tuple[dict[str, str], dict[str, str]]:
        """What sentences count: the kind that each word names, and the name of each kind.

        Args:
            place: "staff" or "counted".

        >>> words, names = vocabulary().kinds("staff")
        >>> words["在编"], names["serving"]
        ('serving', '在职')
        """
        said = {word: kind.partition(" ") for word, kind in self.labels(place, "kind").items()}
        names = {kind: name for kind, _, name in said.values()}
        return {word: kind for word, (kind, _, _) in said.items()}, names

    def says(self, text: str, place: str) -> tuple[WordMeaning, ...]:
        """What a whole plain text says, if it is one word of the vocabulary.

        Args:
            text: The text, plain.
            place: Where it stands: "title", "column" or "row".
        """
        return self.entries[place].get(text, ())

    def numbers_lines(self, heading: str) -> bool:
        """Whether a heading is over the numbers of lines or before those of columns: 行次, 栏次, 序号.

        >>> vocabulary().numbers_lines("行次"), vocabulary().numbers_lines("科目名称")
        (True, False)
        """
        said = self.says(plain(heading), "column") if heading else ()
        return any(each.dimension == "label" and each.value == "line" for each in said)

    def all_entries(self) -> Iterator[tuple[str, str, WordMeaning]]:
        """Every place, word and entry."""
        for place, own in self.entries.items():
            for word, entries in own.items():
                for entry in entries:
                    yield place, word, entry

    def without(self, form: str) -> Vocabulary:
        """The vocabulary without what one form alone attests."""
        smaller = Vocabulary(())
        for place, own in self.entries.items():
            smaller.entries[place] = {
                word: left
                for word, entries in own.items()
                if (left := tuple(e for e in entries if e.forms != {form}))
            }
        smaller._longest = dict(self._longest)
        smaller._labels = {
            (place, dimension): {
                word: value
                for word, value in own.items()
                if any(
                    e.dimension == dimension for e in smaller.entries.get(place, {}).get(word, ())
                )
            }
            for (place, dimension), own in self._labels.items()
        }
        return smaller


_USED: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def vocabulary() -> Vocabulary:
    """The vocabulary that is read with: that which ships, unless another is in use.

    >>> found = vocabulary().words_in("一般公共预算", "column")
    >>> found.known[0][0], found.unknown
    ('一般公共预算', '')
    """
    return _USED.get() or shipped_words()


def own_words() -> Vocabulary | None:
    """The vocabulary in use if it is not the one that ships: what another process has to be told.

    >>> own_words() is None
    True
    """
    return _USED.get()


@contextmanager
def using(words: Vocabulary) -> Iterator[None]:
    """Read with another vocabulary, in this thread or task; processes that read many files are told of it.

    Args:
        words: The vocabulary.

    >>> with using(vocabulary().without("青山")):
    ...     vocabulary() is shipped_words()
    False
    """
    token = _USED.set(words)
    try:
        yield
    finally:
        _USED.reset(token)


def extended(lines: Iterable[str]) -> Vocabulary:
    """The vocabulary that ships, with further lines as those of ``vocabulary.txt``.

    Args:
        lines: The lines.

    Raises:
        LayoutError: A line that is not understood.

    >>> words = extended(["column.source UNIT: 自筹款"])
    >>> [entry.value for entry in words.says("自筹款", "column")], vocabulary().says("自筹款", "column")
    (['UNIT'], ())
    """
    with open(_PATH, encoding="utf-8") as file:
        return Vocabulary([*file, *lines])


@lru_cache(maxsize=1)
def shipped_words() -> Vocabulary:
    """The vocabulary that ships, whatever other is in use."""
    with open(_PATH, encoding="utf-8") as file:
        return Vocabulary(file)
