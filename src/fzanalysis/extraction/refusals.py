"""Why a number with a unit is no figure of the report.

Each rule is a fact of the language or of the genre and has a name; the name is what the audit and
``explain`` show. A quantity that no rule refuses is kept, coded or not.
"""

from __future__ import annotations

import re
from string import ascii_letters

from fzanalysis.catalogue.divisions import load as load_divisions
from fzanalysis.extraction.lexicon import words
from fzanalysis.extraction.quantities import EXACT, Quantity
from fzanalysis.parsing.zones import Zones

# Chinese numerals are trusted before these units; before others they mostly make names.
_COMPOUND = re.compile(
    r"[十百千万][一二三四五六七八九]|[一二三四五六七八九两][十百千万]|[十百千万]{2}"
)
_ORDINAL_BEFORE = re.compile(
    r"(?:第|序号|编号|排名|名列|位居|列第|前|后|初|头|末|倒数|位列|居|限速|时速"
    r"|第[一二三四五六七八九十\d]{1,3}[、和及至到-])$"
)
# What the two patterns around end with: most words before a number end in none of these. A line
# end is among them, since ``$`` looks over one.
_ORDINAL_LAST = frozenset("第号名列位居前后初头末数速、和及至到-\n")
_FORMULA_LAST = frozenset("+×xX*_=-·./号\n") | frozenset(ascii_letters)
_AFTERWARDS = re.compile(r"(?:最后|其后|此后|以后|然后|先后|会后|赛后|课后|事后)$")
_RANKED = re.compile(r"(?:排名?|名列|位列|位居|居|列)[\u4e00-\u9fff]{1,6}$")
_FORMULA_BEFORE = re.compile(r"(?:[+×xX*A-Za-z_=]|\d[-·./号]|[·])$")
_FORMULA_AFTER = ("+", "×", "*", " +", " ×", " *")
_RANK_AFTER = re.compile(
    r"[^。,;]{0,6}中(?:排|位|名|列|居|第|率先)|[^。,;、]{0,8}(?:排名|位列|名列|位居|首位|前列|前茅)"
)
_CLOCK_BEFORE = re.compile(r"(?:\d[ ]?[时点:：]|[上下]午|7[x×*])$")
_PER_HEAD = re.compile(
    r"(?:人手|(?:人均|户均|村均|平均每)[^,。;]{0,10}|(?:平均|均)|每(?!年|月|日|天|周|季|半|次|旬|期|学期|两|一?个?(?:年|月|季|周))[^,。;、“”]{1,12}"
    r"|各(?:单位|科室|部门|村|社区|乡镇|镇街|股室|支部|县区|所|站|街道)[^,。;]{0,6}(?:明确|确定|配备|选派|指定|至少)"
    r"|[一1](?:人|户|村|企|案|校|事|店|镇|乡|家|单位|社区)|各(?=[一1]))$"
)
_PER_TIME_ONE = re.compile(r"每(?:季度?|月|周|年|半年|半月|日|天|次|期|两月|旬|学期)[^,。;]{0,10}$")
_PER_SHORT_TIME = re.compile(
    r"每(?:一)?(?:天|日|周|月|季度?|半月|旬|个月|半年|两周|两月)[^,。;、]{0,10}$"
)
_HABIT_AFTER = ("/年", "/月", "/季", "/周")
_SESSION = re.compile(
    r"(?:届(?:[一二三四五六七八九十]{1,2}次[、和])*|人大|政协|代表大会|党代会)[ ]?$"
)
_MEETING_AFTER = re.compile(
    r"(?:全会|全体|代表大会|党代会|会议(?=精神|以来|上)|[\u4e00-\u9fff]{2,8}会议精神|中全会)"
)
_NAMED_ONE = re.compile(
    r"(?:件事|次性|次办|张网|张图|本账|盘棋|把手|条龙|条线|张清单|张表|本通|类事|站式|窗|门|体|口|支队伍|个口子"
    r"|份力|批|系列|名|位|个|类|种|面|点|项|条|人|户|部|处|级|镇|村|块|家|所|台|支|对|方|笔|层|套|张|册|本|篇|组|课|讲|堂|把|头|首|回|轮|届)"
)
_TOTAL_WORD = re.compile(
    r"(?:共|累计|合计|总计|仅|共计|仅有|各|全年|年内|今年以来|发生|收到|新增|完成|本年度)[^,。;、]{0,14}$"
)
_MEETING_VERB = re.compile(
    r"(?:召开|组织|开展|举办|举行|进行|参加|主持|听取|安排|集中学习|学习|研讨|培训|考试|测试)(?:了)?[^,。;、]{0,10}$"
)
_FOUNDED = re.compile(r"(?:成立|组建|建立|设立|建成|新增|配备)了?$")
_SLOGAN = re.compile(
    r"[一二两三四五六七八九十]条(?:主线|战线|底线|红线|路径|渠道|腿|道路|防线|禁令|铁律|措施|意见|规定|路)|[两2]个(?:维护|确立|一以贯之|务必|责任|清单|结合|随机|毫不动摇|健康|覆盖)|[四4]个(?:意识|自信|服从|全面|伟大|最严|亲自|着力|不摘|办|合格)"
    r"|[三3]个(?:代表|一批|地|清单|体系|事(?![业务项故件])|务必|服务|规定|责任|必须)|[五5]个(?:一|必须|坚持|统筹|体系|到位)|(?:[一二两三四五六七八九十]+|\d)个(?:一(?!般|次|月|工)|坚持|化|到位|“[^”]{1,4}”)"
    r"|[一二两三四五六七八九十]+项(?:制度|原则|重点|机制|工程|行动|改革|措施|规定|任务|承诺|清单|权利|权力|职责|建设|整治|内容|工作)"
)
_SLOGAN_UNITS = frozenset("条个项")
# 四套班子, 四大班子: the leading bodies of a place.
_BODIES = re.compile(r"[两三四五六2-6](?:套|大|个)(?:领导)?班子")
_ASIDE = re.compile(
    r"(?:从|围绕|以下|等|这|上述|分|按|通过|抓好|做到|坚持|突出|聚焦|强化|落实)[^,。;]{0,3}$"
)
_BARE_SCALE = re.compile(r"[十百千万亿]+$")
_SHORTENED = re.compile(r"(?:减至|减到|压缩至|压缩到|缩短至|缩短到|缩短为|压减至|降至|提速至)$")
_YEARS_OK = re.compile(r"(?:连续|已连续|持续)(?:开展|举办|组织|实施|第)?$")
# 2023张渚镇: a year whose 年 was lost, and a place that begins like a measure word.
_YEAR_AND_NAME = re.compile(r"(?<![\u4e00-\u9fff])20[012]\d[\u4e00-\u9fff]{2,3}[镇乡县市区]")
_HOTLINE = re.compile(
    r"(?:24|二十四)小时|(?:365|三百六十五)天|(?:7|七)天无理由|(?:八|8)小时(?:外|以外|之外)|(?:5|10|15|20|30|五|十|十五|二十|三十)分钟[\u4e00-\u9fff]{0,8}圈|(?:5|五)分钟(?:生活|服务)|(?:15|十五)分钟(?:服务|便民|法律)"
)

