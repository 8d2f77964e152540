"""The words that narratives (情况说明) are made of: one place for those who read them and those who write them.

Everything is in the folded form that `cnbudget.passages.folded` gives: simplified characters, half-width
letters, digits and brackets, no white space; names are without what stands in brackets.
"""

from __future__ import annotations

from cnbudget import scopes
from cnbudget.dimensions import Flow, FundingSource, Nature, Procurement
from cnbudget.scope import EVERYTHING, Scope

__all__ = [
    "ADJUSTED",
    "ALL_PARTS",
    "CARRIED_OUT",
    "COPULAS",
    "DIRECTIONS",
    "FLOWS",
    "LEVEL_WORDS",
    "LISTS",
    "MARKS",
    "NEUTRAL",
    "NOTHING",
    "ORDINALS",
    "OTHERS",
    "OURSELVES",
    "PARTS",
    "PIECES",
    "REASONS",
    "SAME",
    "SECTIONS",
    "TELLING",
    "TOGETHER",
    "UNSIGNED",
    "USES",
    "WHOLE_SECTIONS",
]

_S, _N = FundingSource, Nature

# Headings ------------------------------------------------------------------------------------------

#: The sections of a disclosure: key, Chinese name, then alternatives; an alternative matches a heading that has
#: all of its words. The first section that matches is taken.
SECTIONS: tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...] = (
    ("contents", "目录", (("目录",),)),
    ("glossary", "名词解释", (("名词解释",),)),
    ("duties", "主要职能", (("主要职能",), ("主要职责",), ("部门职责",), ("单位职责",))),
    ("structure", "机构设置", (("机构设置",), ("机构情况",), ("单位构成",), ("内设机构",))),
    ("", "项目概况", (("项目概况",), ("项目概述",))),
    ("overview", "概况", (("部门概况",), ("单位概况",), ("基本概况",), ("局概况",), ("概况",))),
    (
        "narrative",
        "情况说明",
        (("预算及", "三公"), ("预算和", "三公"), ("决算及", "三公"), ("决算和", "三公")),
    ),
    ("three_public", "“三公”经费", (("三公", "说明"), ("三公", "情况"))),
    ("running", "机关运行经费", (("机关运行经费",), ("单位运行经费",))),
    ("procurement", "政府采购", (("政府采购",),)),
    ("assets", "国有资产", (("国有资产",),)),
    ("performance", "预算绩效", (("绩效",),)),
    ("matters", "其他需说明的事项", (("其他需说明",), ("其他需要说明",))),
    ("commissioned", "委托业务费", (("委托业务费", "说明"), ("委托业务费", "情况"))),
    ("carry_over", "上年结转结余", (("上年结转", "说明"), ("上年结转", "情况"))),
    ("state_capital", "国有资本经营预算", (("国有资本经营", "说明"), ("国有资本经营", "情况"))),
    ("fund", "政府性基金预算", (("政府性基金", "说明"), ("政府性基金", "情况"))),
    ("projects", "一般公共预算项目支出", (("一般公共预算", "项目支出", "情况"),)),
    ("basic", "一般公共预算基本支出", (("一般公共预算", "基本支出", "情况"),)),
    (
        "scale",
        "一般公共预算规模变化",
        (
            ("一般公共预算", "规模"),
            ("一般公共预算", "总体情况"),
            ("一般公共预算", "变化情况"),
        ),
    ),
    ("makeup", "一般公共预算结构", (("一般公共预算", "结构"),)),
    ("items", "一般公共预算具体使用", (("一般公共预算", "具体"),)),
    ("general", "一般公共预算", (("一般公共预算", "说明"), ("一般公共预算", "情况"))),
    ("basic_all", "基本支出", (("基本支出", "收支"), ("基本支出", "增减"))),
    ("projects_all", "项目支出", (("项目支出", "收支"), ("项目支出", "增减"))),
    (
        "appropriation",
        "财政拨款收支",
        (
            ("财政拨款", "收支"),
            ("财政拨款", "收入支出"),
            ("财政拨款", "总体"),
            ("财政拨款", "情况说明"),
        ),
    ),
    (
        "total",
        "收支总体",
        (("收支", "说明"), ("收支", "情况"), ("收入支出", "情况"), ("收入支出", "说明")),
    ),
    ("income", "收入", (("收入预算", "说明"), ("收入决算", "说明"), ("收入", "情况说明"))),
    ("expenditure", "支出", (("支出预算", "说明"), ("支出决算", "说明"), ("支出", "情况说明"))),
    ("other", "其他重要事项", (("其他重要事项",), ("其他相关情况",), ("其他情况说明",))),
    ("project_notes", "项目经费", (("项目经费", "说明"), ("项目支出", "说明"))),
    ("statement", "编制说明", (("编制说明",),)),
    ("narrative", "情况说明", (("情况说明",),)),
    ("tables", "公开表", (("公开表",), ("预算表",), ("决算表",))),
)

