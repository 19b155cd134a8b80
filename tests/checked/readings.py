"""What each table about figures and parts of reports says, place by place: key → words, to be held against the files.

A key begins with the file; the words are those that a person reads in the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from fzanalysis.analysis import compare as figures_of
from fzanalysis.analysis import completeness, trends
from shipped_corpora import Tables, named

Said = dict[str, str]
CODES = ["pub_materials", "learn_sessions", "lit_cases", "open_info", "enf_cases", "pub_consult"]


class Both(NamedTuple):
    """The tables of the two corpora that ship."""

    demo: Tables
    five: Tables

    def names(self) -> dict[str, str]:
        """report_id → file, of both."""
        return {k: v for t in self for k, v in t["files"].itertuples(index=False)}


class Shared:
    """Tables as a key of a cache: what takes long is made once."""

    def __init__(self, tables: Both) -> None:
        self.tables = tables

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shared) and other.tables is self.tables

    def __hash__(self) -> int:
        return id(self.tables)


def number(value: object) -> str:
    return "—" if pd.isna(value) else f"{float(value):.15g}"


def compare(both: Both) -> Said:
    """`shown`, and the two ranks within the year."""
    said = {}
    for tables in both:
        table = figures_of.compare(tables["indicators"], tables["reports"])
        for file, row in named(tables, table).iterrows():
            said[f"{file} {row['code']}"] = row["shown"]
            ranks = f"{row['rank_best']}–{row['rank_worst']} of {row['n_ranked']}"
            said[f"{file} {row['code']} rank"] = ranks
    return said


def matrix(both: Both) -> Said:
    said = {}
    for tables in both:
        wide = figures_of.matrix(figures_of.compare(tables["indicators"], tables["reports"]))
        files = tables["reports"].set_index(["issuer", "year"])["file"]
        for name, column in wide.items():
            said |= {f"{files[tuple(key)]} {name}": cell for key, cell in column.items()}
    return said


def summary(both: Both) -> Said:
    said = {}
    table = figures_of.compare(both.demo["indicators"], both.demo["reports"], codes=CODES)
    for year, rows in table.groupby("year"):
        for row in figures_of.summary(rows).to_dict("records"):
            for name in ("min", "q1", "median", "q3", "max"):
                ends = [number(row[f"{name}{end}"]) for end in ("_low", "_high")]
                said[f"{year} {row['code']} {name}"] = "–".join(dict.fromkeys(ends))
            said[f"{year} {row['code']} n"] = f"{row['n_disclosed']} of {row['n_reports']}"
    return said


def outliers(both: Both) -> Said:
    table = figures_of.compare(both.demo["indicators"], both.demo["reports"])
    rows = named(both.demo, figures_of.outliers(table)).iterrows()
    return {f"{file} {row['code']}": f"{row['shown']} {row['side']}" for file, row in rows}


def normalise(both: Both) -> Said:
    table = figures_of.compare(both.demo["indicators"], both.demo["reports"], codes=CODES)
    rows = named(both.demo, figures_of.normalise(table, both.demo["reports"], per="chars"))
    return {
        f"{file} {row['code']}": "—" if pd.isna(row["per_base"]) else f"{row['per_base']:.1f}"
        for file, row in rows.iterrows()
    }


def check_totals(both: Both) -> Said:
    said = {}
    for tables in both:
        for file, row in named(tables, figures_of.check_totals(tables["metrics"])).iterrows():
            said[f"{file} {row['total']}"] = f"{row['parts']}: {row['state']}"
    return said


def changes(both: Both) -> Said:
    table = trends.changes(both.demo["indicators"], both.demo["reports"])
    said = {}
    for file, row in named(both.demo, table, "report_after").iterrows():
        step = f"{row['shown_before']} → {row['shown_after']}: {row['direction']}"
        ends = [number(row[f"change_{end}"]) for end in ("low", "high")]
        said[f"{file} {row['code']}"] = step
        said[f"{file} {row['code']} change"] = " to ".join(ends)
    return said


def directions(both: Both) -> Said:
    table = trends.changes(both.demo["indicators"], both.demo["reports"])
    return {
        f"{row['year_after']} {row['code']}": ", ".join(
            f"{row[name]} {name}" for name in trends.DIRECTIONS if row[name]
        )
        for row in trends.directions(table).to_dict("records")
    }


def yearly(both: Both) -> Said:
    table = trends.yearly(both.demo["indicators"], both.demo["reports"], codes=CODES)
    return {
        f"{row['year']} {row['code']}": f"{row['n_disclosed']} of {row['n_reports']}, "
        f"median {number(row['median_low'])} to {number(row['median_high'])}"
        for row in table.to_dict("records")
    }


def panel(both: Both) -> Said:
    rows = named(both.demo, trends.panel(both.demo["reports"], balanced=True)).iterrows()
    return {str(file): f"{row['issuer']} {row['year']}" for file, row in rows}


def states(both: Both) -> Said:
    said = {}
    for tables in both:
        table = completeness.states(tables["completeness"], tables["reports"])
        for file, row in named(tables, table).iterrows():
            said |= {f"{file} {part}": row[part] for part in completeness.PARTS}
    return said


def timing(both: Both) -> Said:
    said = {}
    for tables in both:
        for file, row in named(tables, completeness.timing(tables["reports"])).iterrows():
            said[str(file)] = f"{row['timing']}, {row['days_left']}"
    return said


def lengths(both: Both) -> Said:
    said = {}
    for tables in both:
        table = completeness.lengths(tables["reports"], tables["sections"])
        for file, row in named(tables, table).iterrows():
            for part in completeness.PARTS:
                share = row[f"{part}_share"]
                said[f"{file} {part}"] = f"{share * row['chars']:.0f} of {row['chars']}"
    return said


def reasons(both: Both) -> Said:
    said = {}
    for tables in both:
        table = completeness.reasons(tables["problems"], tables["reports"])
        for file, row in named(tables, table).iterrows():
            said[str(file)] = f"{row['n_with_reason']} of {row['n_problems']}"
    return said


def figures(both: Both) -> Said:
    said = {}
    for tables in both:
        table = completeness.figures(tables["metrics"], tables["reports"])
        for file, row in named(tables, table).iterrows():
            counts = (row["n_figures"], row["n_actual"], row["n_bounded"])
            said[str(file)] = "{} figures, {} done, {} of them with a bound".format(*counts)
    return said


@cache
def _overview(both: Shared) -> pd.DataFrame:
    tables = both.tables.demo
    names = ("reports", "completeness", "sections", "problems", "metrics")
    return named(tables, completeness.overview(*(tables[name] for name in names)))


def overview(both: Both) -> Said:
    rows = _overview(Shared(both)).iterrows()
    wanted = ("measures", "problems", "n_present", "timing", "n_problems", "n_figures")
    return {str(file): ", ".join(str(row[name]) for name in wanted) for file, row in rows}


def score(both: Both) -> Said:
    rows = completeness.score(_overview(Shared(both)).reset_index(), {"plans": 2, "timing": 1})
    return {row["file"]: f"{row['score']:.4f}" for row in rows.merge(
        both.demo["files"]).to_dict("records")}  # fmt: skip


FIGURES: Mapping[str, Callable[[Both], Said]] = {
    "compare": compare,
    "matrix": matrix,
    "summary": summary,
    "outliers": outliers,
    "normalise": normalise,
    "check_totals": check_totals,
    "changes": changes,
    "directions": directions,
    "yearly": yearly,
    "panel": panel,
    "states": states,
    "timing": timing,
    "lengths": lengths,
    "reasons": reasons,
    "figures": figures,
    "overview": overview,
    "score": score,
}
