"""Report ids that a person can read, and reports that were given twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Row = dict[str, Any]
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_SHINGLE = 8
_SAME = 0.8
_KEPT = 1024
_RANKS = {"docx": 0, "html": 1, "text": 2, "doc": 3, "pdf": 4}


@dataclass(frozen=True, slots=True)
class Member:
    """What decides the id of a report among those of the same bureau and year."""

    path: str
    sha256: str
    rank: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """The runs of eight letters of a text as a sample of their hashes.

    Of a text with more than 1,024 of them the smallest hashes are kept, so that any two sketches
    can be compared below the smaller of their two limits.
    """

    hashes: np.ndarray
    limit: int
    size: int

    @classmethod
    def of(cls, text: str) -> Sketch:
        """The sketch of a text.

        >>> Sketch.of("一、发放资料，共三十份。").size
        2
        """
        bare = "".join(_LETTERS.findall(text))
        points = np.frombuffer(bare.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        count = max(0, len(points) - _SHINGLE + 1)
        mixed = np.zeros(count, dtype=np.uint64)
        for i in range(_SHINGLE):
            mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + points[i : i + count]
        mixed ^= mixed >> np.uint64(31)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(27)
        hashes = np.unique(mixed)
        limit = int(hashes[_KEPT]) if len(hashes) > _KEPT else 1 << 64
        return cls(hashes[:_KEPT], limit, len(hashes))

    def like(self, other: Sketch) -> bool:
        """Whether one text holds (nearly) all of the other and is not much longer.

        >>> long = "".join(chr(0x4E00 + 37 * i % 9000) for i in range(3000))
        >>> Sketch.of(long).like(Sketch.of(long[:2900])), Sketch.of(long).like(Sketch.of(long[:99]))
        (True, False)
        """
        small, large = sorted((self.size, other.size))
        if not small or small / large <= 0.5:
            return False
        limit = min(self.limit, other.limit)
        a, b = (s.hashes if s.limit == limit else s.hashes[s.hashes < limit] for s in (self, other))
        least = min(len(a), len(b))
        return bool(least and len(np.intersect1d(a, b, assume_unique=True)) / least >= _SAME)


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