#: The part of the scope that a section adds to what is said in it.
SECTION_SCOPES: dict[str, Scope] = {
    "appropriation": Scope(source=_S.APPROPRIATION),
    "general": Scope(source=_S.GENERAL),
    "scale": Scope(source=_S.GENERAL),
    "makeup": Scope(source=_S.GENERAL),
    "items": Scope(source=_S.GENERAL),
    "basic": Scope(source=_S.GENERAL, nature=_N.BASIC),
    "projects": Scope(source=_S.GENERAL, nature=_N.PROJECT),
    "basic_all": Scope(nature=_N.BASIC),
    "projects_all": Scope(nature=_N.PROJECT),
    "fund": Scope(source=_S.FUND),
    "state_capital": Scope(source=_S.STATE_CAPITAL),
    "three_public": scopes.THREE_PUBLIC & Scope(source=_S.APPROPRIATION),
    "commissioned": scopes.COMMISSIONED & Scope(source=_S.APPROPRIATION),
    "carry_over": Scope(source=_S.CARRIED),
    "procurement": Scope(procurement=Procurement.PROCURED),
}
#: Sections about all that comes in or goes out.
WHOLE_SECTIONS = frozenset(("total", "income", "expenditure"))

# Subjects ------------------------------------------------------------------------------------------


def _of(source: FundingSource) -> Scope:
    return Scope(source=source)


def _by(nature: Nature) -> Scope:
    return Scope(nature=nature)


