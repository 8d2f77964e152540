"""Sections: the whole document under its headings, the contents list told from the bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import NOWHERE, Place
from cnbudget.narrative.text import Paragraph, cells_alone, joined
from cnbudget.narrative.vocabulary import SECTIONS
from cnbudget.numerals import COUNTED, PART, integer
from cnbudget.passages import Passage, folded
from cnbudget.values import Visible
from cnbudget.words import without_page

_PART = expression(f"{PART.pattern}[、:]?")
_MARK = expression(rf"[{COUNTED}]{{1,3}}[、.]")
_BRACKET = expression(rf"\([{COUNTED}]{{1,3}}\)[、.]?")
_MARKED = expression(f"(?:{_MARK.pattern}|{_BRACKET.pattern})")
_STOPS = expression(r"[。；;，,!?]")
_MONEY = expression(r"[0-9](?:亿元|万元|千元|元|%)")
_ENDS = (
    "说明",
    "情况",
    "概况",
    "职能",
    "职责",
    "设置",
    "解释",
    "目录",
    "公开表",
    "构成",
    "预算表",
    "决算表",
    "事项",
    "目标表",
    "预算",
)
#: A heading on the line of the text under it, as in Chongqing, also with a full stop: (四)政府采购情况：2024年本部门….
_OPENING = expression(
    rf"\s*((?:[{COUNTED}]{{1,3}}[、.．]|[（(][{COUNTED}]{{1,3}}[）)][、.．]?|[0-9]{{1,2}}[、.．](?![0-9]))"
    r"[^0-9０-９，,；;：:。！？\n]{3,24})[：:。]"
)
#: The sections that are opened so; others are what a sentence speaks of (（一）基本支出：…).
_OPENED = frozenset(("running", "procurement", "assets", "performance", "fund", "state_capital"))
#: What every heading has that names a section: most lines have nothing of it.
_TITLED = expression("|".join(sorted({words[0] for _, _, words in SECTIONS})))
_NUMBERED = 4  # how deep a heading with an Arabic number stands; 2025年预算情况说明 has none
_NUMERAL = expression(f"[{COUNTED}]{{1,3}}|[0-9]{{1,2}}")
_NUMBER = expression("[0-9]{1,2}[、.．]")
_LEADERS = ".…·"
_LONGEST = 60
_AROUND = "#*- \t\u3000。"
_LISTED = ("情况说明", "表", "编制说明")


@attrs.frozen(eq=False, repr=False, slots=False)
class Section:
    """What stands under a heading, down to the next.

    Attributes:
        key: The package's name of the section ("income", "three_public"); "" if it is none that is known.
        title: The heading without its mark; "" for what stands before the first.
        line: The heading as it stands in the file, its full stop left out.
        mark: The mark before the heading ("一", "第三部分").
        level: 1 for a part, 2 for "一、", 3 for "（一）", 4 for "1."; 0 before the first heading.
        passages: What stands under it.
        place: Where the heading stands.
        parent: The section that it is under, or None.

    >>> import cnbudget
    >>> from cnbudget.examples import example_ledger
    >>> section = cnbudget.compose(cnbudget.publish(example_ledger("akto"))).claims[0].section
    >>> section.key, section.title, section.level, section.within(section.key)
    ('total', '关于阿克陶县医疗保障局2024年收支预算情况的总体说明', 2, True)
    """

    key: str
    title: str
    line: str = attrs.field(default="", kw_only=True)
    mark: str = attrs.field(default="", kw_only=True)
    level: int = attrs.field(default=0, kw_only=True)
    passages: tuple[Passage, ...] = attrs.field(default=(), kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True)
    parent: Section | None = attrs.field(default=None, kw_only=True)

    @property
    def text(self) -> str:
        """What stands under the heading, paragraph by paragraph as in the file."""
        return "\n".join(passage.text for passage in self.passages if not passage.grid)

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What stands under the heading, folded, with lines that go on joined."""
        return tuple(joined(self.passages, self.cells_alone))

    @cached_property
    def cells_alone(self) -> tuple[tuple[int, int], ...]:
        """Where the cells of tables stand one a line among its passages."""
        return tuple(cells_alone(self.passages))

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The keys from the part down to this section."""
        above = self.parent.path if self.parent is not None else ()
        return (*above, self.key)

    def within(self, key: str) -> bool:
        """Whether this is, or is under, a section of that key."""
        return key in self.path

    def __repr__(self) -> str:
        return f"<Section {self.key or '?'} {self.title}: {len(self.passages)} passages>"


@attrs.define(eq=False, repr=False)
class _SectionHeading(Visible):
    key: str
    title: str
    mark: str
    level: int
    passage: Passage


def sections_of(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The sections of a document, in its order.

    Args:
        passages: Everything outside the tables of the form.

    >>> list(sections_of([Passage("二、收入预算情况说明"), Passage("收入预算5万元。")]))
    [<Section income 收入预算情况说明: 1 passages>]
    """
    reader = _SectionReader()
    for passage in passages:
        reader.take(passage)
    reader.close()
    return tuple(reader.found)


