"""Numbers with their unit and bound, wherever they count something.

One pass of one pattern finds every numeral that a unit follows; what is a name, an ordinal, a date
or a rule of the language rather than a count is refused in :mod:`fzanalysis.extraction.refusals`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Span
from fzanalysis.extraction.lexicon import words
from fzanalysis.extraction.numerals import ARABIC, CHINESE, tidy, value_of

EXACT, AT_LEAST, ABOUT, AT_MOST, BETWEEN = "exact", "at_least", "about", "at_most", "between"
_SCALES = {"": 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_MONEY = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


class Quantity(NamedTuple):
    """A number that counts something.

    Attributes:
        span: from the bound word before the number to the bound word after the unit.
        number: the numeral and its unit alone.
        value: in the base unit (万 and 亿 multiplied out, money in 元).
        lower, upper: what is known of the true value; None where open.
        bound: exact, at_least, about, at_most or between.
        unit: the base unit as counted.
        chinese: whether the numeral is written in Chinese characters.
        pre: the words of bound before the number.
    """

    span: Span
    number: Span
    value: float
    lower: float | None
    upper: float | None
    bound: str
    unit: str
    chinese: bool
    pre: str


_PRE = (
    r"不少于|不低于|不得少于|不得低于|不下|至少|最少|超过|超|逾|突破|高于|多于|大于"
    r"|大约|约|将近|接近|近|大概"
    r"|不超过|不高于|不多于|至多|最多|低于|少于|不足|不到|小于"
)
_PRE_BOUND = {
    **dict.fromkeys(
        words("不少于 不低于 不得少于 不得低于 不下 至少 最少 超过 超 逾 突破"), AT_LEAST
    ),
    **dict.fromkeys(words("高于 多于 大于"), AT_LEAST),
    **dict.fromkeys(words("大约 约 将近 接近 近 大概"), ABOUT),
    **dict.fromkeys(words("不超过 不高于 不多于 至多 最多 低于 少于 不足 不到 小于"), AT_MOST),
}
_POST_BOUND = {
    **dict.fromkeys(words("以上 及以上 之多 有余 余"), AT_LEAST),
    **dict.fromkeys(words("左右 上下"), ABOUT),
    **dict.fromkeys(words("以内 之内 以下 及以下 内"), AT_MOST),
}
# 约谈, 节约, 习近平, 附近 … hold a bound word that is none.
_NOT_A_BOUND = re.compile(
    r"(?:[签履契违条邀特公]约|(?<!干)预约|(?<!环)节约|(?<![联综结])合约|(?<![编研])制约|(?<![征收募])集约"
    r"|(?<!手)续约|(?<![调化破])解约|(?<!损)失约|规民约|[附最邻临靠新亲远]近|[赶治]超|[数])$"
)


# 3.2 处罚与救济: a measure word that begins a longer word is none. Each with what goes on so.
_LONGER = words(
    "处罚理置分级长 部门署委级队 次数日要 名称义录列誉词 条例款文 项目 期间限末满 场所地景馆 "
    "家庭属长园子 起草诉来止 本级局市县区单地年月镇乡 张贴 面积对向临 点位击 分别局管析级工 "
    "件数 份额 批准复示评 把关握 组织长建 对接照象于标 节约能 单位 门户诊店 首次要席问违 "
    "轮训换 班子组 课题程 讲座解话 回复访应 笔试 例会行 封闭存 只有要能 户籍 所有在以属需 "
    "间接 队伍员 天然 元旦 口岸头径 周岁边年期 支部队持付出 台账 集中体团 位于居列置 版面权 "
    "人均防 级别 类别型"
)
_AFTER = "".join(sorted({char for word in _LONGER for char in word[1:]}))
# Hardly any number is followed by such a character: that is seen before the words are tried.
_WORDS = f"(?=[{_AFTER}])(?:" + "|".join(rf"(?<={w[0]})[{w[1:]}]" for w in sorted(_LONGER)) + ")"


_NUMERIC = "零一二两三四五六七八九十百千万亿"
_PRE_WORD = re.compile(_PRE)
_PRE_END = re.compile(rf"(?P<pre>(?:(?:{_PRE})(?:达到|达)?){{1,2}})上?[ ]?$")
# 至少安排1次: the verb may stand between the bound and its number.
_PRE_VERB = re.compile(
    r"(?P<pre>至少|最少|不少于)(?:安排|组织|开展|召开|举办|举行|进行|听取|学习|参加|完成|接受|检查"
    r"|集中|研究|培训)$"
)
_PRE_LAST = frozenset(word[-1] for word in _PRE.split("|")) | frozenset(
    "达到上排织展开办行取习加成受查中究训"
)


@lru_cache(maxsize=4)
def _patterns(catalogue: Catalogue) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where a quantity can begin: a run of digits before the beginning of a unit; and all of it."""
    units = set(catalogue.countable_units + catalogue.loose_units)
    unit = _any_of(units)
    extra = "|".join(re.escape(u) for u in catalogue.bracketed_units)
    numeral = rf"{ARABIC}(?:[十百千万亿]+(?:\d+[十百千])?)?|{CHINESE}"
    behind = {u.lstrip(_NUMERIC)[:1] for u in units} | set("余多几来分 -~至到")
    behind_any = "".join(re.escape(char) for char in sorted(behind))
    # Only from where digits begin: within a long run each of them would look to its end again.
    # What stands before is asked second: the engine runs fast to the next of a set of characters.
    digit = f"[0-9{_NUMERIC}]"
    run = re.compile(rf"{digit}(?<!{digit}{digit}){digit}*+(?=[{behind_any}]|[,.]\d)")
    return run, re.compile(
        rf"百分之(?P<pct>{CHINESE}(?:点{CHINESE})?)(?P<ppost>及?以上|左右|及?以下)?"
        rf"|(?P<num>{numeral})(?P<odd>(?:[ ]?[余多几来])?[余多几来]?)"
        rf"(?:[ ]?(?P<scale>[万亿百千](?!元)))?(?P<odd2>[余多]?)[ ]?"
        rf"(?P<range>[ ]?(?:-{{1,2}}|~|至|到)[ ]?(?P<num2>{numeral}))?[ ]?"
        rf"(?P<unit>{unit})(?!{_WORDS})(?P<slash>/(?:次|件|人|年|个|户|天|月|家|份))?(?P<bracket>\((?:{extra})\))?"
        rf"(?P<post>(?:及?以上|左右|上下|以内|之内|及?以下|之多|有余|余(?!额|热|款|下)|内(?![部容业资化设外])|多(?=[的]))?)"
    )


