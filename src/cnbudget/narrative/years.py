"""Years in the prose: those of budgets, execution and comparison, dates of state, and the date at the end.

Only a year whose part in the sentence is plain is held to the document's. Free are the periods of projects and plans
(2021—2025年), numbers of documents (财预〔2021〕12号), titles of laws and notices, the names of projects, and what
reasons tell of the years before. All patterns are bounded, so that the time is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import attrs

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.messages import Message, say
from cnbudget.narrative.sections import Section
from cnbudget.narrative.subjects import Context
from cnbudget.narrative.text import Paragraph, sentence_around
from cnbudget.numerals import COUNTED, YEAR_DIGITS
from cnbudget.values import Visible
from cnbudget.words import without_page

#: What must not stand before a year is looked at behind it: few places begin with its digits.
_NAMED = expression(
    rf"({YEAR_DIGITS})(?<![0-9]{{5}})(?<![0-9]{{2}}\.[0-9]{{4}})(?:年度?|(?=持平|相比|预算|决算))"
)
_WORD = expression(r"[0-9，。；,;:：]")
_SPAN = expression(r"(?<![0-9])[-—–~～至到]|(?:[0-9]{1,2}月|[0-9]{4})")
_YEAR_BEHIND = expression(rf"度?[和与及、]({YEAR_DIGITS})(?:年|(?=预算|决算))")
_YEAR_BEFORE = expression(rf"({YEAR_DIGITS})年?度?[和与及、]$")
_CLAUSE = expression(r"[。；;，,:：!?！？]")
_TITLE = expression(r"《[^《》]{0,200}》")
_REASON = expression(r"原因|主要是|主要系|由于|因为|[二三四五六七]是")
_AGAIN = expression(r"(?:年初|当年)?预算(?:安排)?数?[为是]?[0-9]")
_AMOUNT = expression(r"[0-9](?:万|亿|千)?元")
_MONEY = expression(r"[0-9](?:万|亿|千)?元|未安排|没有|不安排|[^有]无|编制范围|预算数")

_BUDGETS = r"(?:财政拨款|一般公共预算|政府性基金|国有资本经营|部门|单位|年初|年末|当年|全年|收入|支出|收支)"
_AGAINST = expression(r"(?:与|同|比|较)$")
_COMPARED = expression(rf"{_BUDGETS}{{0,4}}(?:预算|决算|执行|调整)|相比|持平|同期")
#: What an amount is a part of, or more than: 为2022年决算的98%.
_RATED = expression(r"[^，。；0-9]{0,12}的[0-9][0-9.]{0,6}(?:%|倍)")
_MOVED = expression(r"(?:减少|增加|增长|下降|上升)(?:了)?[0-9][0-9,.]{0,20}(?:万|亿|千)?元")
#: Budgets of districts tell of each item what was spent before: …年当年预算执行数为…，…年预算安排….
_EXECUTED = expression(rf"{_BUDGETS}{{0,3}}(?:预算)?(?:执行数|决算数)")
_ACCOUNTS = expression(r"(?:部门|单位|收入|支出|收支)?决算")
_DONE = expression(r"执行|决算|完成|实际")
_PAST = expression(r"执行|决算|完成|回顾|总结|绩效评价|自评")
#: Texts of Xi'an say of two years at once that there was none: …年和…年，本部门无培训费经费预算.
_PAIR = expression(
    rf"(?<![0-9])({YEAR_DIGITS})年度?[和与及、]({YEAR_DIGITS})年度?[^。；;0-9]{{0,16}}?(?:未|无|没有|不)",
    needs=rf"{YEAR_DIGITS}年度?[和与及、]",
)
#: What leads to the year of something else: a notice, a transfer, a project.
#: Texts cite notices by their whole names: 关于提前下达…年中央财政…资金的通知.
_ELSEWHERE = expression(
    r"(?:下达|印发|根据|按照|依据|结转|追加|收到|做好|名称:|自|从|由|原|列支|支付|发放|拨付|清算|[0-9])(?:了|的)?$"
)
_FILLER = (
    r"(?:[，,的度]|(?:本|我|全)(?:部门|单位|局|委|院|办|校|中心|市|区|县|省|年)"
    r"|[省市区县](?:本)?级|年初|当年|所有|全部|预计){0,5}"
)
_BUDGETED = expression(
    _FILLER
    + r"(?:(?:(?:部门|单位)(?:汇总|综合)?)?(?:收支|收入|支出|收支总|财政拨款收支)?(?:总)?预算(?!执行|绩效评价|调整)"
    r'|(?:部门|单位)?(?:一般公共预算|财政拨款|政府性基金|国有资本经营)|"?三公|(?:部门|单位)?机关运行经费|政府采购|委托业务费'
    r"|上年结转结余|本年收入|本年支出|(?:部门|单位)?(?:预算|财务)?总(?:收入|支出)|(?:部门|单位)?(?:收入支出|收、支|收入|支出|收支)(?:总体|总计|合计|总)|基本支出"
    r"|项目支出(?!绩效)|收入和支出|(?:支出|收入|部门|单位)?决算"
    r"|[\u4e00-\u9fff]{2,12}预算(?:总额|数)|[\u4e00-\u9fff]{2,8}费预算[0-9])"
)
_BEGUN = expression(
    _FILLER + r"(?:没有使用|未使用|没有|未安排|无|拨款|收入|支出|面向中小|(?:未)?安排|(?:计划)?购置"
    r"|通过一般公共预算|运行经费|政策和项目"
    r'|[^，,。；;:]{0,60}(?:运行经费|三公"?经费|政府采购)(?:财政拨款)?预算(?:数|总额)?为?[0-9])'
)
#: What one form says of goals in every budget, without a verb before it: …年，本单位预算绩效管理整体绩效目标….
_GOALS = expression(
    _FILLER
    + r"(?:预算绩效管理整体|(?:政策和)?项目(?:支出)?(?:均|全面)(?:实行|实施)|绩效目标管理|全面实施绩效)"
)
_LEADING = expression(
    rf"(?:[0-9{COUNTED}]{{1,3}}[、.．]|\([{COUNTED}0-9]{{1,3}}\)[、.]?|备?注|关于|纳入|其中|本部门|本单位|我部门|我单位|我局|\()*"
)
#: An agency by another name than its full one: 市水务局.
_OFFICES = ("局", "委", "委员会", "厅", "办", "办公室", "院", "中心", "处")
_AGENCY = expression(rf"[\u4e00-\u9fff]{{2,24}}(?:{'|'.join(_OFFICES)})$")
_HEADED = expression(
    r"[^。；;]{0,60}(?:说明|情况|概况|预算|决算|表|总计|安排|事项|公开|报表)(?:\(|$)"
)
_STATE = expression(
    rf"截[至止](?:到)?({YEAR_DIGITS})年(?:(年?底|年?末)|(年?初)|([0-9]{{1,2}})月(?:([0-9]{{1,2}})日|底|末|份)?)?"
)
#: Of what there is on a day: vehicles and equipment in most regions, posts and persons in some (截止…年底，…人员编制).
_STOCK = expression(r"资产|车辆|编制|在职|设备|房屋")
#: Final accounts tell of works, and how far their goals were met, by dates of their own: …完成情况：截止…年12月底….
_DEADLINE = expression(
    r"完成|到期|期限|竣工|建成|届满|有效|结束|合同|贷款|债|实施|完工|交付|计划|预计"
)
_DATED = expression(rf"({YEAR_DIGITS})年([0-9]{{1,2}})月")
_FREE = ("duties", "projects", "performance", "glossary")
#: A budget of January told what there is 截至 the end of December of that year: a date that had not come.
_LATEST = 11  # budgets are published from the end of the year before
_BUDGET_OUT, _ACCOUNTS_OUT = 3, 12  # the months in which the last of them are published
_LONGEST = 600  # characters of a sentence on both sides of a year
_TITLES = 20  # passages before the first heading that can be titles
#: What an amount is said of, up to the amount.
_SAID = expression(r"[^0-9，。；,;:：]{4,40}(?=[0-9])")
_ARRANGED, _SOON = "安排", 8
_SAME = 4  # letters that two years are said of
_ASIDE = frozenset('的度"“”')
_NEAR = 40  # characters after a year that say what it is the year of


@attrs.frozen(eq=False, repr=False)
class Misdated(Visible):
    """A year that cannot be right.

    Attributes:
        year: The year that is printed.
        words: What is wrong.
        place: Where it stands.
    """

    year: int
    words: Message
    place: Place = attrs.field(kw_only=True)

    @property
    def zh(self) -> str:
        """What is wrong, in Chinese."""
        return self.words.zh

    @property
    def en(self) -> str:
        """The same in English."""
        return self.words.en


def years_of(
    sections: Sequence[Section], context: Context, signed: tuple[str, Place] | None
) -> Iterator[Misdated]:
    """The years of a narrative that cannot be right; none if the document's own is not known.

    Args:
        sections: The sections of the narrative.
        context: What is known of the document.
        signed: The date at its end as it is printed, and where it stands.
    """
    if context.year is None:
        return
    room = _Room(context, context.year, signed)
    for section in sections:
        if section.key == "contents":
            yield from room.contents(section)
            continue
        yield from room.heading(section)
        for paragraph in section.paragraphs:
            yield from room.paragraph(paragraph, section)
    yield from room.signed()


@attrs.frozen(eq=False, repr=False, slots=False)
class _Room(Visible):
    context: Context
    this: int
    date: tuple[str, Place] | None

    @property
    def final(self) -> bool:
        return self.context.stage == "决算"

    def paragraph(self, paragraph: Paragraph, section: Section) -> Iterator[Misdated]:
        """The years of a paragraph."""
        text = _TITLE.sub(lambda each: "《" + "·" * (len(each[0]) - 2) + "》", paragraph.text)
        for match in _STATE.finditer(text):
            found = self._state(match, sentence_around(text, match.start(), _LONGEST), section)
            if found is not None:
                yield Misdated(int(match[1]), found, place=paragraph.place(match.start()))
        for year, at, found in self._pairs(text):
            yield Misdated(year, found, place=paragraph.place(at))
        for match in _NAMED.finditer(text):
            found = self._named(text, match, section)
            if found is not None and not self._beside_another(text, match):
                yield Misdated(int(match[1]), found, place=paragraph.place(match.start()))

    # Budgets, execution and comparison -------------------------------------------------------------

    def _beside_another(self, text: str, match: re.Match[str]) -> bool:
        """Whether several years are told of together: 2024年、2025年预算分别为.

        A year that is told beside itself is one year.
        """
        behind = _YEAR_BEHIND.match(self._after(text, match.end()))
        before = _YEAR_BEFORE.search(text[: match.start()][-8:])
        others = [each[1] for each in (behind, before) if each is not None]
        return any(year != match[1] for year in others)

    def _named(self, text: str, match: re.Match[str], section: Section) -> Message | None:
        """What is wrong with a year that the text names."""
        year, this = int(match[1]), self.this
        after = self._after(text, match.end())
        if _SPAN.match(after) or text[: match.start()].endswith(("-", "—", "–", "~", "～", "至")):
            return None  # a period, or a date
        sentence = sentence_around(text, match.start(), _LONGEST)
        said = text[sentence[0] : match.start()]
        part = _last(said.replace("；", ";").split(";"))
        if _REASON.search(part):
            return None  # reasons tell of other years
        before = _last(_CLAUSE.split(said[-80:]))
        if _AGAINST.search(before):
            return self._compared(text, match, after, said, section)
        if "用于" in part:
            return None  # uses tell of projects by their names
        executed = _EXECUTED.match(after)
        if executed is not None:
            good = [this, this - 1] if self.final else [this - 1]
            if not self.final and executed[0].endswith("决算数"):
                good.append(this - 2)  # the last there is when the budget is drawn up
            return None if year in good else self._wrong(match[0] + executed[0], good[0])
        if year == this or _ELSEWHERE.search(before):
            return None
        if not self.final and year == this - 2 and _ACCOUNTS.match(after):
            return None  # budgets tell of the last final accounts that there are
        if not self._budget(before, after, section, text[slice(*sentence)]):
            return None
        if year == this - 1 and (
            self._history(text, match, sentence, section) or _RATED.match(after)
        ):
            return None
        return self._wrong(
            match[0] + _WORD.split(after[:10], maxsplit=1)[0].removesuffix("为"), this
        )

    def _budget(self, before: str, after: str, section: Section, sentence: str) -> bool:
        """Whether the year is plainly that of the budget that the document tells of."""
        before = before.replace(self._name, "") if self._name else before
        if before.endswith(_OFFICES):
            before = _AGENCY.sub("", before)
        begun = _LEADING.fullmatch(before.strip("，,的#*-")) is not None
        if begun and _GOALS.match(after):
            return not self.final
        if any(section.within(key) for key in _FREE):
            return False
        if not section.key and not _MONEY.search(sentence):
            return False  # tasks of the year, the work of years before
        return _BUDGETED.match(after) is not None or (begun and _BEGUN.match(after) is not None)

    def _history(
        self, text: str, match: re.Match[str], sentence: tuple[int, int], section: Section
    ) -> bool:
        """Whether the year before is told of as such: its execution, or its amount beside this year's."""
        if not self.final and _past(section):
            return True
        start, end = sentence
        clause = _CLAUSE.split(text[match.end() : min(end, match.end() + 80)], maxsplit=1)[0]
        if not self.final and _DONE.search(clause):
            return True
        told = _last(text[start : match.start()].replace("；", ";").split(";"))
        if _AGAIN.match(text, match.end()) and _AMOUNT.search(told):
            return True  # 公务接待费5.00万元，2025年预算数6.00万元: of the same
        if self._told_before(text, match, start) or self._told_after(text, match, end):
            return True
        word = text[match.end() : match.end() + 2]
        for other in _NAMED.finditer(text, start, end):
            same = text[other.end() : other.end() + 2] == word or (
                _ARRANGED in text[match.end() : match.end() + _SOON]
                and _ARRANGED in text[other.end() : other.end() + _SOON]
            )  # 2025年安排预算10.00万元，2026年继续安排20.00万元
            beside = _AGAINST.search(text[other.start() - 1 : other.start()]) is None
            if int(other[1]) == self.this and same and beside:
                return True
        return False

    def _told_before(self, text: str, match: re.Match[str], start: int) -> bool:
        """Whether the sentence before tells this year's of the same words: 2022年…决算数为…。2021年的…决算数为…."""
        words = _named_words(text, match.end())
        first = sentence_around(text, max(0, start - 1), _LONGEST)[0]
        return len(words) == _SAME and any(
            int(other[1]) == self.this and _named_words(text, other.end()) == words
            for other in _NAMED.finditer(text, first, start)
        )

    def _told_after(self, text: str, match: re.Match[str], end: int) -> bool:
        """Whether the sentence after tells this year's of the same words: 2025年预算数4万元。2026年预算数5万元."""
        said = _SAID.match(text, match.end())
        if said is None or end + 1 >= len(text):
            return False
        last = sentence_around(text, end + 1, _LONGEST)[1]
        return any(
            int(other[1]) == self.this and text.startswith(said[0], other.end())
            for other in _NAMED.finditer(text, end, last)
        )

    def _compared(
        self, text: str, match: re.Match[str], after: str, said: str, section: Section
    ) -> Message | None:
        year, this = int(match[1]), self.this
        if any(section.within(key) for key in _FREE):
            return None
        what = _COMPARED.match(after) or _MOVED.match(after)
        if what is None:
            return None
        named = [int(each[1]) for each in _NAMED.finditer(said)]
        if named and named[-1] not in (this, year) and named[-1] == year + 1 and year < this - 1:
            before = said[said.rfind(str(named[-1])) :]
            if _DONE.search(before):
                return None  # the year before, beside the one before that
        good = [this - 1]
        if "决算" in what[0] and not self.final:
            good.append(this - 2)  # of which there is one, when the budget is drawn up
        if self.final and ("预算" in what[0] or "调整" in what[0]):
            good.append(this)
        return (
            None
            if year in good
            else self._wrong(text[match.start() - 1 : match.end()] + what[0], good[0])
        )

    def _pairs(self, text: str) -> Iterator[tuple[int, int, Message]]:
        """Neither last year nor this: "2025年与2026年均未安排"."""
        good = {self.this - 1, self.this}
        for match in _PAIR.finditer(text):
            years = [int(match[1]), int(match[2])]
            if set(years) == good or not good & set(years):
                continue  # neither of the two: years before
            first = years[0] == self.this if years[0] == years[1] else years[0] not in good
            wrong = 1 if first else 2
            right = (good - {years[2 - wrong]}).pop()
            yield (
                years[wrong - 1],
                match.start(wrong),
                self._wrong(f"{match[1]}年与{match[2]}年", right),
            )

    def _wrong(self, words: str, right: int) -> Message:
        return say("slips.year", text=words, year=self.this, stage=self._stage, right=right)

    @cached_property
    def _stage(self) -> Message:
        """What the document is, in words."""
        return say("slips.final_accounts") if self.final else say("report.budget")

    @cached_property
    def _name(self) -> str:
        return self.context.name

    def _after(self, text: str, at: int) -> str:
        after = text[at : at + _NEAR + len(self._name)]
        return after.replace(self._name, "", 1) if self._name else after

    # Headings --------------------------------------------------------------------------------------

    def heading(self, section: Section) -> Iterator[Misdated]:
        """The year of a heading."""
        if section.parent is not None and any(section.parent.within(key) for key in _FREE):
            return
        titles = [(section.title, section.place)]
        if not section.level:  # before the first heading: the title of the whole
            first = section.passages[:_TITLES]
            titles += [(each.folded, each.place) for each in first if not each.grid]
        for title, place in titles:
            year = None if _CLAUSE.search(title) else self._title(title)
            if year is not None:
                yield Misdated(
                    year, say("slips.year_of_heading", title=title, year=self.this), place=place
                )

    def contents(self, section: Section) -> Iterator[Misdated]:
        """The years in the list of contents."""
        for passage in section.passages:
            title = without_page(passage.folded, ".…·").strip("#*-·")[:_NEAR]
            year = None if passage.grid else self._title(title)
            if year is not None:
                words = say("slips.year_in_contents", title=title, year=self.this)
                yield Misdated(year, words, place=passage.place)

    def _title(self, title: str) -> int | None:
        """The year of a title that is not the document's."""
        for match in _NAMED.finditer(title):
            year, before, after = int(match[1]), title[: match.start()], title[match.end() :]
            free = _SPAN.match(after) or _ELSEWHERE.search(before) or "《" in before
            last = year == self.this - 1  # 财政拨款收支与2021年度决算对比情况
            told = last and ((not self.final and _PAST.search(after)) or _AGAINST.search(before))
            if year != self.this and not free and not told and _HEADED.match(after):
                return year
        return None

    # Dates -----------------------------------------------------------------------------------------

    def _state(
        self, match: re.Match[str], sentence: tuple[int, int], section: Section
    ) -> Message | None:
        """A state is told of as it was: before publication, and that of assets and posts of late."""
        if any(section.within(key) for key in _FREE):
            return None
        text = match.string[slice(*sentence)]
        if _DEADLINE.search(text):
            return None
        year, this = int(match[1]), self.this
        month = 12 if match[2] else 1 if match[3] else int(match[4] or 1)
        stock = section.within("assets") or _STOCK.search(text) is not None
        year_end = match[2] is not None or (month == 12 and match[5] in (None, "31"))
        if stock and self.final and year_end and year != this:
            return self._held(match[0], say("slips.should_be_end_of", year=this))
        if stock and year < (this if self.final else this - 1):
            right = this if self.final else this - 1
            if year_end:
                return self._held(match[0], say("slips.should_be_end_of", year=right))
            return self._held(match[0], say("slips.should_be_of", year=right))
        latest = self._published
        if (year, month) > latest:
            until = say("slips.no_later_than", year=latest[0], month=latest[1])
            return self._held(match[0], until)
        return None

    def _held(self, text: str, right: Message) -> Message:
        return say("slips.year_of_state", text=text, year=self.this, stage=self._stage, right=right)

    @cached_property
    def _published(self) -> tuple[int, int]:
        """The month of publication, or the last in which such a document is published."""
        dated = self._signature
        if dated is not None and not self._untimely(*dated):
            return dated
        return (self.this + 1, _ACCOUNTS_OUT) if self.final else (self.this, _BUDGET_OUT)

    @cached_property
    def _signature(self) -> tuple[int, int] | None:
        match = None if self.date is None else _DATED.match(self.date[0])
        return None if match is None else (int(match[1]), int(match[2]))

    def _untimely(self, year: int, month: int) -> bool:
        """The date at the end is of the year, or shortly before it; of final accounts, after it."""
        this = self.this
        if self.final:
            return year <= this or year > this + 2
        return year < this - 1 or (year == this - 1 and month < _LATEST) or year > this + 2

    def signed(self) -> Iterator[Misdated]:
        """The date at the end."""
        dated = self._signature
        if self.date is None or dated is None or not self._untimely(*dated):
            return
        date, place = self.date
        stage = say("slips.accounts") if self.final else self._stage
        words = say("slips.date_at_end", date=date, year=self.this, stage=stage)
        yield Misdated(dated[0], words, place=place)


def _named_words(text: str, at: int) -> str:
    """The first letters of what a year is said of."""
    return "".join(letter for letter in text[at : at + _NEAR] if letter not in _ASIDE)[:_SAME]


def _past(section: Section) -> bool:
    """Whether a section, or the one that it is under, tells of the year before."""
    at: Section | None = section
    while at is not None:
        if _PAST.search(at.title):
            return True
        at = at.parent
    return False


def _last(pieces: list[str]) -> str:
    return pieces[-1]
