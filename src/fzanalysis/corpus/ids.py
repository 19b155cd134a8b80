"""Report ids that a person can read, and reports that were given twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fzanalysis.corpus.sketch import Sketch

Row = dict[str, Any]
_RANKS = {"docx": 0, "html": 1, "text": 2, "doc": 3, "odt": 3, "rtf": 3, "wordml": 3, "pdf": 4}


@dataclass(frozen=True, slots=True)
class Member:
    """What decides the id of a report among those of the same bureau and year."""

    path: str
    sha256: str
    rank: int


def base_id(report: Row) -> str:
    """``division_code-bureau-year``, or a digest where one of them is unknown.

    The digest is that of issuer and year, so that two files of one report meet; where even these
    are unknown it is that of the file.

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
    if report["issuer"] and year:
        digest = hashlib.sha256(f"{report['issuer']}|{year}".encode()).hexdigest()
        return f"x{digest[:12]}"
    return f"x{report['source_sha256'][:12]}"


def _own_name(report: Row) -> str | None:
    """The office without its place: 柳塘镇 of 沭阳县柳塘镇人民政府."""
    issuer, region = report["issuer"] or "", report["region"] or ""
    name = issuer.rpartition(region)[2] if region and region in issuer else issuer
    name = re.sub(r"(?:人民政府|办事处)$", "", name)
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", name)[:12] or None


def format_rank(format_: str) -> int:
    """Formats that keep the author's structure come first.

    >>> format_rank("docx") < format_rank("pdf")
    True
    """
    return _RANKS.get(format_, len(_RANKS))


def assign_group(
    base: str, members: Sequence[Member], text_of: Callable[[Member], str]
) -> dict[str, tuple[str, str | None]]:
    """Ids for all reports of one base id; the order in which they are given does not matter.

    (Nearly) the same text as that of an earlier report is a duplicate of it, another text gets
    the base id with a digest. Earlier is the better format, then the path.

    Args:
        base: what :func:`base_id` gave for all of them.
        members: the reports.
        text_of: gives the canonical text of one; called only if there are several.

    Returns:
        path → id, and the id of the report that it duplicates or None.

    >>> texts = {"a.pdf": "发放普法宣传资料三百份。", "a.docx": "发放普法宣传资料三百份"}
    >>> members = [Member("a.pdf", "f" * 64, 4), Member("a.docx", "e" * 64, 0)]
    >>> assign_group("500111-司法局-2022", members, lambda m: texts[m.path])["a.pdf"]
    ('500111-司法局-2022-ffffff', '500111-司法局-2022')
    """
    ordered = sorted(members, key=lambda m: (m.rank, m.path))
    if len(ordered) == 1:
        return {ordered[0].path: (base, None)}
    from fzanalysis.corpus.sketch import Sketch

    kept: list[tuple[str, Sketch]] = []
    by_digest: dict[str, str] = {}
    found: dict[str, tuple[str, str | None]] = {}
    used: dict[str, int] = {}
    for member in ordered:
        own = base if not kept else f"{base}-{member.sha256[:6]}"
        twin = by_digest.get(member.sha256)
        if twin is None:
            sketch = Sketch.of(text_of(member))
            twin = next((rid for rid, other in kept if other.like(sketch)), None)
            by_digest[member.sha256] = twin or own
        times = used[own] = used.get(own, 0) + 1
        if times > 1:  # the same bytes at several paths
            own = f"{own}.{times}"
        if twin is None:
            kept.append((own, sketch))
        found[member.path] = (own, twin)
    return found
