"""The sections of Part Three that the tables give: 一 to 六, 八 and 九."""

from __future__ import annotations

from cnbudget.composing.draft import Draft
from cnbudget.composing.wording import APPROPRIATIONS, BUDGETS, EMPTY, SELDOM, SOURCES, TOTALS
from cnbudget.composing.years import Money
from cnbudget.dimensions import FundingSource, Nature
from cnbudget.narrative.subjects import bare
from cnbudget.narrative.vocabulary import SECTION_SCOPES
from cnbudget.scope import EVERYTHING, Scope

__all__ = ["appropriation", "basic", "budget", "expenditure", "general", "income", "total"]

_APPROPRIATION = SECTION_SCOPES["appropriation"]
_GENERAL = SECTION_SCOPES["general"]


def _categories(draft: Draft, source: FundingSource) -> list[tuple[str, str, Money]]:
    """The functional categories that have money of some sources: code, name, amount."""
    keys = ["expenditure", "income", "general", "fund", "state_capital"]
    if source == FundingSource.ALL:
        keys = ["expenditure", "income", "summary"]
    names: dict[str, str] = {}
    for key in keys:
        for code, row in draft.now.codes(key).items():
            if len(code) == 3 and row.address.name:
                names.setdefault(code, row.address.name)
    found = []
    for code in sorted(names):
        money = draft.now.of(draft.scope("支出", Scope(code, source=source)))
        if money is not None and money.value:
            found.append((code, names[code], money))
    return found


def total(draft: Draft) -> None:
    """一、收支总体说明."""
    whole = draft.scope("收支总预算", EVERYTHING)
    money = draft.now.of(whole)
    draft.paragraph(
        f"按照全口径预算的原则，{draft.name}所有收入和支出均纳入{draft.level}预算管理。"
        f"收支总预算{draft.amount('收支总预算', whole, money)}。"
    )
    if money is None or not money.value:
        return
    sources = []
    for name, source in TOTALS:
        found = draft.now.of(draft.scope("收入", Scope(source=source)))
        if found is not None and found.value:
            sources.append(name)
    income = draft.scope("收入预算", EVERYTHING)
    if sources:
        draft.paragraph(f"收入预算包括：{draft.names('收入预算', income, sources)}。")
    categories = [name for _, name, _ in _categories(draft, FundingSource.ALL)]
    spent = draft.scope("支出预算", EVERYTHING)
    if categories:
        draft.paragraph(f"支出预算包括：{draft.names('支出预算', spent, categories)}。")


def income(draft: Draft) -> None:
    """二、收入预算."""
    scope = draft.scope("收入预算", EVERYTHING)
    whole = draft.now.of(scope)
    draft.paragraph(f"{draft.name}收入预算{draft.amount('收入预算', scope, whole)}，其中：")
    for key, name, own, all_of_it in SOURCES:
        source = own if draft.now.own_level else all_of_it
        if source is None:
            continue
        part = draft.scope("收入", Scope(source=source))
        if draft.now.of(part) is None and not draft.now.loses(part):
            continue  # the form does not tell it
        if key in SELDOM and not draft.spoken(part):
            draft.supply.ask(f"income/{key}", f"{name}变化的原因", needed=False)
            continue
        draft.paragraph(draft.line(name, part, f"income/{key}", whole=whole))


def expenditure(draft: Draft) -> None:
    """三、支出预算."""
    scope = draft.scope("支出预算", EVERYTHING)
    whole = draft.now.of(scope)
    draft.paragraph(f"{draft.name}支出预算{draft.amount('支出预算', scope, whole)}，其中：")
    draft.natures(EVERYTHING, "expenditure", whole)


def appropriation(draft: Draft) -> None:
    """四、财政拨款收支."""
    scope = draft.scope("财政拨款收支总预算", _APPROPRIATION)
    whole = draft.now.of(scope)
    draft.paragraph(
        f"{draft.year}财政拨款收支总预算{draft.amount('财政拨款收支总预算', scope, whole)}。"
    )
    have: list[tuple[str, str, Scope, Money]] = []
    lack: list[tuple[str, Scope]] = []
    for key, name, source in APPROPRIATIONS:
        part = draft.scope("收入", Scope(source=source))
        money = draft.now.of(part)
        if money is not None and money.value:
            have.append((key, name, part, money))
        elif money is not None and not money.printed:
            lack.append((name, part))
    if not have:
        return
    names = "、".join(name for _, name, _, _ in have)
    text = f"收入全部为{names}" if len(have) == 1 else f"收入来自{names}"
    if lack:
        for name, part in lack:
            draft.nothing(name, part)
        draft.paragraph(f"{text}，无{'和'.join(name for name, _ in lack)}。")
    parts = []
    base = draft.scope("收入预算", _APPROPRIATION)
    draft.names("收入预算", base, (name for _, name, _, _ in have))
    for _, name, part, money in have:
        parts.append(f"{name}{draft.amount(name, part, money)}")
    draft.paragraph(f"收入预算包括：{'、'.join(parts)}。")
    for key, _, part, _ in have:
        _uses(draft, key, part.source)


