"""Vocabulary files → :class:`Catalogue`; a user's folder extends or replaces single entries."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fzanalysis.catalogue.model import COMPARABLE, Catalogue, Cue, Metric, ProblemCategory, Theme
from fzanalysis.errors import CatalogueError

_FILES = ("metrics.toml", "themes.toml", "problems.toml", "units.toml")


def load_catalogue(extra: str | Path | None = None) -> Catalogue:
    """Load the vocabulary, with the entries of a user's own folder laid over it.

    Args:
        extra: a folder with any of ``metrics.toml``, ``themes.toml``, ``problems.toml``. An entry
            whose ``code`` is known replaces the entry that ships; another code is added.

    Raises:
        CatalogueError: if a file is malformed; says which entry and what is wrong with it.

    >>> load_catalogue().metrics_by_code["pub_materials"].zh
    '宣传资料份数'
    """
    return _load(tuple(_own(Path(extra))) if extra is not None else ())


@lru_cache(maxsize=8)
def _load(own: tuple[tuple[str, str], ...]) -> Catalogue:
    """Parse the shipped files and the user's; the key is what they hold, so an edit is seen."""
    sources = [*((name, _shipped(name)) for name in _FILES), *own]
    tables: dict[str, dict[str, dict[str, Any]]] = {"metric": {}, "theme": {}, "problem": {}}
    units: dict[str, list[str]] = {}
    for name, text in sources:
        parsed = _parse(name, text)
        for kind, entries in parsed.items():
            if kind in tables:
                for entry in entries:
                    tables[kind][_code(entry, name)] = {**entry, "_file": name}
            else:
                units[kind] = units.get(kind, []) + [
                    u for u in entries if u not in units.get(kind, [])
                ]
    return Catalogue(
        metrics=_each(tables["metric"], _metric),
        themes=_each(tables["theme"], _theme),
        problems=_each(tables["problem"], _problem),
        countable_units=tuple(units["countable"]),
        loose_units=tuple(units["loose"]),
        bracketed_units=tuple(units["bracketed"]),
        digest=hashlib.sha256("\0".join(t for _, t in sources).encode()).hexdigest(),
    )


def _shipped(name: str) -> str:
    return files("fzanalysis.catalogue").joinpath("data", name).read_text("utf-8")


def _own(folder: Path) -> list[tuple[str, str]]:
    if not folder.is_dir():
        raise CatalogueError(
            f"there is no folder {folder}", hint="give the folder that holds your metrics.toml"
        )
    found = [(str(folder / n), folder / n) for n in _FILES if (folder / n).is_file()]
    if not found:
        raise CatalogueError(
            f"{folder} holds none of {', '.join(_FILES)}", hint="see docs/catalogue.md"
        )
    return [(name, path.read_text("utf-8-sig")) for name, path in found]


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(
            f"{name} is not valid TOML: {error}", hint="check that line"
        ) from error


def _code(entry: dict[str, Any], name: str) -> str:
    code = entry.get("code")
    if not isinstance(code, str) or not code:
        raise CatalogueError(f"an entry of {name} has no code: {entry}", hint='add code = "…"')
    return code


def _each(
    entries: dict[str, dict[str, Any]], make: Callable[[dict[str, Any]], Any]
) -> tuple[Any, ...]:
    made = []
    for code, entry in entries.items():
        try:
            made.append(make(entry))
        except (KeyError, TypeError, ValueError) as error:
            missing = f"lacks {error}" if isinstance(error, KeyError) else str(error)
            raise CatalogueError(
                f"{entry['_file']}: entry {code} {missing}", hint="see docs/catalogue.md"
            ) from error
    return tuple(made)


def parse_cue(text: str) -> Cue:
    """``发放/派发&资料&~宣传`` → alternatives near the number and anywhere in the sentence.

    >>> parse_cue("发放/派发&~宣传")
    Cue(near=(('发放', '派发'),), wide=(('宣传',),))
    """
    near: list[tuple[str, ...]] = []
    wide: list[tuple[str, ...]] = []
    for term in text.split("&"):
        bare = term.lstrip("~")
        alternatives = tuple(a for a in bare.split("/") if a)
        if not alternatives:
            raise ValueError(f"has an empty term in the cue {text!r}")
        (wide if term.startswith("~") else near).append(alternatives)
    return Cue(tuple(near), tuple(wide))


def _strings(entry: dict[str, Any], key: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ValueError(f"needs a list of strings for {key}")
    return tuple(value)


def _metric(entry: dict[str, Any]) -> Metric:
    comparable = entry.get("comparable", "context")
    if comparable not in COMPARABLE:
        raise ValueError(f"has comparable = {comparable!r}; known are {', '.join(COMPARABLE)}")
    return Metric(
        code=entry["code"],
        zh=entry["zh"],
        en=entry.get("en", entry["code"]),
        theme=entry["theme"],
        definition=entry.get("definition", ""),
        units=_strings(entry, "units"),
        cues=tuple(parse_cue(c) for c in _strings(entry, "cues")),
        negative=_strings(entry, "not"),
        comparable=comparable,
        rollup=entry.get("rollup"),
        parent=entry.get("parent"),
        role=entry.get("role", "actual"),
        inventory=bool(entry.get("inventory", False)),
    )


def _theme(entry: dict[str, Any]) -> Theme:
    return Theme(
        entry["code"], entry["zh"], entry.get("en", ""), entry.get("outline_2021", ""),
        _strings(entry, "cues"),
    )  # fmt: skip


def _problem(entry: dict[str, Any]) -> ProblemCategory:
    return ProblemCategory(entry["code"], entry["zh"], entry.get("en", ""), _strings(entry, "cues"))
