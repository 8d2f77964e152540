"""Ways of naming persons, all made up: lines of text, rows of cells, and what must not come out."""

from __future__ import annotations

import attrs

__all__ = ["HARMLESS", "WAYS", "Way"]

Rows = tuple[tuple[str, ...], ...]


@attrs.frozen
class Way:
    """A way of naming a person.

    Attributes:
        name: What is special in it.
        lines: Lines of text that name the person.
        rows: Rows of cells that do.
        secrets: What must not come out, without spaces.
    """

    name: str
    lines: tuple[str, ...] = ()
    rows: Rows = ()
    secrets: tuple[str, ...] = attrs.field(kw_only=True)


def _line(name: str, *lines: str, secrets: tuple[str, ...]) -> Way:
    return Way(name, lines, secrets=secrets)


def _rows(name: str, *rows: tuple[str, ...], secrets: tuple[str, ...]) -> Way:
    return Way(name, rows=rows, secrets=secrets)


_LABELS = [
    "联系人",
    "负责人",
    "制表人",
    "审核人",
    "受理人",
    "经办人",
    "填报人",
    "复核人",
    "分管领导",
    "法定代表人",
    "局长",
    "主任",
    "单位负责人",
    "财务负责人",
    "填表人",
    "项目负责人",
    "会计",
    "责任人",
    "制单人",
    "承办人",
    "书记",
]
_NAMES = [
    "陈小满",
    "郑砚秋",
    "钱多宝",
    "孙乐山",
    "李拾遗",
    "周半夏",
    "吴青禾",
    "赵望舒",
    "王松果",
    "冯知夏",
]

