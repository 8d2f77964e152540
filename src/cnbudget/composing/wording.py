"""The words of the standard narrative (情况说明): titles, subjects, sentences.

Subjects are named as `cnbudget.narrative.vocabulary` knows them, so that what is composed can be read.
"""

from __future__ import annotations

from cnbudget.dimensions import FundingSource, Nature
from cnbudget.narrative.subjects import bare
from cnbudget.narrative.vocabulary import PIECES
from cnbudget.scope import Scope

__all__ = [
    "APPROPRIATIONS",
    "BUDGETS",
    "CATEGORIES",
    "EMPTY",
    "GLOSSARY",
    "NATURES",
    "PARTS",
    "PROJECT_LINES",
    "SECTIONS",
    "SELDOM",
    "SOURCES",
    "THREE",
    "TOTALS",
    "placeholder",
]

_S, _N = FundingSource, Nature


def placeholder(what: str) -> str:
    """What stands where only the user can say something; `cnbudget.check` reports it.

    >>> placeholder("主要职能")
    '【待填写：主要职能】'
    """
    return f"【待填写：{what}】"


def piece(name: str) -> Scope:
    """What the reading grammar takes a name for."""
    return PIECES[bare(name)]


# Headings ------------------------------------------------------------------------------------------

#: The parts of the document; {year} and {level} are filled in.
PARTS = {
    "overview": "第一部分 {year}{level}概况",
    "tables": "第二部分 {year}{level}预算公开表",
    "narrative": "第三部分 {year}{level}预算情况说明",
    "glossary": "第四部分 名词解释",
}
#: The sections of Part Three in the form's order, by the package's names.
SECTIONS = {
    "total": "关于{agency}{year}收支预算情况的总体说明",
    "income": "关于{agency}{year}收入预算情况说明",
    "expenditure": "关于{agency}{year}支出预算情况说明",
    "appropriation": "关于{agency}{year}财政拨款收支预算情况的总体说明",
    "general": "关于{agency}{year}一般公共预算当年拨款情况说明",
    "basic": "关于{agency}{year}一般公共预算基本支出情况说明",
    "projects": "关于{agency}{year}一般公共预算项目支出情况说明",
    "fund": "关于{agency}{year}政府性基金预算拨款情况说明",
    "state_capital": "关于{agency}{year}国有资本经营预算拨款情况说明",
    "three_public": "关于{agency}{year}财政拨款“三公”经费预算情况说明",
    "commissioned": "关于{agency}{year}财政拨款委托业务费支出情况说明",
    "carry_over": "关于{agency}{year}上年结转结余预算情况说明",
    "other": "其他重要事项的情况说明",
}

# Subjects ------------------------------------------------------------------------------------------

#: The sources of the section on income: the column's key, the words, the source where the form tells own money
#: from transfers, and where it does not (None: not spoken of then).
SOURCES: tuple[tuple[str, str, FundingSource, FundingSource | None], ...] = (
    ("general", "一般公共预算", _S.GENERAL_OWN, _S.GENERAL),
    ("general_transfer", "上级一般公共预算安排的转移支付资金", _S.GENERAL_TRANSFER, None),
    ("fund", "政府性基金预算", _S.FUND_OWN, _S.FUND),
    ("fund_transfer", "上级政府性基金安排的转移支付资金", _S.FUND_TRANSFER, None),
    ("state_capital", "国有资本经营预算", _S.STATE_CAPITAL_OWN, _S.STATE_CAPITAL),
    (
        "state_capital_transfer",
        "上级国有资本经营预算安排的转移支付资金",
        _S.STATE_CAPITAL_TRANSFER,
        None,
    ),
    ("special_account", "财政专户管理资金", _S.SPECIAL_ACCOUNT, _S.SPECIAL_ACCOUNT),
    ("unit", "单位资金", _S.UNIT, _S.UNIT),
    ("carried", "财政拨款结转", _S.CARRIED_APPROPRIATION, _S.CARRIED_APPROPRIATION),
    ("carried_other", "非财政拨款结转结余", _S.CARRIED_OTHER, _S.CARRIED_OTHER),
)
#: Those that are spoken of only if there is money, or was.
SELDOM = frozenset(("special_account", "carried_other"))
#: The same as the first section lists them, where transfers are part of their budget.
TOTALS: tuple[tuple[str, FundingSource], ...] = (
    ("一般公共预算", _S.GENERAL),
    ("政府性基金预算", _S.FUND),
    ("国有资本经营预算", _S.STATE_CAPITAL),
    ("财政专户管理资金", _S.SPECIAL_ACCOUNT),
    ("单位资金", _S.UNIT),
    ("财政拨款结转", _S.CARRIED_APPROPRIATION),
    ("非财政拨款结转结余", _S.CARRIED_OTHER),
)
#: The natures of the sections on expenditure.
NATURES: tuple[tuple[str, str, Nature], ...] = (
    ("basic", "基本支出", _N.BASIC),
    ("project", "项目支出", _N.PROJECT),
    ("business", "经营支出", _N.BUSINESS),
    ("remittance", "上缴上级支出", _N.REMITTANCE),
    ("subsidy", "对附属单位补助支出", _N.SUBSIDY),
)
#: The budgets that appropriations come from: key, words, source.
APPROPRIATIONS: tuple[tuple[str, str, FundingSource], ...] = (
    ("general", "一般公共预算拨款", _S.GENERAL),
    ("fund", "政府性基金预算拨款", _S.FUND),
    ("state_capital", "国有资本经营预算拨款", _S.STATE_CAPITAL),
)
#: Their names.
BUDGETS = {"general": "一般公共预算", "fund": "政府性基金预算", "state_capital": "国有资本经营预算"}
#: The three public expenses in the order of the prose: key and words.
THREE: tuple[tuple[str, str], ...] = (
    ("abroad", "因公出国（境）费用"),
    ("vehicle_purchase", "公务用车购置"),
    ("vehicle_running", "公务用车运行维护费"),
    ("reception", "公务接待费"),
)
#: The columns of the project table, as the allocation of a project names them.
CATEGORIES: tuple[tuple[str, str], ...] = (
    ("wages", "工资福利支出"),
    ("goods", "商品和服务支出"),
    ("families", "对个人和家庭的补助"),
    ("interest", "债务利息及费用支出"),
    ("construction", "资本性支出（基本建设）"),
    ("capital", "资本性支出"),
    ("enterprise_construction", "对企业补助（基本建设）"),
    ("enterprises", "对企业补助"),
    ("social_security", "对社会保障基金补助"),
    ("other", "其他支出"),
)

