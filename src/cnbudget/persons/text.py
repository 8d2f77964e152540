"""What of a text is personal: the names and numbers behind labels, before titles, and known by their shape.

A label (联系人, 局长, 联系电话) may be set apart, broken over lines, joined with another one, followed by a colon, by
white space or by nothing; the less there is, the more the value itself must look like a name. Texts are `folded`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

import attrs

from cnbudget.expressions import expression
from cnbudget.persons.names import body_end, is_name, name_at, name_before
from cnbudget.persons.numbers import number_at, numbers_in, telephone_at
from cnbudget.persons.words import LABELS, OF_PLACES
from cnbudget.values import Value

_GAP = "[ \n]{0,6}+"
_KINDS = dict(LABELS)
#: What the word for a telephone begins that is none (电话费), as its cost is a matter of budgets.
_NO_LABEL = "(?!费|补贴|补助|会议|咨询|网络|亭|机|服务费)"


def _pattern(word: str, kind: str) -> str:
    if word.isascii():
        return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
    spread = _GAP.join(word)
    return spread + _NO_LABEL if kind == "telephone" else spread


def _labels_in(text: str) -> re.Pattern[str]:
    """An expression for the labels that a text can have: one for all of them takes 5 ms to compile."""
    bare = _bare(text)
    return _any_of(tuple(label for label in LABELS if label[0] in bare))


@lru_cache(maxsize=1024)
def _any_of(labels: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    if not labels:
        return re.compile("(?!)")
    # what each begins with is looked for first: most characters of a text begin none
    first = "".join(sorted({word[0] for word, _ in labels}))
    patterns = "|".join(_pattern(word, kind) for word, kind in labels)
    return re.compile(f"(?=[{first}])(?:{patterns})", re.IGNORECASE)


_TOGETHER = 1_000_000  # characters that are looked through as one text: it takes their room again
_LONGEST = 100  # characters of a label, with what may stand between them, and more
_BLANK = expression("[ \n]+")
#: What may stand between a label and its colon.
_TAIL = expression(
    rf"{_GAP}(?:姓名|名字|名称|号码|号|签字|签名|签章|盖章|手签|本人签字|\(([^()\n]{{0,16}})\))"
)
_JOIN = expression("[ ]{0,2}(?:及其|以及|[及和与、/|+])[ ]{0,2}")
_COLON = expression(rf"{_GAP}[:=]{_GAP}")
_WORD = expression("[ ]{0,2}(?:名叫|是|为|-{1,2})[ ]{0,2}")
_SPACE = expression("[ \n]{1,8}+")
_NEXT = expression("[ ]{0,4}+(?:[、,/;|()和与及或]{1,3}+[ ]{0,4}+)?")
_PERSON = expression(rf"人{_GAP}:{_GAP}")
_OPEN = expression(r"[ ]{0,2}\(([^()\n]{1,24})\)")
_MOST_VALUES = 8
_NO_VALUE = frozenset(("uncertain", "office"))
_STARTS = expression("[^ \n,;。、.()|:]{0,10}\\Z")


@attrs.frozen(eq=False, repr=False)
class Label(Value):
    """A label, or several joined ones.

    Attributes:
        start: Where it begins, with the words before it that belong to it (项目负责人).
        end: Where its value can begin.
        kinds: What it asks for.
        told: How it says that a value follows: "colon", "line", "space" or "".
    """

    start: int
    end: int
    kinds: tuple[str, ...]
    told: str


@attrs.define
class PersonalParts:
    """What of a text is personal.

    Attributes:
        spans: Where names and numbers stand.
        mentions: From the beginnings of labels to the ends of their values.
        names: The names.
        open: The kinds that a label at the text's end asks for.
    """

    spans: list[tuple[int, int]] = attrs.field(factory=list)
    mentions: list[tuple[int, int]] = attrs.field(factory=list)
    names: list[str] = attrs.field(factory=list)
    open: tuple[str, ...] = ()
    _taken: bytearray = attrs.field(factory=bytearray, repr=False)

    def free(self, start: int, end: int) -> bool:
        """Whether no span has anything of a part of the text."""
        return not any(self._taken[start:end])

    def take(self, start: int, end: int, name: str = "") -> None:
        """Mark a part of the text, as a name if it is one."""
        if len(self._taken) < end:
            self._taken.extend(bytes(2 * end - len(self._taken)))
        self._taken[start:end] = b"\1" * (end - start)
        self.spans.append((start, end))
        if name:
            self.names.append(name)


_TITLES = ("同志", "先生", "女士")
_TITLE = expression("|".join(_TITLES))
_WORDS = tuple(dict.fromkeys((*(word for word, _ in LABELS), *_TITLES, "人:")))
_KNOWN = frozenset(_WORDS)


def _parts(word: str) -> Iterator[str]:
    """What stands in a word and is shorter."""
    length = len(word)
    return (word[i : i + n] for n in range(1, length) for i in range(length - n + 1))


#: Words in which no other of them is: a text without any of these has no label.
_HINTS = tuple(word for word in _WORDS if _KNOWN.isdisjoint(_parts(word)))
_HINT = expression("|".join(map(re.escape, _HINTS)))
_DIGITS = expression(
    r"[0-9０-９](?:[ )）\u3000\u00a0‐-―−－-]{1,2}[0-9０-９]{3}|[0-9０-９]{9})|[@＠﹫]"
)


@attrs.frozen(eq=False, repr=False)
class Hints(Value):
    """What a document has that may be personal, so that its texts are looked through for that alone.

    Attributes:
        words: The words of labels that occur.
        numbers: Whether numbers occur that are long enough.
        odd: Whether it has to be folded before labels are seen.
    """

    words: tuple[str, ...]
    numbers: bool
    odd: bool = False

    def __bool__(self) -> bool:
        return bool(self.words) or self.numbers

    def in_(self, text: str) -> bool:
        """Whether anything in a text that is not odd may be personal."""
        if self.numbers and _DIGITS.search(text) is not None:
            return True
        bare = _bare(text)
        return any(map(bare.__contains__, self.words))

    def in_each(self, texts: Sequence[str]) -> list[bool]:
        """Whether anything in each of some texts may be personal, as `in_` has it; short ones are joined for that."""
        if sum(map(len, texts)) > _TOGETHER:
            return [*map(self.in_, texts)]
        bares = _bare("\x00".join(texts)).split("\x00")
        if len(bares) != len(texts):  # one has the mark that they are put together with
            return [*map(self.in_, texts)]
        words = self.words
        found = [any(map(bare.__contains__, words)) for bare in bares]
        if self.numbers:
            found = [
                each or _DIGITS.search(text) is not None
                for each, text in zip(found, texts, strict=True)
            ]
        return found


def _bare(text: str) -> str:
    bare = text.replace(" ", "").replace("\n", "").replace("\u3000", "").replace("\u00a0", "")
    return bare.replace("：", ":").lower()


def hints_of(texts: Iterable[str]) -> Hints:
    """What texts that are not odd have that may be personal: a quick look."""
    words: dict[str, None] = {}
    numbers = False
    for text in texts:
        words |= dict.fromkeys(_HINT.findall(_bare(text)))
        numbers = numbers or _DIGITS.search(text) is not None
    return Hints(tuple(words), numbers)


def hinted(text: str) -> bool:
    """Whether anything in a text that is not odd may be personal: a quick look."""
    return _EVERY.in_(text)


_EVERY = Hints(_HINTS, True)


def _labels(text: str, any_label: re.Pattern[str], first: int) -> Iterator[Label]:
    """The labels of a text, joined ones together; at least those that begin up to a place, or all if that is -1."""
    length = len(text)
    end = length if first < 0 else min(length, first + _LONGEST)
    at = 0
    while at < end:
        found = any_label.search(text, at, end)
        if found is None:
            return
        label = _label(text, found)
        yield label
        at = max(label.end, found.end())


def _label(text: str, found: re.Match[str]) -> Label:
    any_label = found.re
    kinds = [_KINDS[_BLANK.sub("", found[0]).lower()]]
    end = found.end()
    for _ in range(4):
        tail = _TAIL.match(text, end)
        if tail is not None:
            if tail[1] is not None and (is_name(tail[1]) or hinted(tail[1])):
                inner = any_label.fullmatch(tail[1].strip())
                if inner is None:
                    break
                kinds.append(_KINDS[_BLANK.sub("", inner[0]).lower()])
            end = tail.end()
            continue
        join = _JOIN.match(text, end)
        other = any_label.match(text, join.end()) if join is not None else None
        if other is None:
            break
        kinds.append(_KINDS[_BLANK.sub("", other[0]).lower()])
        end = other.end()
    before = _STARTS.search(text, max(0, found.start() - 10), found.start())
    start = before.start() if before is not None else found.start()
    colon = _COLON.match(text, end)
    if colon is not None:
        return Label(start, colon.end(), tuple(kinds), "colon")
    word = _WORD.match(text, end)
    if word is not None:
        return Label(start, word.end(), tuple(kinds), "")
    space = _SPACE.match(text, end)
    if space is None:
        return Label(start, end, tuple(kinds), "")
    return Label(start, space.end(), tuple(kinds), "line" if "\n" in space[0] else "space")


def label_of(text: str) -> tuple[str, ...]:
    """The kinds that a text asks for which is a label and nothing else; () if it is none.

    >>> label_of("项目负责人"), label_of("联 系 人 及 电 话:"), label_of("项目名称")
    (('person',), ('person', 'telephone'), ())
    """
    if len(text) > 40 or _HINT.search(_bare(text)) is None:
        return ()
    found = _labels_in(text).search(text)
    if found is None:
        return ()
    label = _label(text, found)
    whole = label.end == len(text.rstrip()) or not text[label.end :].strip(" :()")
    before = text[: found.start()].replace(" ", "")
    if not whole or len(before) > 8 or any(mark in ",;。、:." or mark.isdigit() for mark in before):
        return ()
    return label.kinds


def _value(text: str, at: int, kinds: tuple[str, ...], told: bool, between: str) -> tuple[int, str]:
    """The end of a value of the kinds, and what it is: "name" or "number"; the place itself if there is none."""
    for kind in kinds:
        if kind in ("telephone", "identity", "account", "address"):
            end = number_at(text, at, kind)
            if end > at:
                return end, "number"
    named = told and any(
        kind not in ("telephone", "identity", "account", "address") for kind in kinds
    )
    if between.strip() and not any(mark in between for mark in "、/和与及"):
        named = False
    end = name_at(text, at, told=named)
    if end > at:
        return end, "name"
    end = telephone_at(text, at)
    return (end, "number") if end > at else (at, "")


def _values(
    text: str,
    at: int,
    label: tuple[re.Pattern[str], tuple[str, ...], bool],
    marks: PersonalParts,
) -> int:
    """Mark the values that begin at a place, one after the other; the end of the last of them.

    Of the label before them are given what other labels there can be, what it asks for, and whether it leaves no doubt.
    """
    any_label, kinds, told = label
    last, between, got = at, "", False
    for _ in range(_MOST_VALUES):
        if any_label.match(text, at):  # the next label, with a value of its own
            break
        if told and not got:
            step_ = body_end(text, at)
            if step_ > at and name_at(text, step_, told=False) > step_:
                at = step_
        end, what = _value(text, at, kinds, told and (not got or bool(between.strip())), between)
        if end == at:
            break
        marks.take(at, end, text[at:end] if what == "name" else "")
        got, last = True, end
        step = _NEXT.match(text, end)
        at = step.end() if step is not None else end
        between = text[end:at]
        if not between:
            break
    return last


def marked(
    text: str,
    *,
    kinds: tuple[str, ...] = (),
    told: bool = False,
    first: int = -1,
    code: bool = False,
) -> PersonalParts:
    """What of a folded text is personal.

    Args:
        text: The text; further lines belong to it.
        kinds: What a label before the text asks for.
        told: Whether that label leaves no doubt that its value is this text.
        first: Labels that begin behind this place are not looked at; -1 for all.
        code: Whether a heading says that codes stand here.
    """
    marks = PersonalParts()
    length = len(text.rstrip())
    any_label = _labels_in(text)
    if kinds:
        _values(text, 0, (any_label, kinds, told), marks)
    for label in _labels(text, any_label, first):
        if 0 <= first <= label.start:
            break
        if not marks.free(label.start, label.start + 1):
            continue
        _before(text, label, any_label, marks)
        at = label.end
        if at >= length:
            if label.told == "colon" or (label.start == 0 and label.kinds[0] not in _NO_VALUE):
                marks.open = label.kinds
            continue
        kind = label.kinds[0]
        told = label.told == "colon" or (label.told == "space" and kind not in _NO_VALUE)
        if "\n" in text[max(label.start, at - 8) : at].lstrip("\n") and text[at - 1] in "\n ":
            # the value stands on the next line: without a colon only below a label that is alone on its own
            told = False
            if label.told != "colon" and label.start and text[label.start - 1] != "\n":
                continue
        end = _values(text, at, (any_label, label.kinds, told), marks)
        if end > at:
            marks.mentions.append((label.start, end))
    _titled(text, marks)
    for found in _PERSON.finditer(text):
        end = name_at(text, found.end(), told=False)
        if end > found.end():
            _add(marks, found.end(), end, text)
    for start, end in numbers_in(text, code=code):
        if marks.free(start, end):
            marks.take(start, end)
            _beside(text, start, end, marks)
    marks.spans = united(marks.spans)
    return marks


def _add(marks: PersonalParts, start: int, end: int, text: str) -> None:
    if start < end and marks.free(start, end):
        marks.take(start, end, text[start:end])


def _before(text: str, label: Label, any_label: re.Pattern[str], marks: PersonalParts) -> None:
    """A name before an office (张三局长), or before a label in brackets (张三（联系人）)."""
    found = any_label.search(text, label.start)
    if found is None:
        return
    at = found.start()
    if label.kinds[0] not in ("person", "office", "uncertain"):
        before = text[max(0, at - 3) : at]
        end = at - (len(before) - len(before.rstrip(" ,、")))
        _add(marks, name_before(text, end), end, text)
        return
    if label.kinds[0] == "office" and _BLANK.sub("", found[0]) not in OF_PLACES:
        end = at
        for word in ("常务副", "副", "代"):
            if text.endswith(word, 0, end):
                end -= len(word)
                break
        end -= text[max(0, end - 2) : end].count(" ")
        _add(marks, name_before(text, end), end, text)
    opened = text.rfind("(", max(0, at - 10), at)
    if opened > 0 and ")" not in text[opened:at]:
        end = len(text[:opened].rstrip(" "))
        _add(marks, name_before(text, end), end, text)


@cache
def _by() -> re.Pattern[str]:
    # made when it is first needed: a range of characters is marked one by one, which takes a millisecond
    return re.compile("由([\u4e00-\u9fff·]{2,15}?)(?:负责|牵头|主持|经办|签字)")


def _titled(text: str, marks: PersonalParts) -> None:
    """Names before 同志, 先生, 女士, and of those by whom something is done (由张三负责)."""
    for found in _by().finditer(text) if "由" in text else ():
        if is_name(found[1]):
            _add(marks, found.start(1), found.end(1), text)
    for found in _TITLE.finditer(text):
        end = found.start()
        end -= text[max(0, end - 2) : end].count(" ")
        _add(marks, name_before(text, end), end, text)


def _beside(text: str, start: int, end: int, marks: PersonalParts) -> None:
    """A name right before or in brackets behind a number that is personal."""
    before = text[max(0, start - 3) : start]
    at = start - (len(before) - len(before.rstrip(" :(,、/")))
    _add(marks, name_before(text, at), at, text)
    opened = _OPEN.match(text, end)
    if opened is not None and is_name(opened[1]):
        _add(marks, opened.start(1), opened.end(1), text)


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in their order, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
