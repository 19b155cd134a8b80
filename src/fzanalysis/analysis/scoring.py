"""Tables against gold: how often the program read what a careful person reads.

Gold is one JSON file a report; its format is told in docs/gold.md. Every measure is a share of
hits: of gold rows found (recall), of table rows that gold explains (precision), or of rows found
whose bound, unit, role, code … agree.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

Gold = Mapping[str, Any]
Rows = list[dict[str, Any]]
TABLES = (
    "reports", "sections", "measures", "metrics", "problems", "plans", "citations", "completeness",
)  # fmt: skip
_QUOTES = str.maketrans("“”‘’〈〉場戶個條項冊張萬餘億", "\"\"''<>场户个条项册张万余亿")
_NUMERAL = re.compile(r"[0-9一二两三四五六七八九十百千万亿%]")


@dataclass
class Scores:
    """Hits and trials by measure, and every miss in words."""

    hits: dict[str, list[int]] = field(default_factory=dict)
    misses: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, measure: str, hit: bool, report: str = "", miss: str = "") -> None:
        """Count one trial."""
        count = self.hits.setdefault(measure, [0, 0])
        count[0] += bool(hit)
        count[1] += 1
        if not hit and miss:
            self.misses.append((measure, report, miss))

    def share(self, measure: str) -> float:
        """Hits over trials; NaN without a trial."""
        hit, trials = self.hits.get(measure, (0, 0))
        return hit / trials if trials else float("nan")

    def figures(self) -> pd.DataFrame:
        """Columns measure, share, hits, trials; ``metric_f1`` joins recall and precision."""
        rows = [(m, self.share(m), *self.hits[m]) for m in sorted(self.hits)]
        recall, precision = self.share("metric_recall"), self.share("metric_precision")
        if recall + precision > 0:
            rows.append(("metric_f1", 2 * recall * precision / (recall + precision), 0, 0))
        return pd.DataFrame(rows, columns=["measure", "share", "hits", "trials"])

    def miss_frame(self) -> pd.DataFrame:
        """Columns measure, report, miss."""
        return pd.DataFrame(self.misses, columns=["measure", "report", "miss"])


def score(gold: Iterable[Gold], tables: Mapping[str, pd.DataFrame]) -> Scores:
    """Hold tables against gold.

    Args:
        gold: one mapping a report, see docs/gold.md; ``file`` names the report's source file.
        tables: the tables of a build over these files.

    >>> gold = {"file": "a.txt", "identity": {"year": 2023}, "metrics": [], "distractors": []}
    >>> reports = pd.DataFrame({"report_id": ["r"], "source_path": ["a.txt"], "year": [2023]})
    >>> score([gold], {"reports": reports}).share("year")
    1.0
    """
    scores = Scores()
    reports = {
        PurePosixPath(str(r["source_path"])).name: r for r in _records(tables.get("reports"))
    }
    for entry in gold:
        report = reports.get(entry["file"])
        scores.add("report_read", report is not None, entry["file"], "no row in reports")
        rid = report["report_id"] if report else None
        found = {name: _of_report(tables.get(name), rid) for name in TABLES}
        extra = _metrics(scores, entry, found["metrics"])
        _identity(scores, entry, report or {})
        _distractors(scores, entry, extra)
        _headings(scores, entry, found)
        _themes(scores, entry, found["measures"])
        _items(scores, entry, "problem", found["problems"])
        _items(scores, entry, "plan", found["plans"])
        _citations(scores, entry, found["citations"])
        for part, state in entry.get("completeness", {}).items():
            got = [c["state"] for c in found["completeness"] if c["part"] == part]
            scores.add("completeness", got == [state], entry["file"], f"{part} {got} for {state}")
    return scores


def plain(words: Any) -> str:
    """The form in which quotes are compared: NFKC, no white space, one form of each mark.

    >>> plain("发放 １００ 份，")
    '发放100份,'
    """
    text = "" if _null(words) else str(words)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).translate(_QUOTES)


def _null(value: Any) -> bool:
    return value is None or value != value or value == ""


def _records(frame: pd.DataFrame | None) -> Rows:
    if frame is None:
        return []
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]


def _of_report(frame: pd.DataFrame | None, rid: str | None) -> Rows:
    return [] if frame is None or frame.empty else _records(frame[frame["report_id"] == rid])


def _common(a: str, b: str) -> tuple[int, str]:
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    return match.size, a[match.a : match.a + match.size]


def _same(a: Any, b: Any) -> bool:
    if _null(a) or _null(b):
        return False
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(b)))


def _code(row: Mapping[str, Any]) -> str | None:
    return None if _null(row.get("code")) else str(row["code"])


def _pairs(wanted: Sequence[Gold], rows: Rows) -> dict[int, int]:
    """Gold row → table row of the same value whose quote shares the number, best pairs first."""
    ranked = []
    for i, gold in enumerate(wanted):
        for j, row in enumerate(rows):
            if not _same(row.get("value"), gold["value"]):
                continue
            size, words = _common(plain(gold["quote"]), plain(row.get("quote")))
            if size >= 2 and _NUMERAL.search(words):
                bonus = 3 * (_code(row) in gold["codes"]) + 2 * (row.get("unit") == gold["unit"])
                ranked.append((size + bonus, i, j))
    ranked.sort(key=lambda r: -r[0])
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in ranked:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _metrics(scores: Scores, gold: Gold, rows: Rows) -> Rows:
    """Score the figures; returns the table rows that no gold row explains."""
    wanted, who = gold["metrics"], gold["file"]
    pairs = _pairs(wanted, rows)
    for i, want in enumerate(wanted):
        if i in pairs:
            scores.add("metric_recall", True)
            _fields(scores, who, want, rows[pairs[i]])
        elif not want.get("optional"):
            miss = f"not found: {want['quote']} = {want['value']} {want['unit']}"
            scores.add("metric_recall", False, who, miss)
    taken = set(pairs.values())
    for _ in taken:
        scores.add("metric_precision", True)
    extra = [row for j, row in enumerate(rows) if j not in taken]
    optional = [plain(q) for q in gold.get("optional_quotes", [])]
    for row in extra:
        quote = plain(row.get("quote"))
        if quote and any(o in quote or quote in o for o in optional):
            continue
        miss = f"not in gold: {row.get('quote')} = {row.get('value')} {row.get('unit')}"
        scores.add("metric_precision", False, who, miss)
    return extra


def _fields(scores: Scores, who: str, want: Gold, row: Mapping[str, Any]) -> None:
    def bare(unit: Any) -> str:
        return re.sub(r"[()]", "", plain(unit))

    label = want["quote"]
    for name, got, expected in (
        ("metric_bound", row.get("bound"), want["bound"]),
        ("metric_unit", bare(row.get("unit")), bare(want["unit"])),
        ("metric_role", row.get("role"), want["role"]),
    ):
        scores.add(name, got == expected, who, f"{label}: {got} for {expected}")
    open_code = None in want["codes"]
    code = _code(row)
    miss = f"{label}: {code} for {want['codes']}"
    scores.add("metric_code_open" if open_code else "metric_code", code in want["codes"], who, miss)
    if "counted" in row:
        counted = plain(row["counted"])
        quote = re.sub(r"[0-9.,%余多约近]", "", plain(label))
        hit = len(counted) >= 2 and _common(counted, quote)[0] >= 2
        scores.add("metric_counted", hit, who, f"{label}: counted {row['counted']}")
    if any(want["codes"]) and "part_of" in want:
        scores.add("metric_part", not _null(row.get("part_of")), who, f"{label}: no part_of")


def _identity(scores: Scores, gold: Gold, report: Mapping[str, Any]) -> None:
    want, who = gold["identity"], gold["file"]
    for key in ("issuer", "region", "province"):
        names = [plain(v) for v in want.get(key) or []]
        if names:
            got = plain(report.get(key))
            miss = f"{got or 'nothing'} for {want[key]}"
            scores.add(key, any(_same_name(key, got, n) for n in names), who, miss)
    if want.get("year"):
        year = report.get("year")
        scores.add("year", _same(year, want["year"]), who, f"{year} for {want['year']}")
    if want.get("published_on"):
        got = str(report.get("published_on"))[:10]
        scores.add(
            "published_on", got == want["published_on"], who, f"{got} for {want['published_on']}"
        )


def _same_name(key: str, got: str, name: str) -> bool:
    if got == name or (key == "province" and got.rstrip("省市") == name.rstrip("省市")):
        return True
    if key != "issuer":
        return False
    short, long = sorted((n.replace("科学技术局", "科技局") for n in (got, name)), key=len)
    above = long[: len(long) - len(short)]
    return len(short) >= 5 and long.endswith(short) and (not above or above[-1] in "省市区县州盟旗")


def _distractors(scores: Scores, gold: Gold, extra: Rows) -> None:
    quotes = [plain(row.get("quote")) for row in extra]
    for words in gold["distractors"]:
        bare = plain(words)
        taken = any(q in bare or bare in q for q in quotes)
        scores.add("distractor_refused", not taken, gold["file"], f"taken: {words}")


def _key(heading: Any) -> str:
    return re.sub(r"[，,。；;：:、“”\"\s]", "", plain(heading))


def _headings(scores: Scores, gold: Gold, found: Mapping[str, Rows]) -> None:
    keys = [_key(r.get("heading")) for r in found["sections"] + found["measures"]]
    for want in _wanted_headings(gold):
        hit = any(k.startswith(_key(want)[:8]) for k in keys if k)
        scores.add("heading_recall", hit, gold["file"], f"not found: {want}")


def _wanted_headings(gold: Gold) -> Iterator[str]:
    if "headings" in gold:
        yield from (heading for _, heading in gold["headings"])
    else:
        yield from (measure["heading"] for measure in gold.get("measures", []))


def _themes(scores: Scores, gold: Gold, measures: Rows) -> None:
    for want in gold.get("measures", []):
        start = _key(want["heading"])[:8]
        row = next((m for m in measures if _key(m.get("heading")).startswith(start)), None)
        if row is not None:
            hit = row.get("theme") in [want["theme"], *want["also"]]
            miss = f"{want['heading']}: {row.get('theme')} for {want['theme']}"
            scores.add("theme", hit, gold["file"], miss)


def _items(scores: Scores, gold: Gold, kind: str, rows: Rows) -> None:
    """Problems and plans: found if three fifths of the gold quote stand in one row."""
    if kind + "s" not in gold:
        return
    quotes = [plain(r.get("text") or r.get("quote")) for r in rows]
    taken: set[int] = set()
    for want in gold[kind + "s"]:
        quote = plain(want["quote"])
        sizes = {j: _common(quote, q)[0] for j, q in enumerate(quotes) if j not in taken}
        best = max(sizes, key=lambda j: sizes[j], default=None)
        hit = best is not None and sizes[best] > 0 and sizes[best] >= 0.6 * len(quote)
        scores.add(f"{kind}_recall", hit, gold["file"], f"not found: {want['quote'][:40]}")
        if hit and best is not None:
            taken.add(best)
            if kind == "problem":
                category = rows[best].get("category")
                right = category in [want["category"], *want["also"]]
                miss = f"{want['quote'][:30]}: {category} for {want['category']}"
                scores.add("problem_category", right, gold["file"], miss)
    for j, quote in enumerate(quotes):
        scores.add(f"{kind}_precision", j in taken, gold["file"], f"not in gold: {quote[:40]}")


def _citations(scores: Scores, gold: Gold, rows: Rows) -> None:
    if "citations" not in gold:
        return
    want = {plain(c) for c in gold["citations"]}
    nested = {plain(c) for c in gold.get("citations_nested", [])}
    got = {plain(r.get("name")) for r in rows}
    for name in sorted(want):
        scores.add("citation_recall", name in got, gold["file"], f"not found: {name}")
    for name in sorted(got):
        scores.add(
            "citation_precision", name in want | nested, gold["file"], f"not in gold: {name}"
        )