_TIMED = ("小时", "天", "分钟")


def refusal(folded: str, q: Quantity, zones: Zones) -> str | None:
    """The rule that refuses a quantity, or None if it is a figure.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> from fzanalysis.extraction.quantities import find_quantities
    >>> from fzanalysis.parsing.zones import name_zones
    >>> text = "第五次会议,“三会一课”5次,人手1本,一批骨干"
    >>> zones = name_zones(text)[0]
    >>> [(q.number.of(text), refusal(text, q, zones))
    ...  for q in find_quantities(text, load_catalogue())]
    [('五次', 'ordinal'), ('一课', 'inside a name'), ('5次', None),
     ('1本', 'per head'), ('一批', 'one of its kind')]
    """
    start, end = q.span.start, q.span.end
    if zones.holds(q.number.start):
        return "inside a name"
    before, after = folded[max(0, start - 16) : start], folded[end : end + 16]
    before = before.rstrip(" ")
    return (
        _shape(folded, q, before, after)
        or _place(folded, q, before, after)
        or _chinese(folded, q, before, after)
    )


def _shape(folded: str, q: Quantity, before: str, after: str) -> str | None:
    number = folded[q.number.start : q.number.end]
    last = before[-1:]
    if last in _ORDINAL_LAST and _ORDINAL_BEFORE.search(before) and not _AFTERWARDS.search(before):
        return "ordinal"
    if (last in _FORMULA_LAST and _FORMULA_BEFORE.search(before[-3:])) or (
        after.startswith(_FORMULA_AFTER) and not q.unit.startswith("%")
    ):
        return "part of a name or formula"
    if q.unit in ("天", "日", "点", "分", "周", "小时", "分钟"):
        if _CLOCK_BEFORE.search(before) or _HOTLINE.match(number):
            return "a time of day or a service's name"
        if q.unit in ("日", "点") and not (q.unit == "日" and _SHORTENED.search(before)):
            return "a date"
    if q.unit == "位" and _RANKED.search(before):
        return "ordinal"
    if q.unit == "版" and ("." in number or 1900 <= q.value <= 2099):
        return "the number of a version"
    said = number + after
    if q.unit.startswith(_TIMED) and _HOTLINE.match(said):
        return "a time of day or a service's name"
    if number.startswith("20") and not q.pre and _YEAR_AND_NAME.match(folded, q.number.start):
        return "a date"
    if q.unit == "年":
        return None if _YEARS_OK.search(before) else "a date"
    if "班子" in after and _BODIES.match(said):
        return "a slogan"
    if q.unit[:1] in _SLOGAN_UNITS and _SLOGAN.match(said):
        return "a slogan"
    return None


