"""What stands around a number: its clause, its sentence, the noun it counts."""

from __future__ import annotations

import re
from typing import NamedTuple

from fzanalysis.document import Span
from fzanalysis.extraction.breaks import Sentence
from fzanalysis.extraction.coding import is_bare
from fzanalysis.extraction.lexicon import words
from fzanalysis.extraction.quantities import Quantity


class Context(NamedTuple):
    """The surroundings of one quantity, as offsets into the text.

    Attributes:
        clause: start of the clause, or the end of the quantity before it in the same clause.
        sentence: start of the sentence.
        right_end: where the words that belong to the number on its right end.
        true_clause: start of the clause, whatever quantities stand in it.
        clause_end: end of the clause.
    """

    clause: int
    sentence: int
    right_end: int
    true_clause: int
    clause_end: int


_LONGEST_SENTENCE = 400


def context_of(
    folded: str, q: Quantity, within: Sentence, previous_end: int, next_start: int
) -> Context:
    """The surroundings of a quantity between its neighbours.

    Args:
        folded: the folded text.
        q: the quantity.
        within: the sentence that holds it.
        previous_end: where the quantity before it ends (0 if none).
        next_start: where the next quantity begins (the text's end if none).
    """
    start, end = q.span
    # A sentence without an end must not make every number read the whole text again.
    farthest = start - _LONGEST_SENTENCE
    clause = true_clause = max(within.clause(start), farthest)
    if previous_end > clause:
        clause = max(min(previous_end, start), within.item(start))
    clause_end = within.clause_end(end)
    # 对41件决策、协议进行审查
    closes = clause_end if _after_preposition(folded, clause, start) else within.item_end(end)
    right_end = max(min(closes, next_start, end + 24), end)
    return Context(clause, max(within.start, farthest), right_end, true_clause, clause_end)


