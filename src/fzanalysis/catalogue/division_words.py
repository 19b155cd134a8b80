"""Words that decide whether characters in a text are the name of a place.

Many names of counties are ordinary words (合作, 平安, 公安), and some full names are ends of other
phrases (城区 in 中心城区, 理县 in 治理县域). These lists say which, and what
must stand beside them.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """Split a block of words at white space."""
    return frozenset(text.split())


# Short names that are ordinary words: a division before them is not enough to make them a place
# (河南新华社), an organ must follow.
COMMON = _words(
    """
    资源 合作 武功 南部 解放 东方 动力 前进 港口 公安 友好 城中 城东 城南 城西 城北 城关 城厢 城口
    城固 友谊 平安 中方 凤凰 安定 延长 光明 新兴 运河 万年 东风 红旗 四方 工农 大名 富裕 清水 高明
    前锋 复兴 清新 宏伟 平定 洞口 温泉 向阳 振兴 大同 大方 莲花 平和 白云 白银 三门 台前 桃源 丰满
    金山 同心 宝塔 平房 太白 白玉 灯塔 大兴 天涯 来宾 博爱 同仁 回民 钟楼 鼓楼 江岸 安居 上党 水城
    老城 新城 市中 市南 市北 路南 路北 桥东 桥西 铁东 铁西 站前 惠民 爱民 富民 新民 民权 民乐 民和
    民丰 惠农 农安 长治 开化 兴化 文成 修文 定远 安康 康乐 乐业 安远 天心 天元 尚义 兴业 长寿 仁寿
    延寿 固安 安化 建始 始兴 进贤 东光 交口 上思 乐安 安平 安顺 和平 长安 新华 共和 南海 江南 中原
    平原 中山 新建 兴国 太平 永安 安宁 威信 海港 建华 建安 西山 南山 北山 东山 东湖 西湖 南湖 太湖
    江北 江东 河东 河西 河口 滨海 吉利 中阳 通道 政和 成安 永和 永定 沿河 龙门 路桥 天河 大城 新河
    沙河 北流 商城 古城 新安 新和 开平 正定 正安 平顺 平利 方正 石门 会同 大安 大通 通海 通化 武安
    普安 普定 义安 信宜 分宜 永新 永兴 开阳 开江 江山 江城 东城 西城 上城 下城 下关 上高 高平 高安
    三元 二七 二道 三台 光山 天台 万全 万安 万荣 万盛 保康 从化 依安 安达 和顺 明光 大观 连山 连城
    清河 永清 双清 双桥 顺平 会宁 会理 会东 定安 定兴 新乐 新源 新野 新市 新林 新青 长清 长乐 长兴
    长丰 大余 大关 北安 北塔 阳春 清流 建平 衡山 华山 天山 通江 通川 元宝 凌云 广平 文峰 水富 灵台
    大新
    """
)

# Those of them that also stand in names of organs (公安交通管理局, 港口发展中心): an organ
# behind them proves nothing.
COMPOUND = _words(
    """
    资源 合作 南部 解放 东方 动力 前进 港口 公安 友好 城中 城东 城南 城西 城北 城厢 平安 中方 安定
    延长 光明 新兴 运河 万年 东风 红旗 四方 工农 富裕 清水 前锋 复兴 清新 宏伟 洞口 温泉 振兴 大方
    平和 台前 丰满 同心 宝塔 平房 灯塔 大兴 天涯 博爱 同仁 回民 钟楼 江岸 安居 水城 老城 新城 市中
    市南 市北 路南 路北 桥东 桥西 铁东 铁西 站前 惠民 爱民 富民 新民 民权 民乐 惠农 兴业 长寿 乐业
    尚义 进贤 和平 新华 共和 南海 江南 中原 平原 新建 太平 安宁 海港 河东 河西 江北 江东 河口 滨海
    通道 沿河 路桥 大城 商城 古城 方正 会同 大通 东城 西城 上城 下城 下关 大观 长安 西山 南山 北山
    东山 东湖 西湖 南湖 太湖 大新 新市
    """
)

# Full names that are also ends of phrases: they count below a division before them, and those of
# three characters also where a line begins with them and an organ or a year follows.
GENERIC = _words(
    """
    城区 郊区 矿区 东区 西区 南区 北区 新区 市区 新城区 老城区 新市区 港口区 市中区 市南区
    市北区 城中区 城东区 城西区 城北区
    """
)

# What may stand before a name in running prose: particles and words that take a place.
BEFORE = frozenset("在由与和及向对经是被从到为原于年共赴至驻让据给跟使的省")

# What turns a full name into another word when it follows: 长安区域, 海口市场.
BROKEN_BY = {
    "区": frozenset("域间别"),
    "市": frozenset("场"),
    "县": frozenset(),
    "旗": frozenset("帜"),
}
# The same for names that are ordinary words or have two characters: 公开县级, 平安区县.
DOUBTFUL_BY = frozenset("市区县乡镇级域委场")

BUREAU_HEADS = (
    "司法|公安|教育|教体|民政|财政|人社|人力资源|自然资源|国土|规划|生态环境|环境保护|环保|住建|住房"
    "|建设局|城管|城市管理|城乡|综合执法|综合行政执法|综合|行政执法|交通|水利|水务|农业|农牧|农机|林业"
    "|林草|商务|文旅|文化|文广|卫健|卫生|退役|应急|安监|审计|国资|国有资产|市场监|市场和质量|工商|质监"
    "|食品药品|食药|药监|统计|医保|医疗保障|税务|国税|地税|气象|烟草|海关|发改|发展|经信|工信|工业|经济"
    "|科技|科学|民宗|民族|宗教|信访|扶贫|乡村振兴|行政审批|政务|数据|大数据|地方金融|金融|粮食|体育|广播"
    "|广电|外事|人民防空|人防|机关事务|档案|园林|畜牧|海洋|渔业|供销|消防|邮政|移民|招商|投资|口岸|地震"
)
# Behind a short name: an organ of its government.
ORGAN = (
    r"(?:人民)?政府|局|委(?![托派员任曲])"
    rf"|(?:{BUREAU_HEADS})[\u4e00-\u9fff]{{0,12}}?(?:局|委|办|厅|队|院|中心|处|所)"
)
# The organ of a township, whose own name of two or three characters follows the short name.
TOWNSHIP = "(?:镇|乡|街道)(?:党|人大|办事处|人民政府|政府)"
# Behind a full name of two characters in running text: 岷县县委, 岷县人民政府.
OWN_COMMITTEE = r"县委|县政府|人民政府"
# Behind one at the beginning of a line or of an agency of the State: 岷县洮阳镇, …局岷县调查队.
OWN_BODY = (
    r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)(?:(?:19|20)\d\d|人民政府|政府|办事处|关于|党)"
    r"|调查队|税务局|气象局|党委[、和]?(?:人民)?政府"
)
STATE_AGENCY = r"国家[\u4e00-\u9fff]{2,6}局$"
# Behind a name at the beginning of a line, as in titles.
OPENING = r"(?:19|20)\d\d|关于|法治"
