"""Whether a report has what the national rule asks for, in time, and how open it is.

The rule: 法治政府建设与责任落实督察工作规定 (2019), article 24, and the parts that local notices
repeat: measures and results, the first-responsible person, shortcomings with reasons, next year's
plans; public before 1 April. Departments file by 1 March (provincial guidelines; only the date of
publication can be seen). Up to 2018 the outline of 2015 asked for the first quarter: the same day.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fzanalysis.analysis.composite import score
from fzanalysis.analysis.frames import INT, MAYBE, NUMBER, TEXT, frame, need

__all__ = ["figures", "lengths", "overview", "reasons", "score", "states", "timing"]
PARTS = ("measures", "first_responsible", "problems", "plans")
_WHO = {"report_id": TEXT, "issuer": TEXT, "year": MAYBE}
_STATES = {**_WHO, **dict.fromkeys(PARTS, TEXT), "n_present": INT, "n_own_section": INT}
_TIMING = {
    **_WHO,
    "published_on": TEXT,
    "filing_due": TEXT,
    "public_due": TEXT,
    "days_left": MAYBE,
    "timing": TEXT,
    "before_filing_date": TEXT,
}
_LENGTHS = {**_WHO, "chars": INT, **{f"{part}_share": NUMBER for part in PARTS}}
_REASONS = {**_WHO, "n_problems": INT, "n_with_reason": INT, "reason_share": NUMBER}
_FIGURES = {
    **_WHO,
    "n_figures": INT,
    "n_actual": INT,
    "n_coded": INT,
    "n_bounded": INT,
    "n_codes": INT,
    "figures_per_1000_chars": NUMBER,
}


def states(completeness: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """The four parts of each report: section, unheaded, embedded or missing.

    Args:
        completeness: table ``completeness``: report_id, part, state.
        reports: table ``reports``; reports that are duplicates of another are left out.

    Returns:
        One row a report: report_id, issuer, year, a column a part (missing value: not judged),
        n_present (parts in any state but missing), n_own_section (state section).

    >>> parts = pd.DataFrame({"report_id": ["a", "a"], "part": ["measures", "plans"],
    ...     "state": ["section", "embedded"]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023]})
    >>> states(parts, reports)[["plans", "n_present", "n_own_section"]].values.tolist()
    [['embedded', 2, 1]]
    """
    need(completeness, ["report_id", "part", "state"], "completeness")
    wide = completeness.drop_duplicates(["report_id", "part"]).pivot(
        index="report_id", columns="part", values="state"
    )
    wide = wide.reindex(columns=list(PARTS))
    judged = {part: wide[part].notna() & ~wide[part].isin(["missing"]) for part in PARTS}
    own = {part: wide[part].isin(["section"]) for part in PARTS}
    wide["n_present"] = pd.DataFrame(judged).sum(axis=1)
    wide["n_own_section"] = pd.DataFrame(own).sum(axis=1)
    return _per_report(reports, wide, _STATES)


def timing(reports: pd.DataFrame) -> pd.DataFrame:
    """Whether each report was public before 1 April of the year after the one it speaks of.

    Args:
        reports: table ``reports`` with year and published_on (ISO text, date or timestamp).

    Returns:
        One row a report: published_on, filing_due (1 March), public_due (1 April), days_left (from
        publication to public_due; positive is in time: 1 on 31 March, 0 and less is late), timing
        (``on_time``, ``late``, ``unknown`` without a date or year), before_filing_date (``yes`` if
        it was public before 1 March, when it must have been filed by then; ``no`` says nothing
        about filing; ``unknown``).

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2022],
    ...     "published_on": ["2023-03-06"]})
    >>> timing(reports)[["days_left", "timing", "before_filing_date"]].values.tolist()
    [[26, 'on_time', 'no']]
    """
    need(reports, ["report_id", "published_on"], "reports")
    rows = once(reports).set_index("report_id")
    published = pd.to_datetime(rows["published_on"], errors="coerce").dt.normalize()
    years = pd.to_numeric(rows["year"]).astype("Float64").fillna(0).astype(int)
    due = {name: _day(years, month) for name, month in (("filing_due", 3), ("public_due", 4))}
    left = (due["public_due"] - published).dt.days
    timing_ = np.select([left.isna(), left > 0], ["unknown", "on_time"], "late")
    early = np.select([left.isna(), published < due["filing_due"]], ["unknown", "yes"], "no")
    table = pd.DataFrame(
        {
            **{name: day.dt.strftime("%Y-%m-%d") for name, day in due.items()},
            "published_on": published.dt.strftime("%Y-%m-%d"),
            "days_left": left.astype("Float64").astype(MAYBE),
            "timing": timing_,
            "before_filing_date": early,
        },
        index=rows.index,
    )
    return _per_report(reports, table, _TIMING)


def lengths(reports: pd.DataFrame, sections: pd.DataFrame) -> pd.DataFrame:
    """Length of each report and the share of its text that each part takes.

    share = characters (without white space) under sections of the role / characters of the report;
    a section's characters are its own, those of its children count for the children's roles. Text
    before the first heading and after the last belongs to no part, so the shares add up to less
    than 1. A part that is embedded in a section about something else has no share of its own.

    Args:
        reports: table ``reports`` with chars.
        sections: table ``sections``: report_id, section_id, parent_id, role, quote.

    Returns:
        One row a report: chars and ``<part>_share`` of the four parts, 0 to 1; missing where the
        report has no characters.

    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023],
    ...     "chars": [10]})
    >>> sections = pd.DataFrame({"report_id": "a", "section_id": ["s1", "s2"],
    ...     "parent_id": [None, "s1"], "role": ["problems", "plans"],
    ...     "quote": ["三 问题打算", "打算"]})
    >>> lengths(reports, sections)[["problems_share", "plans_share"]].values.tolist()
    [[0.3, 0.2]]
    """
    need(sections, ["report_id", "section_id", "parent_id", "role", "quote"], "sections")
    need(reports, ["report_id", "chars"], "reports")
    own = sections[["report_id", "section_id", "parent_id", "role"]].assign(
        chars=sections["quote"].str.replace(r"\s+", "", regex=True).str.len().astype(float)
    )
    children = own.dropna(subset=["parent_id"]).groupby(["report_id", "parent_id"], as_index=False)
    below = children[["chars"]].sum().rename(columns={"parent_id": "section_id", "chars": "below"})
    own = own.merge(below, on=["report_id", "section_id"], how="left")
    own["chars"] -= own["below"].fillna(0.0)
    wide = own.pivot_table(index="report_id", columns="role", values="chars", aggfunc="sum")
    wide = wide.reindex(columns=list(PARTS)).astype(float)
    whole = once(reports).set_index("report_id")["chars"]
    wide = wide.reindex(whole.index).fillna(0.0)
    wide = wide.div(whole.where(whole > 0), axis=0).add_suffix("_share").assign(chars=whole)
    return _per_report(reports, wide, _LENGTHS)


def reasons(problems: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Whether a report says why: the rule asks for shortcomings *and* their reasons.

    Args:
        problems: table ``problems``: report_id, reason (text, or missing).
        reports: table ``reports``.

    Returns:
        One row a report: n_problems, n_with_reason, reason_share (missing without problems).

    >>> problems = pd.DataFrame({"report_id": ["a", "a"], "reason": ["编制少", None]})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023]})
    >>> reasons(problems, reports)[["n_problems", "reason_share"]].values.tolist()
    [[2.0, 0.5]]
    """
    need(problems, ["report_id", "reason"], "problems")
    given = problems["reason"].notna() & problems["reason"].astype(str).str.strip().ne("")
    table = problems.assign(given=given).groupby("report_id")["given"].agg(["size", "sum"])
    table = table.rename(columns={"size": "n_problems", "sum": "n_with_reason"})
    table["reason_share"] = table["n_with_reason"] / table["n_problems"]
    return _per_report(reports, table, _REASONS)


