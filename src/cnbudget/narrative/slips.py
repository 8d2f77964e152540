"""Slips (文字疏漏): what a careful reader would mark in the text, whatever the numbers are.

Each kind is looked for in the way that gives no false alarm on what the forms themselves print; nothing is said of
style. All patterns are bounded, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import attrs

from cnbudget.characters import simplifying
from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.messages import Framed, Message, few, framed, say
from cnbudget.narrative.agencies import misnamed
from cnbudget.narrative.claims import Claim
from cnbudget.narrative.document import Narrative
from cnbudget.narrative.exceeding import exceeding
from cnbudget.narrative.leftovers import leftovers_of
from cnbudget.narrative.sections import Section
from cnbudget.narrative.text import Paragraph
from cnbudget.narrative.untold import counts_untold, parts_untold
from cnbudget.narrative.vocabulary import LEVEL_WORDS, PROJECT_LABELS
from cnbudget.numerals import COUNTED, YEAR, YEAR_DIGITS
from cnbudget.passages import Passage
from cnbudget.persons.words import LABELS
from cnbudget.values import Visible
from cnbudget.words import plain

#: The kinds of slips, with their Chinese names.
KINDS: dict[str, str] = {
    "placeholder": "占位符和填写说明",
    "punctuation": "标点重复",
    "repeated": "词语重复",
    "block": "段落重复",
    "units": "金额单位",
    "percent": "百分比缺少“%”",
    "level": "部门与单位混用",
    "year": "年份",
    "agency": "单位名称不一致",
    "contents": "目录与标题",
    "reason": "主要原因",
    "traditional": "繁体字",
    "subordinates": "下属单位",
    "count": "个数",
    "numbering": "序号",
}

#: Departments leave in what a form asks of whoever fills it in: 去掉多余的符号, （增加内容）, 下降（增长）.
_PLACEHOLDER = expression(
    r"去掉多余.{0,6}|多余的?符号|此处填写?.{0,8}|请(?:各?(?:部门|单位))?(?:填写|补充|删除|根据实际).{0,8}"
    r"|待补充|待填写|填写说明|填报说明"
    r"|按实际情况填写|根据实际情况填写|[Xx]{2,12}|[×╳]{2,12}|_{3,12}|[○〇]{2,12}(?=[年月万元])"
    r"|\(列示至[^()]{2,20}单位\)|(?<=[。；])\([^()]{2,20}情况，以及[^()]{4,60}等\)|\(仅有一个单位的部门[^()]{0,40}\)"
    r"|\((?:增加|新增|修改|删除)(?:的)?内容\)|(?:增长|增加)\(或?(?:下降|减少)\)|(?:下降|减少)\(或?(?:增长|增加)\)"
    r"|(?:(?:增长|增加)/(?:下降|减少)|(?:下降|减少)/(?:增长|增加)|增\(减\)|增/减)"
    r"(?=[0-9.]{0,9}[1-9][0-9.]{0,9}(?:[亿千万]?元|%))"
    # Of words that a form has side by side, one is to be struck out: 决算数大（小）于预算数, 支出（收入）.
    r"|(?P<both>大小于|小大于"
    r"|(?:(?<![增减])(?:减增加|增减少)|降增长|增下降|增加减少|减少增加|增长下降|下降增长|支出收入)"
    r"(?=[0-9][0-9.,]{0,15}(?:[亿千万]?元|%|个百分点))"
    # Final accounts kept 减少为 before 与上年持平, too.
    r"|(?P<kept>(?:减少|下降|增加|增长)[为至到])(?P<to>[0-9][0-9.,]{0,12})[万亿]?元[，,][与同较比]"
    rf"(?:上年|去年|{YEAR_DIGITS}年)(?:度|决算|支出|数){{0,3}}持平)",
    needs=r"[填请余补容Xx×╳_○〇(](?<![^长加降少增减]\()|[少加长降增]/|列示至|情况，以及|仅有一个"
    "|大小|小大|减增|增减少|降增|增下|加减|少增|长下|出收|持平",
)
#: What an amount is told to have been more or less than.
_FROM = expression("[由从比较]")
_PLANNED = expression("预算[^0-9。，；]{0,6}([0-9][0-9.,]{0,12})")
_STRETCH = 120
#: What ends the heading of a kind of bodies: 某市所属事业单位.
_GENERIC = ("单位", "事业", "机构", "系统", "机关", "本级", "本部")
#: Texts have two marks where one was meant (。。, ；；, ，。), at the end of a sentence or before the next part.
_DOUBLED = expression(r"[。；，、：;,:][。；，、;,]")
_REPEATED = expression(r"([\u4e00-\u9fff]{2,6})\1")
_HAN = expression("[\u4e00-\u9fff]")
#: Contents list tables too, some with brackets behind 表 (按功能分类科目); these are no headings of the text.
_TABLE = expression(r"表(?:\([^()]*\))?$")
#: Departments of health and of water, which tell of many hospitals and projects, name them one behind the other.
_ENDS_NAMES = expression("项目|工程|资金|.{0,4}(?:医院|学校|中心|公司|局)")
#: How labels of persons and of their numbers end.
_PERSONAL = tuple(word for word, _ in LABELS)
_LONGEST_LABEL = max(map(len, _PERSONAL))
_FINE_TWICE = frozenset(("研究研究", "讨论讨论", "彻彻底底", "方方面面"))
#: "增加的主要原因，一是…" gives the reasons.
_NO_REASON = expression(
    r"主要原因(?:(?:是|为|系)[:：]?(?=[。；;，,]|其中|$)|[:：]?(?=[。；;]|其中|$))"
)
#: Texts of several cities give as the reason that nothing changed: 与上年持平，主要原因是与上年持平.
_RESTATED = expression(
    r"主要原因(?:是|为|系)?[:：]?([^。；;，,]{0,24}(?:"
    + "|".join(LEVEL_WORDS)
    + r"))(?=[。；;，,]|$)"
)
#: What a reason may hold without giving one: that something changed, or not, since when, and by how much.
_HOLLOW = expression(
    rf"{YEAR_DIGITS}年度?|[上去本今]年度?|年初|预算|决算|安排|基本|保持|金额|支出|经费|费用|万元|亿元"
    r"|增加|减少|增长|下降|上升|降低|增减|变化|没有|不变|持平|主要|原因"
    r"|[与同比较仍也均都的数额费元%无为是系共了有，,:：、0-9.()]"
)
_REASON_END = expression(r"[。；;]")
#: The text of a unit's budget kept the form's words for departments: 部门预算安排.
_OF_UNIT = expression(r"本部门|我部门|部门预算(?:安排|未安排|绩效管理|整体)")
#: A department without units calls itself 本单位, and a unit that it speaks of is one: neither is a slip.
_OF_DEPARTMENT = expression(r"单位预算(?:安排|未安排|绩效管理|整体)")
#: A form's words for departments with units were left where the agency says that it has none: …及下属各预算单位.
_BELOW = expression(r"(?:及|和)?(?:下属|所属)(?:的)?各?(?:预算)?单位", needs="属")
_WHOSE = expression(rf"(?:{YEAR_DIGITS}年度?)(?:[市区县省]级)?(部门|单位)(?:预算|决算)")
_LONGEST_SUBJECT = 80
_LONGEST_REASON = 200
_SKIPPED = frozenset(("contents", "glossary", "duties"))
_MOST_OF_A_KIND = 200
_HABITS = frozenset(("level", "agency", "subordinates", "reason"))
_MOST_PLACES = 6  # places of what stands several times
_NOTE = expression("(?:备?注|说明)[0-9一二三]?[:：.、]")
_ORDINALS = f"{COUNTED}东南西北中上下0123456789"
_MOST_BESIDE = 40
_LEAST_BLOCK = 15
_MONEY = expression("[1-9][0-9.]{0,12}[万亿千]?元")
#: A budget had a run of paragraphs in traditional characters amid simplified ones.
_LEAST_TRADITIONAL = 3


@attrs.frozen(eq=False, repr=False)
class TextSlip(Visible):
    """A slip in the text.

    Attributes:
        kind: One of `KINDS`.
        words: What it is.
        place: Where it stands.
    """

    kind: str
    words: Message | Framed
    place: Place = attrs.field(kw_only=True)

    @property
    def zh(self) -> str:
        """What it is, in Chinese."""
        return self.words.zh

    @property
    def en(self) -> str:
        """The same in English."""
        return self.words.en


def slips_of(narrative: Narrative) -> tuple[TextSlip, ...]:
    """The slips of a narrative, in the order of `KINDS` and then of the document."""
    found: list[TextSlip] = []
    level = narrative.context.level or _level(narrative.readable)
    for section in narrative.sections:
        if section.key == "contents":
            continue
        found.extend(_heading(section))
        seen: dict[str, Place] = {}
        labels: dict[str, Place] = {}
        before = ""
        for paragraph in section.paragraphs:
            found.extend(_marks(paragraph))
            found.extend(_blocks(paragraph, before, seen, labels))
            before = paragraph.text
            if section.key not in _SKIPPED:
                found.extend(_reasons(paragraph))
                found.extend(_levels(paragraph, level))
                found.extend(_names(paragraph, narrative.context.name))
                found.extend(_subordinates(paragraph, section, narrative))
    found.extend(
        TextSlip(kind, words, place=place) for kind, words, place in leftovers_of(narrative)
    )
    found.extend(TextSlip("year", each.words, place=each.place) for each in narrative.years)
    found.extend(
        TextSlip("count", words, place=claim.place)
        for words, claim in (*counts_untold(narrative), *parts_untold(narrative))
    )
    found.extend(TextSlip("count", words, place=place) for words, place in exceeding(narrative))
    found.extend(_misnamed(narrative))
    found.extend(_numbers(narrative))
    found.extend(_contents(narrative))
    found.extend(_traditional(narrative.readable))
    told = list(_together(found))
    return tuple(
        slip
        for kind in KINDS
        for slip in islice((each for each in told if each.kind == kind), _MOST_OF_A_KIND)
    )


def _together(slips: Iterable[TextSlip]) -> Iterator[TextSlip]:
    """Habits that say the same, as one: a word that is wrong all through a document is one fact."""
    same: dict[tuple[object, ...], list[TextSlip]] = {}
    for number, slip in enumerate(slips):
        key: tuple[object, ...] = (number,)
        if slip.kind == "contents":
            key = slip.kind, slip.words.key
        elif slip.kind in _HABITS:
            key = slip.kind, slip.words
        same.setdefault(key, []).append(slip)
    for first, *others in same.values():
        if not others:
            yield first
            continue
        if first.kind == "contents":
            more = tuple(
                say("slips.at_place", words=each.words, place=each.place) for each in others
            )
            words = framed(first.words, "slips.and_so_others", count=len(more), others=few(more))
            yield attrs.evolve(first, words=words)
            continue
        count = len(others) + 1
        also = tuple(each.place for each in others[:_MOST_PLACES])
        if len(others) > _MOST_PLACES:
            words = framed(first.words, "slips.many_times", count=count, also=also)
        else:
            words = framed(first.words, "slips.some_times", count=count, also=also)
        yield attrs.evolve(first, words=words)


def _level(passages: Sequence[Passage]) -> str | None:
    """Whose document it is by its first lines: that of a 部门 or a 单位."""
    for passage in passages[:3]:
        match = _WHOSE.search(passage.folded)
        if match is not None and not passage.grid:
            return match[1]
    return None


def _heading(section: Section) -> Iterator[TextSlip]:
    match = _PLACEHOLDER.search(section.title)
    if match is not None:
        words = say("slips.placeholder_in_heading", text=match[0])
        yield TextSlip("placeholder", words, place=section.place)


def _misnamed(narrative: Narrative) -> Iterator[TextSlip]:
    """A heading that names another agency, of which the document says nothing else."""
    context = narrative.context
    for section in misnamed(narrative.sections, context):
        other = plain(section.title)
        parts = ("duties", "structure", "glossary")
        if other.endswith(_GENERIC) or context.name in other or any(map(section.within, parts)):
            continue
        words = say("slips.agency_of_document", other=other, name=context.name)
        yield TextSlip("agency", words, place=section.place)


def _marks(paragraph: Paragraph) -> Iterator[TextSlip]:
    text = paragraph.text
    for match in _PLACEHOLDER.finditer(text):
        if match["kept"]:
            if _from_elsewhere(text, match):
                continue
            words = say("slips.changed_as_before", text=match[0])
        elif match["both"]:
            words = say("slips.both_words", text=match[0])
        elif not _named(text, match):
            words = say("slips.placeholder", text=match[0])
        else:
            continue
        yield TextSlip("placeholder", words, place=paragraph.place(match.start()))
    for match in _DOUBLED.finditer(text):
        if text[max(0, match.start() - _LONGEST_LABEL) : match.start()].endswith(_PERSONAL):
            continue  # what stood between is a person's, and was left out
        shown = text[max(0, match.start() - 6) : match.end()]
        words = say("slips.punctuation", text=shown)
        yield TextSlip("punctuation", words, place=paragraph.place(match.start()))
    for match in _REPEATED.finditer(text):
        line = bisect_right(paragraph.starts, match.start())
        across = line < len(paragraph.starts) and paragraph.starts[line] < match.end()
        if _names_meet(text, match):
            continue
        if match[0] not in _FINE_TWICE and len(set(match[1])) > 1 and not across:
            words = say("slips.repeated", text=match[0])
            yield TextSlip("repeated", words, place=paragraph.place(match.start()))


def _from_elsewhere(text: str, match: re.Match[str]) -> bool:
    """Whether what is as last year is less or more than another amount: 由年初预算的2.00万元减少为1.00万元."""
    around = text[max(0, match.start() - _STRETCH) : match.start()].rpartition("。")[2]
    before = around + _REASON_END.split(text[match.end() : match.end() + _STRETCH], maxsplit=1)[0]
    plans = [found[1] for found in _PLANNED.finditer(before)]
    return _FROM.search(before) is not None or any(plan != match["to"] for plan in plans)


def _names_meet(text: str, match: re.Match[str]) -> bool:
    """Whether a name ends and the next word begins with the same word: 某建设项目项目绩效自评表, 更换工程工程款.

    The body of a project may begin the project's name: 某市儿童医院市儿童医院新院区项目.
    """
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    inside = _HAN.match(before) is not None and _HAN.match(after) is not None
    return inside and _ENDS_NAMES.fullmatch(match[1]) is not None


def _named(text: str, match: re.Match[str]) -> bool:
    """Whether letters are part of a name: a project's number, a product."""
    if match[0][0] not in "Xx":
        return False
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return any(each.isascii() and each.isalnum() for each in (before, after) if each)


