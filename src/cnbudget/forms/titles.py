"""Titles of tables: what stands around them is taken off, and what is left says what the table totals.

>>> title_of("公开03表：2026年市级部门支出预算总表（单位：万元）").text
'市级部门支出预算总表'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs

from cnbudget.dimensions import FundingSource
from cnbudget.expressions import expression
from cnbudget.forms.meaning import Meaning, meaning_of
from cnbudget.forms.vocabulary import Vocabulary, vocabulary
from cnbudget.numerals import COUNTED, YEAR_DIGITS, integer
from cnbudget.values import Value
from cnbudget.words import continued, plain

_LONGEST = 90
_LONGEST_LABEL = 40
_SHORTEST = 3
_MOST_BRACKETS = 4
_LONGEST_PLACE = 16
#: 附表1：2018年度收支总表 is table one of 2018.
_BEFORE_YEAR = rf"[0-9]{{1,2}}(?={YEAR_DIGITS}年)"
_NUMBER = rf"(?:{_BEFORE_YEAR}|[0-9]{{1,3}}|[{COUNTED}]{{1,3}})(?:[-—–.][0-9]{{1,2}})?"
#: 表3, 公开03表, 部门公开表7, 预算01表, 财决公开03表, 附件1-3, Z01.
_LABEL = expression(
    rf"(?:(?:财决|部门|单位|预算|决算|财政|公开){{0,3}}(?:附表|附件|表格|表|附)({_NUMBER})"
    rf"|(?:财决|批复|部门|单位|预算|决算){{0,2}}(?:公开|预算|决算)({_NUMBER})表|Z([0-9]{{2}})|附)(?:表)?[、.,)\]-]*"
)
#: 三、 （三） 3. 03
_ORDINAL = expression(rf"(?:\(({_NUMBER})\)|({_NUMBER})[、.,)]|([0-9]{{1,2}})(?![0-9年]))")
_MARKS = "《》★●■◆※☆▲*·•-"
#: What stands behind a title on its line: the agency, the unit.
_BEHIND = expression(
    r"\(?(?:(?:编制|填报|公开|预算|金额|计量)?(?:单位|部门)(?:名称)?[:：]|(?:金额|货币|计量)单位|[:：]?(?:单位)(?=万?元|千元|亿元))",
)
_DATED = expression(r"\(?(?:填报|编制|公开|填表)?(?:日期|时间)")
_BRACKETED_YEAR = expression(rf"\(?({YEAR_DIGITS})年?(?:度)?\)?")
_YEAR_BRACKET = expression(rf"\(({YEAR_DIGITS})年?(?:度)?\)$")
_YEAR_BEHIND = expression(rf"(?<=表){YEAR_DIGITS}年(?:度)?$")
#: How titles end: 表, and what brackets say of how they are classified.
_TABLE = expression(
    r"表(?:[-—]{1,2}[^-—()表]{2,20})?(?:\([^()]{0,40}(?:\([^()]*\))?[^()]*\)){0,2}(?:\(不含[^()]*\))?"
    r"(?:(?<=\))[-—]{1,2}[^-—()表与]{2,20})?$"
)
_UNIT_BRACKET = expression(r"\((?:单位)?(?:人民币)?(?:亿|千|万)?元\)$")
_LABEL_BRACKET = expression(
    rf"\((?:财决|部门|单位|预算|决算){{0,3}}(?:公开|预算|决算)?(?:附)?(?:表)?({_NUMBER})(?:表)?\)$"
)
#: 收支总表公开01表: lines that a page joined.
_LABEL_END = expression(
    rf"(?<=[表)])(?:(?:财决|部门|单位|预算|决算|财政|公开){{0,3}}(?:附表|附件|表)({_NUMBER})"
    rf"|(?:财决|部门|单位|预算|决算){{0,2}}(?:公开|预算|决算)({_NUMBER})表|(?:GK|Z)([0-9]{{2}}))$"
)
_DIGIT = expression("[0-9]")
_AGENCY_BRACKET = expression(r"\(([^()]{2,40})\)$")
#: Tables that are no tables of money, and lines that only speak of one.
_NEVER = expression(
    "绩效|目标(?!类)|自评|指标体系|资产(?!配置)|目录|清单|名单|说明|人员情况|机构(?!运行)|编制表|评价|一览|封面|附注|情况如下|详见|见表|附件表"
)
#: A table that holds funds' budget, too.
_WITH_FUNDS = expression("(?<!不)含(?:一般公共预算和)?政府性基金")
#: A title of the running of an agency, whatever else stands in its table: 机构运行经费支出、国有资产占用情况….
_RUNNING = "机构运行"


@attrs.frozen(eq=False, repr=False)
class Title(Value):
    """A title of a standard table.

    Attributes:
        text: The title without what stands around it.
        number: Its number in the document, or None.
        year: The year it names, or None.
        agency: The agency that stands before or behind it, or "".
        meaning: What it says.
        goes_on: Whether it says that the table goes on from before (续表).
    """

    text: str
    number: int | None
    year: int | None
    agency: str
    meaning: Meaning
    goes_on: bool = False


def label_alone(text: str) -> int | None:
    """The number of a line that is nothing but the number of a table ("公开03表", "表 3")."""
    # nearly all lines are longer, or have none of the words that such a label is made with
    if len(text) > _LONGEST_LABEL or not ("表" in text or "附" in text or "Z" in text):
        return None
    bare = plain(text).strip(_MARKS)
    found = _LABEL.fullmatch(bare)
    return _number(found[1] or found[2] or found[3] or "") if found is not None else None


def beside_title(text: str) -> bool:
    """Whether a line only stands beside the title of a table: its number, the agency, the unit, the year or date.

    >>> beside_title("公开09表"), beside_title("编制部门：青山市审计局"), beside_title("收支总表")
    (True, True, False)
    """
    bare = plain(text).strip(_MARKS)
    return (
        not bare
        or bare in ("附表", "附件")
        or label_alone(text) is not None
        or _BRACKETED_YEAR.fullmatch(bare) is not None
        or _BEHIND.match(text.replace("（", "(").replace(" ", "")) is not None
        or _DATED.match(bare) is not None
    )


def title_of(text: str, words: Vocabulary | None = None) -> Title | None:
    """The title that a line is; None if it is no title of a standard table.

    >>> title_of("收支总表（预算表1）").number, title_of("表一一般公共预算支出表").number
    (1, 1)
    >>> title_of("青山大学收入预算表").agency, title_of("项目支出绩效目标表") is None
    ('青山大学', True)
    """
    words = words or vocabulary()
    if len(text) > _LONGEST or "表" not in text or "。" in text or "；" in text:
        return None
    outer = _Around()
    bare = outer.taken_off(text, words)
    if not bare or not _TABLE.search(bare):
        return None
    if _NEVER.search(bare) and _RUNNING not in bare:
        return None
    for number, rest in _labels(bare):
        found = _named(rest, words)
        if found is not None:
            said, agency, year, title = found
            return Title(
                title,
                number if outer.number is None else outer.number,
                outer.year or year,
                outer.agency or agency,
                said,
                outer.goes_on,
            )
    return None


def like_title(text: str) -> bool:
    """Whether a line looks like the title of a table, of whatever: 表3 专项债券资金表, but no sentence.

    >>> like_title("专项债券资金情况表（二）"), like_title("资金见下表。"), like_title("续表")
    (True, False, False)
    """
    bare = plain(text).strip(_MARKS)
    return (
        _SHORTEST < len(bare) <= _LONGEST_LABEL
        and _TABLE.search(bare) is not None
        and not any(mark in bare for mark in "，。；、:")
        and not beside_title(text)
        and continued(bare) is None
    )


def of_government(text: str) -> bool:
    """Whether a line is the title of a table of a whole government's budget: a place, and one of its budgets.

    >>> of_government("2026年青山省省级一般公共预算支出表"), of_government("2026年青山市审计局一般公共预算支出表")
    (True, False)
    """
    words = vocabulary()
    if len(text) > _LONGEST or not _TABLE.search(plain(text)) or "部门" in text or "单位" in text:
        return False
    bare = _BRACKETED_YEAR.sub("", plain(text))
    for length in range(2, _LONGEST_PLACE):
        place, rest = bare[:length], bare[length:]
        if not rest or not words.ends(place, "place"):
            continue
        said = meaning_of(rest, "title", words)
        if not said.unknown and (said.source is not None or said.subject == "GOVERNMENT"):
            return True
    return False


@attrs.define
class _Around:
    """What stands behind a title and around it, taken off.

    Attributes:
        number: The number of its table.
        year: The year.
        agency: The agency.
        goes_on: Whether it is the title of a continued table.
    """

    number: int | None = None
    year: int | None = None
    agency: str = ""
    goes_on: bool = False

    def taken_off(self, text: str, words: Vocabulary) -> str:
        """The plain text without what stands around it."""
        spaced = text.replace("（", "(").replace("）", ")")
        behind = _BEHIND.search(spaced)
        if behind is not None and behind.start():
            spaced = spaced[: behind.start()]
        bare = plain(spaced).strip(_MARKS)
        if "续" in bare:
            rest = continued(bare)
            self.goes_on, bare = rest is not None, rest or bare
        for _ in range(_MOST_BRACKETS):
            bare = bare.strip(_MARKS)
            begins = self._bracket(bare, words)
            if begins is None:
                break
            bare = bare[:begins]
        return _YEAR_BEHIND.sub("", bare)

    def _bracket(self, bare: str, words: Vocabulary) -> int | None:
        """Take note of a bracket at the end: the unit, a number, a year or an agency; say where it begins."""
        unit = _UNIT_BRACKET.search(bare)
        if unit is not None:
            return unit.start()
        label = _LABEL_BRACKET.search(bare) or _LABEL_END.search(bare)
        if label is not None:
            self.number = _number(next(group for group in label.groups() if group))
            return label.start()
        dated = _YEAR_BRACKET.search(bare)
        if dated is not None:
            self.year = int(dated[1])
            return dated.start()
        named = _AGENCY_BRACKET.search(bare)
        if (
            named is None
            or not bare[: named.start()].endswith("表")
            or not words.ends(named[1], "agency")
            or "按" in named[1]
        ):
            return None
        if meaning_of(named[1], "title", words).unknown:
            self.agency = named[1]
        return named.start()


def _labels(bare: str) -> Iterator[tuple[int | None, str]]:
    """The ways to take the number off the head of a title: "表一一般…" is table one, not eleven."""
    label, ordinal = _LABEL.match(bare), _ORDINAL.match(bare)
    for found in (label, ordinal):
        if found is None:
            continue
        digits = next((group for group in found.groups() if group), "")
        rest = bare[found.end() :]
        yield _number(digits), rest
        if found is label:
            second = _ORDINAL.match(rest) or _LABEL.match(rest)
            if second is not None:
                yield _number(digits), rest[second.end() :]
        at = found.start(0) + bare.find(digits)
        for length in range(len(digits) - 1, 0, -1):
            if not digits.isascii():
                yield _number(digits[:length]), bare[at + length :].lstrip("、.,)-")
    yield None, bare


def _number(text: str) -> int | None:
    """The number that a label is, of 1-2 the first."""
    return integer(re.split(r"[-—–.]", text)[0])


def _named(text: str, words: Vocabulary) -> tuple[Meaning, str, int | None, str] | None:
    """What a title without its number says, with agency, year and bare title; None if it is none."""
    year: int | None = None
    found = _BRACKETED_YEAR.search(text)
    front = ""
    if found is not None:
        year = int(found[1])
        front, text = text[: found.start()], text[found.end() :]
        if front and not words.ends(front, "agency"):
            return None
    said = meaning_of(text, "title", words)
    if not said.unknown:
        return (_with_funds(said, text), front, year, text) if _core(said) else None
    for split in range(2, min(len(text) - 2, 40)):
        head, rest = text[:split], text[split:]
        if words.ends(head, "agency") and not _DIGIT.search(head):
            said = meaning_of(rest, "title", words)
            if not said.unknown and _core(said):
                return _with_funds(said, rest), front or head, year, rest
    return None


def _with_funds(said: Meaning, text: str) -> Meaning:
    """What a title says, with the money that its brackets say to be in its table besides (含政府性基金)."""
    if said.source == FundingSource.GENERAL and _WITH_FUNDS.search(text):
        return attrs.evolve(said, source=said.source | FundingSource.FUND)
    return said


#: Uses that name a table by themselves: the three public expenses, meetings and training together.
_USES = ({"30217"}, {"30215", "30216"})


def _by_uses(uses: Iterable[str]) -> bool:
    return any(each <= {*uses} for each in _USES)


def _core(said: Meaning) -> bool:
    """Whether a title says of what its table is."""
    return bool(
        said.balance
        or said.flow is not None
        or said.nature is not None
        or (said.economic is not None and (said.source is not None or _by_uses(said.economic)))
        or said.running
        or said.subject
        or said.vintage == "CARRIED"
        or (said.source is not None)
    )
