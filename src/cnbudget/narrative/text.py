"""Running text: passages joined into paragraphs, cut into sentences and clauses, every character with its place.

A sentence may run over a page break, and a number over a line break; so passages are joined where the text plainly
goes on. All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.narrative.vocabulary import PROJECT_LABELS, TELLING
from cnbudget.numerals import COUNTED
from cnbudget.passages import Passage
from cnbudget.values import Visible

#: What ends a sentence, in prose and in other matters alike.
STOP = "。"
_ENDS = "。！？；：;:!?"
_STARTS = expression(
    rf"(?:[0-9]{{1,3}}[.、．)](?![0-9])|\([{COUNTED}0-9]{{1,3}}\)|[{COUNTED}]{{1,3}}、|注[:：]|备注[:：])"
)
#: A line that only names what the next ones speak of, as texts of Hebei have it: 3、比上年增减情况.
_HEADLINES = ("情况", "说明")
_TOLD = frozenset("，,；;0123456789")
#: How the title of a document ends, which may stand before its first sentence: 青山县审计局2026年部门预算信息公开.
_TITLES = ("公开", "公示", "公告", "报告")
_TITLE = 40  # characters of it, at most
_CUTTING = frozenset("，,；;。：:、")
_LABEL = expression(r"[\u4e00-\u9fff]{2,12}:")
#: Marks that cut; a comma within a number does not.
_PIECES = expression(r"([()《》，；;:：、!?！？]|(?<![0-9]),|,(?![0-9]{3}(?![0-9])))")
#: The same where there are neither brackets nor quotation marks; a mark of enumeration cuts behind an amount.
_CUTS = expression(
    r"[，；;:：!?！？]|(?<![0-9]),|,(?![0-9]{3}(?![0-9]))"
    r"|(?:(?<=[元%辆个人台套项家次件户批名万亿场0-9])|(?<=平方米))、"
)
#: Departments tell shares in turn with 、 between them (分别占60.00%、40.00%), which elsewhere cuts behind a number.
_RATES = expression(r"[0-9][0-9.]{0,8}%")
_RATE = 12  # characters that such a rate has at most, and one more
_ENCLOSING = expression("[()《》\"']")
_LEVEL = expression(r"[0-9]{0,7}(?:类|款|项)")
_CODE = expression(r"2[0-9]{2}(?:[0-9]{2}){0,2}")
#: Texts of Xi'an print the codes of uses in brackets behind their names: 工资福利支出（301）.
_USE = expression(r"[35][0-9]{2}(?:[0-9]{2})?")
_LEVELS = {3: "类", 5: "款", 7: "项"}
_AFTER_AMOUNT = expression(r"(?:[元%辆个人台套项家次件户批名万亿场]|平方米|为0|[0-9])$")


#: A line that is a number and nothing else, as those of a table whose cells stand one a line: some web pages leave
#: tables so, and their digits were run together (0000%).
_CELL = expression(r"-?[0-9]{1,20}+(?:,[0-9]{3})*+(?:[.][0-9]{1,6}+)?%?")
_OF_CELLS = frozenset("0123456789%")
_IN_A_ROW = 3  # lines of numbers, one below the other, that are no running text
_BETWEEN = 4  # lines of words between two of numbers, at most
_LABEL_LENGTH = 24


@attrs.frozen(eq=False, repr=False)
class Paragraph(Visible):
    """Folded text, and from which passages it came.

    Attributes:
        text: The text.
        starts: Where each passage begins in it.
        passages: The passages.
    """

    text: str
    starts: tuple[int, ...]
    passages: tuple[Passage, ...]

    def place(self, offset: int) -> Place:
        """Where a character stands in the file."""
        return self.passages[max(0, bisect_right(self.starts, offset) - 1)].place


def joined(passages: Sequence[Passage], alone: Iterable[tuple[int, int]]) -> Iterator[Paragraph]:
    """The paragraphs that the passages of a section make up; a grid ends one.

    Args:
        passages: The passages.
        alone: Where the cells of tables stand one a line among them, as `cells_alone` gives it.
    """
    texts: list[str] = []
    starts: list[int] = []
    sources: list[Passage] = []
    length = 0
    cells = {at for first, last in alone for at in range(first, last)}
    for at, passage in enumerate(passages):
        apart = passage.grid or at in cells
        text = "" if apart else passage.folded.lstrip("-#·•")
        begins = apart or (text and _begins(text, texts[-1] if texts else ""))
        if begins and texts:
            yield Paragraph("".join(texts), tuple(starts), tuple(sources))
            texts, starts, sources, length = [], [], [], 0
        if text:
            texts.append(text)
            starts.append(length)
            sources.append(passage)
            length += len(text)
    if texts:
        yield Paragraph("".join(texts), tuple(starts), tuple(sources))


def cells_alone(passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    """Where the cells of a table stand one a line: the first of its numbers, and the line behind its last.

    Which row and column a number is of, nothing says there.

    >>> lines = ("合计", "18.15", "22.15", "4.00", "公务接待费", "3.00", "7.00", "4.00", "本部门没有其他支出。")
    >>> list(cells_alone([Passage(line) for line in lines]))
    [(1, 8)]
    """
    first, last, longest, run = -1, -1, 0, 0
    for at, passage in enumerate(passages):
        text = "" if passage.grid else passage.folded
        number = text[-1:] in _OF_CELLS and _CELL.fullmatch(text) is not None
        run = run + 1 if number else 0
        label = bool(text) and len(text) <= _LABEL_LENGTH and text[-1] not in _ENDS
        if first >= 0 and not number and (not label or at - last >= _BETWEEN):
            if longest >= _IN_A_ROW:
                yield first, last + 1
            first, longest = -1, 0
        if number:
            first, last, longest = (at if first < 0 else first), at, max(longest, run)
    if longest >= _IN_A_ROW:
        yield first, last + 1


def _begins(text: str, before: str) -> bool:
    """Whether a text begins a paragraph, rather than going on with the one before."""
    if not before:
        return True
    if before[-1] in _ENDS or _heads(before):
        return True
    label = _LABEL.match(text) if ":" in text[2:13] else None  # few texts have one
    if label is not None and label[0][:-1] in PROJECT_LABELS:
        return True
    if before[-1] in "，,、(-":
        return False
    return _STARTS.match(text) is not None


def _heads(line: str) -> bool:
    """Whether a line is a number and the name of what the next ones speak of."""
    if line.endswith(_TITLES):  # the document's own title, of which 部门预算信息公开 is the end
        return len(line) <= _TITLE and _CUTTING.isdisjoint(line) and "算" in line
    number = _STARTS.match(line) if line.endswith(_HEADLINES) else None
    return (
        number is not None
        and 4 <= len(line) - number.end() <= 26
        and _TOLD.isdisjoint(line[number.end() :])
    )


def sentences(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph begin and end; the full stop belongs to them."""
    text, start = paragraph.text, 0
    while start < len(text):
        end = text.find(STOP, start)
        end = len(text) if end < 0 else end + 1
        yield start, end
        start = end


