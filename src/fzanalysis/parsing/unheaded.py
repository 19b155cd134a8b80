"""Problems and plans that have no numbered heading of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fzanalysis.document import Section, Span
from fzanalysis.parsing.headings import heading_role

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]?")
#: 存在的问题： or 下一步打算： at the beginning of a line or after a full stop.
_LEAD_IN = re.compile(
    r"(?:(?<=\n)|(?<=。)|^)[ ]*(?P<lead>(?:存在的?(?:主要)?(?:问题|不足)|主要(?:问题|不足)|问题"
    r"|不足"
    r"|下一?步(?:工作)?(?:打算|计划|思路|安排|措施|举措)?|工作(?:打算|计划|思路)|今后(?:工作)?打算"
    r"|20\d\d年(?:度)?(?:工作)?(?:打算|计划|思路|安排))(?:和不足|及不足|和原因)?)[ ]*(?:[:。]"
    r"|(?=\n))"
)
_ADMITS = re.compile(
    r"(?:存在|还有|仍有)[^。;]{0,16}(?:不足|问题|差距|短板|薄弱|欠缺)|(?:不足|差距|短板|问题)[^。;]{0,6}(?:主要)?(?:表现|体现|有|依然存在|仍然?存在|仍存)"
)
_PROMISES = re.compile(
    r"[ ]*(?:下一?步|下一?阶段|今后|接下来|明年|新的一年|20\d\d年,(?:我|将|本)|在今后的?工作中"
    r"|下一年)"
)


@dataclass(frozen=True, slots=True)
class Unheaded:
    """A part that begins at ``start``; ``heading`` is its lead-in, None if it has none at all."""

    start: int
    role: str
    heading: Span | None


def find_lead_ins(folded: str, sections: Iterable[Section]) -> Iterator[Unheaded]:
    """Lead-ins that divide a section in two, such as 下一步打算： under 存在的问题及工作思路.

    A lead-in counts within a section about problems or plans, where both are told apart by it.
    """
    for section in sections:
        if section.role not in ("problems", "plans") or section.level != 1:
            continue
        for match in _LEAD_IN.finditer(folded, section.heading_span.end, section.span.end):
            role = heading_role(match.group("lead"), 1)
            if role in ("problems", "plans"):
                yield Unheaded(match.start("lead"), role, Span(*match.span("lead")))
        yield from _turn_to_plans(folded, section)


def _turn_to_plans(folded: str, section: Section) -> Iterator[Unheaded]:
    """存在的问题及下一步打算 without lead-ins: the sentence that begins with 下一步 is the turn."""
    if section.role != "problems" or not re.search(r"下一?步|打算|计划|思路|今后", section.heading):
        return
    body = range(section.heading_span.end, section.span.end)
    if _LEAD_IN.search(folded, body.start, body.stop):
        return
    for line in re.finditer(r"[^\n]+", folded[body.start : body.stop]):
        if _PROMISES.match(line.group()):
            yield Unheaded(body.start + line.start(), "plans", None)
            return


def find_unheaded(
    folded: str, sections: tuple[Section, ...], found_roles: set[str | None]
) -> Iterator[Unheaded]:
    """Problems and plans told in the last paragraph of a section about something else.

    Looked for only where the outline has no section for them, and only in the last third of the
    text: 存在的问题 in the middle of a report is about somebody else's.
    """
    roles = {s.role for s in sections} | found_roles
    if not sections or len(folded) < 200:
        return
    tail = max(s.span.start for s in sections if s.level <= 1)
    wanted = [r for r in ("problems", "plans") if r not in roles]
    at_problems = None
    for line in re.finditer(r"[^\n]+", folded[tail:]):
        for sentence in _SENTENCE.finditer(line.group()):
            start = tail + line.start() + sentence.start()
            if start < len(folded) * 0.6:
                continue
            words = sentence.group()
            at_line = sentence.start() == 0 or not line.group()[: sentence.start()].strip()
            if "problems" in wanted and _ADMITS.search(words) and not _marked(sections, start):
                wanted.remove("problems")
                at_problems = start
                yield Unheaded(start, "problems", None)
            elif "plans" in wanted and _PROMISES.match(words) and (at_line or at_problems):
                if _marked(sections, start):
                    continue
                wanted.remove("plans")
                yield Unheaded(start, "plans", None)


def _marked(sections: tuple[Section, ...], position: int) -> bool:
    return any(s.span.start <= position < s.heading_span.end for s in sections)