def _blocks(
    paragraph: Paragraph, before: str, seen: dict[str, Place], labels: dict[str, Place]
) -> Iterator[TextSlip]:
    """The same paragraph, or the same line of a project's description, twice."""
    text, place = paragraph.text, paragraph.place(0)
    if "项目名称:" in text[:14]:
        labels.clear()
    label, _, value = text.partition(":")
    # a description of a project had lines of it twice, and a label in the line of another
    if label in PROJECT_LABELS:
        if label in labels:
            words = say("slips.label_twice", label=label, first=labels[label])
            yield TextSlip("block", words, place=place)
        labels.setdefault(label, place)
        inner = next((each for each in PROJECT_LABELS if value.startswith(f"{each}:")), "")
        if inner:
            words = say("slips.label_after_label", label=label, inner=inner)
            yield TextSlip("block", words, place=place)
        return
    if _NOTE.match(text):
        return  # the form's own note under each of its tables
    if text.endswith(":"):
        return  # "一般公共预算支出…万元，其中:" opens each of its breakdowns
    if len(text) >= _LEAST_BLOCK and any(mark in text for mark in "。，；"):
        # what is said of one thing may well be said of another, too, but not with the same amount
        if text in seen and (text == before or _MONEY.search(text)):
            words = say("slips.paragraph_twice", first=seen[text], text=text[:20])
            yield TextSlip("block", words, place=place)
        seen.setdefault(text, place)


