"""Names of many rows that are not their codes' are one habit of the table, of which so many are told by name."""

from __future__ import annotations

import pytest

from cnbudget import Finding, Report, check, read_text

USES = (
    ("30201", "办公费"), ("30202", "印刷费"), ("30203", "咨询费"), ("30204", "手续费"), ("30205", "水费"),
    ("30208", "取暖费"), ("30209", "物业管理费"), ("30211", "差旅费"), ("30213", "维修（护）费"),
    ("30214", "租赁费"), ("30215", "会议费"), ("30216", "培训费"), ("30217", "公务接待费"),
    ("30218", "专用材料费"),
)  # fmt: skip


def listed(wrong: int) -> Report:
    """The check of a table of uses, the first of which bear the names of the next among them."""
    names = [name for _, name in USES]
    names[:wrong] = [*names[1:wrong], *names[:1]] if wrong else []
    count = f"{len(USES)}.00\t\t{len(USES)}.00"
    rows = "".join(f"{u[0]}\t{n}\t1.00\t\t1.00\n" for u, n in zip(USES, names, strict=True))
    return check(
        read_text(
            "2026年某某局部门预算公开\n\n表6\n\n一般公共预算基本支出情况表\n\n单位：万元\n\n"
            "科目编码\t科目名称\t合计\t人员经费\t公用经费\n"
            f"302\t商品和服务支出\t{count}\n{rows}\t总计\t{count}\n"
        )
    )


def named(report: Report) -> list[Finding]:
    return [each for each in report.findings if each.law == "name"]


@pytest.mark.parametrize("wrong", [0, 3])
def test_a_few_are_told_one_by_one(wrong: int) -> None:
    report = listed(wrong)
    assert len(named(report)) == wrong
    assert all("属于" in each.zh and len(each.figures) == 1 for each in named(report))
    tally = report.tallies["name"]
    assert (tally.exact, tally.violated) == (len(USES) + 1 - wrong, wrong)
    assert report.tallies["code"].exact == len(USES) + 1


@pytest.mark.parametrize(("wrong", "told"), [(4, 3), (13, 12), (14, 12)])
def test_more_are_one_finding_that_names_a_dozen_besides_the_first(wrong: int, told: int) -> None:
    report = listed(wrong)
    (found,) = named(report)
    assert found.zh.count("按科目表应为") == told
    assert f"{wrong - 1} 处" in found.zh
    first, _, others = found.zh.partition("；")
    assert "第11行：30201 在" in first
    assert "“印刷费”" in first
    assert "：30202 咨询费（第12行；按科目表应为“印刷费”）、30203 " in others
    assert [each.row.row for each in found.figures] == [code for code, _ in USES[:wrong]]
    assert report.tallies["name"].violated == wrong
    assert report.tallies["name"].exact == len(USES) + 1 - wrong


def test_places_of_one_wrong_name_are_told_up_to_three() -> None:
    table = (
        "表{0}\n\n{1}\n\n单位：万元\n\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "208\t社会保障与就业支出\t1.00\t1.00\t\n\t总计\t1.00\t1.00\t\n\n"
    )
    titles = {
        3: "部门支出总体情况表",
        5: "一般公共预算支出情况表",
        8: "政府性基金预算支出情况表",
        9: "国有资本经营预算支出情况表",
    }

    def places(*numbers: int) -> str:
        text = "".join(table.format(number, titles[number]) for number in numbers)
        (found,) = named(check(read_text(f"2026年某某局部门预算公开\n\n{text}")))
        assert len(found.figures) == len(numbers)
        return found.zh.split("：208")[0]

    assert places(3, 5, 8).count("第") == 3
    assert "表9" not in places(3, 5, 8, 9)
    assert places(3, 5, 8, 9).endswith("、…")
