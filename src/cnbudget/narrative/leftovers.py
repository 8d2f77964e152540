"""What last year's text or another agency's leaves behind, and lists and numberings that do not come out.

As in `cnbudget.narrative.slips`, each kind is looked for in the way that gives no false alarm on what the forms print.
"""

from __future__ import annotations

from collections.abc import Iterator

from cnbudget.expressions import expression
from cnbudget.figures import Place
from cnbudget.messages import Message, Said, say
from cnbudget.narrative.counted import miscounted
from cnbudget.narrative.document import Narrative
from cnbudget.narrative.sections import Section
from cnbudget.narrative.text import Paragraph
from cnbudget.numerals import COUNTED, YEAR_DIGITS, integer, numeral

#: A kind of `cnbudget.narrative.slips.KINDS`, what it is, and where it stands.
Leftover = tuple[str, Message, Place]

_OTHER = expression(
    r"(?:^|[。；;，,:]|年度?)([\u4e00-\u9fff]{2,24}?(?:局|委员会|办公室|中心|研究院|医院|学校|大学|管理处|街道办事处|人民政府))"
    rf"(?=(?:{YEAR_DIGITS}年度?)?的?(?:部门|单位)?(?:收入|支出|收支|一般公共|财政拨款|政府采购|政府性基金|国有资本|机关运行|上年结转|所有(?:收入|支出)|"
    r"占用使用|没有|面向中小)(?:预算|决算|经费|结余|使用|企业|总)?)",
    needs=rf"[局会室心院校学处府](?:{YEAR_DIGITS}年度?)?的?(?:部门|单位)?[收支一财政国机上所占没面]",
)
#: The same of a body that is no unit of another, by what it has and manages: …共有车辆, …纳入2026年部门预算.
_HAVING = expression(
    r"(?:^|[。；;，,:]|年度?)([\u4e00-\u9fff]{2,24}?(?:局|委员会|办公室|办公厅|街道办事处|人民政府))"
    rf"(?=(?:{YEAR_DIGITS}年度?)?(?:部门|单位|机关)?(?:\((?:本级|部门|单位)\))?"
    rf"(?:共有车辆|下属[0-9]|预算[0-9]|政策和项目|纳入{YEAR_DIGITS}年(?:部门|单位)预算))",
    needs=rf"共有车辆|下属[0-9]|预算[0-9]|政策和项目|纳入{YEAR_DIGITS}年",
)
_MARKED = expression(rf"([{COUNTED}]{{1,3}})、")
_MOST = 2000  # paragraphs of a section


def leftovers_of(narrative: Narrative) -> Iterator[Leftover]:
    """The leftovers of a narrative."""
    for section in narrative.sections:
        if section.key == "contents":
            continue
        yield from _counted(section)
        if section.key not in ("duties", "structure", "glossary"):
            for paragraph in section.paragraphs[:_MOST]:
                yield from _other(paragraph, narrative)
        if section.key == "glossary":
            yield from _skipped(section)


def _other(paragraph: Paragraph, narrative: Narrative) -> Iterator[Leftover]:
    """A sentence about the budget whose subject is another agency, of which the document says nothing else."""
    name, text = narrative.context.name, paragraph.text.replace('"', "")
    if len(name) < 4:
        return
    for match in (*_OTHER.finditer(text), *_HAVING.finditer(text)):
        other = match[1].removeprefix("本").removeprefix("我")
        if len(other) < 5 or other in name or name in other:
            continue
        if other in narrative.overview.structure or not _alike(other, name):
            continue
        yield (
            "agency",
            say("slips.agency_of_document", other=other, name=name),
            paragraph.place(min(match.start(1), len(paragraph.text) - 1)),
        )
        return


def _alike(other: str, name: str) -> bool:
    """Whether a name is built like the agency's: with its place before it, or as the same office elsewhere."""
    return other[:2] == name[:2] or other[-4:] == name[-4:]


def _counted(section: Section) -> Iterator[Leftover]:
    """So many offices, and their names."""
    for each in miscounted(section.paragraphs[:_MOST]):
        words = say("slips.count", said=each.said, named=each.named, text=each.text)
        yield "count", words, each.place


def _skipped(section: Section) -> Iterator[Leftover]:
    """Terms are numbered through."""
    last: int | None = None
    for passage in section.passages[:500]:
        match = None if passage.grid else _MARKED.match(passage.folded.lstrip("#*-·"))
        number = None if match is None else integer(match[1])
        if match is None or number is None:
            continue
        if last is not None and number != last + 1:
            yield (
                "numbering",
                say("slips.numbering", text=match[0], last=Said(f"“{numeral(last)}、”", str(last))),
                passage.place,
            )
            return
        last = number
