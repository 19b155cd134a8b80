"""Quantities → figures: what is counted, which metric it is, what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
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
    choice: Choice
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
    folded, breaks = scene.folded, scene.breaks
    quantities = _quantities(scene)
    starts = [q.span.start for q in quantities]
    ends = [q.span.end for q in quantities]
    # One step after the other for all of them, not all steps for each: so a step finds the
    # processor prepared for it, which saves a tenth of the time.
    sections = [scene.section_at(start) for start in starts]
    arounds = [
        context_of(folded, q, breaks.sentence(q.span.start), previous_end, next_start)
        for q, previous_end, next_start in zip(
            quantities, [0, *ends], [*starts[1:], len(folded)], strict=False
        )
    ]
    # A number that several nouns share makes several figures.
    each: list[tuple[int, Span | None]] = [
        (i, noun)
        for i, around in enumerate(arounds)
        for noun in shared_nouns(folded, quantities, i, around.true_clause) or (None,)
    ]
    place = {i: k for k, (i, _) in reversed(list(enumerate(each)))}
    totals = {i: place[total] for i, total in find_parts(folded, quantities).items()}
    counted = [counted_span(folded, quantities[i], arounds[i]) if n is None else n for i, n in each]
    windows = [_window(scene, quantities[i], arounds[i], noun) for i, noun in each]
    choices: list[Choice] = []
    for (i, _), window in zip(each, windows, strict=True):
        total = choices[totals[i]].code if i in totals else None
        choices.append(_code(scene, window, quantities[i], sections[i], total))
    figures = [
        _figure(scene, quantities[i], arounds[i], noun, sections[i], choice, totals.get(i))
        for (i, _), noun, choice in zip(each, counted, choices, strict=True)
    ]
    _spread_background(folded, quantities, figures, [place[i] for i in range(len(quantities))])
    return _with_zeros(scene, figures)


def _quantities(scene: Scene) -> list[Quantity]:
    """The quantities of the body without those that are no figures."""
    folded = scene.folded
    found = list(find_quantities(folded, scene.catalogue, scene.body_start, scene.body_end))
    found = [q for q in found if refusal(folded, q, scene.zones) is None]
    gone = superseded(folded, found)
    return [q for i, q in enumerate(found) if i not in gone] if gone else found


def _spread_background(
    folded: str, quantities: Sequence[Quantity], figures: list[Figure], places: Sequence[int]
) -> None:
    """A list of stocks goes on: 现有学校349所,教职工5399人.

    Args:
        folded: the folded text.
        quantities: all quantities.
        figures: their figures, which are changed.
        places: for each quantity where its figures begin.
    """
    for i in range(1, len(quantities)):
        own = slice(places[i], places[i + 1] if i + 1 < len(places) else len(figures))
        first = figures[own.start]
        if first.role != ACTUAL or first.code or figures[own.start - 1].role != BACKGROUND:
            continue
        between = folded[quantities[i - 1].span.end : quantities[i].span.start]
        if quantities[i].unit not in _DONE and goes_on(between):
            figures[own] = [figure._replace(role=BACKGROUND) for figure in figures[own]]


def _code(
    scene: Scene, window: Window, q: Quantity, section: Section | None, total: str | None
) -> Choice:
    """The code of a quantity, among the kinds of its total if that is a stock-taking."""
    theme = scene.themes.get(section.index) if section else None
    catalogue = scene.catalogue
    if total is None or not catalogue.metrics_by_code[total].inventory:
        bodies = q.unit == "个" and _BODY.match(window.right)
        excluded = _acts(catalogue) if bodies else _NOTHING
        return choose_code(window, q.unit, theme, catalogue, excluded)
    others = frozenset(m.code for m in catalogue.metrics if m.parent != total)
    own = choose_code(window, q.unit, theme, catalogue, others)
    return own if own.code else Choice(total, "a kind of {}, see its total", (total,))


_NOTHING: frozenset[str] = frozenset()
# 18个村的网格员参加培训: bodies are counted, whatever they took part in.
_BODY = re.compile(
    r"(?:行政)?(?:村|社区|乡镇|镇|街道|部门|单位|[县区市](?!级|本级|委)|科室|支部|党支部|学校)"
)


@lru_cache(maxsize=4)
def _acts(catalogue: Catalogue) -> frozenset[str]:
    """The metrics that count what was done, not what there is."""
    return frozenset(m.code for m in catalogue.metrics if m.role == ACTUAL)


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
# 双随机、一公开 is the name of a way of inspecting: nothing is published.
_NO_CUE = re.compile(r"(?<=《)[^》]*(?<!证)(?=》)|、一公开")


def _untitled(window: Window) -> Window:
    words = "".join(window)
    if "《" not in words and "一公开" not in words:
        return window
    return Window(*(_NO_CUE.sub("", words) for words in window))


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
        q, counted, _quote(scene.folded, q, around, counted), section, choice.code, choice,
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
