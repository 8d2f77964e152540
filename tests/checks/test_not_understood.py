"""A list or a sum of the prose with a member that was not understood is open, never violated."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cnbudget import Report, Verdict, check, read_text

#: Uses that the table has money for, in its order.
_USES = {
    "30201": "办公费", "30202": "印刷费", "30205": "水费", "30206": "电费", "30211": "差旅费",
    "30231": "公务用车运行维护费",
}  # fmt: skip
_WHOLE = f"{len(_USES)}.00"
_TABLE = """2026年某市某某局部门预算公开
表6 一般公共预算基本支出情况表
编制部门：某市某某局
单位：万元
科目编码\t\t科目名称\t一般公共预算基本支出\t\t
类\t款\t\t合计\t人员经费\t公用经费
302\t\t商品和服务支出\t{whole}\t\t{whole}
{rows}
\t\t合计\t{whole}\t\t{whole}
第三部分 2026年部门预算情况说明
六、关于某市某某局2026年一般公共预算基本支出情况说明
某市某某局2026年一般公共预算基本支出{whole}万元，其中：
公用经费{whole}万元，包括：{told}。
"""
#: What is no name of any use, and is none of another kind of thing either.
nonsense = st.sampled_from(["公务用车用车运行费", "办工用费", "某某乙费", "差旅交通住宿伙食补费"])


def _checked(told: str) -> Report:
    rows = "\n".join(f"302\t{code[3:]}\t{name}\t1.00\t\t1.00" for code, name in _USES.items())
    return check(
        read_text(_TABLE.format(whole=_WHOLE, rows=rows, told=told), layout="xinjiang-2026")
    )


def _violated(report: Report) -> list[str]:
    """What is violated, but for a word that stands twice in a name, which is a slip of its own."""
    return [
        each.zh
        for each in report.findings
        if each.verdict is Verdict.VIOLATED
        and each.law != "form"
        and not each.zh.startswith("词语重复")
    ]


def test_the_right_list_is_right_and_one_that_lacks_a_use_is_not() -> None:
    assert _violated(_checked("、".join(_USES.values()))) == []
    (found,) = _violated(_checked("、".join(list(_USES.values())[:-1])))
    assert "公务用车运行维护费" in found


@given(
    told=st.lists(st.sampled_from(list(_USES.values())), min_size=1, unique=True),
    name=nonsense,
    data=st.data(),
)
def test_a_list_with_a_member_that_is_not_understood_is_open(
    told: Sequence[str], name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(told)))
    report = _checked("、".join((*told[:at], name, *told[at:])))
    assert _violated(report) == []
    assert report.tallies["slip"].undecided


@given(
    cents=st.lists(st.integers(1, 600), min_size=2, max_size=5),
    name=nonsense,
    data=st.data(),
)
def test_a_sum_with_a_part_that_is_not_understood_is_open(
    cents: list[int], name: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(cents) - 1))
    names = list(_USES.values())
    parts = [
        f"{name if number == at else names[number]}{'1.00' if number != at else f'{each / 100:.2f}'}万元"
        for number, each in enumerate(cents)
    ]
    assert _violated(_checked("，".join(parts))) == []