def _uses(draft: Draft, key: str, source: FundingSource) -> None:
    """What the money of a budget is spent on, by category."""
    categories = _categories(draft, source)
    if not categories:
        return
    subject = f"{BUDGETS[key]}支出"
    draft.names(subject, Scope(source=source), (name for _, name, _ in categories))
    sentences = []
    for code, name, money in categories:
        # 国有资本经营预算支出 is a category and the expenditure of a budget
        words = (
            f"{name}（类）" if bare(name) in (f"{each}支出" for each in BUDGETS.values()) else name
        )
        text = f"{words}{draft.amount(words, Scope(code, source=source), money)}"
        use = _use(draft, key, code, name)
        sentences.append(f"{text}，主要用于{use}。" if use else f"{text}。")
    draft.paragraph(f"{subject}包括：{''.join(sentences)}")


def _use(draft: Draft, key: str, code: str, name: str) -> str:
    """What a category is used for: the user's words, or the items in it."""
    said = draft.supply.ask(
        f"appropriation/{key}/{code}", f"{name}的用途", "use", needed=False
    ).rstrip("。；")
    if said:
        return said.removeprefix("主要用于")
    rows = draft.now.leaves(key)
    names = [
        row.address.name
        for digits, row in rows.items()
        if digits.startswith(code) and len(digits) > 3
    ]
    return "、".join(dict.fromkeys(each for each in names if each))


def general(draft: Draft) -> None:
    """五、一般公共预算当年拨款."""
    if draft.now.empty("general"):
        draft.nothing("一般公共预算拨款", _GENERAL)
        draft.paragraph(EMPTY["general"].format(name=draft.name))
        _before(draft, "一般公共预算拨款", _GENERAL, "general")
        return
    whole = draft.now.of(_GENERAL)
    draft.heading("（一）一般公共预算当年拨款规模变化情况", "scale")
    subject = "一般公共预算拨款合计"
    draft.paragraph(f"{draft.name}{subject}{draft.amount(subject, _GENERAL, whole)}，其中：")
    draft.natures(_GENERAL, "general")
    draft.heading("（二）一般公共预算当年拨款结构情况", "makeup")
    for number, (code, name, money) in enumerate(_categories(draft, FundingSource.GENERAL), 1):
        scope = Scope(code, source=FundingSource.GENERAL)
        words = f"{name}（类）"
        text = f"{number}.{words}{draft.amount(words, scope, money)}"
        draft.paragraph(f"{text}{draft.share(words, scope, money, whole)}。")
    draft.heading("（三）一般公共预算当年拨款具体使用情况", "items")
    draft.items("general", _GENERAL, "items")


def basic(draft: Draft) -> None:
    """六、一般公共预算基本支出."""
    if draft.now.empty("basic"):
        draft.nothing("一般公共预算基本支出", SECTION_SCOPES["basic"])
        draft.paragraph(EMPTY["basic"].format(name=draft.name))
        return
    base = SECTION_SCOPES["basic"]
    subject = "一般公共预算基本支出"
    whole = draft.now.of(base)
    draft.paragraph(f"{draft.name}{subject}{draft.amount(subject, base, whole)}，其中：")
    leaves = draft.now.leaves("basic")
    for column, name, nature in (
        ("personnel", "人员经费", Nature.PERSONNEL),
        ("operating", "公用经费", Nature.OPERATING),
    ):
        scope = base & Scope(nature=nature)
        money = draft.now.of(scope)
        if money is not None and not money.printed:
            draft.nothing(name, scope)
            draft.paragraph(f"{name}未安排。")
            continue
        text = f"{name}{draft.amount(name, scope, money)}"
        members = [row.label for row in leaves.values() if row.address.name and row[column].value]
        if members:
            text += f"，主要包括：{draft.names(name, scope, dict.fromkeys(members))}"
        draft.paragraph(f"{text}。")


def budget(draft: Draft, key: str) -> None:
    """八 and 九: the government fund budget, the state capital budget."""
    base = SECTION_SCOPES[key]
    subject = f"{BUDGETS[key]}拨款"
    if draft.now.empty(key):
        draft.nothing(subject, base)
        draft.paragraph(EMPTY[key].format(name=draft.name))
        _before(draft, subject, base, key)
        return
    now = draft.now.of(base)
    last = None if draft.last is None else draft.last.of(base)
    text = f"{draft.name}{subject}{draft.amount(subject, base, now)}"
    if now is not None:
        text += draft.change(subject, base, now, last)
    draft.paragraph(f"{text}，其中：")
    draft.items(key, base, key)


def _before(draft: Draft, subject: str, base: Scope, key: str) -> None:
    """What there was last year, where nothing is planned this year."""
    last = None if draft.last is None else draft.last.of(base)
    if last is not None and last.value:
        zero = draft.now.zero
        change = draft.change(subject, base, zero, last, key=f"{key}/total", lead="比上年预算")
        draft.paragraph(f"{subject}{change}。")
