"""Chinese headers and words for findings: the frames that ``analysis`` gives.

The same thing has the same column name in every frame, so one list serves them all; the tables of
the corpus have theirs in the schema.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fzanalysis.corpus import TITLES

HEADERS: Mapping[str, str] = {
    **{column: title for table in TITLES.values() for column, title in table.items()},
    # the same word for the same thing, whatever the table it is first met in
    "report_id": "报告编号",
    "text": "内容",
    "name": "指标",
    "comparable": "可比性",
    "disclosed": "是否披露",
    "shown": "披露的数",
    "low": "可能最低",
    "high": "可能最高",
    "rank_best": "最好名次",
    "rank_worst": "最差名次",
    "n_ranked": "参排数",
    "topic": "编号",
    "label": "话题",
    "auto_label": "自动命名",
    "terms": "有代表性的词",
    "n_points": "要点数",
    "n_reports": "涉及报告数",
    "share": "占举措文字",
    "fit": "贴合度",
    "k": "类数",
    "stability": "稳定性",
    "error": "误差",
    "chosen": "选用",
    "bureau": "机关编号",
    "year_before": "前一年度",
    "year_after": "后一年度",
    "shown_before": "前一年度的数",
    "shown_after": "后一年度的数",
    "direction": "升降",
    "change": "增减",
    "change_low": "增减至少",
    "change_high": "增减至多",
    "percent": "增减%",
    "percent_low": "增减%至少",
    "percent_high": "增减%至多",
    "part_year": "有一年不满全年",
    "up": "上升",
    "down": "下降",
    "flat": "持平",
    "uncertain": "无法判断",
    "appeared": "新披露",
    "disappeared": "不再披露",
    "unlike_units": "单位不同",
    "n_disclosed": "披露的报告数",
    "n_summed_up": "单位相同的报告数",
    "n_zero": "写明为零的报告数",
    "min": "最小",
    "q1": "下四分位",
    "median": "中位",
    "q3": "上四分位",
    "max": "最大",
    "first": "前词",
    "second": "后词",
    "n_first": "前词次数",
    "n_second": "后词次数",
    "pmi": "PMI",
    "npmi": "NPMI",
    "gap": "相隔年数",
    "measures": "举措",
    "first_responsible": "第一责任人履职",
    "problems": "问题",
    "plans": "计划",
    "n_present": "有几项",
    "n_own_section": "独立成节的项数",
    "filing_due": "报送期限",
    "public_due": "公开期限",
    "days_left": "提前天数",
    "timing": "是否按时",
    "before_filing_date": "报送期限前已公开",
    "measures_share": "举措占比",
    "first_responsible_share": "第一责任人占比",
    "problems_share": "问题占比",
    "plans_share": "计划占比",
    "n_problems": "问题条数",
    "n_with_reason": "写明原因的条数",
    "reason_share": "写明原因的比例",
    "n_figures": "数字个数",
    "n_actual": "实绩数字",
    "n_coded": "有指标代码",
    "n_bounded": "带限定词",
    "n_codes": "指标种数",
    "figures_per_1000_chars": "每千字数字",
    "term": "词",
    "n": "次数",
    "docs": "篇数",
    "per_10k": "每万词",
    "n_target": "本组次数",
    "n_reference": "对照组次数",
    "per_10k_target": "本组每万词",
    "per_10k_reference": "对照组每万词",
    "log_odds": "对数优势比",
    "z": "z 值",
    "g2": "G²",
    "g2_p": "G² 的 p",
    "chi2": "χ²",
    "chi2_p": "χ² 的 p",
    "left": "左文",
    "node": "词",
    "right": "右文",
}

#: Column → word of a code as people say it.
WORDS: Mapping[str, Mapping[str, str]] = {
    "comparable": {
        "direct": "可直接比",
        "per_staff": "宜按人数折算",
        "per_firm": "宜按监管企业数折算",
        "rate": "本身是比率",
        "context": "取决于职权和案量，不宜排名",
        "background": "背景情况",
    },
    "rule": {
        "single": "单次提及",
        "repeated": "多次同值",
        "stated_total": "文中总数",
        "sum": "分次相加",
        "conflict": "前后不一致",
        "rollup": "汇总项",
    },
    "direction": {
        "up": "上升",
        "down": "下降",
        "flat": "持平",
        "uncertain": "无法判断",
        "unlike_units": "单位不同，不能比",
        "appeared": "新披露",
        "disappeared": "不再披露",
    },
    "timing": {"on_time": "按时", "late": "逾期", "unknown": "发布日期未见"},
    "before_filing_date": {"yes": "是", "no": "否", "unknown": "不详"},
}


def headers(frames: Iterable[str]) -> dict[str, dict[str, str]]:
    """Chinese headers for ``to_csv`` and ``to_xlsx``: those of the schema, else those of findings.

    Args:
        frames: names of the frames that will be written.

    >>> headers(["comparison", "metrics"])["metrics"]["quote"]
    '引文'
    """
    return {name: {**HEADERS, **TITLES.get(name, {})} for name in frames}
