"""Sections: the whole document under its headings, the contents list told from the bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import attrs

from cnbudget.figures import NOWHERE, Place
from cnbudget.narrative.text import Paragraph, folded, joined
from cnbudget.narrative.vocabulary import SECTIONS
from cnbudget.numerals import COUNTED, PART
from cnbudget.passages import Passage
from cnbudget.words import without_page

__all__ = ["Section", "sections_of"]

_PART = re.compile(f"{PART.pattern}[、:]?")
_MARK = re.compile(rf"[{COUNTED}]{{1,3}}[、.]")
_BRACKET = re.compile(rf"\([{COUNTED}]{{1,3}}\)[、.]?")
_STOPS = re.compile(r"[。；;，,!?]")
_MONEY = re.compile(r"[0-9](?:亿元|万元|千元|元|%)")
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
_LEADERS = ".…·"
_LONGEST = 60
_LISTED = ("情况说明", "表", "编制说明")


@attrs.frozen(eq=False, repr=False)
class Section:
    """What stands under a heading, down to the next.

    Attributes:
        key: The package's name of the section ("income", "three_public"); "" if it is none that is known.
        title: The heading without its mark; "" for what stands before the first.
        mark: The mark before the heading ("一", "第三部分").
        level: 1 for a part, 2 for "一、", 3 for "（一）"; 0 before the first heading.
        passages: What stands under it.
        place: Where the heading stands.
        parent: The section that it is under, or None.
    """

    key: str
    title: str
    mark: str = attrs.field(default="", kw_only=True)
    level: int = attrs.field(default=0, kw_only=True)
    passages: tuple[Passage, ...] = attrs.field(default=(), kw_only=True)
    place: Place = attrs.field(default=NOWHERE, kw_only=True)
    parent: Section | None = attrs.field(default=None, kw_only=True)

    @property
    def text(self) -> str:
        """What stands under the heading, paragraph by paragraph as in the file."""
        return "\n".join(passage.text for passage in self.passages if not passage.grid)

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What stands under the heading, folded, with lines that go on joined."""
        return tuple(joined(self.passages))

    @property
    def path(self) -> tuple[str, ...]:
        """The keys from the part down to this section."""
        above = self.parent.path if self.parent is not None else ()
        return (*above, self.key)

    def within(self, key: str) -> bool:
        """Whether this is, or is under, a section of that key."""
        return key in self.path

    def __repr__(self) -> str:
        return f"<Section {self.key or '?'} {self.title}: {len(self.passages)} passages>"


@attrs.define(eq=False)
class _SectionHeading:
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
    found: list[Section] = []
    stack: list[Section] = []
    heading: _SectionHeading | None = None
    body: list[Passage] = []
    contents = False
    seen: set[str] = set()  # the titles and keys of the contents
    before = ""

    def close() -> None:
        nonlocal body
        if heading is None and not body:
            return
        level = 0 if heading is None else heading.level
        while stack and stack[-1].level >= level:
            stack.pop()
        parent = stack[-1] if stack and heading is not None else None
        section = Section(
            "" if heading is None else heading.key,
            "" if heading is None else heading.title,
            mark="" if heading is None else heading.mark,
            level=level,
            passages=tuple(body),
            place=body[0].place if heading is None else heading.passage.place,
            parent=parent,
        )
        found.append(section)
        if heading is not None:
            stack.append(section)
        body = []

    for passage in passages:
        text = "" if passage.grid else folded(passage.text).lstrip("#-·•")
        if heading is not None and not body and _wrapped(heading, text):
            heading.title += text
            heading.key = _key(heading.title) or heading.key
            continue
        here = None if passage.grid else _heading(text, passage, before, contents=contents)
        before = text or before
        if contents:
            names = set() if here is None else {_stem(here.title)}
            if here is not None and not here.mark:
                names.add(here.key)  # "某局主要职能" is the heading of the listed "单位主要职能"
            again = bool(names & seen - {""})
            if not again and (here is not None or _listed(text)):
                if here is not None:
                    seen |= {_stem(here.title), here.key}
                body.append(passage)
                continue
            contents = False
        if here is None:
            body.append(passage)
            continue
        close()
        heading = here
        contents = here.key == "contents"
    close()
    return tuple(found)


def heading_of(passage: Passage) -> _SectionHeading | None:
    """The heading that a line of the contents names, or None if it names none."""
    text = folded(passage.text).lstrip("-#·•")
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
    return _SectionHeading(key, text, "", 1, passage)


def _closed(before: str) -> bool:
    """Whether the line before is a heading, a title or a name rather than broken prose."""
    return len(before) <= 40 and not _STOPS.search(before)


def _key(title: str) -> str:
    """The section that a heading begins."""
    for key, _, alternatives in SECTIONS:
        if any(all(word in title for word in words) for words in alternatives):
            return key
    return ""


def _stem(title: str) -> str:
    """A heading as it is compared with the contents."""
    return title.replace('"', "").replace("的", "")


def headings(sections: Iterable[Section]) -> list[Section]:
    """The sections that have a heading."""
    return [section for section in sections if section.title]