# Most figures are counted in these: they are tried first.
_USUAL = "次件份人个名家场%条项起元期"


def _any_of(units: Iterable[str]) -> str:
    """A pattern of many units, which asks for each first character once; longer ones first."""
    found: dict[str, list[str]] = {char: [] for char in _USUAL}
    for unit in sorted(units, key=lambda u: (-len(u), u)):
        found.setdefault(unit[0], []).append(re.escape(unit[1:]))
    return "|".join(f"{re.escape(c)}(?:{'|'.join(rest)})" for c, rest in found.items() if rest)


def find_quantities(
    folded: str, catalogue: Catalogue, start: int = 0, end: int | None = None
) -> Iterator[Quantity]:
    """Every numeral with a unit, in reading order, refused ones included.

    Args:
        folded: the folded text.
        catalogue: the vocabulary (its units).
        start: where to begin.
        end: where to stop; None for the end of the text.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> for q in find_quantities("发放3.5万余份,约260人,98%以上", load_catalogue()):
    ...     print(q.value, q.lower, q.upper, q.bound, q.unit)
    35000 35000 None at_least 份
    260 None None about 人
    98 98 None at_least %
    """
    runs, pattern = _patterns(catalogue)
    done = start
    for run in runs.finditer(folded, start, len(folded) if end is None else end):
        at = run.start()
        match = pattern.match(folded, at) if at >= done else None
        if match is None:
            continue
        found = _quantity(folded, match) if match.group("num") else _percentage(match)
        if found is not None:
            done = match.end()
            yield found


def _words_before(folded: str, at: int) -> tuple[str, int]:
    """The words of bound that end where a number begins, and where they begin."""
    before = folded[max(0, at - 10) : at]
    if not before or before.rstrip(" ")[-1:] not in _PRE_LAST:
        return "", at
    match = _PRE_END.search(before) or _PRE_VERB.search(before)
    if match is None:
        return "", at
    return match.group("pre") or "", at - len(before) + match.start()


def _percentage(match: re.Match[str]) -> Quantity | None:
    whole, _, fraction = match.group("pct").partition("点")
    value = value_of(whole)
    if value is None:
        return None
    if fraction:
        digits = "".join(str("零一二三四五六七八九".find(c)) for c in fraction)
        value = float(f"{int(value)}.{digits}")
    span = Span(*match.span())
    bound = _POST_BOUND.get(match.group("ppost") or "", EXACT)
    lower = value if bound in (EXACT, AT_LEAST) else None
    upper = value if bound in (EXACT, AT_MOST) else None
    return Quantity(span, span, tidy(value), lower, upper, bound, "%", True, "")


def _quantity(folded: str, match: re.Match[str]) -> Quantity | None:
    _, _, num, odd, scale, odd2, _, num2, unit, slash, bracket, post = match.groups()
    number_start, end = match.span()
    value = value_of(num)
    if value is None:
        return None
    second = value_of(num2) if num2 else None
    if num2 and (second is None or second <= value):
        return None
    factor = _SCALES[scale or ""]
    if unit in _MONEY:
        factor, unit = factor * _MONEY[unit], "元"
    pre, pre_start = _words_before(folded, number_start)
    if pre and _NOT_A_BOUND.search(folded[max(0, pre_start - 3) : pre_start + 1]):
        pre = ""
    if num[0] in "百千万" and folded[number_start - 1 : number_start] == "上":
        pre, pre_start = pre or "超过", min(pre_start, number_start - 1)  # 上百人次
    low = tidy(value * factor)
    high = tidy(second * factor) if second is not None else None
    more = bool(odd or odd2)
    bound = BETWEEN if high is not None else _bound(pre, post, more)
    # 约5万余: about, and said to be more than.
    lower = low if bound in (EXACT, AT_LEAST, BETWEEN) or (bound == ABOUT and more) else None
    upper = high if bound == BETWEEN else low if bound in (EXACT, AT_MOST) else None
    number = Span(number_start, end)
    return Quantity(
        Span(pre_start, end) if pre else number, number, low, lower, upper,
        bound, unit + (slash or "") + (bracket or ""), num[0] not in "0123456789", pre,
    )  # fmt: skip


def _bound(pre: str, post: str, more: bool) -> str:
    """What the words before and behind a number, and 余 within it (``more``), make of it."""
    kinds = [_PRE_BOUND[word] for word in _PRE_WORD.findall(pre)] if pre else []
    if ABOUT in kinds:
        return ABOUT
    if kinds:
        return kinds[-1]
    if post:
        return _POST_BOUND.get(post, AT_LEAST)
    return AT_LEAST if more else EXACT
