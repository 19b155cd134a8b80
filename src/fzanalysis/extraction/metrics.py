"""Quantities → figures: what is counted, which metric it is, what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fzanalysis.catalogue import Catalogue
from fzanalysis.document import Section, Span
from fzanalysis.extraction.breaks import Breaks
from fzanalysis.extraction.coding import Choice, Window, choose_code, is_bare
from fzanalysis.extraction.context import Context, context_of, counted_span
from fzanalysis.extraction.lexicon import words
from fzanalysis.extraction.lists import shared_nouns, superseded
from fzanalysis.extraction.parts import find_parts
from fzanalysis.extraction.quantities import Quantity, find_quantities
from fzanalysis.extraction.refusals import refusal
from fzanalysis.extraction.roles import ACTUAL, BACKGROUND, goes_on, role_of, time_of
from fzanalysis.extraction.zeros import find_zeros
from fzanalysis.parsing.zones import Zones


class Figure(NamedTuple):
    """One figure of the report, ready to become a row of ``metrics``."""

    quantity: Quantity
    counted: Span
    quote: Span
    section: Section | None
    code: str | None
    why: str
    role: str
    part_of: int | None
    period: str | None
    as_of: str | None

    def __repr__(self) -> str:
        q = self.quantity
        return f"Figure({q.bound} {q.value}{q.unit}, {self.code}, {self.role}, {self.quote})"


@dataclass(frozen=True)
class Scene:
    """What the figures of one text are read against."""

    folded: str
    zones: Zones
    breaks: Breaks
    section_at: Callable[[int], Section | None]
    themes: dict[int, str]
    catalogue: Catalogue
    year: int | None
    body_start: int
    body_end: int


def find_figures(scene: Scene) -> list[Figure]:
    """All figures of a text, in reading order.

    A quantity that no entry of the catalogue explains is kept with ``code`` None.
    """
    quantities = [
        q
        for q in find_quantities(scene.folded, scene.catalogue, scene.body_start, scene.body_end)
        if refusal(scene.folded, q, scene.zones) is None
    ]
    gone = superseded(scene.folded, quantities)
    quantities = [q for i, q in enumerate(quantities) if i not in gone]
    parts = find_parts(scene.folded, quantities)
    figures: list[Figure] = []
    place: dict[int, int] = {}
    for i in range(len(quantities)):
        total = figures[place[parts[i]]] if parts.get(i) in place else None
        place[i] = len(figures)
        made = _figures_of(scene, quantities, i, total, place.get(parts.get(i, -1)))
        if i and figures[-1].role == BACKGROUND and made[0].role == ACTUAL and not made[0].code:
            between = scene.folded[quantities[i - 1].span.end : quantities[i].span.start]
            if quantities[i].unit not in _DONE and goes_on(between):
                made = [figure._replace(role=BACKGROUND) for figure in made]
        figures += made
    return _with_zeros(scene, figures)


def _figures_of(
    scene: Scene, quantities: Sequence[Quantity], i: int, total: Figure | None, total_at: int | None
) -> list[Figure]:
    q = quantities[i]
    previous_end = quantities[i - 1].span.end if i else 0
    next_start = quantities[i + 1].span.start if i + 1 < len(quantities) else len(scene.folded)
    within = scene.breaks.sentence(q.span.start)
    around = context_of(scene.folded, q, within, previous_end, next_start)
    section = scene.section_at(q.span.start)
    nouns = shared_nouns(scene.folded, quantities, i, around.true_clause)
    made = []
    each: Sequence[Span | None] = nouns or [None]
    for noun in each:
        counted = counted_span(scene.folded, q, around) if noun is None else noun
        window = _window(scene, q, around, noun)
        choice = _code(scene, window, q, section, total)
        made.append(_figure(scene, q, around, counted, section, choice, total_at))
    return made


def _code(
    scene: Scene, window: Window, q: Quantity, section: Section | None, total: Figure | None
) -> Choice:
    theme = scene.themes.get(section.index) if section else None
    known = scene.catalogue.metrics_by_code
    if total is None or not total.code or not known[total.code].inventory:
        return choose_code(window, q.unit, theme, scene.catalogue, frozenset())
    others = frozenset(m.code for m in scene.catalogue.metrics if m.parent != total.code)
    own = choose_code(window, q.unit, theme, scene.catalogue, others)
    return own if own.code else Choice(total.code, f"a kind of {total.code}, see its total")


def _window(scene: Scene, q: Quantity, around: Context, noun: Span | None) -> Window:
    folded = scene.folded
    wide = folded[around.sentence : q.span.start]
    if noun:
        return _untitled(Window(noun.of(folded), "", "", wide))
    near = folded[around.clause : q.span.start]
    ladder = _LADDER.match(folded, q.span.end) if folded.startswith(_OF_LEVEL, q.span.end) else None
    right = ladder.group("noun") if ladder else folded[q.span.end : around.right_end]
    shared = ""
    bare = is_bare(near)
    prepositional = near.lstrip(" ,、")[:1] in ("对", "就") or near[-1:] in ("对", "为", "就")
    prepositional = prepositional or (bare and right[:1] in ("在", "就", "对", "向"))
    prepositional = prepositional or (q.unit == "次" and right[:2] in _MEETS)
    if prepositional and right.strip():
        shared = folded[q.span.end : min(around.clause_end, q.span.end + 60)]
    # 4次法治专题学习 says what was done; 4次 alone, or 4次进行, shares the words before.
    elif bare and is_bare(right) and "学习" not in right:
        shared = folded[_clause_before(folded, around) : around.clause]
    return _untitled(Window(near, right, shared, wide))


# Units of what is done: they end a list of what there is.
_DONE = words("次 场 期 件 起 宗 人次 家次 户次 份 条 篇 公顷")

# 4次主持召开党组会、常务会研究法治工作: what was done goes on to the end of the clause.
_MEETS = words("主持 召开 听取 研究 专题 组织")

_OF_LEVEL = ("国家级", *(f"{place}级" for place in "省市县区镇乡村部"))
# 2个省级、3个市级普法基地: the noun stands only with the last of the levels.
_LADDER = re.compile(
    r"(?:国家|[省市县区镇乡村部])级[、和,](?:\d+[个家名处所][国家省市县区镇乡村部]{1,2}级[、和,])?\d+[个家名处所]"
    r"[国家省市县区镇乡村部]{1,2}级(?P<noun>[^,。;、\d]{2,20})"
)


# What stands in 《》 or “” is a name: 《2022年工作要点》 sets no year.
_NAMES = re.compile(r"《[^》]*》|“[^”]*”")


_COUNT = re.compile(r"\d+[\u4e00-\u9fff%]{1,2}")
# A law's name is no cue: 讲解《行政诉讼法》2次 counts no lawsuits. 《卫生许可证》 is what it says.
_TITLE = re.compile(r"《[^》]*(?<!证)》")


def _untitled(window: Window) -> Window:
    if "《" not in "".join(window):
        return window
    return Window(*(_TITLE.sub("《》", words) for words in window))


def _clause_before(folded: str, around: Context) -> int:
    """Where the last clause before begins that says something of its own."""
    end = around.clause
    while end > around.sentence and around.clause - end < 60:
        start = max(folded.rfind(mark, around.sentence, end - 1) for mark in ",;:(") + 1
        start = max(start, around.sentence)
        if not is_bare(_COUNT.sub("", folded[start:end])):
            return start
        end = start
    return max(around.sentence, around.clause - 60)


def _figure(
    scene: Scene,
    q: Quantity,
    around: Context,
    counted: Span,
    section: Section | None,
    choice: Choice,
    part_of: int | None,
) -> Figure:
    before = scene.folded[around.sentence : q.span.start]
    if "《" in before or "“" in before:
        before = _NAMES.sub("", before)
    entry = scene.catalogue.metrics_by_code.get(choice.code or "")
    role = role_of(
        before, q.pre, section.role if section else "other",
        entry.role if entry else ACTUAL, entry is None,
        scene.folded[around.clause : q.span.start],
        counted.of(scene.folded), scene.folded[q.span.end : q.span.end + 12],
        q.unit,
    )  # fmt: skip
    period, as_of = time_of(before, scene.year)
    return Figure(
        q, counted, _quote(scene.folded, q, around, counted), section, choice.code, choice.why,
        role, part_of, period, as_of,
    )  # fmt: skip


def _quote(folded: str, q: Quantity, around: Context, counted: Span) -> Span:
    """The clause of the number: from what is counted to the unit or the noun after it."""
    start = min(around.clause, q.span.start, counted.start)
    while start < q.span.start and folded[start] in " ,、;:。)\n":
        start += 1
    end = max(q.span.end, counted.end)
    if end == q.span.end and around.right_end - end <= 16:
        end = around.right_end
    while end > q.span.end and folded[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _with_zeros(scene: Scene, figures: list[Figure]) -> list[Figure]:
    zeros = [
        (q, figure)
        for q, noun in find_zeros(scene.folded, scene.zones, scene.body_start)
        if (figure := _zero(scene, q, noun)) is not None
    ]
    if not zeros:
        return figures
    # 未发生一起 is a zero: the 一起 in it is no figure of its own.
    denied = [q.span for q, _ in zeros]
    kept = [
        (i, f)
        for i, f in enumerate(figures)
        if not any(span.covers(f.quantity.number) for span in denied)
    ]
    found = [(len(figures) + k, figure) for k, (_, figure) in enumerate(zeros)]
    merged = sorted(kept + found, key=lambda f: (f[1].quantity.span.start, f[0]))
    moved = {old: new for new, (old, _) in enumerate(merged)}
    return [f if f.part_of is None else f._replace(part_of=moved.get(f.part_of)) for _, f in merged]


def _zero(scene: Scene, q: Quantity, noun: Span) -> Figure | None:
    """A zero needs a metric: 无…案件 alone says nothing that can be compared."""
    words = noun.of(scene.folded)
    section = scene.section_at(q.span.start)
    theme = scene.themes.get(section.index) if section else None
    units = [q.unit] if q.unit else ["次", "起", "件"]
    for unit in units:
        choice = choose_code(
            Window(words, "", "", words), unit, theme, scene.catalogue, frozenset()
        )
        if choice.code:
            break
    else:
        if not re.search(r"[一1]", q.span.of(scene.folded)):
            return None
    unit = (
        unit
        if choice.code is None or q.unit
        else scene.catalogue.metrics_by_code[choice.code].units[0]
    )
    q = q._replace(unit=unit)
    start, end = q.span
    around = Context(start, scene.breaks.sentence(start).start, end, start, end)
    return _figure(scene, q, around, noun, section, choice, None)
