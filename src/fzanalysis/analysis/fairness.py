"""Which figures may be divided by what, as the catalogue says, and the division."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fzanalysis.analysis.frames import NUMBER, TEXT, need
from fzanalysis.catalogue import Catalogue
from fzanalysis.errors import UsageError

#: What divides by what: base → the kinds of metric for which that is fair, and per how many.
FAIR: Mapping[str, tuple[tuple[str, ...], float]] = {
    "chars": (("direct", "per_staff"), 1000.0),
    "staff": (("per_staff",), 1.0),
    "firms": (("per_firm",), 1.0),
}
_STRICTEST = ("direct", "per_staff", "per_firm", "rate", "context", "background")


def how_comparable(code: str, catalogue: Catalogue) -> str:
    """How a metric may be compared: direct, per_staff, per_firm, rate, context or background.

    A stock of the place (role background) is background; a roll-up is as its strictest member; a
    code that the catalogue does not know is context: nobody has said that comparing it is fair.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> how_comparable("学习次数", load_catalogue()), how_comparable("own", load_catalogue())
    ('per_staff', 'context')
    """
    metric = catalogue.metrics_by_code.get(code)
    if metric is not None:
        return "background" if metric.role == "background" else metric.comparable
    kinds = [m.comparable for m in catalogue.metrics if m.rollup == code]
    return max(kinds, key=_STRICTEST.index) if kinds else "context"


def metric_title(code: str, catalogue: Catalogue) -> str:
    """Chinese name of a metric; a roll-up and an unknown code are their own names.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> metric_title("pub_materials", load_catalogue()), metric_title("学习次数", load_catalogue())
    ('宣传资料份数', '学习次数（汇总）')
    """
    metric = catalogue.metrics_by_code.get(code)
    if metric is not None:
        return metric.zh
    return f"{code}（汇总）" if any(m.rollup == code for m in catalogue.metrics) else code


def metric_order(code: str, catalogue: Catalogue) -> tuple[int, int, str]:
    """Sorts roll-ups first, then the catalogue's order, then unknown codes by name.

    >>> from fzanalysis.catalogue import load_catalogue
    >>> sorted(["own", "learn_laws", "学习次数"], key=lambda c: metric_order(c, load_catalogue()))
    ['学习次数', 'learn_laws', 'own']
    """
    codes = [m.code for m in catalogue.metrics]
    if code in catalogue.metrics_by_code:
        return 1, codes.index(code), code
    members = [i for i, m in enumerate(catalogue.metrics) if m.rollup == code]
    return (0, members[0], code) if members else (2, 0, code)


def normalise(
    compared: pd.DataFrame, base: pd.DataFrame, *, per: str, column: str | None = None
) -> pd.DataFrame:
    """Divide figures by a size of the bureau, only where that is fair.

    normal = figure / base × k for low, high and value; k is 1,000 for ``chars``, else 1. Fair is:
    ``chars`` (characters of the report) for direct and per_staff metrics, ``staff`` for per_staff,
    ``firms`` (firms regulated) for per_firm. Rates are fair as they are; context metrics depend on
    powers and caseload and are never divided.

    Args:
        compared: of ``compare``.
        base: sizes: ``report_id`` and the column ``column``, or, for a table a user keeps,
            ``issuer`` (and ``year`` if sizes change) and that column. ``reports`` serves for chars.
        per: ``chars``, ``staff`` or ``firms``.
        column: the column of sizes; default the name ``per``.

    Returns:
        ``compared`` with base, per_base, per_base_low, per_base_high (missing where refused or not
        disclosed) and refused: empty, ``rate``, ``context`` …: the kind of metric for which the
        division is not fair, ``no_base`` where the size is not known.

    Raises:
        UsageError: unknown base, a missing column, two sizes for one bureau, a negative size.

    >>> compared = pd.DataFrame({"report_id": ["a"], "issuer": ["甲局"], "year": [2023],
    ...     "code": ["learn_sessions"], "comparable": ["per_staff"], "disclosed": [True],
    ...     "value": [12.0], "low": [12.0], "high": [12.0]})
    >>> staff = pd.DataFrame({"issuer": ["甲局"], "staff": [24]})
    >>> normalise(compared, staff, per="staff")[["per_base", "refused"]].values.tolist()
    [[0.5, '']]
    """
    if per not in FAIR:
        raise UsageError(f"cannot divide by {per!r}", hint=", ".join(FAIR))
    size = column or per
    need(base, [size], "base")
    key = ["report_id"] if "report_id" in base.columns else ["issuer", "year"]
    key = [name for name in key if name in base.columns]
    if not key:
        raise UsageError("base says nothing of whom", hint="give it report_id or issuer")
    sizes = base[[*key, size]].drop_duplicates().rename(columns={size: "base"})
    if sizes.duplicated(key).any():
        twice = sizes.loc[sizes.duplicated(key), key[0]].iloc[0]
        raise UsageError(f"{twice} has two sizes", hint="one row a bureau and year")
    if (pd.to_numeric(sizes["base"]) < 0).any():
        raise UsageError(f"{size} holds a negative size", hint="sizes are 0 or more")
    table = compared.drop(columns="base", errors="ignore").merge(sizes, on=key, how="left")
    fair, times = FAIR[per]
    divisor = pd.to_numeric(table["base"]).astype(float).replace(0.0, np.nan)
    refused = table["comparable"].where(~table["comparable"].isin(fair), "")
    refused = refused.mask(refused.eq("") & divisor.isna(), "no_base").astype(TEXT)
    usable = divisor.where(refused.eq(""))
    ends = {"per_base": "value", "per_base_low": "low", "per_base_high": "high"}
    new = {name: (table[old] / usable * times).astype(NUMBER) for name, old in ends.items()}
    return table.assign(base=divisor, **new, refused=refused)