def sentence_around(text: str, at: int, most: int) -> tuple[int, int]:
    """Where the sentence that a character stands in begins and ends, its full stop left out.

    Args:
        text: The text.
        at: The character's place.
        most: How far it is looked on both sides.

    >>> sentence_around("收入5元。支出5元。", 6, 100), sentence_around("支出5元", 1, 2)
    ((5, 9), (0, 3))
    """
    low, high = max(0, at - most), min(len(text), at + most)
    start = max(low, text.rfind(STOP, low, at) + 1)
    end = text.find(STOP, at, high)
    return start, high if end < 0 else end


@attrs.define(eq=False, repr=False)
class Clause(Visible):
    """What stands between two marks of punctuation, without what stands in brackets.

    Attributes:
        text: The text; of brackets only the marks of levels, "(类)", are left.
        end: The mark that ends it, or "".
        first: Where it begins in the paragraph.
        last: Where it ends there.
        aside: Whether it stood in brackets.
        offsets: Where its pieces begin, in it and in the paragraph.
    """

    text: str
    end: str
    first: int
    last: int
    aside: bool
    offsets: list[tuple[int, int]]

    def at(self, index: int) -> int:
        """Where a character of the clause stands in the paragraph."""
        mine, there = self.offsets[max(0, bisect_right(self.offsets, (index, 1 << 60)) - 1)]
        return there + index - mine


class _Cutter:
    def __init__(self) -> None:
        self.done: list[Clause] = []
        self.parts: list[str] = []
        self.offsets: list[tuple[int, int]] = []
        self.length = 0
        self.first = -1

    @property
    def number(self) -> int:
        """Which clause was last begun, the first being 0; -1 before any."""
        return len(self.done) - (not self.parts)

    def add(self, text: str, offset: int) -> None:
        if not text:
            return
        if self.first < 0:
            self.first = offset
        self.parts.append(text)
        self.offsets.append((self.length, offset))
        self.length += len(text)

    def end(self, mark: str, offset: int, *, aside: bool = False) -> None:
        text = "".join(self.parts)
        if text or mark:
            first = offset if self.first < 0 else self.first
            offsets = self.offsets or [(0, offset)]
            self.done.append(Clause(text, mark, first, offset, aside, offsets))
        self.parts, self.offsets, self.length, self.first = [], [], 0, -1


