"""Sentences computed from the tables; they say 至少 and 未披露 where that is the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fzanalysis.analysis.figures import unit_class
from fzanalysis.analysis.panel import bureau_keys
from fzanalysis.presentation.charts.bars import reach
from fzanalysis.presentation.charts.completeness import timeliness
from fzanalysis.presentation.labels import (
    PARTS,
    THEMES,
    UNDISCLOSED,
    UNSORTED,
    bound_of,
    category_name,
    in_words,
    percent,
)

#: So many kinds of problems may lead together and still be named.
_FEW_NAMES = 3
#: What became of a figure from one report to the next, in a sentence.
CHANGES: Mapping[str, str] = {
    "up": "上升",
    "down": "下降",
    "flat": "持平",
    "uncertain": "不能断定（有的不是确数）",
    "appeared": "新披露",
    "disappeared": "不再披露",
    "unlike_units": "单位不同不能比较",
}


def metric_takeaway(name: str, said: pd.DataFrame, reports: pd.DataFrame) -> str:
    """How many reports give a figure, which one is the largest, and how sure that is.

    Args:
        name: what is counted.
        said: rows of ``indicators`` of that metric that hold a figure.
        reports: table ``reports``, the silent ones included.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": ["甲局", "乙局"], "year": 2023})
    >>> said = pd.DataFrame({"report_id": ["a"], "value": [1000.0], "lower": [1000.0],
    ...     "upper": [float("nan")], "bound": ["at_least"], "unit": ["份"]})
    >>> metric_takeaway("宣传资料份数", said, reports)
    '宣传资料份数：甲局2023年为至少1000份，其余1份报告未披露'
    """
    total, given = reports["report_id"].nunique(), said["report_id"].nunique()
    if given == 0:
        return f"{name}：{total}份报告均{UNDISCLOSED}"
    silent = f"{total - given}份报告{UNDISCLOSED}" if total > given else ""
    if said["unit"].map(unit_class).nunique() > 1:
        return "，".join(
            filter(None, [f"{name}：{given}份报告有数，但单位不同，不可直接比较", silent])
        )
    figures = [{str(k): v for k, v in row.items()} for row in said.to_dict("records")]
    largest = reach(said)
    top = [row for row in figures if reach(pd.DataFrame([row])) == largest]
    # Of 120 and 至少120 neither is known to be the larger one: both are said.
    figure = "、".join(dict.fromkeys(_said(row) for row in top))
    who = _who(reports, str(top[0]["report_id"]))
    if given == 1:
        return f"{name}：{who}为{figure}" + (f"，其余{silent}" if silent else "")
    most = f"{given}份报告写到，最大的是{who}（{figure}）"
    if len(top) == len(figures):
        most = f"{given}份报告写到，都是{figure}"
    elif len(top) > 1:
        most = f"{given}份报告写到，最大的数为{figure}（{len(top)}份）"
    vague = int((said["bound"] != "exact").sum())
    doubt = f"其中{vague}个不是确数，先后仅供参考" if vague else ""
    return f"{name}：" + "；".join(filter(None, [most, silent, doubt]))


def _said(row: Mapping[str, Any]) -> str:
    unit = "" if pd.isna(row["unit"]) else str(row["unit"])
    return in_words(bound_of(row), row["value"], row["lower"], row["upper"], unit)


def trend_takeaway(name: str, changes: pd.DataFrame) -> str:
    """How many bureaus rose and fell for certain from one report to the next.

    Args:
        name: the metric.
        changes: of :func:`fzanalysis.analysis.trends.changes` for that metric.

    >>> changes = pd.DataFrame({"issuer": ["甲局", "乙局", "丙局"],
    ...     "direction": ["up", "uncertain", "up"]})
    >>> trend_takeaway("学习次数", changes)
    '学习次数：前后两份报告对照3组，上升2组，不能断定（有的不是确数）1组'
    """
    # In groups, not in times: “上升2次” of a metric that counts 次 would read as two more.
    counts = changes["direction"].value_counts()
    said = [f"{text}{counts[key]}组" for key, text in CHANGES.items() if counts.get(key)]
    return f"{name}：前后两份报告对照{len(changes)}组，" + "，".join(said)


def follow_up_takeaway(followed: pd.DataFrame) -> str:
    """How many plans the next report speaks of.

    Args:
        followed: of :func:`fzanalysis.analysis.follow_up.follow_up`, those with a next report.

    >>> follow_up_takeaway(pd.DataFrame({"verdict": ["taken_up", "not_found"]}))
    '2项打算有下一年报告可查：写到1项，没有找到1项；只说明写没写，不说明做没做'
    """
    words = {"taken_up": "写到", "partly": "部分写到", "not_found": "没有找到"}
    counts = followed["verdict"].value_counts()
    said = [f"{text}{counts[key]}项" for key, text in words.items() if counts.get(key)]
    known = f"{len(followed)}项打算有下一年报告可查：" + "，".join(said)
    return known + "；只说明写没写，不说明做没做"


def reuse_takeaway(pairs: pd.DataFrame, reports: pd.DataFrame) -> str:
    """Which report repeats most of an earlier one of its bureau, which most of another bureau's.

    Args:
        pairs: of :func:`fzanalysis.analysis.reuse_pairs.reuse_pairs`.
        reports: table ``reports``.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"], "issuer": "甲局", "year": [2022, 2023]})
    >>> pairs = pd.DataFrame({"report_a": ["b"], "report_b": ["a"], "share": [0.82]})
    >>> reuse_takeaway(pairs, reports)
    '甲局2023年有82%的文字也见于本部门2022年的报告'
    """
    bureaus = dict(zip(reports["report_id"], bureau_keys(reports), strict=True))
    years = dict(zip(reports["report_id"], reports["year"].fillna(0).astype(int), strict=True))
    own: list[dict[Any, Any]] = []
    others: list[dict[Any, Any]] = []
    for row in pairs.sort_values("share", ascending=False, kind="stable").to_dict("records"):
        one, other = row["report_a"], row["report_b"]
        # The later one repeats; of one year nobody knows which came first.
        if years[one] >= years[other]:
            (own if bureaus[one] == bureaus[other] else others).append(row)
    parts = []
    for rows, same in ((own, True), (others, False)):
        if rows:
            top = rows[0]
            source = _who(reports, top["report_b"])
            if same and years[top["report_b"]]:
                source = f"本部门{years[top['report_b']]}年"
            share = f"{percent(top['share'])}%"
            parts.append(f"{_who(reports, top['report_a'])}有{share}的文字也见于{source}的报告")
    return "；".join(parts)


def _who(reports: pd.DataFrame, report_id: str) -> str:
    """A report as it is named in a sentence, the year told apart from a figure that follows."""
    row = reports[reports["report_id"].eq(report_id)].to_dict("records")[0]
    issuer = report_id if pd.isna(row["issuer"]) or not row["issuer"] else str(row["issuer"])
    return issuer + ("" if pd.isna(row["year"]) else f"{int(row['year'])}年")


def completeness_takeaway(completeness: pd.DataFrame, reports: pd.DataFrame) -> str:
    """How many reports have all four parts, which part is missing most, how many were in time.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023],
    ...     "published_on": ["2024-03-01"]})
    >>> parts = pd.DataFrame({"report_id": "a", "state": "section",
    ...     "part": ["measures", "first_responsible", "problems", "plans"]})
    >>> completeness_takeaway(parts, reports)
    '1份报告四项要件齐全；按时发布1份'
    """
    total = reports["report_id"].nunique()
    gone = completeness[completeness["state"].eq("missing")]
    judged = completeness.groupby("report_id")["part"].nunique()
    whole = int((judged.eq(len(PARTS)) & ~judged.index.isin(gone["report_id"])).sum())
    parts = [
        f"{total}份报告四项要件齐全" if whole == total else f"{total}份报告中{whole}份四项要件齐全"
    ]
    lacking = gone.groupby("part")["report_id"].nunique()
    if not lacking.empty:
        worst = int(lacking.max())
        names = "、".join(PARTS[p] for p in PARTS if lacking.get(p) == worst)
        parts.append(f"最常缺失的是{names}（{'各' * ('、' in names)}{worst}份）")
    verdicts = list(timeliness(reports).values())
    timely = {"按时": "按时发布", "逾期": "逾期发布", "发布日期未见": "发布日期未见"}
    counts = {words: verdicts.count(v) for v, words in timely.items()}
    parts.append("，".join(f"{words}{count}份" for words, count in counts.items() if count))
    return "；".join(parts)


def theme_takeaway(shares: pd.DataFrame) -> str:
    """Which themes take most of the text, and which no report speaks of.

    Args:
        shares: as :func:`fzanalysis.presentation.charts.themes.theme_table` gives them.

    >>> theme_takeaway(pd.DataFrame({"STU": [0.75], "PUB": [0.25]}, index=["a"]))
    '着墨最多的是学习培训，平均占75%'
    """
    known = shares.dropna()
    if known.empty:
        return "没有读出举措，无法比较主题"
    mean = known.mean().drop(labels=UNSORTED, errors="ignore")
    main = str(mean.idxmax())
    text = f"着墨最多的是{THEMES.get(main, main)}，平均占{mean.max() * 100:.0f}%"
    silent = [THEMES.get(str(code), str(code)) for code in mean.index if mean[code] == 0]
    if len(silent) > 4:
        text += f"；15个主题中有{len(silent)}个没有报告专门写到" if len(mean) == 15 else ""
    elif silent:
        text += f"；{'、'.join(silent)}没有报告专门写到"
    skipped = len(shares) - len(known)
    return text + (f"；{skipped}份报告没有读出举措" if skipped else "")


def problem_takeaway(problems: pd.DataFrame, reports: pd.DataFrame) -> str:
    """The kind of problem that most reports admit, and how many admit none.

    >>> reports = pd.DataFrame({"report_id": ["a", "b"]})
    >>> problems = pd.DataFrame({"report_id": ["a"], "category": ["PUB_FORM"]})
    >>> problem_takeaway(problems, reports)
    '写到最多的问题是宣传形式单一（1份报告）；1份报告没有写问题'
    """
    total = reports["report_id"].nunique()
    silent = total - problems["report_id"].nunique()
    if problems.empty:
        return f"{total}份报告都没有写问题"
    counts = problems.groupby("category")["report_id"].nunique()
    parts = []
    if counts.empty:
        parts.append(f"{total - silent}份报告写了问题，均{UNSORTED}")
    else:
        worst = int(counts.max())
        names = [category_name(code) for code in counts.index if counts[code] == worst]
        if len(names) > _FEW_NAMES:
            # A list of all kinds would say that they are the most frequent ones.
            each = "每类都只" if len(names) == len(counts) and worst == 1 else "最多的"
            parts.append(f"写到{len(counts)}类问题，{each}见于{worst}份报告，没有突出的一类")
        else:
            most = f"{'各' * (len(names) > 1)}{worst}份报告"
            parts.append(f"写到最多的问题是{'、'.join(names)}（{most}）")
    if silent:
        parts.append(f"{silent}份报告没有写问题")
    return "；".join(parts)
