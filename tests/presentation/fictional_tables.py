"""Small tables of fictional bureaus, with the columns that the corpus has."""

from __future__ import annotations

import math

import pandas as pd

NAN = math.nan

TEXTS = {
    "r1": (
        "云溪区科学技术局2023年法治政府建设年度报告\n一、主要措施和成效\n（一）抓学习。"
        "全年集中学法12次，学习《行政处罚法》。\n（二）抓宣传。发放宣传资料1000余份，"
        "接受咨询约230人次。\n二、存在的问题\n宣传形式比较单一。\n三、下一步打算\n创新宣传方式。\n"
    ),
    "r2": '河口县科技局2022年度报告\n一、工作情况\n未发生行政诉讼案件。<b>注</b> & "引号" 𠀀\n',
    "r3": "东港县科学技术和工业信息化局报告\n一、工作情况\n编制2000至4000份手册，不超过2500份传单。\n",
}


def _row(report: str, item: str, quote: str, **rest: object) -> dict[str, object]:
    start = TEXTS[report].index(quote)
    spot = {"quote": quote, "start": start, "end": start + len(quote)}
    return {"report_id": report, **rest, **spot, "_id": item}


def _frame(rows: list[dict[str, object]], key: str) -> pd.DataFrame:
    return pd.DataFrame(rows).rename(columns={"_id": key})


def _metric(
    report: str,
    item: str,
    quote: str,
    code: str | None,
    counted: str,
    unit: str,
    bound: str,
    value: float,
    lower: float,
    upper: float,
    **rest: object,
) -> dict[str, object]:
    figures = {"value": value, "lower": lower, "upper": upper, "bound": bound, "unit": unit}
    other = {
        "measure_id": None,
        "section_id": None,
        "role": "actual",
        "part_of": None,
        "period": None,
        "as_of": None,
    }
    return _row(report, item, quote, code=code, counted=counted, **figures, **(other | rest))


def small_tables() -> dict[str, pd.DataFrame]:
    """Three reports: one full, one with a stated zero, one that says little."""
    reports = pd.DataFrame(
        {
            "report_id": ["r1", "r2", "r3"],
            "source_path": ["a.txt", "b.docx", "c.pdf"],
            "issuer": ["云溪区科学技术局", "河口县科技局", "东港县科学技术和工业信息化局"],
            "region": ["云溪区", "河口县", "东港县"],
            "division_code": ["000123", "000124", None],
            "year": pd.array([2023, 2022, None], dtype="Int64"),
            "published_on": ["2024-03-06", "2023-04-01", None],
            "title": ["云溪区科学技术局2023年法治政府建设年度报告", "河口县科技局2022年度报告", ""],
            "chars": [len(TEXTS[r]) for r in ("r1", "r2", "r3")],
            "duplicate_of": [None, None, None],
            "warnings": ["", "编码猜测", ""],
        }
    )
    metrics = [
        _metric(
            "r1", "r1-m1", "集中学法12次", "learn_sessions", "集中学法", "次", "exact", 12, 12, 12
        ),
        _metric(
            "r1",
            "r1-m2",
            "发放宣传资料1000余份",
            "pub_materials",
            "宣传资料",
            "份",
            "at_least",
            1000,
            1000,
            NAN,
        ),
        _metric(
            "r1",
            "r1-m3",
            "接受咨询约230人次",
            "pub_consult",
            "咨询",
            "人次",
            "about",
            230,
            NAN,
            NAN,
        ),
        _metric(
            "r2", "r2-m1", "未发生行政诉讼案件", "lit_cases", "行政诉讼案件", "件", "exact", 0, 0, 0
        ),
        _metric(
            "r3",
            "r3-m1",
            "2000至4000份手册",
            "pub_materials",
            "手册",
            "份",
            "between",
            NAN,
            2000,
            4000,
        ),
        _metric("r3", "r3-m2", "不超过2500份传单", None, "传单", "份", "at_most", 2500, NAN, 2500),
    ]
    frame = _frame(metrics, "metric_id")
    keep = ["report_id", "code", "value", "lower", "upper", "bound", "unit"]
    said = frame[frame["code"].notna()]
    indicators = said[keep].merge(reports[["report_id", "issuer", "region", "year"]])
    indicators = indicators.assign(rule="single", n_mentions=1, complete_year=True)
    indicators["metric_ids"] = list(said["metric_id"])
    rollup = indicators["code"].eq("pub_materials")
    total = indicators[rollup].assign(code="宣传资料份数", rule="rollup")
    indicators = pd.concat([indicators, total], ignore_index=True)
    measures = [
        _row(
            "r1",
            "r1-e1",
            "（一）抓学习。全年集中学法12次，学习《行政处罚法》。",
            kind="paragraph",
            marker="（一）",
            heading="抓学习",
            theme="STU",
            leaf=True,
        ),
        _row(
            "r1",
            "r1-e2",
            "（二）抓宣传。发放宣传资料1000余份，接受咨询约230人次。",
            kind="paragraph",
            marker="（二）",
            heading="抓宣传",
            theme="PUB",
            leaf=True,
        ),
        _row(
            "r2",
            "r2-e1",
            "未发生行政诉讼案件。",
            kind="paragraph",
            marker="",
            heading="",
            theme="DIS",
            leaf=True,
        ),
    ]
    for row in measures:
        row["text"] = row["quote"]
    sections = [
        _row(
            "r1", "r1-s1", "一、主要措施和成效", heading="主要措施和成效", role="measures", level=1
        ),
        _row("r1", "r1-s2", "二、存在的问题", heading="存在的问题", role="problems", level=1),
        _row("r1", "r1-s3", "三、下一步打算", heading="下一步打算", role="plans", level=1),
    ]
    states = {
        "r1": ["section", "missing", "section", "unheaded"],
        "r2": ["embedded", "missing", "missing", "missing"],
    }
    parts = ["measures", "first_responsible", "problems", "plans"]
    return {
        "reports": reports,
        "sections": _frame(sections, "section_id"),
        "measures": _frame(measures, "measure_id"),
        "metrics": frame,
        "indicators": indicators,
        "problems": _frame(
            [
                _row(
                    "r1",
                    "r1-p1",
                    "宣传形式比较单一。",
                    ordinal=1,
                    text="宣传形式比较单一。",
                    category="PUB_FORM",
                    also="PUB_REACH",
                    reason=None,
                )
            ],
            "item_id",
        ),
        "plans": _frame(
            [
                _row(
                    "r1",
                    "r1-n1",
                    "创新宣传方式。",
                    ordinal=1,
                    text="创新宣传方式。",
                    theme="PUB",
                    also=None,
                )
            ],
            "item_id",
        ),
        "citations": _frame(
            [
                _row(
                    "r1",
                    "r1-c1",
                    "《行政处罚法》",
                    name="行政处罚法",
                    kind="law",
                    in_marks=True,
                    nested_in=None,
                )
            ],
            "citation_id",
        ),
        "completeness": pd.DataFrame(
            [
                (r, p, s, None)
                for r, said in states.items()
                for p, s in zip(parts, said, strict=True)
            ],
            columns=["report_id", "part", "state", "section_id"],
        ),
        "texts": pd.DataFrame({"report_id": list(TEXTS), "text": list(TEXTS.values())}),
    }