class _SectionReader:
    """What is known when a passage is met: the heading it stands under, and whether this is the contents list."""

    def __init__(self) -> None:
        self.found: list[Section] = []
        self.stack: list[Section] = []
        self.heading: _SectionHeading | None = None
        self.body: list[Passage] = []
        self.contents = False
        self.seen: set[str] = set()  # the titles and keys of the contents
        #: the headings at the end of the contents, one below the other
        self.listed: list[_SectionHeading] = []
        self.before = ""

    def take(self, passage: Passage) -> None:
        """Take a passage: a heading, the rest of one, a line of the contents, or what stands under a heading."""
        text = "" if passage.grid else passage.folded.lstrip("#-·•")
        heading = self.heading
        if heading is not None and not self.body and _wrapped(heading, text):
            heading.title += text
            heading.key = _key(heading.title) or heading.key
            return
        here = (
            None if passage.grid else _heading(text, passage, self.before, contents=self.contents)
        )
        self.before = text or self.before
        if self.contents and self._lists(passage, text, here):
            return
        if here is None:
            self.body.append(passage)
            return
        self.close()
        self.heading = here
        self.contents = here.key == "contents"

    def _lists(self, passage: Passage, text: str, here: _SectionHeading | None) -> bool:
        """Whether a passage is a line of the contents; if not, the contents end."""
        names = set() if here is None else {_stem(here.title)}
        if here is not None and not here.mark:
            names.add(here.key)  # "某局主要职能" is the heading of the listed "单位主要职能"
        again = bool(names & self.seen - {""})
        if not again and (here is not None or _listed(text)):
            if here is not None:
                self.seen |= {_stem(here.title), here.key}
            self.listed = [] if _paged(text) else _below(self.listed, here)
            self.body.append(passage)
            return True
        self.contents = False
        if here is None:  # the last headings are those of this text: the tables stood between
            for last in self.listed:
                opens = self.body.index(last.passage)
                self.body, rest = self.body[:opens], self.body[opens + 1 :]
                self.close()
                self.heading, self.body = last, rest
        self.listed = []
        return False

    def close(self) -> None:
        """End the section: what stands under its heading is known."""
        heading, body, stack = self.heading, self.body, self.stack
        if heading is None and not body:
            return
        level = 0 if heading is None else heading.level
        while stack and stack[-1].level >= level:
            stack.pop()
        section = Section(
            "" if heading is None else heading.key,
            "" if heading is None else heading.title,
            line="" if heading is None else heading.passage.text.strip(_AROUND),
            mark="" if heading is None else heading.mark,
            level=level,
            passages=tuple(body),
            place=body[0].place if heading is None else heading.passage.place,
            parent=stack[-1] if stack and heading is not None else None,
        )
        self.found.append(section)
        if heading is not None:
            stack.append(section)
        self.body = []


def _paged(text: str) -> bool:
    """Whether a line of the contents has its page number."""
    return without_page(text, _LEADERS, 2) != text


def _below(listed: list[_SectionHeading], here: _SectionHeading | None) -> list[_SectionHeading]:
    """The last headings of a list, each below the one before."""
    if here is None:
        return []
    above = [each for each in listed if each.level < here.level]
    return [*above, here] if len(above) == len(listed) else [here]


