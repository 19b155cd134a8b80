"""Strings made to be slow for a regular expression, from its own parse tree; and the collecting of
all that the package compiles.

An expression explodes where something is repeated: the strings repeat just that, end in
what cannot match, begin anew again and again, or hold the whole of a match but its end.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("document", "catalogue", "reading", "parsing", "extraction", "corpus")
_SAMPLES = ("tests/data/formats/built", "data/raw/five", "data/raw/demo")
_CANDIDATES = "某1一 a，。\n（"
_MANY = 8


def expressions() -> dict[re.Pattern[Any], str]:
    """Every expression that the package compiles: when its modules load, when it reads files.

    Returns:
        Expression → file and line where it was first compiled.
    """
    found: dict[re.Pattern[Any], str] = {}
    original = re._compile  # type: ignore[attr-defined]

    def watched(pattern: Any, flags: Any) -> Any:
        compiled = original(pattern, flags)
        frame: Any = sys._getframe(1)
        while frame and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        place = Path(frame.f_code.co_filename) if frame else Path()
        if "fzanalysis" in place.parts:
            inside = place.parts[len(place.parts) - place.parts[::-1].index("fzanalysis") :]
            found.setdefault(compiled, f"{'/'.join(inside)}:{frame.f_lineno}")
        return compiled

    loaded = [name for name in sys.modules if name.partition(".")[0] == "fzanalysis"]
    if loaded:
        raise RuntimeError("the package was imported before its expressions could be collected")
    re._compile = watched  # type: ignore[attr-defined]
    try:
        _load_all()
        _read_all()
    finally:
        re._compile = original  # type: ignore[attr-defined]
    return found


def _load_all() -> None:
    package = importlib.import_module("fzanalysis")
    for module in pkgutil.walk_packages(package.__path__, "fzanalysis."):
        if module.name.split(".")[1] in FLOORS:
            importlib.import_module(module.name)


def _read_all() -> None:
    from fzanalysis.catalogue import load_catalogue
    from fzanalysis.corpus.worker import process
    from fzanalysis.errors import FzError
    from fzanalysis.reading import list_sources, read_bytes

    catalogue = load_catalogue()
    for folder in _SAMPLES:
        for source in list_sources(ROOT / folder):
            try:
                process(read_bytes(source.load(), source.source_path), catalogue, {})
            except FzError:
                continue  # an archive in an archive, a file of statements: not read anyway


def shapes(expression: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """(before, repeated, end) of strings that may be slow for an expression."""
    pattern = expression.pattern
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = _parser.parse(text, expression.flags & ~re.DEBUG if isinstance(pattern, str) else 0)
    whole = _sample(tree)
    seen: set[tuple[str, str, str]] = set()
    for before, body in _repeats(tree, ""):
        for shape in ((before, body, "\x01"), ("", before + body, "\x01"), (before, body, "\n")):
            if body and shape not in seen:
                seen.add(shape)
                yield shape
    for body in {whole, whole[:-1], whole[:1]}:
        if body and ("", body, "\x01") not in seen:
            seen.add(("", body, "\x01"))
            yield "", body, "\x01"


def string(shape: tuple[str, str, str], size: int) -> str:
    """The string of a shape that is about so many bytes long in UTF-8."""
    before, body, end = shape
    return before + body * max(1, size // len(body.encode("utf-8", "replace"))) + end


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What stands before each repeated part, and a sample of that part."""
    for operation, value in tree:
        if operation in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            _, most, body = value
            if most >= _MANY:
                for sample in _variants(body):
                    yield before, sample
            yield from _repeats(body, before)
        elif operation is c.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif operation is c.ATOMIC_GROUP:
            yield from _repeats(value, before)
        elif operation is c.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif operation in (c.ASSERT, c.ASSERT_NOT):
            yield from _repeats(value[1], before)
        before += _sample([(operation, value)])


def _variants(body: Any) -> list[str]:
    """A few samples of a repeated part: of a set, its first members and one from elsewhere."""
    found = [_sample(body)]
    if len(body) == 1 and body[0][0] is c.IN:
        found += [ch for ch in _CANDIDATES if _within(body[0][1], ch)][:3]
    return list(dict.fromkeys(found))


def _sample(tree: Any) -> str:
    return "".join(_ONE[operation](value) for operation, value in tree if operation in _ONE)


def _of_set(items: Any) -> str:
    return next((ch for ch in _CANDIDATES if _within(items, ch)), _first(items))


def _first(items: Any) -> str:
    for operation, value in items:
        if operation is c.LITERAL:
            return chr(value)
        if operation is c.RANGE:
            return chr(value[0])
    return ""


def _within(items: Any, ch: str) -> bool:
    negated = bool(items) and items[0][0] is c.NEGATE
    inside = any(
        (operation is c.LITERAL and value == ord(ch))
        or (operation is c.RANGE and value[0] <= ord(ch) <= value[1])
        or (operation is c.CATEGORY and _of_category(value, ch))
        for operation, value in items
    )
    return inside != negated


def _of_category(category: Any, ch: str) -> bool:
    name = str(category)
    inside = ch.isdigit() if "DIGIT" in name else ch.isspace() if "SPACE" in name else ch.isalnum()
    return inside != ("NOT" in name)


_ONE: dict[Any, Callable[[Any], str]] = {
    c.LITERAL: chr,
    c.NOT_LITERAL: lambda value: next(ch for ch in _CANDIDATES if ord(ch) != value),
    c.ANY: lambda value: "某",
    c.IN: _of_set,
    c.BRANCH: lambda value: _sample(value[1][0]),
    c.SUBPATTERN: lambda value: _sample(value[3]),
    c.ATOMIC_GROUP: _sample,
    c.MAX_REPEAT: lambda value: _sample(value[2]) * max(value[0], 1),
    c.MIN_REPEAT: lambda value: _sample(value[2]) * max(value[0], 1),
    c.POSSESSIVE_REPEAT: lambda value: _sample(value[2]) * max(value[0], 1),
}