WAYS: tuple[Way, ...] = (
    *(
        _line(f"{label}, full colon", f"{label}：{_NAMES[i % 10]}", secrets=(_NAMES[i % 10],))
        for i, label in enumerate(_LABELS)
    ),
    *(
        _line(f"{label}, no colon", f"{label}{_NAMES[-1 - i % 10]}", secrets=(_NAMES[-1 - i % 10],))
        for i, label in enumerate(_LABELS)
    ),
    *(
        _rows(f"{label}, cell before", (label, _NAMES[i % 10]), secrets=(_NAMES[i % 10],))
        for i, label in enumerate(_LABELS)
    ),
    _line("half colon", "联系人:陈小满", secrets=("陈小满",)),
    _line("spaced label", "联 系 人 ： 陈小满  电 话 ：0900-1234567", secrets=("陈小满", "1234567")),
    _line("ideographic spaces", "联　系　人：陈小满", secrets=("陈小满",)),
    _line("spaced name", "负责人：陈　满", secrets=("陈满",)),
    _line("zero-width spaces", "联\u200b系人：陈小满", secrets=("陈小满",)),
    _line("space for a colon", "联系人 陈小满 电话 0900-7654321", secrets=("陈小满", "7654321")),
    _line("over two lines", "联系人：", "陈小满", secrets=("陈小满",)),
    _line("label alone, over two lines", "填表人", "郑砚秋", secrets=("郑砚秋",)),
    _line("label broken over lines", "联系", "人：陈小满", secrets=("陈小满",)),
    _line("number on the next line", "联系电话：", "0900-7654321", secrets=("7654321",)),
    _line("traditional letters", "聯繫人：陳小滿 電話：13900001111", secrets=("陳小滿", "13900001111")),
    _line("traditional, no colon", "負責人鄭硯秋同志", secrets=("鄭硯秋",)),
    _line("two names", "联系人：陈小满、郑砚秋", secrets=("陈小满", "郑砚秋")),
    _line("two names, slash", "经办人：陈小满/郑砚秋", secrets=("陈小满", "郑砚秋")),
    _line("three labels", "制表人：陈小满 审核人：郑砚秋 负责人：钱多宝", secrets=("陈小满", "郑砚秋", "钱多宝")),
    _line("comrade", "由陈小满同志负责此项工作。", secrets=("陈小满",)),
    _line("title after the name", "会议由陈小满局长主持。", secrets=("陈小满",)),
    _line("lady", "请与郑砚秋女士联系。", secrets=("郑砚秋",)),
    _line("label in brackets", "陈小满（联系人）", secrets=("陈小满",)),
    _line("seal", "单位负责人（签章）：陈小满", secrets=("陈小满",)),
    _line("is", "本单位法定代表人为陈小满。", secrets=("陈小满",)),
    _line("surname of two", "联系人：欧阳拾遗", secrets=("欧阳拾遗",)),
    _line("rare surname", "联系人：妫听雨", secrets=("妫听雨",)),
    _line("dotted name", "联系人：买合木提·艾山江", secrets=("买合木提", "艾山江")),
    _line("another dot", "负责人:阿依努尔•吐尔洪", secrets=("阿依努尔", "吐尔洪")),
    _line("three parts", "局长：叶尔波力·哈孜别克·木拉提", secrets=("叶尔波力", "哈孜别克", "木拉提")),
    _line("long name without a dot", "联系人：阿卜杜热依木江", secrets=("阿卜杜热依木江",)),
    _line("Latin letters", "联系人：Chen Xiaoman", secrets=("ChenXiaoman",)),
    _line("mobile", "联系电话：13900001111", secrets=("13900001111",)),
    _line("mobile without a label", "（预算公开咨询 13900001111）", secrets=("13900001111",)),
    _line("mobile in groups", "手机：139 0000 1111", secrets=("13900001111",)),
    _line("mobile with hyphens", "139-0000-1111", secrets=("139-0000-1111",)),
    _line("mobile 3-4-4, no label", "咨询请拨 139 0000 1111。", secrets=("13900001111",)),
    _line("country code", "电话：+86 139 0000 1111", secrets=("13900001111",)),
    _line("country code, no label", "咨询：+86-13900001111", secrets=("13900001111",)),
    _line("full width digits", "电话：１３９００００１１１１", secrets=("１３９００００１１１１",)),
    _line("landline", "电话：0900-1234567", secrets=("1234567",)),
    _line("landline without a label", "监督：0900-12345678。", secrets=("12345678",)),
    _line("area code in brackets", "（0900）1234567", secrets=("1234567",)),
    _line("landline without an area", "联系电话：76543210", secrets=("76543210",)),
    _line("extension", "电话：0900-1234567转801", secrets=("1234567", "801")),
    _line("long dash", "联系电话：0900—89012345", secrets=("89012345",)),
    _line("second number", "电话：0900-1234567、0900-7654321", secrets=("1234567", "7654321")),
    _line("second number, slash", "电话：13900001111/13900002222", secrets=("13900001111", "13900002222")),
    _line("second number, space", "电话 13900001111 13900002222", secrets=("13900001111", "13900002222")),
    _line("name and number", "联系人：陈小满13900001111", secrets=("陈小满", "13900001111")),
    _line("name and number alone", "陈小满 13900001111", secrets=("陈小满", "13900001111")),
    _line("joined labels", "联系人及电话：陈小满 0900-1234567", secrets=("陈小满", "1234567")),
    _line("identity card", "身份证号：11000019800101001X", secrets=("11000019800101001X",)),
    _line("identity card, no label", "陈小满，110000198001010019", secrets=("110000198001010019",)),
    _line("identity card in groups", "身份证号码：110000 19800101 0019", secrets=("110000198001010019",)),
    _line("old identity card", "身份证：110000800101001", secrets=("110000800101001",)),
    _line("e-mail", "邮箱：xiaoman.chen@example.com", secrets=("xiaoman.chen@example.com",)),
    _line("e-mail, no label", "意见请发 xiaoman@example.com.cn 。", secrets=("xiaoman@example.com.cn",)),
    _line("e-mail, full width", "电子邮箱：xiaoman＠example.com", secrets=("xiaoman",)),
    _line("account", "账号：6222000011112222333", secrets=("6222000011112222333",)),
    _line("account, other letter", "帐号 6222000011112222", secrets=("6222000011112222",)),
    _line("account in groups", "银行卡号：6222 0000 1111 2222 333", secrets=("6222000011112222333",)),
    _line("account, no label", "请汇至 6222000011112222333 。", secrets=("6222000011112222333",)),
    _line("bank and account", "开户行：青山银行城关支行 账号：30051200012345678", secrets=("30051200012345678",)),
    _line("holder", "户名：陈小满", secrets=("陈小满",)),
    _line("QQ", "QQ：987654321", secrets=("987654321",)),
    _line("WeChat", "微信号：xiaoman_chen88", secrets=("xiaoman_chen88",)),
    _rows("column", ("项目名称", "负责人", "备注"), ("渠道", "陈小满", "甲"), ("水库", "郑砚秋", "乙"),
          secrets=("陈小满", "郑砚秋")),
    _rows("columns", ("序号", "姓名", "联系电话", "备注"), ("1", "陈小满", "13900001111", ""),
          ("2", "妫听雨", "76543210", "乙"), secrets=("陈小满", "妫听雨", "13900001111", "76543210")),
    _rows("spaced column", ("项 目", "联 系 人", "电 话"), ("甲", "买合木提·艾山江", "0900-1234567"),
          secrets=("买合木提", "艾山江", "1234567")),
    _rows("row above", ("联系人", "联系电话"), ("陈小满", "13900001111"), secrets=("陈小满", "13900001111")),
    _rows("label above", ("审核人", ""), ("陈小满", ""), secrets=("陈小满",)),
    _rows("four cells", ("联系人", "陈小满", "联系电话", "13900001111"), secrets=("陈小满", "13900001111")),
    _rows("empty cell between", ("项目负责人", "", "陈小满", ""), secrets=("陈小满",)),
    _rows("label and value in a cell", ("备注", "联系人：陈小满"), secrets=("陈小满",)),
    _rows("account under a heading", ("收款人", "银行账号"), ("陈小满", "6222000011112222"),
          secrets=("陈小满", "6222000011112222")),
    _rows("identity cards", ("姓名", "身份证号"), ("陈小满", "110000198001010019"),
          secrets=("陈小满", "110000198001010019")),
    _rows("signatures", ("制表人：陈小满", "", "审核人：郑砚秋"), secrets=("陈小满", "郑砚秋")),
    _rows("name, number behind it", ("联系人", "陈小满", "13900001111"), secrets=("陈小满", "13900001111")),
)  # fmt: skip