def figures(metrics: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """How many figures a report discloses.

    Args:
        metrics: table ``metrics``: report_id, code, bound, role.
        reports: table ``reports`` with chars.

    Returns:
        One row a report: n_figures (every row), n_actual (role actual), n_coded (actual, with a
        code), n_bounded (actual, not exact), n_codes (different codes among them),
        figures_per_1000_chars = n_actual / chars × 1,000. All are 0 for a report without figures.

    >>> metrics = pd.DataFrame({"report_id": "a", "code": ["lit_cases", None],
    ...     "bound": ["exact", "at_least"], "role": "actual"})
    >>> reports = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023],
    ...     "chars": [2000]})
    >>> figures(metrics, reports)[["n_actual", "n_coded", "figures_per_1000_chars"]].values.tolist()
    [[2.0, 1.0, 1.0]]
    """
    need(metrics, ["report_id", "code", "bound", "role"], "metrics")
    need(reports, ["report_id", "chars"], "reports")
    actual = metrics["role"].eq("actual")
    flags = metrics[["report_id"]].assign(
        n_figures=1,
        n_actual=actual.astype(int),
        n_coded=(actual & metrics["code"].notna()).astype(int),
        n_bounded=(actual & metrics["bound"].ne("exact")).astype(int),
    )
    table = flags.groupby("report_id").sum()
    table["n_codes"] = metrics[actual].groupby("report_id")["code"].nunique()
    chars = once(reports).set_index("report_id")["chars"]
    table = table.reindex(chars.index)
    share = table["n_actual"].fillna(0) / chars.where(chars > 0) * 1000
    return _per_report(reports, table.assign(figures_per_1000_chars=share), _FIGURES)


def overview(
    reports: pd.DataFrame,
    completeness: pd.DataFrame,
    sections: pd.DataFrame,
    problems: pd.DataFrame,
    metrics: pd.DataFrame,
) -> pd.DataFrame:
    """All of this module side by side, one row a report; no score is made of it."""
    whole = states(completeness, reports)
    for table in (
        timing(reports),
        lengths(reports, sections),
        reasons(problems, reports),
        figures(metrics, reports),
    ):
        whole = whole.merge(table.drop(columns=["issuer", "year"]), on="report_id")
    return whole


def once(reports: pd.DataFrame) -> pd.DataFrame:
    """Each report once: duplicates of another are left out."""
    need(reports, ["report_id", "issuer", "year"], "reports")
    rows = reports.drop_duplicates("report_id")
    if "duplicate_of" in rows.columns:
        rows = rows[rows["duplicate_of"].isna()]
    return rows


def _day(years: pd.Series, month: int) -> pd.Series:
    """The first of a month of the following year; missing where the year is 0."""
    text = years.where(years > 0).map(lambda y: f"{int(y) + 1}-{month:02d}-01", na_action="ignore")
    return pd.to_datetime(text, errors="coerce")


def _per_report(reports: pd.DataFrame, table: pd.DataFrame, columns: Mapping) -> pd.DataFrame:
    """Every report has a row; what a report has none of is counted as 0."""
    who = once(reports)[["report_id", "issuer", "year"]]
    rows = who.merge(table.reset_index(), on="report_id", how="left")
    counts = [name for name, kind in columns.items() if kind == INT]
    return frame(rows.fillna(dict.fromkeys(counts, 0)), columns)