#: What the parts of a subject mean. A subject ("一般公共预算基本支出") is read as a sequence of these and of `NEUTRAL`
#: words, the longest first; its scope is the meet.
PIECES: dict[str, Scope] = {
    "一般公共预算": _of(_S.GENERAL),
    "一般公共预算中": _of(_S.GENERAL),
    "一般财力": _of(_S.GENERAL_OWN),
    "上级一般公共预算安排的转移支付": _of(_S.GENERAL_TRANSFER),
    "上级一般公共预算安排转移支付": _of(_S.GENERAL_TRANSFER),
    "上级一般公共预算转移支付": _of(_S.GENERAL_TRANSFER),
    "政府性基金预算": _of(_S.FUND),
    "政府性基金": _of(_S.FUND),
    "上级政府性基金安排的转移支付": _of(_S.FUND_TRANSFER),
    "上级政府性基金安排转移支付": _of(_S.FUND_TRANSFER),
    "上级政府性基金预算安排的转移支付": _of(_S.FUND_TRANSFER),
    "国有资本经营预算": _of(_S.STATE_CAPITAL),
    "国有资本经营": _of(_S.STATE_CAPITAL),
    "上级国有资本经营预算安排的转移支付": _of(_S.STATE_CAPITAL_TRANSFER),
    "上级国有资本经营预算安排转移支付": _of(_S.STATE_CAPITAL_TRANSFER),
    "财政拨款": _of(_S.APPROPRIATION),
    "财政预算拨款": _of(_S.APPROPRIATION),
    "财政专户管理资金": _of(_S.SPECIAL_ACCOUNT),
    "财政专户核拨": _of(_S.SPECIAL_ACCOUNT),
    "财政专户": _of(_S.SPECIAL_ACCOUNT),
    "单位资金": _of(_S.UNIT),
    "事业收入": _of(_S.BUSINESS),
    "上级补助收入": _of(_S.SUPERIOR_SUBSIDY),
    "附属单位上缴收入": _of(_S.AFFILIATE_REMITTANCE),
    "事业单位经营收入": _of(_S.OPERATIONS),
    "经营收入": _of(_S.OPERATIONS),
    "其他收入": _of(_S.OTHER),
    "上年结转结余": _of(_S.CARRIED),
    "上年结转": _of(_S.CARRIED),
    "财政拨款结转结余": _of(_S.CARRIED_APPROPRIATION),
    "财政拨款结转": _of(_S.CARRIED_APPROPRIATION),
    "一般公共预算拨款结转": _of(_S.CARRIED_GENERAL),
    "一般公共预算结转": _of(_S.CARRIED_GENERAL),
    "非财政拨款结转结余": _of(_S.CARRIED_OTHER),
    "非财政拨款结余": _of(_S.CARRIED_OTHER),
    "非财政拨款结转": _of(_S.CARRIED_OTHER),
    "非财政拨款": _of(_S.ALL & ~_S.APPROPRIATION & ~_S.CARRIED_APPROPRIATION),
    "基本支出": _by(_N.BASIC),
    "项目支出": _by(_N.PROJECT),
    "人员经费": _by(_N.PERSONNEL),
    "人员支出": _by(_N.PERSONNEL),
    "日常公用经费": _by(_N.OPERATING),
    "公用经费": _by(_N.OPERATING),
    "公用支出": _by(_N.OPERATING),
    "经营支出": _by(_N.BUSINESS),
    "上缴上级支出": _by(_N.REMITTANCE),
    "对附属单位补助支出": _by(_N.SUBSIDY),
    "三公经费": scopes.THREE_PUBLIC & _of(_S.APPROPRIATION),
    "因公出国费": scopes.ABROAD,
    "因公出国费用": scopes.ABROAD,
    "公务用车购置及运行维护费": scopes.VEHICLES,
    "公务用车购置及运行维护": scopes.VEHICLES,
    "公务用车购置及运行费": scopes.VEHICLES,
    "公务用车购置和运行维护费": scopes.VEHICLES,
    "公务用车购置和运行费": scopes.VEHICLES,
    "公务用车购置费": scopes.VEHICLE_PURCHASE,
    "公务用车购置": scopes.VEHICLE_PURCHASE,
    "公务用车运行维护费": scopes.VEHICLE_RUNNING,
    "公务用车运行维护": scopes.VEHICLE_RUNNING,
    "公务用车运行费": scopes.VEHICLE_RUNNING,
    "公务用车运行费用": scopes.VEHICLE_RUNNING,
    "公务接待费": scopes.RECEPTION,
    "公务接待费用": scopes.RECEPTION,
    "机关运行经费": scopes.AGENCY_RUNNING,
    "机关运行费": scopes.AGENCY_RUNNING,
    "公务用车购置及运维费": scopes.VEHICLES,
    "公务用车运维费": scopes.VEHICLE_RUNNING,
    "单位运行经费": scopes.AGENCY_RUNNING,
    "运行经费": scopes.AGENCY_RUNNING,
    "委托业务费": scopes.COMMISSIONED,
    "委托业务费涉及": scopes.COMMISSIONED,
    "会议费": scopes.MEETINGS,
    "培训费": scopes.TRAINING,
    "政府采购": Scope(procurement=Procurement.PROCURED),
}
#: Pieces that stand for one of the three public expenses; outside appropriations they mean the same.
THREE = frozenset(
    name
    for name, scope in PIECES.items()
    if scope.economic != ("",) and scope <= scopes.THREE_PUBLIC
)
#: Words of a subject that add nothing to its scope.
NEUTRAL: tuple[str, ...] = (
    "收入支出总计",
    "收入支出总体",
    "收入支出",
    "收支总体",
    "收支总预算",
    "收支总计",
    "收支合计",
    "收支总决算",
    "收支预算",
    "收支",
    "收入",
    "支出",
    "总预算",
    "预算",
    "决算",
    "拨款",
    "资金",
    "合计",
    "总计",
    "共计",
    "总额",
    "金额",
    "规模",
    "当年",
    "本年度",
    "本年",
    "年度",
    "全年",
    "部门",
    "单位",
    "安排的",
    "安排",
    "的",
    "使用",
    "总",
    "数",
    "各",
    "财务",
    "共",
    "均",
    "补助",
    "本级",
    "市本级",
    "区本级",
    "县本级",
    "区级",
    "市级",
    "县级",
)
#: What is said instead of a subject where it is the one before: （一）收入预算。2026年年初预算数为….
SAME = frozenset(
    ("", "预算", "预算数", "决算", "决算数", "年初", "全年", "当年", "本年", "年度", "本年度")
)
#: What stands in brackets and tells one name from another: 资本性支出（基本建设） is 309, 资本性支出 is 310.
TELLING: tuple[str, ...] = ("基本建设",)
#: The stage of a budget as it was adjusted in the year.
ADJUSTED = "调整预算"
#: What stands between a subject and its amount, with the stage it speaks of ("" if none).
COPULAS: tuple[tuple[str, str], ...] = (
    ("当年预算执行数为", "执行"),
    ("预算执行数为", "执行"),
    ("预算执行数", "执行"),
    ("执行数为", "执行"),
    ("执行数", "执行"),
    ("全年预算数为", ADJUSTED),
    ("全年预算数", ADJUSTED),
    ("全年预算为", ADJUSTED),
    ("调整预算数为", ADJUSTED),
    ("调整预算数", ADJUSTED),
    ("年初预算数为", "预算"),
    ("年初预算为", "预算"),
    ("年初预算数", "预算"),
    ("年初预算安排", "预算"),
    ("年初预算", "预算"),
    ("支出决算数为", "决算"),
    ("支出决算为", "决算"),
    ("决算数为", "决算"),
    ("决算为", "决算"),
    ("决算数", "决算"),
    ("支出决算", "决算"),
    ("预算安排规模", "预算"),
    ("预算安排", "预算"),
    ("预算数为", "预算"),
    ("预算数", "预算"),
    ("预算为", "预算"),
    ("数为", ""),
    ("金额为", ""),
    ("共计", ""),
    ("合计为", ""),
    ("总计为", ""),
    ("安排", ""),
    ("科目", ""),
    ("为", ""),
    ("是", ""),
    ("共", ""),
    ("达", ""),
    ("约", ""),
    ("共有", ""),
    ("各", ""),
    ("均", ""),
)
#: Ways to write income and expenditure together, as the vocabulary writes them.
TOGETHER: tuple[tuple[str, str], ...] = (
    ("收入、支出", "收支"),
    ("收、支", "收支"),
    ("收入和支出", "收支"),
    ("收入总计、支出总计", "收支总计"),
    ("收入预算、支出预算", "收支预算"),
    ("收入总计和支出总计", "收支总计"),
)
#: What stands before a subject and says nothing of its scope, wherever it does: whose it is, and how it came.
OURSELVES = (
    "通过",
    "纳入部门预算的",
    "本部门",
    "本单位",
    "我部门",
    "我单位",
    "我局",
    "所属各预算单位",
    "所属预算单位",
    "所属单位",
)
#: Words that stand before a subject and say nothing of its scope.
OPENINGS: tuple[str, ...] = (
    "按照全口径预算的原则",
    "相应",
    "部门预算中",
    "单位预算中",
    "预算中",
    "截至",
    "其中",
    "具体为",
    "分别为",
    "包括",
    "本部门",
    "本单位",
    "我单位",
    "我部门",
    "我局",
    "部门",
    "单位",
    "当年",
    "本年度",
    "本年",
    "年度",
    "的",
    "和",
    "及",
    "以及",
    "与",
)