def _reasons(paragraph: Paragraph) -> Iterator[TextSlip]:
    text = paragraph.text
    if "主要原因" not in text:
        return
    for match in _NO_REASON.finditer(text):
        if match.end() == len(text) and text[-1:] in ":：":
            continue  # the reasons follow in the next paragraph
        words = say("slips.reason_empty", text=match[0])
        yield TextSlip("reason", words, place=paragraph.place(match.start()))
    for match in _RESTATED.finditer(text):
        before = text[max(0, match.start() - _LONGEST_SUBJECT) : match.start()]
        if not _restates(before, match[1]):
            continue
        words = say("slips.reason_restates", text=match[0])
        yield TextSlip("reason", words, place=paragraph.place(match.start()))


def _restates(before: str, reason: str) -> bool:
    """Whether a reason names nothing that was not named before it: 公务接待费…，主要原因是公务接待费保持不变.

    That the number of cars is as it was (公务车保有量与上年持平) is a reason.
    """
    subject = _REASON_END.split(before)[-1]
    return set(_HOLLOW.sub("", reason)) <= set(subject)


def _restated(claim: Claim) -> bool:
    """Whether the reason that a change stands in says nothing but that change."""
    before, *reasons = claim.sentence.split("原因")
    for reason in reasons:
        told = _REASON_END.split(reason, maxsplit=1)[0]
        if claim.text in told:
            return _restates(before[-_LONGEST_SUBJECT:], told[:_LONGEST_REASON])
        before = reason
    return True


