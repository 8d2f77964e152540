"""One small budget as departments of several regions publish it: their titles, numbers, columns and rows.

The agencies and amounts are made up. Each form is a text with tab-separated tables; `as_markdown`, `as_html` and
`as_workbook` write the same as other files.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import attrs
import openpyxl

__all__ = ["FORMS", "as_html", "as_markdown", "as_workbook"]

FUNCTIONS = (
    ("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), ("2010301", "行政运行"),
    ("2010302", "一般行政管理事务"), ("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"),
    ("2080505", "机关事业单位基本养老保险缴费支出"), ("210", "卫生健康支出"), ("21011", "行政事业单位医疗"),
    ("2101101", "行政单位医疗"), ("221", "住房保障支出"), ("22102", "住房改革支出"), ("2210201", "住房公积金"),
)  # fmt: skip
#: Of each item: personnel, operating and project expenditure of the general budget, and basic of the unit's own money.
LEDGER = {
    "2010301": (350, 100, 0, 50),
    "2010302": (0, 0, 200, 0),
    "2080505": (90, 0, 0, 0),
    "2101101": (30, 0, 0, 0),
    "2210201": (30, 0, 0, 0),
}
#: Economic categories and sections of the basic expenditure: personnel, operating.
USES = (
    ("301", "工资福利支出", 480, 0), ("30101", "基本工资", 200, 0), ("30102", "津贴补贴", 130, 0),
    ("30108", "机关事业单位基本养老保险缴费", 90, 0), ("30110", "职工基本医疗保险缴费", 30, 0),
    ("30113", "住房公积金", 30, 0), ("302", "商品和服务支出", 0, 100), ("30201", "办公费", 0, 60),
    ("30217", "公务接待费", 0, 5), ("30231", "公务用车运行维护费", 0, 35), ("303", "对个人和家庭的补助", 20, 0),
    ("30302", "退休费", 20, 0),
)  # fmt: skip
ALL, GENERAL, BASIC, PROJECT, PERSONNEL, OPERATING, OWN, NONE = (
    (0, 1, 2, 3), (0, 1, 2), (0, 1), (2,), (0,), (1,), (3,), (),
)  # fmt: skip
BASIC_ALL = (0, 1, 3)
CATEGORIES = [each for each in FUNCTIONS if len(each[0]) == 3]
Rows = list[list[str]]


def total(code: str, parts: Sequence[int]) -> int:
    """What the items of a code have."""
    return sum(row[i] for item, row in LEDGER.items() if item.startswith(code) for i in parts)


@attrs.define
class Text:
    """A document as it grows."""

    agency: str = "青山区财政局"
    year: int = 2025
    unit: str = "万元"
    factor: int = 1
    places: int = 2
    blank: str = ""
    lines: list[str] = attrs.field(factory=list)

    def __attrs_post_init__(self) -> None:
        self.lines += [f"{self.year}年{self.agency}部门预算公开", ""]

    def n(self, amount: int) -> str:
        """An amount as it is printed."""
        return f"{Decimal(amount) * self.factor:,.{self.places}f}" if amount else self.blank

    def title(self, number: str, title: str, agency: str = "部门名称：") -> None:
        """What stands over a table."""
        for line in (number, title, f"{agency}{self.agency}", f"单位：{self.unit}"):
            if line:
                self.lines += [line, ""]

    def table(self, rows: Rows, note: str = "") -> None:
        """A table, and a note under it."""
        self.lines += ["\t".join(row) for row in rows]
        self.lines.append("")
        if note:
            self.lines += [note, ""]

    @property
    def text(self) -> str:
        """The whole of it."""
        return "\n".join(self.lines)


def labels(style: str, code: str, name: str) -> list[str]:
    """Code and name: in two cells, in one, or with a cell for each level."""
    if style == "levels":
        return [code[:3], code[3:5], code[5:7], name]
    return {"two": [code, name], "joined": [f"{code}-{name}"], "spaced": [f"{code} {name}"]}[style]


def total_labels(style: str, label: str) -> list[str]:
    """The labels of a total row."""
    return {"two": ["", label], "levels": ["", "", "", label]}.get(style, [label])


def two_sides(left: list[list[str]], right: list[list[str]], width: int) -> Rows:
    """Two lists beside each other."""
    length = max(len(left), len(right))
    left = left + [["", ""]] * (length - len(left))
    right = right + [[""] * width] * (length - len(right))
    return [one + other for one, other in zip(left, right, strict=True)]


def numerals(bracket: str) -> list[str]:
    """Numbers before labels."""
    return [bracket.format(each) for each in "一二三四五六七八九十"]


def summary(d: Text, number: str, title: str, income: Sequence[tuple[str, int]]) -> None:
    """The summary with numbered categories by name."""
    d.title(number, title)
    left = [[label, d.n(amount)] for label, amount in income]
    right = [
        [f"{mark}{name}", d.n(total(code, ALL))]
        for mark, (code, name) in zip(numerals("{}、"), CATEGORIES, strict=False)
    ]
    rows = two_sides(left, right, 2)
    rows += [["本年收入合计", d.n(850), "本年支出合计", d.n(850)], ["上年结转", "", "结转下年", ""]]
    d.table(
        [
            ["收 入", "", "支 出", ""],
            ["项 目", "预算数", "项 目", "预算数"],
            *rows,
            ["收入总计", d.n(850), "支出总计", d.n(850)],
        ]
    )


def appropriation(d: Text, number: str, title: str, *, budgets: bool = True) -> None:
    """Appropriations, categories with numbers in brackets."""
    d.title(number, title)
    left = [["一、本年收入", d.n(800)], ["（一）一般公共预算拨款", d.n(800)]]
    left += [
        ["（二）政府性基金预算拨款", ""],
        ["（三）国有资本经营预算拨款", ""],
        ["二、上年结转", ""],
    ]
    right = [["一、本年支出", d.n(800)]]
    right += [
        [f"{mark}{name}", d.n(total(code, GENERAL))]
        for mark, (code, name) in zip(numerals("（{}）"), CATEGORIES, strict=False)
    ]
    right += [["二、结转下年", ""]]
    closing = ["支出总计", d.n(800)]
    head = ["项目", "预算数", "项目", "预算数"]
    over = ["收 入", "", "支 出", ""]
    if budgets:
        head = [
            "项目",
            "预算数",
            "项目",
            "合计",
            "一般公共预算",
            "政府性基金预算",
            "国有资本经营预算",
        ]
        right = [[*row, row[1], "", ""] for row in right]
        closing, over = [*closing, d.n(800), "", ""], [*over, "", "", ""]
    rows = two_sides(left, right, len(closing))
    d.table([over, head, *rows, ["收入总计", d.n(800), *closing]])


def by_function(
    d: Text,
    head: Rows,
    parts: Sequence[Sequence[int]],
    *,
    style: str = "two",
    last: bool = True,
    word: str = "合计",
) -> None:
    """A table by functions."""
    sums = [[*total_labels(style, word), *(d.n(total("", each)) for each in parts)]]
    body = [
        [*labels(style, code, name), *(d.n(total(code, each)) for each in parts)]
        for code, name in FUNCTIONS
    ]
    d.table(head + (body + sums if last else sums + body))


def by_use(
    d: Text, head: Rows, *, style: str = "two", last: bool = True, word: str = "合计"
) -> None:
    """The basic expenditure by economic sections."""
    first = {"two": ["", word], "levels": ["", "", word]}.get(style, [word])
    sums = [[*first, d.n(600), d.n(500), d.n(100)]]
    body = []
    for code, name, one, other in USES:
        shown = [code[:3], code[3:], name] if style == "levels" else labels(style, code, name)
        body.append([*shown, d.n(one + other), d.n(one), d.n(other)])
    d.table(head + (body + sums if last else sums + body))


INCOME = (
    ("一、一般公共预算拨款收入", 800), ("二、政府性基金预算拨款收入", 0), ("三、国有资本经营预算拨款收入", 0),
    ("四、财政专户管理资金收入", 0), ("五、事业收入", 0), ("六、上级补助收入", 0), ("七、附属单位上缴收入", 0),
    ("八、事业单位经营收入", 0), ("九、其他收入", 50),
)  # fmt: skip
SPENT = [
    "科目编码",
    "科目名称",
    "合计",
    "基本支出",
    "项目支出",
    "上缴上级支出",
    "事业单位经营支出",
    "对附属单位补助支出",
]
SPENT_PARTS = (ALL, BASIC_ALL, PROJECT, NONE, NONE, NONE)
LEVELLED = [
    ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
    ["", "", "", "小计", "人员经费", "公用经费", ""],
]
LEVELLED_PARTS = (GENERAL, BASIC, PERSONNEL, OPERATING, PROJECT)
USED = [
    ["部门预算支出经济分类科目", "", "基本支出", "", ""],
    ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
]
EMPTY = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["", "合计", "", "", ""]]


def standard(**how: object) -> str:
    """The form of the Ministry of Finance, with the numbering of its software (部门公开表1)."""
    d = Text(**how)  # type: ignore[arg-type]
    summary(d, "部门公开表1", "部门收支总表", INCOME)
    d.title("部门公开表2", "部门收入总表")
    head = [
        "科目编码",
        "科目名称",
        "合计",
        "上年结转",
        *(label[2:] for label, _ in INCOME),
        "使用非财政拨款结余",
    ]
    gap = [""] * 7
    d.table(
        [head]
        + [
            [c, n, d.n(total(c, ALL)), "", d.n(total(c, GENERAL)), *gap, d.n(total(c, OWN)), ""]
            for c, n in FUNCTIONS
        ]
        + [["", "合计", d.n(850), "", d.n(800), *gap, d.n(50), ""]]
    )
    d.title("部门公开表3", "部门支出总表")
    by_function(d, [SPENT], SPENT_PARTS)
    appropriation(d, "部门公开表4", "财政拨款收支总表")
    d.title("部门公开表5", "一般公共预算支出表")
    head = [f"{d.year}年预算数", "", ""]
    by_function(
        d,
        [["功能分类科目", "", *head], ["科目编码", "科目名称", "小计", "基本支出", "项目支出"]],
        (GENERAL, BASIC, PROJECT),
    )
    d.title("部门公开表6", "一般公共预算基本支出表")
    by_use(d, USED)
    d.title("部门公开表7", "一般公共预算“三公”经费支出表")
    over = ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"]
    under = ["", "", "小计", "公务用车购置费", "公务用车运行费", ""]
    years = [f"{d.year - 1}年预算数", *[""] * 5, f"{d.year}年预算数", *[""] * 5]
    d.table([years, over * 2, under * 2, [d.n(40), d.blank, d.n(35), d.blank, d.n(35), d.n(5)] * 2])
    for number, name in ((8, "政府性基金预算"), (9, "国有资本经营预算")):
        d.title(f"部门公开表{number}", f"{name}支出表")
        d.table(EMPTY, "注：此表无数据。")
    return d.text


def one_column() -> str:
    """Income by agency, 财政拨款 twice, three public expenses with other columns (公开01表)."""
    d = Text("金山县农业农村局")
    summary(d, "公开01表", "收支总表", INCOME)
    d.title("公开02表", "收入总表")
    sources = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"]
    d.table(
        [
            ["部门代码", "部门名称", "合计", "本年收入", *[""] * 5, "上年结转结余", *[""] * 5],
            ["", "", "", "小计", *sources, "小计", *sources],
            ["合计", "", d.n(850), d.n(850), d.n(800), "", "", "", d.n(50), *[""] * 6],
            ["301", d.agency, d.n(850), d.n(850), d.n(800), "", "", "", d.n(50), *[""] * 6],
            [
                "301001",
                f"{d.agency}机关",
                d.n(850),
                d.n(850),
                d.n(800),
                "",
                "",
                "",
                d.n(50),
                *[""] * 6,
            ],
        ]
    )
    d.title("公开03表", "支出总表")
    by_function(d, [SPENT], SPENT_PARTS, last=False)
    appropriation(d, "公开04表", "财政拨款收支总表", budgets=False)
    d.title("公开07表", "一般公共预算支出表")
    by_function(d, LEVELLED, LEVELLED_PARTS, last=False)
    d.title("公开08表", "一般公共预算基本支出表")
    by_use(d, USED, last=False)
    d.title("公开09表", "一般公共预算“三公”经费、会议费、培训费支出表")
    over = ["“三公”经费合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"]
    d.table(
        [
            over,
            ["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""],
            [d.n(40), "", d.n(35), "", d.n(35), d.n(5)],
        ]
    )
    for number, name in ((10, "政府性基金预算"), (11, "国有资本经营预算")):
        d.title(f"公开{number}表", f"{name}支出表")
        d.table(EMPTY, f"注：本部门无{name}支出，此表为空。")
    d.title("公开13表", "政府采购支出预算表")
    d.table(
        [["采购品目大类", "专项名称", "总计"], ["合计", "", d.n(12)], ["货物", "办公", d.n(12)]]
    )
    return d.text


def six_places() -> str:
    """Titles with 财政拨款 between, six decimals, years as rows (预算01表)."""
    d = Text("海岳区教育委员会", places=6, blank="0.000000")
    summary(d, "预算01表", "收支总表", INCOME)
    d.title("预算03表", "支出总表")
    by_function(d, [SPENT], SPENT_PARTS)
    d.title("预算04表", "项目支出表")
    d.table(
        [
            ["项目名称", "项目单位", "合计"],
            ["城市更新补助", d.agency, d.n(200)],
            ["合计", "", d.n(200)],
        ]
    )
    appropriation(d, "预算06表", "财政拨款收支总表")
    d.title("预算07表", "一般公共预算财政拨款支出表")
    by_function(d, LEVELLED, LEVELLED_PARTS, last=False)
    d.title("预算08表", "一般公共预算财政拨款基本支出表")
    by_use(d, USED, last=False)
    d.title("预算11表", "财政拨款（含一般公共预算和政府性基金预算）“三公”经费支出表")
    over = [
        "年度",
        "“三公”经费财政拨款预算总额",
        "因公出国（境）费用",
        "公务接待费",
        "公务用车购置和运行维护费",
        "",
        "",
    ]
    under = ["", "", "", "", "小计", "公务用车购置费", "公务用车运行维护费"]
    rows = [
        [f"{year}年", d.n(40), d.blank, d.n(5), d.n(35), d.blank, d.n(35)] for year in (2024, 2025)
    ]
    d.table([over, under, *rows])
    return d.text


def agency_codes() -> str:
    """Items alone, each with its agency's code, in three cells; tables within tables (表1-1)."""
    d = Text("龙泉县水利局")
    summary(d, "表1", "部门收支总表", [each for each in INCOME if "专户" not in each[0]])
    d.title("表1-1", "部门收入总表")
    head = [
        "单位代码",
        "单位名称（科目）",
        "合计",
        "上年结转",
        *(label[2:] for label, _ in INCOME if "专户" not in label),
    ]
    row = [d.n(850), "", d.n(800), *[""] * 6, d.n(50)]
    d.table([head, ["", "合计", *row], ["311301", d.agency, *row]])
    d.title("表1-2", "部门支出总表")
    items = [each for each in FUNCTIONS if len(each[0]) == 7]
    head = ["科目编码", "", "", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"]
    rows = [
        [c[:3], c[3:5], c[5:], "311301", n, *(d.n(total(c, p)) for p in (ALL, BASIC_ALL, PROJECT))]
        for c, n in items
    ]
    d.table(
        [
            head,
            ["类", "款", "项", *[""] * 5],
            ["", "", "", "", "合计", d.n(850), d.n(650), d.n(200)],
            *rows,
        ]
    )
    appropriation(d, "表2", "财政拨款收支预算总表")
    d.title("表3", "一般公共预算支出预算表")
    rows = [
        [c[:3], c[3:5], c[5:], "311301", n, *(d.n(total(c, p)) for p in (GENERAL, BASIC, PROJECT))]
        for c, n in items
    ]
    d.table(
        [
            head,
            ["类", "款", "项", *[""] * 5],
            ["", "", "", "", "合计", d.n(800), d.n(600), d.n(200)],
            *rows,
        ]
    )
    d.title("表3-1", "一般公共预算基本支出预算表")
    over = ["经济分类科目", "", "", "基本支出", "", ""]
    by_use(
        d,
        [
            over,
            ["科目编码", "", "单位名称（科目）", "合计", "人员经费", "公用经费"],
            ["类", "款", "", "", "", ""],
        ],
        style="levels",
        last=False,
    )
    d.title("表4", "政府性基金支出预算表")
    d.table(EMPTY, "此表无数据")
    return d.text


def two_classifications() -> str:
    """The department's and the government's economic classification beside each other, one place (预算01表)."""
    d = Text("中原县统计局", places=1, blank="0.0")
    income = (
        ("一、一般公共预算", 800),
        ("二、政府性基金", 0),
        ("三、国有资本经营预算", 0),
        ("五、单位资金", 50),
    )
    summary(d, "预算01表", f"{d.year}年部门收支总体情况表", income)
    appropriation(d, "预算04表", f"{d.year}年财政拨款收支总体情况表")
    d.title("预算05表", f"{d.year}年一般公共预算支出情况表")
    head = [["科目编码", "", "", *LEVELLED[0][1:]], ["类", "款", "项", *LEVELLED[1][1:]]]
    by_function(d, head, LEVELLED_PARTS, style="levels", last=False)
    d.title("预算06表", f"{d.year}年一般公共预算基本支出情况表")
    over = ["部门预算经济分类", "", "", "政府预算经济分类", "", "", "合计", "人员经费", "公用经费"]
    under = ["类", "款", "科目名称", "类", "款", "科目名称", "", "", ""]
    rows = [
        [c[:3], c[3:], n, "501", "01", "工资奖金津补贴", d.n(a + b), d.n(a), d.n(b)]
        for c, n, a, b in USES
    ]
    d.table([over, under, ["合计", *[""] * 5, d.n(600), d.n(500), d.n(100)], *rows])
    d.title("预算07表", f"{d.year}年一般公共预算“三公”经费支出情况表")
    rows = [
        ["共计", d.n(40)],
        ["1、因公出国（境）费用", d.blank],
        ["2、公务接待费", d.n(5)],
        ["3、公务用车费", d.n(35)],
    ]
    rows += [["其中：（1）公务用车运行维护费", d.n(35)], ["（2）公务用车购置", d.blank]]
    d.table([["项目", f"{d.year}年“三公”经费预算数"], *rows])
    d.title("预算08表", f"{d.year}年政府性基金预算支出情况表")
    d.table(EMPTY, f"注：我部门{d.year}年没有使用政府性基金预算拨款安排的支出。")
    return d.text


def sole_column() -> str:
    """Tables whose one column is called 预算, codes in square brackets, subjects in titles (（按功能分类科目）)."""
    d = Text("南海县司法局")
    summary(d, "表1", "收支总体情况表", INCOME)
    appropriation(d, "表4", "财政拨款收支总体情况表")
    d.title("表5", "一般公共预算支出情况表（按功能分类科目）")
    head = [
        ["功能科目编码", "功能科目名称", "总计", "其中：", ""],
        ["", "", "", "基本支出", "项目支出"],
    ]
    by_function(d, head, (GENERAL, BASIC, PROJECT), word="合计", last=False)
    d.title("表6", "一般公共预算基本支出情况表（按支出经济分类科目）")
    rows = [[f"[{code}]{name}", d.n(one + other)] for code, name, one, other in USES]
    d.table([["支出经济科目", f"{d.year}年预算"], ["合计", d.n(600)], *rows])
    d.title("表8", "财政拨款安排的行政经费及“三公”经费预算表")
    d.table([["项 目", "2025年预算"], ["行政经费", d.n(600)], ["“三公”经费", d.n(40)]])
    d.title("表9", "政府性基金预算支出情况表")
    d.table(EMPTY, "本部门无此项支出。")
    return d.text


FORMS: dict[str, Callable[[], str]] = {
    "standard": standard,
    "standard in 元": lambda: standard(unit="元", factor=10000, blank="0.00"),
    "standard in 千元, 2023": lambda: standard(
        unit="千元", factor=10, places=1, year=2023, blank="-"
    ),
    "one column": one_column,
    "six places": six_places,
    "agency codes": agency_codes,
    "two classifications": two_classifications,
    "sole column": sole_column,
}


# The same as other files ----------------------------------------------------------------------------


def _parts(text: str) -> list[Rows | str]:
    found: list[Rows | str] = []
    for line in text.split("\n"):
        if "\t" not in line:
            found.append(line)
        elif found and isinstance(found[-1], list):
            found[-1].append(line.split("\t"))
        else:
            found.append([line.split("\t")])
    return found


def as_markdown(text: str) -> str:
    """With pipe tables."""
    lines = []
    for part in _parts(text):
        if isinstance(part, str):
            lines.append(part)
            continue
        rows = ["| " + " | ".join(row) + " |" for row in part]
        lines += [rows[0], "|" + "---|" * len(part[0]), *rows[1:], ""]
    return "\n".join(lines)


def as_html(text: str) -> str:
    """With HTML tables."""
    lines = []
    for part in _parts(text):
        if isinstance(part, str):
            lines.append(f"<p>{html.escape(part)}</p>" if part else "")
            continue
        rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in part)
        lines.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "<html><body>" + "\n".join(lines) + "</body></html>"


def as_workbook(text: str, file: Path) -> None:
    """A sheet for each table, its title above it."""
    book = openpyxl.Workbook()
    sheet, row = book.active, 1
    for part in _parts(text):
        assert sheet is not None
        if isinstance(part, str):
            if part:
                sheet.cell(row, 1, part)
                row += 1
            continue
        for cells in part:
            for column, text_of_cell in enumerate(cells, 1):
                if re.fullmatch(r"-?[\d,]+\.\d+", text_of_cell):
                    cell = sheet.cell(row, column, float(text_of_cell.replace(",", "")))
                    cell.number_format = "#,##0." + "0" * len(text_of_cell.split(".")[1])
                elif text_of_cell:
                    sheet.cell(row, column, text_of_cell)
            row += 1
        sheet, row = book.create_sheet(), 1
    book.save(file)
