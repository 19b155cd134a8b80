"""Automatic numbering of Word documents: which number a reader sees before a paragraph.

Word stores a paragraph's list and level, not its number. The number follows from the levels'
formats, from the styles that carry a list, and from all numbered paragraphs before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from fzanalysis.reading.markup import Element
from fzanalysis.reading.numbering import known, numeral
from fzanalysis.reading.ooxml import W

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CLOSED = tuple("、，。．：）)】〕」』·")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True)
class _Level:
    """How one level of a list is printed."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None  # None: after any higher level; 0: never; n: after level n
    legal: bool = False
    style: str = ""


@dataclass
class _List:
    """A list and where its counting stands; several ``w:num`` may share it."""

    levels: list[_Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass
class _Instance:
    """A ``w:num``: a list with its own overrides."""

    shared: _List
    levels: list[_Level]
    restarts: dict[int, int]


@dataclass(frozen=True)
class _Style:
    parent: str = ""
    number: str | None = None
    level: int | None = None
    hidden: bool = False


def _value(element: Element | None, default: str = "") -> str:
    return default if element is None else element.get(f"{W}val", default)


def _integer(element: Element | None) -> int | None:
    text = _value(element)
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None


def _flag(element: Element | None) -> bool:
    return element is not None and _value(element, "1") not in ("0", "false", "off")


class Numbering:
    """Resolves numbers paragraph by paragraph, in the order of the text.

    Args:
        numbering: root of ``numbering.xml``, or None.
        styles: root of ``styles.xml``, or None.
    """

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.unknown: set[str] = set()
        self._styles: dict[str, _Style] = {}
        self._default = ""
        if styles is not None:
            self._read_styles(styles)
        self._instances: dict[str, _Instance] = {}
        if numbering is not None:
            self._read_lists(numbering)

    def _read_styles(self, styles: Element) -> None:
        for style in styles.iterchildren(f"{W}style"):
            identity = style.get(f"{W}styleId", "")
            properties = style.find(f"{W}pPr/{W}numPr")
            number = _value(properties.find(f"{W}numId")) if properties is not None else ""
            level = _integer(properties.find(f"{W}ilvl")) if properties is not None else None
            self._styles[identity] = _Style(
                _value(style.find(f"{W}basedOn")),
                number or None,
                level,
                _flag(style.find(f"{W}rPr/{W}vanish")),
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self._default = identity

    def _read_lists(self, numbering: Element) -> None:
        abstract = {
            element.get(f"{W}abstractNumId", ""): element
            for element in numbering.iterchildren(f"{W}abstractNum")
        }
        linked = {
            _value(element.find(f"{W}styleLink")): element
            for element in abstract.values()
            if element.find(f"{W}styleLink") is not None
        }
        lists: dict[str, _List] = {}
        for num in numbering.iterchildren(f"{W}num"):
            key = _value(num.find(f"{W}abstractNumId"))
            element = abstract.get(key)
            if element is None:
                continue
            link = element.find(f"{W}numStyleLink")
            if link is not None:
                element = linked.get(_value(link), element)
                key = element.get(f"{W}abstractNumId", key)
            if key not in lists:
                lists[key] = _List(_levels(element))
            self._instances[num.get(f"{W}numId", "")] = _instance(num, lists[key])

    def _chain(self, style: str) -> Iterator[_Style]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].parent

    def hides(self, style: str) -> bool:
        """Whether a style hides its text."""
        return any(found.hidden for found in self._chain(style))

    def _place(self, properties: Element | None) -> tuple[_Instance, int] | None:
        """List and level of a paragraph, from itself or else from its style."""
        style = self._default
        number: str | None = None
        level: int | None = None
        if properties is not None:
            style = _value(properties.find(f"{W}pStyle"), self._default)
            direct = properties.find(f"{W}numPr")
            if direct is not None:
                number = _value(direct.find(f"{W}numId")) or None
                level = _integer(direct.find(f"{W}ilvl"))
        from_style, direct_level = number is None, level
        for found in self._chain(style):
            number = found.number if number is None else number
            level = found.level if level is None and from_style else level
            if number is not None:
                break
        instance = self._instances.get(number or "")
        if instance is None or number == "0":
            return None
        if from_style and direct_level is None:
            # A level that names the style decides, whatever level the style itself gives.
            names = self._names(style)
            for position, candidate in enumerate(instance.levels):
                if candidate.style and candidate.style in names:
                    level = position
                    break
        level = min(max(level or 0, 0), _LEVELS - 1)
        return instance, level

    def _names(self, style: str) -> list[str]:
        names: list[str] = []
        while style in self._styles and style not in names:
            names.append(style)
            style = self._styles[style].parent
        return names

    def marker(self, properties: Element | None) -> str:
        """The number before a paragraph, empty if it has none; counts the paragraph.

        Args:
            properties: the ``w:pPr`` of the paragraph, or None.
        """
        place = self._place(properties)
        if place is None:
            return ""
        instance, level = place
        counts = instance.shared.counts
        current = counts[level]
        if level in instance.restarts:
            counts[level] = instance.restarts.pop(level)
        elif current is None:
            counts[level] = instance.levels[level].start
        else:
            counts[level] = current + 1
        for below in range(level + 1, _LEVELS):
            restart = instance.levels[below].restart
            if restart is None or (restart and level < restart):
                counts[below] = None
        return self._printed(instance, level)

    def _printed(self, instance: _Instance, level: int) -> str:
        definition = instance.levels[level]
        if definition.format == "bullet":
            return ""

        def place(found: re.Match[str]) -> str:
            position = int(found.group(1)) - 1
            number = instance.shared.counts[position]
            if position > level:
                return ""
            if number is None:  # a level above that has not come yet shows where it would start
                number = instance.levels[position].start
            format_ = instance.levels[position].format
            if definition.legal and format_ not in ("none", "bullet"):
                format_ = "decimal"
            if not known(format_):
                self.unknown.add(format_)
            return numeral(number, format_)

        text = _PLACE.sub(place, definition.text)
        gap = definition.suffix != "nothing" and text and not text.endswith(_CLOSED)
        return f"{text} " if gap else text


def _levels(element: Element) -> list[_Level]:
    levels = [_Level() for _ in range(_LEVELS)]
    for level in element.iterchildren(f"{W}lvl"):
        position = level.get(f"{W}ilvl", "")
        if position.isdigit() and int(position) < _LEVELS:
            levels[int(position)] = _level(level)
    return levels


def _level(element: Element) -> _Level:
    format_ = element.find(f"{W}numFmt")
    if format_ is None:
        # Custom formats come with a fallback that older programs can print.
        format_ = element.find(f"{_MC}AlternateContent/{_MC}Fallback/{W}numFmt")
    start = _integer(element.find(f"{W}start"))
    return _Level(
        format=_value(format_, "decimal"),
        text=_value(element.find(f"{W}lvlText")),
        start=0 if start is None else start,
        suffix=_value(element.find(f"{W}suff"), "tab"),
        restart=_integer(element.find(f"{W}lvlRestart")),
        legal=_flag(element.find(f"{W}isLgl")),
        style=_value(element.find(f"{W}pStyle")),
    )


def _instance(num: Element, shared: _List) -> _Instance:
    levels, restarts = list(shared.levels), {}
    for override in num.iterchildren(f"{W}lvlOverride"):
        position = override.get(f"{W}ilvl", "")
        if not position.isdigit() or int(position) >= _LEVELS:
            continue
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[int(position)] = _level(own)
        start = _integer(override.find(f"{W}startOverride"))
        if start is not None:
            restarts[int(position)] = start
            levels[int(position)] = replace(levels[int(position)], start=start)
    return _Instance(shared, levels, restarts)
