"""So many units, offices or projects, and their names: what is listed is as many as is counted.

A list that leaves some out (等, 主要包括) is held to nothing, and where a name may be two (民政和社会保障局) both
numbers are right. All patterns are bounded, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.narrative.parted import MARK
from cnbudget.narrative.text import Paragraph
from cnbudget.numerals import COUNTED, integer
from cnbudget.values import Visible

_NUMBER = rf"(?<![0-9.第前{COUNTED}])(?P<number>[0-9]{{1,3}}|[{COUNTED}]{{1,3}}|两)"
#: Bodies; what stands before the last of these words says which of them.
_BODIES = "(?:科室|处室|股室|科|处|股|机构|部门|单位|中心|学校|医院|街道|乡镇|社区|协会|企业|公司|院所|团体)"
_KINDS = (
    "(?:内设|职能|直属|下属|所属|下级|二级|三级|预算|事业|行政|基层|参公|参照公务员法管理|公益一类|公益二类"
    "|独立核算|法人|机关|财政|全额|差额|拨款|业务)"
)
_THINGS = "(?:模块|板块|平台|基地|项目|专项|工程|课题|子系统|系统|方面|部分|类别)"
#: Chongqing, Guangzhou and Beijing name offices and units behind how many they are: …个，…依次为, 分别是, 分别为.
_LEADS = r"(?:[，,]?(?:[^，,。；;:：0-9]{0,12}(?:依次|分别)[是为]|即|包括|包含|具体包括|具体[是为]|[为是])[:：]?|[:：])"
_LISTED = r"(?P<listed>[^。:：]{0,1200})"
_COUNTS_BODIES = f"[0-9{COUNTED}两][个家所户]"
_PATTERNS = (
    expression(
        _NUMBER + f"[个家所户](?:{_KINDS}){{0,4}}{_BODIES}(?:构成)?{_LEADS}{_LISTED}",
        needs=_COUNTS_BODIES,
    ),
    expression(
        f"(?<=单位|机构|部门|科室|处室)(?:共|有|共有|共计|合计|数量为)?{_NUMBER}[个家所户]{_LEADS}{_LISTED}",
        needs=_COUNTS_BODIES,
    ),
    expression(
        _NUMBER
        + f"[个大项类](?:子|重点|主要|一级|二级|支出)?{_THINGS}(?:构成|组成)?{_LEADS}{_LISTED}",
        needs=f"[0-9{COUNTED}两][个大项类]",
    ),
)
_BRACKETS = expression(r"\([^()]{0,200}\)")
#: A name ends before a word that joins it to the next; other joining words may be of one name.
_AND = expression(
    r"[、，,]|(?<=[科处股室队站局心会院所校司])(?:以及|和|及|与)(?=[\u4e00-\u9fff]{2})"
)
#: What is said of all of them behind the last name: …、乙站，均为全额拨款事业单位.
_OF_ALL = expression("[，,](?:均|皆|都)(?:为|是|属|系|由|纳入|实行)[^、；;，,]{0,200}$")
_MAY_JOIN = expression("以及|[和及与]")
_BODY = expression("[科处股室队站局心会院所校司部委办厅馆]$")
_COUNT = expression(_NUMBER + "[个家所户]")
_SENTENCE = 200  # characters before a number that may count others
_LONGEST = 30
_SOME = ("等", "主要", "如下", "其中")


@attrs.frozen(eq=False, repr=False)
class Miscounted(Visible):
    """A list of another length than is said.

    Attributes:
        said: How many are said to be there.
        named: How many are.
        text: The words.
        place: Where they stand.
    """

    said: int
    named: int
    text: str
    place: Place = attrs.field(kw_only=True)


def miscounted(paragraphs: Sequence[Paragraph]) -> Iterator[Miscounted]:
    """The lists of a section that are of another length than is said.

    Args:
        paragraphs: The paragraphs of the section.
    """
    for number, paragraph in enumerate(paragraphs):
        seen: set[int] = set()
        for pattern in _PATTERNS:
            for match in pattern.finditer(paragraph.text):
                said, at = integer(match["number"]), match.start("number")
                if said is None or at in seen:
                    continue
                seen.add(at)
                cut = paragraph.text[match.end() : match.end() + 1] in (":", "：")
                lengths = () if cut else _lengths(match["listed"])
                if not match["listed"] and match.end() == len(paragraph.text):
                    lengths = _below(paragraphs[number + 1 : number + 1 + 2 * said])
                if lengths and not _sums(paragraph.text, at, said) & set(lengths):
                    place = paragraph.place(at)
                    yield Miscounted(said, lengths[0], match[0][:40], place=place)


def _sums(text: str, at: int, said: int) -> set[int]:
    """What may be listed: what is counted last, or with others before it (行政单位1家，事业单位4家，具体包括…)."""
    before = re.split("[。；;]", text[max(0, at - _SENTENCE) : at])[-1]
    total, found = said, {said}
    for each in reversed(_COUNT.findall(before)):
        total += integer(each) or 0
        found.add(total)
    return found


def _lengths(listed: str) -> tuple[int, ...]:
    """How many names a list may have, the likeliest first; none if that cannot be told.

    >>> _lengths("办公室、人事科和财务科"), _lengths("甲站，属事业单位；乙站，属事业单位")
    ((3,), (2,))
    >>> _lengths("水政与水资源、节水，统一管理"), _lengths("甲站、乙站等")
    ((2, 3, 4), ())
    >>> _lengths("甲站、乙站，均为事业单位")
    (2,)
    """
    text = _OF_ALL.sub("", _BRACKETS.sub("", listed))
    if any(word in text for word in _SOME):
        return ()
    rows = [each for each in re.split("[；;]", text) if each]
    if len(rows) > 1:
        heads = [re.split("[，,]", row)[0] for row in rows]
        return () if any("、" in head for head in heads) else (len(rows),)
    first = re.split("[，,]", text)[0]
    found: dict[int, None] = {}
    for told in dict.fromkeys((first if "、" in first else text, text)):
        names = [each for each in _AND.split(told) if each]
        if len(names) < 2 or any(len(each) > _LONGEST for each in names):
            continue
        if "、" not in told and not all(_BODY.search(each) for each in names):
            continue  # 甲科，负责…，乙科，负责…
        joined = sum(len(_MAY_JOIN.findall(each)) for each in names)
        found.update(dict.fromkeys(range(len(names), len(names) + joined + 1)))
    return tuple(found)


def _below(paragraphs: Sequence[Paragraph]) -> tuple[int, ...]:
    """How many numbered lines follow one another."""
    last, style = 0, ""
    for paragraph in paragraphs:
        mark = MARK.match(paragraph.text)
        if mark is None or mark.lastgroup is None:
            break
        if integer(mark[mark.lastgroup]) != last + 1 or (style and mark.lastgroup != style):
            break
        last, style = last + 1, mark.lastgroup
    return (last,) if last > 1 else ()