def clauses(text: str, start: int) -> list[Clause]:
    """The clauses of a sentence.

    Marks of enumeration cut only behind an amount: "基本工资、奖金10万元" is one clause. What stands in brackets comes
    behind the clause that it stands in.

    Args:
        text: The sentence.
        start: Where it begins in its paragraph.
    """
    if _ENCLOSING.search(text) is None:
        return _plain(text, start)
    main = _Cutter()
    asides: list[tuple[int, Clause]] = []  # each with the number of the clause that it stands in
    depth = titles = 0
    inner: list[tuple[str, int]] = []
    offset = start
    every = _PIECES.split(text)
    for position, piece in enumerate(every):
        here = offset
        offset += len(piece)
        if not position % 2:  # words
            if depth:
                inner.append((piece, here))
            elif not titles:
                _words(main, piece, here)
            continue
        if piece == "《":
            titles += 1
        elif piece == "》":
            titles = max(0, titles - 1)
        elif piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(0, depth - 1)
            if not depth and not titles and inner:
                words = "".join(each for each, _ in inner)
                if _USE.fullmatch(words):  # 机关工资福利支出（501）
                    main.add(f"({words}目)", inner[0][1] - 1)
                elif _CODE.fullmatch(words):  # 高等教育（2050205）
                    main.add(f"({words}{_LEVELS[len(words)]})", inner[0][1] - 1)
                elif _LEVEL.fullmatch(words):
                    main.add(f"({words})", inner[0][1] - 1)
                elif words in TELLING:
                    main.add(words, inner[0][1])
                elif len(words) > 2:
                    asides.append((main.number, _aside(inner)))
                inner = []
        elif depth:
            inner.append((piece, here))
        elif piece == "、" and _in_turn("".join(main.parts), every[position + 1][:_RATE]):
            main.add(piece, here)
        elif not titles:
            _mark(main, piece, here)
    if inner and not titles:  # a bracket that is never closed
        asides.append((main.number, _aside(inner)))
    main.end("", offset)
    return _in_place(main.done, asides)


def _plain(text: str, start: int) -> list[Clause]:
    """The clauses of a text in which nothing is enclosed."""
    found: list[Clause] = []
    first = 0
    for cut in _CUTS.finditer(text):
        at, mark = cut.start(), cut[0]
        if mark == "、" and _in_turn(text[first:at], text[at + 1 : at + _RATE]):
            continue
        place = start + first
        end = "，" if mark == "," else mark
        found.append(Clause(text[first:at], end, place, start + at, False, [(0, place)]))
        first = at + 1
    if first < len(text):
        place = start + first
        found.append(Clause(text[first:], "", place, start + len(text), False, [(0, place)]))
    return found


def _in_turn(before: str, behind: str) -> bool:
    """Whether a mark stands between rates that are told of several amounts in turn: 分别占60.00%、40.00%."""
    return before.endswith("%") and "分别" in before and _RATES.match(behind) is not None


def _in_place(clauses: list[Clause], asides: list[tuple[int, Clause]]) -> list[Clause]:
    """Clauses, and behind each those of the brackets that stand in it."""
    found: list[Clause] = []
    done = 0
    for number, aside in asides:
        found += clauses[done : number + 1]
        done = max(done, number + 1)
        found.extend(
            attrs.evolve(each, aside=True) for each in _without_brackets(aside.text, aside.first)
        )
    return [*found, *clauses[done:]]


def _words(cutter: _Cutter, piece: str, offset: int) -> None:
    if '"' in piece or "'" in piece:
        for word in re.split("([\"'])", piece):
            if word not in ('"', "'"):
                cutter.add(word, offset)
            offset += len(word)
    else:
        cutter.add(piece, offset)


def _mark(cutter: _Cutter, mark: str, offset: int) -> None:
    if mark != "、":
        cutter.end("，" if mark == "," else mark, offset)
    elif cutter.parts and _AFTER_AMOUNT.search(cutter.parts[-1][-4:]):
        cutter.end("、", offset)
    else:
        cutter.add("、", offset)


def _without_brackets(text: str, start: int) -> list[Clause]:
    cutter = _Cutter()
    offset = start
    for position, piece in enumerate(_PIECES.split(text)):
        if not position % 2:
            _words(cutter, piece, offset)
        elif piece not in "()《》":
            _mark(cutter, piece, offset)
        offset += len(piece)
    cutter.end("", offset)
    return cutter.done


def _aside(inner: list[tuple[str, int]]) -> Clause:
    first = inner[0][1]
    return Clause("".join(each for each, _ in inner), "", first, first, True, [(0, first)])