# Numbers -------------------------------------------------------------------------------------------

#: What is counted where the number is a name or an ordinal: 3期工程, 10级.
ORDINALS = frozenset(("期", "级", "度", "层", "分"))

# Predicates ----------------------------------------------------------------------------------------

#: Words of a change, with its sign; the longest first.
DIRECTIONS: tuple[tuple[str, int], ...] = (
    ("增加了", 1),
    ("减少了", -1),
    ("增长了", 1),
    ("下降了", -1),
    ("增加额为", 1),
    ("减少额为", -1),
    ("增长率为", 1),
    ("下降率为", -1),
    ("增幅为", 1),
    ("降幅为", -1),
    ("减幅为", -1),
    ("增幅", 1),
    ("减幅", -1),
    ("降幅", -1),
    ("减幅", -1),
    ("增加", 1),
    ("增长", 1),
    ("上升", 1),
    ("升高", 1),
    ("提高", 1),
    ("上涨", 1),
    ("增多", 1),
    ("减少", -1),
    ("下降", -1),
    ("降低", -1),
    ("压减", -1),
    ("压缩", -1),
    ("缩减", -1),
    ("下调", -1),
)
#: Words of a change in one letter, and what stands before them: 较上年增…万元, not 新增…万元.
SHORT_DIRECTIONS = (("增", 1), ("减", -1))
COMPARED_WITH = ("年", "年度", "数", "相比", "同比", "对比", "预算", "决算", "同期")
#: Words of a rate that leave its direction to the change before it.
UNSIGNED = ("变动幅度", "变化幅度", "增减幅度", "变动率", "增减率", "变动比例", "增减比例")
#: Words of a rate of how far a plan was carried out.
CARRIED_OUT = ("完成", "执行率", "执行进度", "支付率", "支出进度")
#: Nothing has changed.
LEVEL_WORDS = (
    "保持持平",
    "保持一致",
    "保持不变",
    "持平",
    "无变化",
    "没有变化",
    "无增减",
    "相同",
    "一致",
)
#: There is nothing.
NOTHING = ("未安排", "没有安排", "没有使用", "没有", "无")
#: What begins the reason for a change; the rest of the sentence is no claim about the subject.
REASONS = (
    "主要原因",
    "主要系",
    "主要是",
    "主要由于",
    "主要因为",
    "原因是",
    "原因为",
    "由于",
    "因为",
)
#: What begins the description of a use.
USES = ("主要用于", "用于")
#: What ends the name of a level of a functional item.
MARKS = ("类)", "款)", "项)")
#: What begins a list of members.
LISTS = ("主要包括", "具体包括", "包括", "包含")
#: What says that parts of the last amount follow.
PARTS = (
    "其中",
    "分为",
    "构成为",
    "以下方面",
    "如下",
    "具体为",
    "分别为",
    "具体包括",
    "包括",
    "包含",
)
#: Those of them that say that these are all parts.
ALL_PARTS = frozenset(("包括", "具体包括", "分别为", "具体为", "分为", "构成为"))
#: Subjects that are no scope of the tables: parts of one of the three public expenses.
OTHERS = (
    "国内公务接待",
    "国境外公务接待",
    "国外公务接待",
    "外宾接待",
    "含外宾接待",
    "其他国内公务接待",
)
#: Labels of the lines that describe a project.
PROJECT_LABELS = (
    "项目名称",
    "设立的政策依据",
    "政策依据",
    "预算安排规模",
    "项目承担单位",
    "资金分配情况",
    "资金执行时间",
    "资金来源",
    "补贴人数",
    "补贴标准",
    "补贴范围",
    "补贴方式",
    "发放程序",
    "受益人群和社会效益",
    "受益人群",
    "社会效益",
)
#: The flow that a word of a subject names, in documents that keep income and expenditure apart.
FLOWS: tuple[tuple[str, Flow], ...] = (
    ("收入支出", Flow.IN),
    ("收支", Flow.IN),
    ("收、支", Flow.IN),
    ("收入、支出", Flow.IN),
    ("年初结转", Flow.OPENING),
    ("年初财政拨款结转", Flow.OPENING),
    ("年末结转", Flow.CLOSING),
    ("年末财政拨款结转", Flow.CLOSING),
    ("年终结转", Flow.CLOSING),
    ("结转下年", Flow.CLOSING),
    ("使用非财政拨款结余", Flow.SURPLUS_USED),
    ("收入总计", Flow.IN),
    ("收入总预算", Flow.IN),
    ("总收入", Flow.IN),
    ("支出总计", Flow.OUT),
    ("支出总预算", Flow.OUT),
    ("总支出", Flow.OUT),
    ("支出", Flow.EXPENDITURE),
    ("收入", Flow.INCOME),
    ("本年财政专户管理资金", Flow.INCOME),
)
#: The whole of a document.
ALL = EVERYTHING