def _place(folded: str, q: Quantity, before: str, after: str) -> str | None:
    if q.unit in ("次", "届") and _SESSION.search(before):
        return "ordinal"
    if q.chinese and q.unit == "次" and _MEETING_AFTER.match(after):
        return "ordinal"
    if after[:1] not in ",。;" and _RANK_AFTER.match(after):
        return "size of a field of rank"
    bounded = q.pre or q.unit in ("学时", "课时", "小时", "%")
    if not bounded and _PER_HEAD.search(before):
        return "per head"
    short = _PER_SHORT_TIME.search(before) if "每" in before else None
    if (
        short
        and q.bound == EXACT
        and q.unit != "%"
        and (q.value <= 1 or short.group()[1] in "天日")
    ):
        return "a duty, not a count"
    if _is_threshold(folded, q, after):
        return "a threshold"
    if q.unit == "平台" and _SHORT_CALL.match(folded, q.number.start):
        return "inside a name"
    if after.startswith(_HABIT_AFTER):
        return "per head"
    return None


def _chinese(folded: str, q: Quantity, before: str, after: str) -> str | None:
    if not q.chinese or q.unit == "%":
        return None
    numeral = re.match(
        r"[零一二两三四五六七八九十百千万亿]+", folded[q.number.start : q.number.end]
    )
    digits = numeral.group() if numeral else ""
    counted = q.bound != EXACT
    if _BARE_SCALE.fullmatch(digits) and digits != "十" and not counted:
        return "a figure of speech"
    if before.endswith(("几", "数", "成")):
        return "a vague number"
    if (digits.endswith("二") and len(digits) == 1) or q.unit == "届":
        return "ordinal"  # two of a thing are 两; 二次供水, 二期工程 are names
    if _names_a_place(folded, q):
        return "inside a name"
    if digits == "零":
        return "a figure of speech"
    if (q.unit == "件" and after.startswith(("事", "大事", "实事"))) or before.endswith("一家"):
        return "a figure of speech"
    if digits == "一":
        return _one(folded, q, before, after)
    if q.unit in ("方面", "领域", "板块", "环节") and _ASIDE.search(before):
        return "an aside"
    if _loose(q.unit) and not counted and not _COMPOUND.search(digits):
        if _closes_clause(q.unit, before, after):
            return None
        return "a name made with a numeral"
    if (
        digits == "十"
        and not counted
        and q.unit not in ("次", "场", "期", "件", "份", "名", "家", "起")
    ):
        return "a name made with a numeral"
    if q.unit in _RARE and not counted and not _COMPOUND.search(digits):
        return _rare_unit(before)
    return None


_LOOSE = words(
    "个 项 人 类 种 点 分 天 小时 分钟 个月 个小时 大类 小类 大项 小项 "
    "子项 代 队 站 村 镇 乡 街道 社区 县 版 级 票 格 平台 板块 环节 "
    "维度 方面 领域 岗位 部门 单位 工种 日 周 字节"
)


_RARE = words("面 把 部 支 门 张 套 组 回 班 课 讲 堂 对 口 字 处 届 头 首 轮 节 单")


def _loose(unit: str) -> bool:
    return unit in _LOOSE


def _names_a_place(folded: str, q: Quantity) -> bool:
    """七台河市, 五家渠市: a place whose name begins with a numeral and a measure word."""
    start = q.number.start
    found = load_divisions().find(folded[start : start + 8])
    return bool(found) and found[0].start == 0 and found[0].end > q.number.end - start


_SHORT_CALL = re.compile(r"(?:12[1-4]\d\d|96\d{3,4}|1(?:10|19|20|22))(?!\d)")


def _is_threshold(folded: str, q: Quantity, after: str) -> bool:
    """10万元以上罚款, 50人以上的企业: from where on a rule applies, not how many there were."""
    if q.unit == "%":
        return False
    if folded.endswith(("以上", "以下"), q.number.start, q.span.end):
        return bool(re.match(r"[\u4e00-\u9fff)]|,?处", after))
    return q.unit == "元" and bool(q.pre) and after.startswith("的")


def _closes_clause(unit: str, before: str, after: str) -> bool:
    """制定制度七项, counts; 七项制度 is a name, and 等三项 only sums up what was named."""
    if unit not in ("项", "个", "人", "类", "种") or not re.match(r"[,。;、)\n]|$", after):
        return False
    return bool(re.search(r"[\u4e00-\u9fff]{2}$", before)) and not re.search(
        r"(?:等|这|以下|上述|的|前|后|第|各|每|几|以上|抓好|做好|做到|围绕)$", before
    )


def _rare_unit(before: str) -> str | None:
    return (
        None
        if _TOTAL_WORD.search(before) or _MEETING_VERB.search(before) or _FOUNDED.search(before)
        else "a name made with a numeral"
    )


def _one(folded: str, q: Quantity, before: str, after: str) -> str | None:
    """一 is an article more often than a count: it counts after a word of totalling."""
    if _PER_TIME_ONE.search(before):
        return "a duty, not a count"
    if q.bound != EXACT:
        return "less than one" if q.pre in ("不足", "不到", "少于") else None
    if q.unit in ("次", "场", "期", "起", "件", "份") and re.search(
        r"(?:共|累计|合计|总计|仅|共计|全年)[^,。;、]{0,14}$", before
    ):
        return None if not _NAMED_ONE.match(after) else "one of its kind"
    return "one of its kind"
