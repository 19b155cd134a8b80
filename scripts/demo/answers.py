"""The answers written below each text, turned into the gold that a build is scored against.

A number is one line, ``quote = value unit codes role <total ?``::

    宣传资料3000余份 = ≥3000 份 pub_materials
    人大代表建议1件 = 1 件 proposals_npc <proposals_total
    建成普法基地1处 = 1 处 pub_bases plan

``≥ ≈ ≤`` before the value are the bounds at_least, about and at_most. Codes that are right are
separated by ``|``; ``-`` is no code. The role is actual unless said. ``<total`` makes it a part of
a total. A question mark makes it optional: finding it is right, and so is leaving it out.

The outline has a section, paragraph or point a line, indented by two spaces a level; a section
begins with its role, a measure ends in its themes: ``（一）标题 | STU ORG``.
"""

from __future__ import annotations

import re
from typing import Any

from demo.source import PARTS, Report, book_titles

Row = dict[str, Any]
_BOUNDS = {"": "exact", "≥": "at_least", "≈": "about", "≤": "at_most"}
_NUMBER = re.compile(
    r"(?P<quote>.+) = (?P<bound>[≥≈≤]?)(?P<value>\d+(?:\.\d+)?) (?P<unit>\S+) (?P<codes>[a-z_|-]+)"
    r"(?: (?P<role>background|plan|requirement))?(?: <(?P<part_of>[a-z_]+))?(?P<optional> \?)?"
)
_LINE = re.compile(
    r"(?P<indent> *)(?:(?P<role>measures|first_responsible|problems|plans) )?"
    r"(?P<marker>[一二三四五六七八九十]+(?:、|是 )|[（(][一二三四五六七八九十]+[）)]|\d+\. ?)?"
    r"(?P<heading>.*?)(?: \| (?P<themes>[A-Z ]+))?"
)


def gold(report: Report) -> Row:
    """The gold of one report, in the format of the other gold of the project.

    Raises:
        ValueError: if an answer cannot be read, or quotes what does not stand in the text.
    """
    answers = report.answers
    optional = list(answers["optional"])
    sections, measures = _outline(report)
    states = dict(zip(PARTS, answers["parts"].split(), strict=True))
    row: Row = {
        "file": report.path,
        "identity": {
            "issuer": list(report.issuer),
            "region": [report.region],
            "province": None,
            "year": report.year,
            "published_on": report.published_on.isoformat(),
            "title": report.title.replace("\n", ""),
        },
        "metrics": [_number(line, optional) for line in answers["numbers"]],
        "optional_quotes": optional,
        "distractors": list(answers["distractors"]),
        "sections": [{"role": "intro", "heading": None}, *sections],
        "measures": measures,
        "problems": [_item(line, "category") for line in answers["problems"]],
        "plans": [_item(line, "theme") for line in answers["plans"]],
        "citations": book_titles(report.text),
        "citations_nested": [],
        "completeness": states,
    }
    _check(report, row)
    return row


def _number(line: str, optional: list[str]) -> Row:
    found = _NUMBER.fullmatch(line)
    if not found:
        raise ValueError(f"not a number line: {line}")
    value = float(found["value"])
    row: Row = {
        "quote": found["quote"],
        "value": int(value) if value.is_integer() else value,
        "bound": _BOUNDS[found["bound"]],
        "unit": found["unit"],
        "role": found["role"] or "actual",
        "codes": [None if code == "-" else code for code in found["codes"].split("|")],
        "optional": bool(found["optional"]) or found["quote"] in optional,
    }
    if found["part_of"]:
        row["part_of"] = found["part_of"]
    return row


def _item(line: str, kind: str) -> Row:
    quote, codes = line.split(" | ")
    first, *also = codes.split()
    return {"quote": quote, kind: first, "also": also}


def _outline(report: Report) -> tuple[list[Row], list[Row]]:
    """Sections with their roles, and measures with their themes."""
    sections: list[Row] = []
    measures: list[Row] = []
    role, markers, counts = "", [""] * 4, [0] * 4
    for line in report.answers["outline"].strip("\n").split("\n"):
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f"{report.path}: not an outline line: {line}")
        depth = len(found["indent"]) // 2
        marker = (found["marker"] or "").strip()
        role = found["role"] or role
        markers[depth] = marker.rstrip("、")
        counts[depth], counts[depth + 1 :] = counts[depth] + 1, [0] * (3 - depth)
        if depth == 0:
            heading = None if found["heading"] == "-" else marker + found["heading"]
            sections.append({"role": role, "heading": heading})
        if found["themes"]:
            theme, *also = found["themes"].split()
            point = marker.endswith(("是", "."))
            measures.append(
                {
                    "kind": "section" if depth == 0 else "point" if point else "paragraph",
                    "path": ".".join(map(str, counts[: depth + 1])),
                    "marker_path": ">".join(markers[: depth + 1]),
                    "heading": found["heading"],
                    "theme": theme,
                    "also": also,
                    "leaf": True,
                    "section_role": role,
                }
            )
    for measure in measures:
        below = measure["path"] + "."
        measure["leaf"] = not any(other["path"].startswith(below) for other in measures)
    return sections, measures


def _check(report: Report, row: Row) -> None:
    """Everything quoted stands in the text, and the parts are where the outline has them."""
    quotes = [m["quote"] for m in row["metrics"]]
    quotes += [item["quote"] for part in ("problems", "plans") for item in row[part]]
    quotes += row["optional_quotes"] + row["distractors"] + [m["heading"] for m in row["measures"]]
    quotes += [s["heading"] for s in row["sections"] if s["heading"]]
    missing = [q for q in quotes if q not in report.text]
    if missing:
        raise ValueError(f"{report.path}: does not stand in the text: {missing}")
    headed = {s["role"] for s in row["sections"] if s["heading"]}
    for part, state in row["completeness"].items():
        if (state == "section") != (part in headed):
            raise ValueError(
                f"{report.path}: {part} is said to be {state}, the outline has {headed}"
            )
