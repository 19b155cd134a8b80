"""Report ids that a person can read, and reports that were given twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_SHINGLE = 8
_SAME = 0.8


def base_id(report: Row) -> str:
    """``division_code-bureau-year``, or a digest where one of them is unknown.

    >>> base_id({"division_code": "500111", "bureau_type": "科技局", "year": 2022,
    ...          "issuer": "大足区科学技术局", "level": "district", "region": "大足区",
    ...          "source_sha256": "ab"})
    '500111-科技局-2022'
    """
    code, year = report["division_code"], report["year"]
    bureau = report["bureau_type"]
    if report["level"] in ("township", "subdistrict") or bureau is None:
        bureau = _own_name(report)
    if code and bureau and year:
        return f"{code}-{bureau}-{year}"
    return f"x{report['source_sha256'][:12]}"


def _own_name(report: Row) -> str | None:
    """The office without its place: 柳塘镇 of 沭阳县柳塘镇人民政府."""
    issuer, region = report["issuer"] or "", report["region"] or ""
    name = issuer.rpartition(region)[2] if region and region in issuer else issuer
    name = re.sub(r"(?:人民政府|办事处)$", "", name)
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", name)[:12] or None


def assign_ids(reports: Iterable[tuple[Row, str]]) -> list[tuple[str, str | None]]:
    """Ids for reports with their texts; the order of the input does not matter for the ids.

    Reports of one base id are told apart by their text: (nearly) the same text is a duplicate of
    the first one by path, another text gets the base id with a digest.

    Args:
        reports: the row of ``reports`` and the canonical text of each.

    Returns:
        For each report its id and the id of the report that it duplicates, or None.
    """
    rows = list(reports)
    groups: dict[str, list[int]] = defaultdict(list)
    for i, (row, _) in enumerate(rows):
        groups[base_id(row)].append(i)
    result: list[tuple[str, str | None]] = [("", None)] * len(rows)
    for base, members in groups.items():
        members.sort(key=lambda i: _preference(rows[i][0]))
        kept: list[tuple[str, frozenset[str]]] = []
        for i in members:
            row, text = rows[i]
            shingles = _shingles(text) if len(members) > 1 else frozenset()
            twin = next((rid for rid, other in kept if _alike(shingles, other)), None)
            own = base if not kept else f"{base}-{row['source_sha256'][:6]}"
            if twin is None:
                kept.append((own, shingles))
            result[i] = (own, twin)
    return _distinct(result, rows)


def _preference(row: Row) -> tuple[int, str]:
    """Formats that keep the author's structure come first; then the path."""
    order = {"docx": 0, "html": 1, "text": 2, "doc": 3, "pdf": 4}
    return order.get(row["format"], 5), row["source_path"]


def _shingles(text: str) -> frozenset[str]:
    bare = "".join(_LETTERS.findall(text))
    return frozenset(bare[i : i + _SHINGLE] for i in range(max(1, len(bare) - _SHINGLE + 1)))


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    if not a or not b:
        return False
    return len(a & b) / min(len(a), len(b)) >= _SAME and min(len(a), len(b)) / max(len(a), len(b)) > 0.5


def _distinct(
    result: list[tuple[str, str | None]], rows: list[tuple[Row, str]]
) -> list[tuple[str, str | None]]:
    """The same bytes twice (two paths) would give one id twice: number them by path."""
    seen: dict[str, int] = {}
    order = sorted(range(len(rows)), key=lambda i: (result[i][1] is not None, rows[i][0]["source_path"]))
    for i in order:
        rid, twin = result[i]
        times = seen.get(rid, 0)
        seen[rid] = times + 1
        if times:
            result[i] = (f"{rid}.{times + 1}", twin)
    return result
