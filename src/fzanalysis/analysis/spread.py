"""Medians, quartiles and outliers of figures that have bounds."""

from __future__ import annotations

import numpy as np
import pandas as pd

from fzanalysis.analysis.figures import closed, opened, stated, unit_class
from fzanalysis.analysis.frames import FLAG, INT, NUMBER, TEXT, frame

_QUANTILES = {"min": 0.0, "q1": 0.25, "median": 0.5, "q3": 0.75, "max": 1.0}
_SUMMARY = {
    "code": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "n_reports": INT,
    "n_disclosed": INT,
    "n_summed_up": INT,
    "n_bounded": INT,
    "n_zero": INT,
    **{f"{name}{end}": NUMBER for name in _QUANTILES for end in ("", "_low", "_high")},
}
_OUTLIERS = {
    "report_id": TEXT,
    "issuer": TEXT,
    "code": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "shown": TEXT,
    "stated": NUMBER,
    "side": TEXT,
    "fence": NUMBER,
    "certain": FLAG,
    "n": INT,
    "metric_ids": TEXT,
}


def quantile(numbers: np.ndarray, share: float) -> float:
    """Quantile by linear interpolation (Hyndman and Fan 1996, type 7), infinite ends allowed.

    >>> quantile(np.array([1.0, 2.0, np.inf]), 0.5), quantile(np.array([1.0, np.inf]), 0.5)
    (2.0, inf)
    """
    ordered = np.sort(numbers)
    place = (len(ordered) - 1) * share
    below, above = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
    # inf - inf and 0 * inf are not numbers; where there is no way to go, nothing is added.
    rest = place - np.floor(place)
    return float(below) if rest == 0 or below == above else float(below + rest * (above - below))


def summary(compared: pd.DataFrame) -> pd.DataFrame:
    """How a metric is spread over the reports that give it.

    The least (q low) and the most (q high) that a quantile can be are the quantiles of the low and
    of the high ends: whatever the true figures are, their quantile lies between. The column
    without an ending is the quantile of the figures as printed. Silent reports do not enter;
    a metric given in unlike units is summed up for its commonest unit.

    Args:
        compared: of ``compare``.

    Returns:
        One row a metric: code, name, unit, n_reports, n_disclosed, n_summed_up (those in the unit),
        n_bounded (not exact), n_zero (stated zeros), and min, q1, median, q3, max, each also with
        ``_low`` and ``_high``; missing where nobody gives the metric, ``_high`` also where it
        has no end.

    >>> compared = pd.DataFrame({"code": "x", "name": "某数", "unit": "份", "disclosed": True,
    ...     "bound": ["exact", "exact", "at_least"], "value": [10.0, 40, 20],
    ...     "lower": [10.0, 40, 20], "upper": [10.0, 40, None], "low": [10.0, 40, 20],
    ...     "high": [10.0, 40, None]})
    >>> summary(compared)[["median", "median_low", "median_high"]].values.tolist()
    [[20.0, 20.0, 40.0]]
    """
    rows = []
    for code, whole in compared.groupby("code", sort=False):
        given = whole[whole["disclosed"].astype(bool)]
        like, unit = _commonest(given)
        row = {"code": code, "name": whole["name"].iloc[0], "unit": unit}
        row |= {"n_reports": len(whole), "n_disclosed": len(given), "n_summed_up": len(like)}
        row |= {"n_bounded": int(like["bound"].ne("exact").sum())}
        row |= {"n_zero": int((like["low"].eq(0) & like["high"].eq(0)).sum())}
        spans = opened(like)
        ends = {"": stated(like), "_low": spans["low"], "_high": spans["high"]}
        for end, numbers in ends.items():
            known = numbers.to_numpy(float)
            for name, share in _QUANTILES.items():
                row[name + end] = quantile(known, share) if len(known) else np.nan
        rows.append(row)
    table = frame(rows, _SUMMARY)
    tops = [f"{name}_high" for name in _QUANTILES]
    return table.assign(**{name: closed(table[name]) for name in tops})


def outliers(compared: pd.DataFrame, *, reach: float = 1.5, least: int = 5) -> pd.DataFrame:
    """Figures far from the others: beyond q1 − reach·IQR or q3 + reach·IQR (Tukey 1977).

    The fences are those of the printed figures. ``certain`` is an outlier for every value that the
    figures can have: its whole interval lies beyond the fence drawn as wide as bounds allow.

    Args:
        compared: of ``compare``.
        reach: how many interquartile ranges.
        least: metrics that fewer reports give (in like units) are passed over: quartiles of four
            figures say nothing.

    Returns:
        report_id, issuer, code, name, unit, shown, stated, side (high, low), fence, certain, n
        (figures compared), metric_ids; the farthest of a metric first.
    """
    rows = []
    for _, whole in compared.groupby("code", sort=False):
        like, _ = _commonest(whole[whole["disclosed"].astype(bool)])
        if len(like) >= least:
            rows += _beyond(like, reach)
    return frame(rows, _OUTLIERS)


def _beyond(like: pd.DataFrame, reach: float) -> list[dict]:
    printed = stated(like)
    spans = opened(like)
    ends = {name: spans[name].to_numpy(float) for name in ("low", "high")}
    q1, q3 = (quantile(printed.to_numpy(), share) for share in (0.25, 0.75))
    low_q1, high_q3 = quantile(ends["low"], 0.25), quantile(ends["high"], 0.75)
    top, bottom = q3 + reach * (q3 - q1), q1 - reach * (q3 - q1)
    widest = reach * (high_q3 - low_q1)
    rows = []
    for (_, row), number in zip(like.iterrows(), printed, strict=True):
        if bottom <= number <= top:
            continue
        high = number > top
        certain = row["low"] > high_q3 + widest if high else row["high"] < low_q1 - widest
        own = {"stated": number, "side": "high" if high else "low", "certain": bool(certain)}
        rows.append({**row, **own, "fence": top if high else bottom, "n": len(like)})
    rows.sort(key=lambda r: (-abs(r["stated"] - r["fence"]), r["report_id"]))
    return [{name: row[name] for name in _OUTLIERS} for row in rows]


def _commonest(given: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """The rows of the commonest kind of unit, and the unit printed most often among them."""
    if given.empty:
        return given, None
    kinds = given["unit"].map(unit_class)
    kind = kinds.value_counts().sort_index().idxmax()
    like = given[kinds == kind]
    return like, str(like["unit"].value_counts().sort_index().idxmax())