def _levels(paragraph: Paragraph, level: str | None) -> Iterator[TextSlip]:
    pattern = {"部门": _OF_DEPARTMENT, "单位": _OF_UNIT}.get(level or "")
    match = None if pattern is None else pattern.search(paragraph.text)
    if match is not None:
        words = say("slips.level", level=level, text=match[0])
        yield TextSlip("level", words, place=paragraph.place(match.start()))


def _names(paragraph: Paragraph, name: str) -> Iterator[TextSlip]:
    """The agency's name with one character other, too many or too few."""
    if len(name) < 6:
        return
    # final accounts had 规划与自然资源局 several times where the agency is 规划和自然资源局
    text = paragraph.text.replace('"', "")
    head, tail = name[:3], name[-2:]
    start = text.find(head)
    while start >= 0:
        if not text.startswith(name, start):
            for length in (len(name), len(name) - 1, len(name) + 1):
                other = text[start : start + length]
                if other.endswith(tail) and _apart(other, name):
                    words = say("slips.agency_elsewhere", other=other, name=name)
                    at = min(start, len(paragraph.text) - 1)
                    yield TextSlip("agency", words, place=paragraph.place(at))
                    return
        start = text.find(head, start + 1)


def _apart(one: str, other: str) -> bool:
    """Whether two names differ by one character changed, added or left out."""
    if len(one) == len(other):
        if any(
            a != b and (a in _ORDINALS or b in _ORDINALS) for a, b in zip(one, other, strict=True)
        ):
            return False  # 第一小学 and 第二小学 are two schools
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    same = next((i for i, mark in enumerate(short) if mark != long[i]), len(short))
    return short[same:] == long[same + 1 :]


