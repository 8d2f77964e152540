"""Characters: one way to write a name, however the document wrote it.

Published files write the same name in many ways: full-width or half-width brackets, spaces and line
breaks put in to fill a cell, traditional characters, the radical forms (⽀ for 支) that come out of
PDF files, bold marks left over from a conversion. Names are compared after `normalised`.

What is a blank, a dash, a bracket is said here once, for all that fold texts: names here, labels and marks in
`cnbudget.words`, codes, numbers, and the texts in which persons are looked for.

All functions are linear in the length of the text, and nothing is built before the first call.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache

# Each group is a simplified character followed by its traditional and variant forms. These are the
# characters that occur in the classifications and in the forms of published budgets, and the common
# ones beside them; a form that would be right only in some words (著, 藉) is left out.
_VARIANTS = """
万萬 与與 专專 业業 丛叢 东東 丝絲 丢丟 两兩 严嚴 丧喪 个個箇 丰豐 临臨 为為爲 丽麗 举舉 义義
乌烏 乐樂 乔喬 习習 乡鄉 书書 买買 乱亂 争爭 于於 亏虧 云雲 亚亞 产產 亩畝 亲親 亿億 仅僅 从從
仑侖 仓倉 仪儀 们們 价價 众眾衆 优優 伙夥 会會 伟偉 传傳 伤傷 伦倫 伪偽僞 体體 余餘 佣傭 侠俠
侦偵 侧側 侨僑 俭儉 债債 倾傾 偿償 储儲 儿兒 克剋 兑兌 党黨 兰蘭 关關 兴興 养養 兽獸 内內 册冊
写寫 军軍 农農 冲衝沖 决決 况況 冻凍 净淨 凉涼 准準 减減 凑湊 几幾 凤鳳 凭憑 凯凱 凶兇 击擊 划劃
刘劉 则則 刚剛 创創 删刪 别別 制製 刹剎 剂劑 剑劍 剥剝 剧劇 劝勸 办辦 务務 动動 励勵 劲勁 劳勞
势勢 勋勳 匀勻 汇匯彙 区區 医醫 华華 协協 单單 卖賣 占佔 卢盧 卫衛衞 却卻 厂廠 厅廳 历歷曆 厉厲
压壓 厌厭 厕廁 厘釐 厦廈 县縣 参參 双雙 发發髮 变變 叠疊 台臺檯颱 叶葉 号號 叹嘆歎 吁籲 后後
向嚮 吓嚇 吕呂 吨噸 听聽 启啟啓 吴吳 员員 周週 呜嗚 咏詠 咨諮 咸鹹 响響 哑啞 唤喚 嘱囑 回迴 团團
园園 围圍 国國 图圖 圆圓 圣聖 场場 坏壞 块塊 坚堅 坛壇罈 坝壩 坟墳 坠墜 垄壟 垒壘 垦墾 垫墊
墙牆墻 壮壯 声聲 壳殼 处處 备備 复復複 够夠 头頭 夹夾 夺奪 奋奮 奖獎奬 妆妝粧 妇婦 娱娛 孙孫
学學 宁寧 宝寶 实實 宠寵 审審 宪憲 宫宮 家傢 宽寬 宾賓 对對 寻尋 导導 寿壽 将將 尔爾 尘塵 尝嘗
尽盡儘 层層 届屆 属屬 屡屢 岁歲 岗崗 岛島 岭嶺 岳嶽 岩巖 峡峽 峰峯 巩鞏 币幣 帅帥 师師 帐帳 帘簾
帜幟 带帶 帮幫 布佈 干幹乾 并並併 广廣 庄莊 庆慶 床牀 库庫 应應 庙廟 废廢 开開 异異 弃棄 张張
弥彌 弯彎 弹彈 强強 归歸 当當 录錄録 彻徹 径徑 征徵 忆憶 忏懺 志誌 忧憂 怀懷 态態 总總 恋戀 恒恆
恤卹 恳懇 恶惡 悬懸 惊驚 惧懼 惨慘 惩懲 惯慣 愿願 戏戲 战戰 户戶戸 扎紮 扑撲 托託 执執 扩擴 扫掃
扬揚 扰擾 扣釦 抚撫 抛拋 抢搶 护護 报報 担擔 拟擬 拣揀 拥擁 拦攔 拨撥 择擇 挂掛 挡擋 挤擠 挥揮
捞撈 损損 捡撿 换換 据據 掷擲 搅攪 携攜 摄攝 摆擺 摊攤 撑撐 敌敵 数數 斋齋 断斷 无無 旧舊 时時
旷曠 昆崑 显顯 晋晉 晒曬 晓曉 暂暫 术術 机機 朴樸 杀殺 杂雜 权權 杆桿 条條 来來 杨楊 杰傑 松鬆
板闆 极極 构構 枪槍 柜櫃 栈棧 标標 栋棟 栏欄 树樹 栖棲 样樣 档檔 桥橋 桩樁 梁樑 检檢 楼樓 横橫
欢歡 欧歐 残殘 殡殯 毁毀 毕畢 气氣 汉漢 汤湯 污汙汚 沟溝 没沒 沥瀝 沪滬 泛氾 注註 泪淚 泽澤 洁潔
洒灑 浅淺 浆漿 测測 济濟 浓濃 涂塗 涌湧 涛濤 润潤 涨漲 淀澱 渊淵 渔漁 渗滲 温溫 游遊 湾灣 湿濕溼
溃潰 满滿 滚滾 滞滯 滥濫 滨濱 滩灘 灭滅 灯燈 灵靈 灶竈 灾災 炉爐 炮砲 点點 炼煉 烂爛 烟煙菸 烦煩
烧燒 热熱 爱愛 爷爺 牵牽 牺犧 状狀 狭狹 独獨 狱獄 猎獵 猪豬 献獻 玛瑪 环環 现現 琐瑣 电電 画畫
畅暢 疏疎 疗療 疮瘡 疯瘋 痴癡 瘫癱 盐鹽 监監 盖蓋 盗盜 盘盤 睁睜 矫矯 矿礦 码碼 砖磚 础礎 确確
碍礙 礼禮 祷禱 祸禍 禀稟 离離 秃禿 秆稈 种種 秘祕 积積 称稱 税稅 稳穩 穷窮 窃竊 窑窯 窝窩 竖豎
竞競 笔筆 筑築 签簽籤 简簡 筹籌 类類 粮糧 粪糞 紧緊 累纍 纠糾 红紅 纤纖縴 约約 级級 纪紀 纯純
纲綱 纳納 纵縱 纷紛 纸紙 纹紋 纺紡 线線綫 练練 组組 细細 织織 终終 绍紹 经經 绑綁 结結 绕繞 绘繪
给給 络絡 绝絕絶 统統 绩績 继繼 绪緒 续續 绳繩 维維 绿綠緑 综綜 缉緝 缓緩 编編 缘緣 缝縫 缩縮
缮繕 缴繳 网網 罗羅 罚罰 罢罷 群羣 翘翹 耻恥 职職 联聯 聋聾 肃肅 肠腸 肤膚 肿腫 胀脹 胁脅 胜勝
胶膠 脉脈 脏臟髒 脑腦 脚腳 脱脫 腊臘 致緻 舆輿 舍捨 舱艙 舰艦 艰艱 艳豔艷 艺藝 节節 芦蘆 苏蘇
苹蘋 范範 荐薦 荣榮 药藥 莲蓮 获獲穫 营營 萧蕭 蓝藍 虏虜 虑慮 虚虛 虫蟲 虽雖 虾蝦 蚀蝕 蚕蠶 蜡蠟
衔銜 表錶 补補 装裝 里裏裡 见見 观觀 规規 视視 览覽 觉覺 触觸 订訂 认認 计計 讨討 让讓 训訓 议議
讯訊 记記 讲講 许許 论論 设設 访訪 证證証 评評 识識 诈詐 诉訴 诊診 词詞 译譯 试試 诗詩 诚誠 话話
诞誕 询詢 该該 详詳 语語 误誤 说說説 请請 诸諸 诺諾 读讀 课課 调調 谅諒 谈談 谊誼 谋謀 谐諧 谢謝
谦謙 谨謹 谱譜 谷穀 贝貝 负負 财財 责責 贤賢 败敗 账賬 货貨 质質 贩販 贪貪 贫貧 购購 贮貯 贯貫
贴貼 贵貴 贷貸 贸貿 费費 贺賀 资資 赁賃 赂賂 赃贓 赈賑 赋賦 赌賭 赏賞 赐賜 赔賠 赖賴 赚賺 赛賽
赞贊讚 赠贈 赢贏 赶趕 趋趨 跃躍 践踐 踪蹤 车車 轨軌 转轉 轮輪 软軟 轰轟 轻輕 载載 较較 辅輔 辆輛
辈輩 辉輝 输輸 辖轄 辐輻 辞辭 边邊 辽遼 达達 迁遷 过過 迈邁 运運 还還 这這 进進 远遠 违違 连連
迟遲 迹跡蹟 适適 选選 递遞 逻邏 遗遺 邓鄧 邮郵 邻鄰 郑鄭 郁鬱 酱醬 酿釀 采採 释釋 鉴鑒鑑 针針
钉釘 钟鐘鍾 钢鋼 钱錢 钾鉀 铀鈾 铁鐵 铅鉛 铜銅 铝鋁 银銀 铸鑄 铺鋪 链鏈 销銷 锁鎖 锅鍋 锋鋒 错錯
锦錦 键鍵 镇鎮 镜鏡 长長 门門 闭閉 问問 闲閒閑 间間 闻聞 闸閘 闽閩 阁閣 阅閱閲 队隊 阳陽 阴陰
阵陣 阶階 际際 陆陸 陈陳 陕陝 险險 随隨 隐隱 难難 雇僱 雾霧 霉黴 静靜 面麵 韩韓 页頁 顶頂 项項
顺順 须須鬚 顾顧 顿頓 预預 领領 颁頒 频頻 题題 额額 颜顏 风風 飞飛 饥飢饑 饭飯 饮飲 饰飾 饱飽
饲飼 馆館舘 马馬 驱驅 驻駐 驾駕 验驗 骗騙 鱼魚 鲁魯 鲜鮮 鸟鳥 鸡雞 麦麥 黄黃 齐齊 齿齒 龄齡 龙龍
噪譟 只隻 系係繫 才纔 升昇陞 尸屍 斗鬥 曲麯 欲慾 涩澀 仆僕 御禦 症癥 核覈
"""

# Written by code point where the character itself would look like its neighbours or like nothing.
LINE_BREAKS = "\n\v\f\r\u0085\u2028\u2029"
#: Blanks that part words, and those that are not seen, as converters leave them inside words.
SPACES = "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = LINE_BREAKS + SPACES + INVISIBLE
#: All that is printed for a dash or a minus, but for "-" itself; the last is of the lines that tables are drawn with.
DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2500"
OPENING = "（〔［【〖﹙❨[{｛⁽₍"
CLOSING = "）〕］】〗﹚❩]}｝⁾₎"
DOTS = "•・‧∙⋅･"
#: Characters of full width, by their points, with those of half width.
HALF_WIDTH = {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
_FOLDS = (
    ("(", OPENING),
    (")", CLOSING),
    ('"', "“”„‟＂「」『』〝〞﹁﹂«»"),
    ("'", "‘’‚‛＇′"),
    ("-", DASHES),
    ("·", DOTS),
    ("、", "﹑､"),
    ("/", "∕⁄"),
)
_EMPHASIS = "*`"


@cache
def _simplifying() -> dict[int, str]:
    from unicodedata import normalize

    table: dict[int, str] = {}
    for group in _VARIANTS.split():
        for variant in group[1:]:
            table[ord(variant)] = group[0]
    # Radicals and compatibility forms, as PDF files give them, stand for an ordinary character.
    for block in (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00)):
        for point in block:
            plain = normalize("NFKC", chr(point))
            if plain != chr(point):
                table[point] = table.get(ord(plain), plain)
    return table


@cache
def _normalising() -> dict[int, str | None]:
    table: dict[int, str | None] = dict(_simplifying())
    table |= HALF_WIDTH
    for plain, variants in _FOLDS:
        for variant in variants:
            table[ord(variant)] = plain
    for mark in BLANKS + _EMPHASIS + chr(0xFF0A):
        table[ord(mark)] = None
    return table


def simplified(text: str) -> str:
    """The text with traditional and compatibility characters made simplified, nothing else changed.

    The table covers the characters that occur in budgets, not the whole of Chinese; characters
    whose simplified form depends on the word are left as they are.

    Args:
        text: Any text.

    Returns:
        Text of the same length.

    >>> simplified("衛生健康支出（萬元）")
    '卫生健康支出（万元）'
    >>> simplified("项⽬⽀出")
    '项目支出'
    """
    return text if text.isascii() else text.translate(_simplifying())


def simplifying() -> dict[int, str]:
    """The table that `simplified` translates by: a character for a character.

    >>> chr(0x840C), simplifying()[ord("衛")]
    ('萌', '卫')
    """
    return _simplifying()


def normalised(text: str) -> str:
    r"""The text as it is compared: without spaces, breaks and markup, in one width and script.

    Traditional characters become simplified ones; brackets of every shape become ``()``, quotation
    marks ``"``, dashes ``-``; full-width letters, digits and punctuation become half-width; HTML
    tags, character references, emphasis marks and everything blank are dropped. Two names are the
    same name when they normalise to the same text. It is for comparing, not for showing.

    Args:
        text: Any text.

    Returns:
        The text to compare.

    >>> normalised("维修（护）费") == normalised("维 修\n(護)費") == normalised("<b>维修(护)费</b>")
    True
    >>> normalised("２０８&nbsp;**社会保障和就业支出**")
    '208社会保障和就业支出'
    """
    if "<" in text:
        import re

        # No "<" inside, so that a text of nothing but "<" is still read once.
        text = re.sub(r"<[/!A-Za-z][^<>]*>", "", text)
    if "&" in text:
        from html import unescape

        # A reference of thousands of digits is no character: int() refuses it.
        with suppress(ValueError):
            text = unescape(text)
    return text.translate(_normalising())


def folding(keep: str = "") -> dict[int, str | None]:
    """The table that `normalised` translates by, for texts whose characters must be told by their places.

    Args:
        keep: Characters that are left as they are.

    >>> "卫生（類）".translate(folding()), "一，二".translate(folding("，"))
    ('卫生(类)', '一，二')
    """
    table = dict(_normalising())
    for mark in keep:
        table.pop(ord(mark), None)
    return table
