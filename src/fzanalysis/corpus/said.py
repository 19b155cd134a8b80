"""What a person says of the raw files beside them: ``sources.csv`` and ``corrections.csv``."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fzanalysis.corpus import corrections_file, stated
from fzanalysis.corpus.corrections import Correction
from fzanalysis.corpus.places import open_binary, reached

NAMES = (*stated.NAMES, *corrections_file.NAMES)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of the files of a build.

    Attributes:
        stated: path → what ``sources.csv`` states of the file.
        corrections: in their order.
        of_all: whether all of it must concern a file of the build; of one file that is built
            alone the folder may say more.
    """

    stated: Mapping[str, Mapping[str, str]]
    corrections: list[Correction]
    of_all: bool = True


def read_said(raw: Path) -> Said:
    """What is said in a folder and in the folders in it, or of one file by its folder.

    A file in a folder further down speaks of the files there: its paths start from that folder.

    Raises:
        UsageError: if a ``sources.csv`` is not as it must be.
        CorrectionError: if corrections are not; lists all such lines.

    >>> read_said(Path("no such folder")).corrections
    []
    """
    if raw.is_dir():
        found = list(said_files(raw, NAMES))
        return Said(stated.read_stated(found), corrections_file.read_corrections(found))
    if not raw.is_file():
        return Said({}, [])  # the build tells that it is missing
    beside = list(said_files(raw.parent, NAMES, deep=False))
    own = {
        path: values
        for path, values in stated.read_stated(beside).items()
        if path == raw.name or path.startswith(f"{raw.name}!")
    }
    return Said(own, corrections_file.read_corrections(beside), of_all=False)


def read_said_afar(files: Iterable[tuple[str, str]], scratch: Path) -> Said:
    """The same from an address of a store.

    Args:
        files: name and address of all files there.
        scratch: a folder for copies of those that say something.
    """
    for place, address in files:
        if PurePosixPath(place).name.lower() in NAMES:
            copy = scratch.joinpath(*(part for part in place.split("/") if part != ".."))
            copy.parent.mkdir(parents=True, exist_ok=True)
            with reached(address), open_binary(address) as stream:
                copy.write_bytes(stream.read())
    return read_said(scratch)


def said_files(
    folder: Path, names: Collection[str], *, deep: bool = True
) -> Iterator[tuple[str, Path]]:
    """Files of some names in a folder and in those in it, upper ones first.

    Args:
        folder: where to look.
        names: their names; large letters are as good as small ones.
        deep: whether to look into folders in it.

    Yields:
        The folder in which it lies as a prefix of paths (empty, or ``2023/``), and the file.
    """
    for here, below, files in os.walk(folder):
        below[:] = sorted(name for name in below if deep and not name.startswith("."))
        inner = Path(here).relative_to(folder).as_posix()
        for name in sorted(files):
            if name.lower() in names:
                yield ("" if inner == "." else f"{inner}/"), Path(here, name)