def _subordinates(
    paragraph: Paragraph, section: Section, narrative: Narrative
) -> Iterator[TextSlip]:
    if section.key == "structure" or narrative.overview.units != 0:
        return
    match = _BELOW.search(paragraph.text)
    if match is not None and "无" not in paragraph.text[max(0, match.start() - 2) : match.start()]:
        words = say("slips.subordinates", text=match[0])
        yield TextSlip("subordinates", words, place=paragraph.place(match.start()))


def _numbers(narrative: Narrative) -> Iterator[TextSlip]:
    """Slips that are seen in the claims: a lacking sign, two units, a restated change."""
    claims = narrative.claims
    units: dict[tuple[str, Section], set[str]] = {}
    beside: dict[Place, list[Claim]] = {}
    for unread in claims.unread:
        if unread.reason.key == "unchecked.amount_without_unit":
            yield TextSlip("units", say("slips.no_unit", text=unread.text), place=unread.place)
    for claim in claims:
        if claim.kind == "change":
            beside.setdefault(claim.place, []).append(claim)
    for claim in claims:
        # final accounts left the sign of per cent out behind a rate, and behind a share
        if claim.kind in ("growth", "share", "completion") and not claim.counter:
            yield TextSlip("percent", say("slips.percent", text=claim.text), place=claim.place)
        if claim.kind in ("amount", "change") and claim.unit is not None and claim.value:
            spoken = units.setdefault((claim.sentence, claim.section), set())
            spoken.add(claim.unit.zh)
            if len(spoken) == 2 and "" not in spoken:
                words = say("slips.units", units=tuple(sorted(spoken)))
                yield TextSlip("units", words, place=claim.place)
                spoken.add("")
        if claim.kind == "change" and claim.role == "reason":
            for other in beside.get(claim.place, ())[:_MOST_BESIDE]:
                same = other.value == claim.value and other.subject == claim.subject
                if same and other.role == "stated" and _restated(claim):
                    words = say("slips.reason_restates_change", subject=claim.subject)
                    yield TextSlip("reason", words, place=claim.place)
                    break