# Sentences -----------------------------------------------------------------------------------------

#: What is said of a table without money; {name} is the agency with the year.
EMPTY = {
    "general": "{name}没有使用一般公共预算拨款安排的支出，一般公共预算支出情况表为空表。",
    "basic": "{name}没有使用一般公共预算拨款安排的基本支出，一般公共预算基本支出情况表为空表。",
    "projects": "{name}没有使用一般公共预算拨款安排的项目支出，一般公共预算项目支出情况表为空表。",
    "fund": "{name}没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。",
    "state_capital": "{name}没有使用国有资本经营预算拨款安排的支出，国有资本经营预算支出情况表为空表。",
    "three_public": "{name}没有使用财政拨款安排的“三公”经费支出，财政拨款“三公”经费支出情况表为空表。",
    "commissioned": "{name}没有委托业务费预算的支出，财政拨款委托业务费支出情况表为空表。",
    "carry_over": "{name}没有上年结转结余预算安排的支出，上年结转结余情况表为空表。",
}
#: The lines that describe a project: the key of what the user says, the label, and whether it must be there.
PROJECT_LINES: tuple[tuple[str, str, bool], ...] = (
    ("basis", "设立的政策依据", True),
    ("size", "预算安排规模", True),
    ("unit", "项目承担单位", True),
    ("allocation", "资金分配情况", True),
    ("period", "资金执行时间", True),
    ("money", "资金来源", False),
    ("heads", "补贴人数", False),
    ("standard", "补贴标准", False),
    ("range", "补贴范围", False),
    ("way", "补贴方式", False),
    ("procedure", "发放程序", False),
    ("benefit", "受益人群和社会效益", False),
)
#: Part Four: the term, what makes it needed (words that occur in the text), and its definition.
GLOSSARY: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "财政拨款",
        ("财政拨款",),
        "指由一般公共预算、政府性基金预算、国有资本经营预算安排的财政拨款数。",
    ),
    (
        "一般公共预算",
        ("一般公共预算",),
        "包括公共财政拨款（补助）资金、专项收入。",
    ),
    (
        "财政专户管理资金",
        ("财政专户管理资金",),
        "包括专户管理行政事业性收费（主要是教育收费）、其他非税收入。",
    ),
    (
        "单位资金",
        ("单位资金",),
        "包括事业收入、上级补助收入、附属单位上缴收入、事业单位经营收入、其他收入。",
    ),
    (
        "上年结转结余",
        ("结转",),
        "指以前年度安排、当年没有用完，结转到本年按有关规定继续使用的资金。",
    ),
    (
        "基本支出",
        ("基本支出",),
        "包括人员经费和公用经费，其中人员经费包括工资福利支出、对个人和家庭的补助。",
    ),
    (
        "项目支出",
        ("项目支出",),
        "指{level}为完成特定的行政任务或事业发展目标，在基本支出之外编制的年度支出计划。",
    ),
    (
        "“三公”经费",
        ("“三公”经费",),
        (
            "指{level}因公出国（境）费用、公务用车购置及运行维护费和公务接待费。其中，因公出国（境）费用反映公务出国（境）的"
            "国际旅费、国外城市间交通费、住宿费、伙食费、培训费、公杂费等支出；公务用车购置反映公务用车购置支出（含车辆购置税、牌照费）；"
            "公务用车运行维护费反映按规定保留的公务用车的燃料费、维修费、过桥过路费、保险费、安全奖励费用等支出；"
            "公务接待费反映按规定开支的各类公务接待（含外宾接待）费用。"
        ),
    ),
    (
        "机关运行经费",
        ("机关运行经费",),
        (
            "指行政单位（含参照公务员法管理的事业单位）用财政拨款安排的公用经费，包括办公及印刷费、邮电费、差旅费、会议费、福利费、"
            "日常维修费、专用材料及一般设备购置费、办公用房水电费、办公用房取暖费、办公用房物业管理费、公务用车运行维护费及其他费用。"
        ),
    ),
    ("委托业务费", ("委托业务费",), "反映因委托外单位办理业务而支付的费用。"),
)
