"""Addresses: paths of this machine, or of a store that ``fsspec`` knows (``s3://…``)."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import IO, Any

from fzanalysis.errors import UsageError


def is_remote(address: str | Path) -> bool:
    """Whether an address names a store and not a path.

    >>> is_remote("s3://bucket/raw"), is_remote("data/raw"), is_remote("C:/raw")
    (True, False, False)
    """
    return "://" in str(address)


def join(address: str, *names: str) -> str:
    """An address below another one.

    >>> join("s3://bucket/out/", "parts", "a.part")
    's3://bucket/out/parts/a.part'
    """
    return "/".join((address.rstrip("/"), *names))


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address and the path in it.

    Raises:
        UsageError: if ``fsspec`` or what it needs for this kind of address is not installed.
    """
    try:
        import fsspec  # type: ignore[import-untyped]

        return fsspec.core.url_to_fs(address)
    except ImportError as error:
        raise UsageError(
            f"{address} needs more than is installed: {error}",
            hint='pip install "fzanalysis[scale]" and the package of that store, such as s3fs',
        ) from error


def open_binary(address: str, mode: str = "rb") -> IO[bytes]:
    """Open a file at an address."""
    if not is_remote(address):
        return open(address, mode)
    fs, path = file_system(address)
    if "w" in mode:
        fs.makedirs(path.rpartition("/")[0], exist_ok=True)
    opened: IO[bytes] = fs.open(path, mode)
    return opened


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
    """Put a folder of a store in the place of another, and remove what it lay in.

    Stores cannot do that in one step: a reader may meet the moment between.
    """
    fs, source = file_system(new)
    _, target = file_system(place)
    fs.invalidate_cache()
    if fs.exists(target):
        fs.rm(target, recursive=True)
    fs.mv(source, target, recursive=True)
    above = source.rpartition("/")[0]
    if fs.exists(above):  # a store forgets a folder with the last object in it
        fs.rm(above, recursive=True)
