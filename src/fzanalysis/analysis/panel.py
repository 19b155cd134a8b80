"""The same bureau over the years: which reports belong together."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from fzanalysis.analysis.completeness import once
from fzanalysis.analysis.frames import MAYBE, TEXT, frame, need
from fzanalysis.errors import UsageError

_PANEL = {"report_id": TEXT, "bureau": TEXT, "issuer": TEXT, "region": TEXT, "year": MAYBE}


def panel(
    reports: pd.DataFrame, *, years: Sequence[int] | None = None, balanced: bool = False
) -> pd.DataFrame:
    """Reports with the bureau that they belong to, one a bureau and year.

    A bureau is a division code and a kind of bureau where both are known (it keeps them when it
    writes its name otherwise: 科技局, 科学技术局), else its name. Of two reports of one bureau and
    year the longer counts. Reports without a year are left out.

    Args:
        reports: table ``reports``. Not changed.
        years: only these.
        balanced: only bureaus that have a report in each of ``years`` (default: each year that
            occurs): changes are then those of the same bureaus, not of who reported.

    Returns:
        report_id, bureau, issuer (the name in the last year, for all years), region, year; by
        bureau and year.

    Raises:
        UsageError: ``years`` is empty.

    >>> reports = pd.DataFrame({"report_id": ["a", "b", "c"], "issuer": ["甲局", "甲局", "乙局"],
    ...     "region": "甲县", "year": [2022, 2023, 2023]})
    >>> panel(reports, balanced=True)[["issuer", "year"]].values.tolist()
    [['甲局', 2022], ['甲局', 2023]]
    """
    if years is not None and not list(years):
        raise UsageError("no years are given", hint="leave years out for all of them")
    need(reports, ["report_id", "issuer", "region", "year"], "reports")
    rows = once(reports).dropna(subset=["year"])
    rows = rows.assign(bureau=bureau_keys(rows))
    if years is not None:
        rows = rows[rows["year"].isin(list(years))]
    length = rows["chars"] if "chars" in rows.columns else pd.Series(0, index=rows.index)
    rows = rows.assign(length=-length).sort_values(["bureau", "year", "length", "report_id"])
    rows = rows.drop_duplicates(["bureau", "year"])
    if balanced:
        wanted = set(rows["year"] if years is None else years)
        complete = rows.groupby("bureau")["year"].nunique()
        rows = rows[rows["bureau"].isin(complete.index[complete == len(wanted)])]
    names = rows.drop_duplicates("bureau", keep="last").set_index("bureau")["issuer"]
    return frame(rows.assign(issuer=rows["bureau"].map(names)), _PANEL)


def bureau_keys(reports: pd.DataFrame) -> pd.Series:
    """What tells a bureau from others: division code and kind, else its name, else its report.

    >>> reports = pd.DataFrame({"report_id": ["r"], "issuer": ["甲局"], "division_code": ["110101"],
    ...     "bureau_type": ["科技局"]})
    >>> bureau_keys(reports).tolist()
    ['110101-科技局']
    """
    named = reports["issuer"].fillna(reports["report_id"]).astype(TEXT)
    if not {"division_code", "bureau_type"} <= set(reports.columns):
        return named
    code, kind = (reports[name].astype(TEXT) for name in ("division_code", "bureau_type"))
    return (code + "-" + kind).where(code.notna() & kind.notna(), named).astype(TEXT)
