"""Words for people: Chinese names of codes, bureau labels, numbers, line breaks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from fzanalysis.catalogue import load_catalogue
from fzanalysis.errors import UsageError
from fzanalysis.presentation.lines import balanced as balanced
from fzanalysis.presentation.lines import shortened as shortened
from fzanalysis.presentation.lines import width as width
from fzanalysis.presentation.lines import wrap as wrap

PARTS: Mapping[str, str] = {
    "measures": "主要措施和成效",
    "first_responsible": "第一责任人履职",
    "problems": "问题和原因",
    "plans": "下一年度安排",
}
STATES: Mapping[str, str] = {
    "section": "独立成节",
    "unheaded": "无标题",
    "embedded": "嵌于他节",
    "missing": "缺失",
}
BOUNDS: Mapping[str, str] = {
    "exact": "确数",
    "at_least": "至少（余、多、以上）",
    "about": "约数（约、近、左右）",
    "at_most": "至多（以内、不超过）",
    "between": "区间",
}
ROLES: Mapping[str, str] = {
    "actual": "已完成",
    "requirement": "制度要求",
    "plan": "下年计划",
    "background": "背景情况",
}
#: Four characters a theme, for column heads; in the order of the 2021–2025 outline's themes.
THEMES: Mapping[str, str] = {
    "ORG": "组织领导",
    "STU": "学习培训",
    "PUB": "法治宣传",
    "FUN": "政务服务",
    "BIZ": "营商环境",
    "NOR": "规范文件",
    "DEC": "重大决策",
    "CNS": "法律顾问",
    "ENF": "行政执法",
    "EMG": "应急应对",
    "DIS": "纠纷化解",
    "SUP": "权力监督",
    "OPN": "政务公开",
    "INT": "党风廉政",
    "DIG": "数字法治",
}
#: Four characters a category of problems, for column heads.
PROBLEMS: Mapping[str, str] = {
    "ENF_FORCE": "执法力量",
    "ENF_SKILL": "执法能力",
    "ENF_AUTH": "执法依据",
    "ENF_CONDUCT": "执法规范",
    "PUB_FORM": "宣传形式",
    "PUB_REACH": "宣传覆盖",
    "PUB_CONTENT": "普法内容",
    "STUDY_DEPTH": "学习深度",
    "COORD": "部门联动",
    "INTEGRATE": "业务融合",
    "SYSTEM": "制度机制",
    "SERVICE": "服务公开",
}
UNDISCLOSED = "未披露"
UNSORTED = "未归类"
CONFLICT = "文中前后不一致"
PART_YEAR = "不满全年"


def number(value: float) -> str:
    """A number as a Chinese reader writes it, never rounded: 万 and 亿 where they lose nothing.

    >>> [number(v) for v in (0, 92.86, 9600, 42000, 10385, 123456, 350000, 202000000)]
    ['0', '92.86', '9600', '4.2万', '10385', '123456', '35万', '2.02亿']
    """
    for scale, name, least, digits in ((1e8, "亿", 1e8, 4), (1e4, "万", 1e4, 2)):
        if abs(value) >= least:
            short = value / scale
            if math.isclose(short, round(short, digits), rel_tol=1e-12):
                return f"{round(short, digits):.{digits}f}".rstrip("0").rstrip(".") + name
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.6f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    """A share as whole percent: never 0 for something, never 100 for less than all.

    >>> [percent(s) for s in (0.0, 0.004, 0.256, 0.996, 1.0)]
    ['0', '<1', '26', '99', '100']
    """
    if 0 < share < 0.005:
        return "<1"
    return "99" if 0.995 <= share < 1 else f"{share * 100:.0f}"


def chinese_numeral(count: int) -> str:
    """A number below 100 as headings are numbered.

    >>> [chinese_numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(count, 10)
    head = ("" if tens == 1 else digits[tens]) + "十" if tens else ""
    return head + (digits[ones] if ones or not tens else "")


def bounded(bound: str, value: float, lower: float, upper: float, unit: str = "") -> str:
    """A figure with its bound as a chart or a table shows it, the unit behind.

    Args:
        bound: one of the five of table ``metrics``, or ``conflict`` for a report that gives
            ``lower`` in one place and ``upper`` in another.

    Raises:
        UsageError: another bound.

    >>> bounded("at_least", 1000, 1000, float("nan"), "份")
    '≥1000份'
    >>> bounded("between", float("nan"), 10, 20), bounded("about", 230, 230, 230)
    ('10～20', '约230')
    >>> bounded("conflict", float("nan"), 3, 5, "次")
    '3次或5次'
    """
    if bound == "conflict":
        return f"{number(lower)}{unit}或{number(upper)}{unit}"
    if bound == "between":
        return f"{number(lower)}～{number(upper)}{unit}"
    signs = {"exact": "", "at_least": "≥", "about": "约", "at_most": "≤"}
    if bound not in signs:
        raise UsageError(
            f"unknown bound {bound!r}", hint="one of exact, at_least, about, at_most, between"
        )
    known = {"at_least": (lower, value), "at_most": (upper, value)}.get(bound, (value, lower))
    figure = known[1] if math.isnan(known[0]) else known[0]
    return f"{signs[bound]}{number(figure)}{unit}"


def bound_of(row: Mapping[Any, Any]) -> str:
    """The bound of a row of ``metrics`` or ``indicators``; ``conflict`` where its rule says so.

    >>> bound_of({"bound": "between", "rule": "conflict"}), bound_of({"bound": "exact"})
    ('conflict', 'exact')
    """
    return "conflict" if row.get("rule") == "conflict" else str(row["bound"])


def in_words(bound: str, value: float, lower: float, upper: float, unit: str = "") -> str:
    """A figure as it is said in a sentence, its bound in words.

    >>> in_words("at_least", 1000, 1000, float("nan"), "份"), in_words("exact", 0, 0, 0, "件")
    ('至少1000份', '0件')
    """
    text = bounded(bound, value, lower, upper, unit)
    return text.replace("≥", "至少").replace("≤", "至多")


def codes_in(value: Any) -> list[str]:
    """Codes or row ids in one cell: a list, or text with any separator; none if it is missing.

    >>> codes_in(["a", "b"]), codes_in("a; b"), codes_in(None)
    (['a', 'b'], ['a', 'b'], [])
    """
    if isinstance(value, str):
        return [part for part in re.split(r"[;,；，、|\s]+", value) if part]
    return [str(item) for item in value] if hasattr(value, "__iter__") else []


def report_labels(reports: pd.DataFrame, *, columns: int = 28) -> dict[str, str]:
    """One label a report: bureau and year, the bureau wrapped where its name is long.

    Args:
        reports: columns report_id, issuer, year; others are ignored. A missing issuer is shown
            by the report_id, a missing year as 年份不详.
        columns: width of a line, a Chinese character takes two.

    Returns:
        Labels by report_id, in the order of ``reports``.

    >>> frame = pd.DataFrame({"report_id": ["a"], "issuer": ["河口县科技局"], "year": [2023]})
    >>> report_labels(frame)
    {'a': '河口县科技局 2023'}
    """
    labels = {}
    for row in reports.drop_duplicates("report_id").to_dict("records"):
        issuer = row["report_id"] if pd.isna(row["issuer"]) or not row["issuer"] else row["issuer"]
        year = "年份不详" if pd.isna(row["year"]) else str(int(row["year"]))
        labels[str(row["report_id"])] = _label(str(issuer), year, columns)
    return labels


def _label(issuer: str, year: str, columns: int) -> str:
    whole = f"{issuer} {year}"
    if width(whole) > columns >= width(issuer):
        return f"{issuer}\n{year}"
    return balanced(whole, columns)


def metric_name(code: object) -> str:
    """The Chinese name of a metric; a code that the catalogue does not know is its own name.

    >>> metric_name("pub_materials"), metric_name("own_code")
    ('宣传资料份数', 'own_code')
    """
    known = load_catalogue().metrics_by_code
    return known[code].zh if isinstance(code, str) and code in known else str(code)


def theme_name(code: object) -> str:
    """The full Chinese name of a theme; 未归类 where there is none.

    >>> theme_name("STU"), theme_name(None)
    ('法治学习培训与考试', '未归类')
    """
    if not isinstance(code, str):
        return UNSORTED
    return load_catalogue().theme_names.get(code, code)


def category_name(code: object) -> str:
    """The Chinese name of a category of problems; 未归类 where there is none.

    >>> category_name("PUB_FORM"), category_name(None)
    ('宣传形式单一', '未归类')
    """
    if not isinstance(code, str):
        return UNSORTED
    return {p.code: p.zh for p in load_catalogue().problems}.get(code, code)


def source_note(reports: pd.DataFrame) -> str:
    """The note under a chart: how many reports of which years it rests on.

    >>> source_note(pd.DataFrame({"report_id": ["a", "b"], "year": [2021, 2023]}))
    '数据来源：2份法治政府建设年度报告（2021—2023年）'
    """
    years = sorted({int(y) for y in reports["year"].dropna()})
    span = f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年" if years else ""
    count = reports["report_id"].nunique()
    return f"数据来源：{count}份法治政府建设年度报告" + (f"（{span}）" if span else "")