def _contents(narrative: Narrative) -> Iterator[TextSlip]:
    """The contents list against the headings."""
    listed = next((each for each in narrative.sections if each.key == "contents"), None)
    if listed is None:
        return
    headings = [each for each in narrative.sections if each.title and each is not listed]
    titles = {_yearless(each.title) for each in headings}
    # long headings go on in the next line: 第三部分 …部门预算情况说明及重要 / 事项的说明
    titles |= {
        _yearless(each.title + line.folded) for each in headings for line in each.passages[:1]
    }
    keys = {each.key for each in headings}
    from cnbudget.narrative.sections import heading_of

    for passage in listed.passages:
        found = heading_of(passage)
        if (
            found is None
            or found.key in ("", "contents", "tables", "overview")
            or _TABLE.search(found.title)
        ):
            continue
        title = _yearless(found.title)
        short = title[2:] if title.startswith(("单位", "部门")) else title
        if title in titles or (short != title and any(each.endswith(short) for each in titles)):
            continue  # the heading of the listed "单位主要职能" may be "某局主要职能"
        if any(
            each.key == found.key and _yearless(each.title).endswith(title) for each in headings
        ):
            continue  # that of the listed "项目经费情况说明" may name the project before
        near = next((each for each in headings if each.key == found.key), None)
        if near is not None and found.key in keys:
            words = say("slips.contents_otherwise", title=found.title, heading=near.title)
            yield TextSlip("contents", words, place=near.place)
        else:
            words = say("slips.contents_not_in_text", title=found.title)
            yield TextSlip("contents", words, place=passage.place)


def _yearless(title: str) -> str:
    """A title to be compared, whatever its year: `cnbudget.narrative.years` says which is wrong."""
    return YEAR.sub("年", title.replace('"', "").replace("'", ""))


def _traditional(passages: Sequence[Passage]) -> Iterator[TextSlip]:
    """Runs of passages with traditional characters in a text that is otherwise simplified."""
    printed = set[str]().union(*[passage.text for passage in passages if not passage.grid])
    table = simplifying()
    odd = {each for each in printed if "\u4e00" <= each <= "\u9fff" and ord(each) in table}
    if not odd:
        return
    marked: list[tuple[int, Passage, str]] = []
    plain = 0
    for position, passage in enumerate(passages):
        if passage.grid:
            continue
        found = "".join([each for each in passage.text if each in odd])
        if len(found) >= _LEAST_TRADITIONAL:
            marked.append((position, passage, found))
        else:
            plain += 1
    if not marked or plain <= len(marked):
        return
    run: list[tuple[int, Passage, str]] = []
    for each in [*marked, None]:
        if run and (each is None or each[0] != run[-1][0] + 1):
            first, last = run[0][1].place, run[-1][1].place
            count = sum(len(found) for _, _, found in run)
            span = first if first is last else say("slips.span", first=first, last=last)
            shown = "".join(dict.fromkeys(run[0][2]))[:8]
            words = say("slips.traditional", span=span, count=count, shown=shown)
            yield TextSlip("traditional", words, place=first)
            run = []
        if each is not None:
            run.append(each)