def opened(passages: Iterable[Passage]) -> Iterator[Passage]:
    """The passages, with headings that stand on the line of their text as passages of their own.

    Args:
        passages: The passages.

    >>> [each.text for each in opened([Passage("（四）政府采购情况：2026年安排5万元。")])]
    ['（四）政府采购情况', '2026年安排5万元。']
    """
    inside = last = ""
    number: int | None = None  # of the heading that was opened last
    for passage in passages:
        if not passage.grid and len(passage.text) <= _LONGEST:
            last = _key(passage.folded) or last
        # 八、机关运行经费：指… explains a word
        explained = passage.grid or last == "glossary"
        found = None if explained else _OPENING.match(passage.text)
        rest = "" if found is None else passage.text[found.end() :]
        if found is None or not rest.strip():
            yield passage
            continue
        style = found[1].strip()[0] in "（("
        before, number = number, _number(found[1])
        if _key(folded(found[1])) in _OPENED:
            inside = f"{style}"
        elif inside != f"{style}" or None in (before, number) or number != (before or 0) + 1:
            inside, number = "", None
            yield passage
            continue
        yield attrs.evolve(passage, text=found[1])
        yield attrs.evolve(passage, text=rest)


def _number(title: str) -> int | None:
    """The number that a heading begins with."""
    found = _NUMERAL.search(title)
    return None if found is None else integer(found[0])


def heading_of(passage: Passage) -> _SectionHeading | None:
    """The heading that a line of the contents names, or None if it names none."""
    text = passage.folded.lstrip("-#·•")
    return _heading(text, passage, "", contents=True)


def _wrapped(heading: _SectionHeading, text: str) -> bool:
    """Whether a line is the rest of a heading that was too long for its line."""
    return (
        heading.level == 1
        and bool(heading.mark)
        and text in _LISTED
        and not heading.title.endswith(_ENDS)
    )


def _listed(text: str) -> bool:
    """Whether a line of no known title can stand in a list of contents."""
    return bool(text) and len(text) <= _LONGEST * 3 and "。" not in text and not _MONEY.search(text)


def _heading(text: str, passage: Passage, before: str, *, contents: bool) -> _SectionHeading | None:
    if not text or len(text) > (_LONGEST * 4 if contents else _LONGEST + 4):
        return None
    text = without_page(text, _LEADERS, 2)
    text = text.removesuffix(":").removesuffix("其中").rstrip("，,")
    if text.endswith("。") and _MARKED.match(text) and _key(text):  # （一）机关运行经费支出情况。
        text = text[:-1]
    if ":" in text or "：" in text or _STOPS.search(text) or _MONEY.search(text):
        return None
    for pattern, level in ((_PART, 1), (_MARK, 2), (_BRACKET, 3)):
        match = pattern.match(text)
        if match is not None:
            title = text[match.end() :]
            key = _key(title)
            if not title or (not key and len(title) > 30 and level > 1):
                return None
            return _SectionHeading(key, title, match[0].rstrip("、.:").strip("()"), level, passage)
    if text == "目录":
        return _SectionHeading("contents", text, "", 1, passage)
    if before and before[-1] not in "。；;:：" and not _closed(before) and not contents:
        return None
    key = _key(text) if text.endswith(_ENDS) else ""
    if not key or key in ("tables", "performance") or len(text) > 40 or text.endswith("表"):
        return None
    # 5、“三公”经费预算情况 stands under the heading above it, and one without a number above all
    return _SectionHeading(key, text, "", _NUMBERED if _NUMBER.match(text) else 1, passage)


def _closed(before: str) -> bool:
    """Whether the line before is a heading, a title or a name rather than broken prose."""
    return len(before) <= 40 and not _STOPS.search(before)


@lru_cache(maxsize=1024)
def _key(title: str) -> str:
    """The section that a heading begins; documents of a form have the same headings."""
    if _TITLED.search(title) is None or title.endswith(("类)", "类）")):
        return ""  # 国有资本经营预算支出（类） heads items
    for key, _, words in SECTIONS:
        for word in words:
            if word not in title:
                break
        else:
            return key
    return ""


def _stem(title: str) -> str:
    """A heading as it is compared with the contents."""
    return title.replace('"', "").replace("的", "")


def headings(sections: Iterable[Section]) -> list[Section]:
    """The sections that have a heading."""
    return [section for section in sections if section.title]