#: What has a label or the look of a number in it and names nobody.
HARMLESS = (
    "单位负责人经济责任审计项目经费12.00万元",
    "局长办公会议研究决定",
    "主任科员以下职级公务员",
    "法定代表人由上级任命，依法行使职权。",
    "法定代表人任期经济责任审计",
    "联系人制度建设项目",
    "党代会代表联系人民群众工作经费",
    "项目负责人应当对项目资金负责。",
    "会计核算中心",
    "会计师事务所审计费",
    "财务负责人培训费",
    "审核人员经费",
    "县财政局负责人和业务骨干培训",
    "主任医师津贴",
    "书记员工资",
    "院长基金项目",
    "联系人：青山县财政局",
    "负责人：县卫生健康委员会办公室",
    "户名：青山县教育局",
    "共计13812345678元",
    "资金总额13812345678.00",
    "支出1,381,234.56元，增加13,812,345,678.00元",
    "2080505机关事业单位基本养老保险缴费支出",
    "财预〔2025〕12号",
    "项目编码：650000250000012345",
    "电话费12345678元",
    "电话费补贴",
    "热线电话系统维护费",
    "邮政编码：830000",
    "2024-2026年",
    "2026年1月1日至2026年12月31日",
    "统一社会信用代码：116500000101234567",
    "服务热线12345",
    "党员同志",
    "全体同志",
    "领导同志",
    "高台县长效机制建设",
    "增加人员2人：张榜公布",
    "电话：无",
    "负责人：待定",
    "手机银行推广项目",
    "法人治理结构",
    "全年合计 138 1234 5678 元",
)
