"""Whether a report has the four parts that the national rule asks for, in four states."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fzanalysis.document import Section

PARTS = ("measures", "first_responsible", "problems", "plans")
SECTION, UNHEADED, EMBEDDED, MISSING = "section", "unheaded", "embedded", "missing"
_WITHIN = {
    "first_responsible": re.compile(r"第一责任人"),
    "problems": re.compile(
        r"(?:还|仍|也)(?:然)?(?:存在|有)[^。;]{0,14}(?:不足|问题|差距|短板|薄弱环节)"
    ),
    "plans": re.compile(
        r"(?:下一步|下步|今后|明年|下一年)[,，]?[^。;]{0,10}(?:将|要|继续|进一步|我局|重点)"
    ),
}


def find_completeness(
    folded: str, sections: Sequence[Section]
) -> list[tuple[str, str, int | None]]:
    """Part, state and the section that shows it.

    ``section``: a headed section of its own; ``unheaded``: a passage of its own without a heading;
    ``embedded``: inside a section about something else; ``missing``: nowhere.
    """
    return [(part, *_state(folded, sections, part)) for part in PARTS]


def _inside_own(sections: Sequence[Section], section: Section, part: str) -> bool:
    return section.parent is not None and sections[section.parent].role == part


def _state(folded: str, sections: Sequence[Section], part: str) -> tuple[str, int | None]:
    own = [s for s in sections if s.role == part and not _inside_own(sections, s, part)]
    headed = next((s for s in own if s.heading), None)
    if headed is not None:
        return SECTION, headed.index
    if own:
        return UNHEADED, own[0].index
    pattern = _WITHIN.get(part)
    if part == "measures":
        return (UNHEADED, 0) if sections and len(folded) > 200 else (MISSING, None)
    for section in sections:
        stretch = folded[section.span.start : section.own_end]
        if pattern and section.role != "intro" and pattern.search(stretch):
            return EMBEDDED, section.index
    return MISSING, None