_LEAD = re.compile(
    r"^(?:[,、;:\s]|\d{1,2}[.、](?!\d)|截至[^,]{0,12}?(?:底|月|日|末|初|目前)|20\d\d年(?:度|以来|来|全年|初)?|\d{1,2}月(?:份|底|初)?|今年(?:以来)?|全年|本年度|年度|年内|上半年|下半年|一年来|目前|期间|实现|达到|先后|仅"
    r"|累计|共计|总共|合计|共有|共|现(?=有|已|共)|我(?:局|委|县|市|区|办|镇|乡|厅|院|街道|单位)|全(?:局|县|市|区|镇|系统|委|乡|街道|办)|本(?:局|单位|机关|部门|级|年)|并|其中|同时|通过(?!率)|还|也|又|均|及(?!时|格)|和|与|或|以及|另外?|此外|年初|年底|各级|各类|各)+"
)
_TRAIL_WORDS = (
    r"共计|总计|合计|累计|共有|总共|共|达到|达成|多达|高达|达|提升到|提高到|提升至|提高至|增长到|增至|降至|下降到|压缩至|压缩到|减少到|减至|"
    r"约|近|实有|现有|另有|仅有|均为|均达到|均达|分别为|分别达|均|分别|各有|各|已经|已|过|了|等|计|有|的|数量为|数量|总数为|总数|总量|次数为|次数|(?<!行)为|是|在|先后|就|至|到|突破|超过|超|保持|保持在|稳定在|(?<!单)位|占比|占|不少于|不低于|至少|共为|增加|增长|同比增长|下降|同比下降|同比"
)
_TRAIL = re.compile(rf"(?:[,、;:\s-]|{_TRAIL_WORDS})+$")
# The last character of a phrase shows whether anything trails it: each word ends in a plain one.
_TRAIL_LAST = frozenset(word[-1] for word in _TRAIL_WORDS.split("|")) | frozenset(",、;:-")
# 办理率由上年的71%升到…: what changed is named before 由.
_CHANGE = re.compile(r"(?:由|从)[^,。;由从]{0,8}(?:\d[\d.,]*[^,。;\d]{1,4})?[^,。;\d]{0,6}$")
_NOUN_STOP = re.compile(
    r"参加|参与|进行|开展|接受|公示|公开|被|已|均|全部|通过|获|其中|并|同比|较|比上|占|分别|涉及|(?<!全)覆盖|办结|完成|(?<!行)为|是|由|对|在|到|共|、|,|。|用于|予以|依法|给予|集中|组织|提出|提交|成功|得到|取得|作出|使|等|纳入|实现|受理|到位|进驻|下沉|和|及|与|并|以|给|向"
)
_NOUN_START = re.compile(
    r"^(?:让|并|且|而|其中|和|及|与|均|已|全部|占(?!地)|较|比(?!赛)|同比|通过(?!率)|完成|办结|办理|涉及|覆盖|参加|参与|开展|进行|发现|限期|到|至|在(?!编|岗|册|职|校|建|线)|为|对(?!象)|由|被|上(?!市|级|访)|下(?!属|级|岗|乡)|以|等|受理|立案|处罚|整改|增长|下降|提高|提升|纳入|实现|依法(?!治|行政)|分别|用于|作为|是|得|给|把|将|向|从|,|后|来|时|前|内(?!部|容|设)|外(?!国|来|商|地|卖)|间|起|止|组织(?!机构)|集中(?!学|培|研|整|宣|授|攻)|召开(?=$)|共|使|有)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def counted_span(folded: str, q: Quantity, around: Context) -> Span:
    """The noun phrase that a person would name the figure by.

    The noun after the unit if there is one (2名专业法律顾问), else what stands before the number
    in its clause (学习法律法规50余部), else the clause before (开展宣讲,累计20次), else the number:
    never nothing but blanks.
    """
    found = _phrase_of(folded, q, around)
    return found if found.of(folded).strip() else Span(q.number.start, q.number.end)


def _phrase_of(folded: str, q: Quantity, around: Context) -> Span:
    right = _right_noun(folded, q, around)
    left = _left_phrase(folded, around.clause, q.span.start)
    words = left.of(folded)
    if right is not None and (
        left.end - left.start < 2
        or (is_bare(words) and q.unit not in _MEASURES)
        or (q.unit in _LOOSE and around.clause > around.true_clause and len(words) <= 4)
        or (q.unit in _CLASSIFIERS and _SUMS_UP.search(folded[around.clause : q.span.start]))
        or (q.unit not in _MEASURES and _AWAITS.search(folded[around.clause : q.span.start]))
        or _after_preposition(folded, around.clause, q.span.start)
        or folded[around.clause : q.span.start].endswith("的")
    ):
        return right
    if left.end - left.start >= 2:
        return left
    if around.clause == q.span.start and around.true_clause < around.clause:
        joint = _before_number(folded, around.true_clause, around.clause)
        if joint.end - joint.start >= 2:
            return joint
    if q.unit in _EVENTS and around.right_end - q.span.end >= 2:
        return _act(folded, q.span.end, around.right_end)
    back = around.clause - 1
    while back > around.sentence:
        if folded[back] == ")":
            back = max(folded.rfind("(", around.sentence, back), around.sentence)
        begin = max(folded.rfind(mark, around.sentence, back) for mark in ",;:") + 1
        begin = max(begin, around.sentence)
        wider = _before_number(folded, begin, back)
        if wider.end - wider.start >= 2:
            return wider
        back = begin - 1
    return left if right is None else right


_PREPOSITIONS = frozenset("对为向给将把由与从被在及")


def _after_preposition(folded: str, clause: int, start: int) -> bool:
    return clause < start and folded[start - 1] in _PREPOSITIONS


# 等单位共计150余名选手: after a word of summing up, a classifier counts the noun behind it.
_SUMS_UP = re.compile(
    r"(?:共计|共有|共|有|了|计|包括|包含|含|由|设|分为|分|分赴|赴|深入|走进|覆盖|涉及|惠及)[ ]?$"
)
# 形成1482项底单事项, 甲、乙等35项任务, 市本级1638项事项: a verb, a list summed up and a place
# want a noun, and it follows.
_AWAITING = words(
    "宣讲 解读 纠正 组织了 "
    "督促 组织 细化 遴选 听取 全部 所有 各类 对照 对标 形成 制定 出台 印发 发放 推出 "
    "建立 建成 设立 设置 打造 新增 新建 取消 承接 下放 梳理 梳理出 编制 明确 确定 选派 "
    "选聘 聘请 聘任 配备 征集 收集 发现 查处 查办 查获 化解 解决 整改 落实 完成 实现 "
    "推动 组建 培育 培养 认定 评选 公布 发布 推送 刊发 编发 签订 签署 审查 审核 审议 "
    "清理 废止 修订 修改 保留 开设 开通 举办 召开 走访 帮助 指导 包括 涵盖 获得 荣获 "
    "收到 接到 答复 听取 讨论 报送 上报 提交 提出 提供 约谈 抽查 检查 排查 吊销 注销 "
    "换发 核发 划转 精简 压减 减少 增加 动员 吸引 带动 发动 邀请 出动 投入 安排 拨付 "
    "引进 购买 安装 改造 创建 选树 推广 应用 了"
)
_AWAITS = re.compile(
    r"(?:等|方面|领域|板块|环节|维度|系统|[和与及]|[市县区省]?本级|全[市县区省州镇乡局]"
    rf"|{'|'.join(sorted(_AWAITING))})[ ]?$"
)
_LOOSE = words("个 项")
_CLASSIFIERS = words("名 位 个 家 支 所 座 台 辆 间 块 处 户 批")
_MEASURES = words(
    "% ‰ 元 小时 天 学时 课时 分钟 平方米 平方公里 公里 亩 公顷 吨 个百分点 百分点 分"
)


_DIGIT = re.compile(r"\d")


def _before_number(folded: str, start: int, end: int) -> Span:
    """The phrase of a clause up to its first number."""
    digit = _DIGIT.search(folded, start, end)
    span = _left_phrase(folded, start, digit.start() if digit else end)
    # 持证率提高6.5个百分点,达到98.5%: the rate, not its change.
    change = _GREW.search(folded, span.start, span.end) if digit else None
    return Span(span.start, change.start()) if change else span


_GREW = re.compile(r"(?:同比)?(?:提高|提升|上升|降低|回落)了?(?![\u4e00-\u9fff])")


_EVENTS = words("次 场 期 场次 轮 批 回")


def _act(folded: str, start: int, end: int) -> Span:
    """What was done so many times: 2次带队到工地查看."""
    while start < end and folded[start] in " 的":
        start += 1
    return Span(start, min(end, start + 20))


def _right_noun(folded: str, q: Quantity, around: Context) -> Span | None:
    begin = q.span.end
    while begin < around.right_end and folded[begin] in " 的":
        begin += 1
    words = folded[begin : around.right_end]
    if not words or _NOUN_START.match(words):
        return None
    stop = _NOUN_STOP.search(words, 2)
    end = begin + (stop.start() if stop else len(words))
    words = folded[begin:end].rstrip()
    if len(_CHINESE.findall(words)) < 2:
        return None
    return Span(begin, begin + len(words))


_SHARED_WORDS = re.compile(r"[\u4e00-\u9fff]{1,6}(?:和|与|及|以及)[ ]?")
_JOINING = frozenset("和与及 ")


def _left_phrase(folded: str, start: int, end: int) -> Span:
    words = folded[start:end]
    lead = _LEAD.match(words)
    if lead:
        start += lead.end()
    words = folded[start:end]
    last = words[-1:]
    if last in _JOINING and _SHARED_WORDS.fullmatch(words):
        return Span(end, end)  # 5名律师和8名干部: these are the words of the number before
    change = _CHANGE.search(words) if "由" in words or "从" in words else None
    if change:
        end = start + change.start()
        words = folded[start:end]
        last = words[-1:]
    trail = _TRAIL.search(words) if last in _TRAIL_LAST or last.isspace() else None
    if trail:
        end = start + trail.start()
    if end - start > 28:
        cut = max(folded.rfind(mark, start, end - 2) for mark in ("、", " ", "的"))
        start = cut + 1 if cut >= end - 28 else end - 28
    return _balanced(folded, start, max(start, end))


_PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))
_PAIRED = re.compile("[“”《》()]")


def _balanced(folded: str, start: int, end: int) -> Span:
    """Without marks at its beginning and without half of a pair of brackets."""
    while start < end and folded[start] in " ,、的":
        start += 1
    if not _PAIRED.search(folded, start, end):
        return Span(start, end)
    for opening, closing in _PAIRS:
        first = folded.find(closing, start, end)
        if first >= 0 and folded.find(opening, start, first) < 0:
            return _balanced(folded, first + 1, end)
        last = folded.rfind(opening, start, end)
        if last >= 0 and folded.find(closing, last, end) < 0:
            return _balanced(folded, start, last) if last > start + 1 else Span(last + 1, end)
    return Span(start, end)
