"""Addresses: paths of this machine, or of a store that ``fsspec`` knows (``s3://…``)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from fzanalysis.errors import UsageError


def is_remote(address: str | Path) -> bool:
    """Whether an address names a store and not a path.

    >>> is_remote("s3://bucket/raw"), is_remote("data/raw"), is_remote("C:/raw")
    (True, False, False)
    """
    return "://" in str(address)


def join(address: str, *names: str) -> str:
    """An address below another one; of a chain of addresses it is the first that goes on.

    >>> join("s3://bucket/out/", "parts", "a.part")
    's3://bucket/out/parts/a.part'
    >>> join("zip://raw::https://example.org/a.zip", "b.txt")
    'zip://raw/b.txt::https://example.org/a.zip'
    """
    own, link, chain = address.partition("::") if is_remote(address) else (address, "", "")
    above = own if own.endswith("://") else f"{own.rstrip('/')}/"
    return above + "/".join(names) + link + chain


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it.

    Raises:
        UsageError: if there is no such kind of address, or ``fsspec`` or what it needs for it is
            not installed.
    """
    try:
        import fsspec  # type: ignore[import-untyped]

        return fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise UsageError(
            f"{address} needs more than is installed: {error}",
            hint='pip install "fzanalysis[scale]" and the package of that store, such as s3fs',
        ) from error
    except ValueError as error:
        raise UsageError(
            f"{address} cannot be opened: {error}",
            hint="write it as s3://bucket/folder, or give a path",
        ) from error


@contextmanager
def reached(address: str) -> Iterator[None]:
    """Turns what a store complains of into an error that names the address.

    Raises:
        UsageError: whatever was raised, as every store has errors of its own.
    """
    try:
        yield
    except UsageError:
        raise
    except Exception as error:
        raise UsageError(
            f"{address} cannot be reached: {type(error).__name__}: {error}",
            hint="look at the address, at the network and at your rights there",
        ) from error


def files_below(address: str) -> list[tuple[str, str]]:
    """All files below an address of a store: name from there on, and address; sorted by name.

    Names of web servers are told as people read them (``大足.txt``, not ``%E5%A4…``).

    Raises:
        UsageError: if the store cannot be reached.
    """
    with reached(address):
        fs, root = file_system(address)
        root = root.rstrip("/")
        web = address.startswith(("http://", "https://"))
        found = []
        for path in fs.find(root):
            rest = path[len(root) :].lstrip("/")
            name = rest or path.rsplit("/", 1)[-1]
            if web and "?" in name:  # a list of files links to itself, sorted otherwise
                continue
            place = join(address, rest) if rest else address
            found.append((unquote(name) if web else name, place))
    return sorted(found)


@contextmanager
def open_binary(address: str, mode: str = "rb") -> Iterator[IO[bytes]]:
    """Open a file at an address; for ``with``, as some stores close with their last user."""
    if not is_remote(address):
        with open(address, mode) as file:
            yield file
        return
    fs, path = file_system(address)
    if "w" in mode:
        fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    with fs.open(path, mode) as opened:
        yield opened


def write_whole(address: str, data: bytes) -> None:
    """Write a file so that nobody ever finds half of it."""
    if is_remote(address):
        with open_binary(address, "wb") as stream:  # a store shows an object when it is complete
            stream.write(data)
        return
    path = Path(address)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}")
    try:
        part.write_bytes(data)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def names_in(address: str, ending: str) -> list[str]:
    """Names of the files in a folder that end so, sorted; none if there is no such folder."""
    if not is_remote(address):
        folder = Path(address)
        found = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    else:
        fs, path = file_system(address)
        fs.invalidate_cache()
        listed = fs.ls(path, detail=False) if fs.isdir(path) else []
        found = [entry.rsplit("/", 1)[-1] for entry in listed]
    return sorted(n for n in found if n.endswith(ending) and not n.startswith("."))


def remove(address: str) -> None:
    """Remove a file if it is there."""
    if not is_remote(address):
        Path(address).unlink(missing_ok=True)
        return
    fs, path = file_system(address)
    if fs.exists(path):
        fs.rm(path)


def make_folder(address: str) -> None:
    """Make a folder with all above it."""
    if is_remote(address):
        fs, path = file_system(address)
        fs.makedirs(path, exist_ok=True)
    else:
        Path(address).mkdir(parents=True, exist_ok=True)


def move_into_place(new: str, place: str) -> None:
    """Put the files of a folder of a store in the place of those of another.

    Stores cannot exchange folders: new files are laid over old ones, then those that are old are
    removed. A reader may meet the moment between, but never one without tables.
    """
    fs, source = file_system(new)
    _, target = file_system(place)
    fs.invalidate_cache()
    old = set(fs.find(target)) if fs.exists(target) else set()
    # File by file: folders, which a store only seems to have, cannot be moved in all of them.
    files = fs.find(source)
    places = [target + path[len(source) :] for path in files]
    for folder in sorted({path.rpartition("/")[0] for path in places}):
        fs.makedirs(folder, exist_ok=True)
    fs.copy(files, places)
    if gone := sorted(old - set(places)):
        fs.rm(gone)


def remove_folder(address: str) -> None:
    """Remove a folder of a store with all that is in it, if it is there."""
    fs, path = file_system(address)
    fs.invalidate_cache()
    if fs.exists(path):  # a store forgets a folder with the last object in it
        fs.rm(path, recursive=True)
