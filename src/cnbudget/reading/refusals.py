"""What is no department's budget is refused as what it seems to be: its first lines and its titles say it."""

from __future__ import annotations

from itertools import islice

from cnbudget.expressions import expression
from cnbudget.forms import of_government, title_of
from cnbudget.messages import Message, say
from cnbudget.numerals import COUNTED
from cnbudget.reading.blocks import Block, TextLine
from cnbudget.words import plain

_SHORTEST_LINE, _LONGEST_LINE = 5, 40  # of one that may be a title
_MOST_SEEN = 3
_OVER = 3  # rows of a sheet that may hold its title
_HEAD = 8  # lines that may say what the document is
_LEAST_LINKS = 3  # that make a page the list of a site, from which the documents are to be fetched
_LONGEST_HEADING = 80
#: What announces or orders a budget is none: 关于做好2026年部门预算公开工作的通知.
_NOTICE = expression(r"^(?:.{0,20}关于)?.{2,60}的?(?:通知|公告|通告|函|批复|答复|意见)$")
#: A government's own budget, or its report on it: 青山县2025年预算执行情况和2026年预算草案的报告.
_GOVERNMENT = expression(
    r"预算执行情况.{0,12}预算(?:草案)?|(?:财政|政府)(?:总)?(?:预算|决算)(?:草案|公开|报告|信息公开)"
    r"|[省市县区州旗](?:本级)?(?:[0-9]{4}年)?(?:政府|财政)(?:收支)?(?:预算|决算)"
)
_DEPARTMENT = expression("部门|单位")
#: A line that only leads to a file: 附件1：收支总表.xlsx, 2026年部门预算.pdf, 点击下载.
_LINK = expression(
    rf"\.(?:pdf|xlsx?|docx?|zip|rar|wps|et)\b|^附件[0-9{COUNTED}]{{0,3}}[:：.、]|下载$"
)
_AMOUNT = expression(r"[0-9]\.[0-9]{2}(?![0-9])|万元")


def refusal_of(blocks: list[Block]) -> Message:
    """Why blocks without any table or text of a budget are refused."""
    kind = seems(blocks)
    if kind is not None:
        return kind
    lines = [plain(block.text) for block in blocks if isinstance(block, TextLine)]
    links = sum(_LINK.search(line.lower()) is not None for line in lines)
    if links >= _LEAST_LINKS and not any(map(_AMOUNT.search, lines)):
        return say("reading.page_of_links", count=links)
    standard = [line for line in lines if len(line) <= _LONGEST_LINE and title_of(line) is not None]
    if standard and len(lines) == len(blocks) and any(map(_AMOUNT.search, lines)):
        titles = tuple(dict.fromkeys(standard))[:_MOST_SEEN]
        return say("reading.cells_not_apart", titles="、".join(titles))
    seen = _like_titles(blocks)
    return (
        say("reading.no_standard_table", titles="、".join(seen))
        if seen
        else say("reading.no_table")
    )


def seems(blocks: list[Block]) -> Message | None:
    """What a document says of itself that it is, if it is no department's budget; None if it does not say."""
    head = (block.text for block in blocks if isinstance(block, TextLine))
    for text in islice(head, _HEAD):
        line = plain(text)
        if len(line) > _LONGEST_HEADING:
            continue
        if _NOTICE.match(line):
            return say("reading.notice", title=text.strip()[:_LONGEST_HEADING])
        if _GOVERNMENT.search(line) and not _DEPARTMENT.search(line):
            return say("reading.report_of_a_government", title=text.strip()[:_LONGEST_HEADING])
    return None


def has_titles_of_a_government(blocks: list[Block]) -> bool:
    """Whether tables are titled as a whole government's."""
    return any(
        of_government(line)
        for block in blocks
        for line in (
            [block.text]
            if isinstance(block, TextLine)
            else [cell for row in block.rows[:_OVER] for cell in row.cells if cell]
        )
    )


def _like_titles(blocks: list[Block]) -> list[str]:
    """The first lines that end as titles of tables do, and are none of a standard table."""
    lines = (block.text.strip() for block in blocks if isinstance(block, TextLine))
    short = (
        line
        for line in lines
        if _SHORTEST_LINE <= len(line) <= _LONGEST_LINE
        and line.endswith("表")
        and title_of(line) is None
    )
    return list(islice(dict.fromkeys(short), _MOST_SEEN))
