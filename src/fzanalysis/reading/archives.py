"""Members of zip archives, opened without trusting what the archive says of itself."""

from __future__ import annotations

import functools
import io
import os
import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from fzanalysis.errors import ReadError
from fzanalysis.reading.cleaning import clean_name
from fzanalysis.reading.limits import Limits, megabytes
from fzanalysis.reading.sniff import BROKEN, sniff

_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_RATIO_FROM = 1024 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_BOMB = "it may be made to fill the memory: leave it out"
_DRIVE = re.compile(r"^[A-Za-z]:")


class Member(NamedTuple):
    """A file within an archive.

    Attributes:
        name: its path in the archive, nested archives separated by ``!``.
        chain: its position in the archive, then in the archive within that, and so on.
        error: why it is not read, if it is not.
    """

    name: str
    chain: tuple[int, ...]
    error: ReadError | None = None


@dataclass
class _Budget:
    """What an archive has used of its limits, nested archives included."""

    members: int = 0
    size: int = 0
    too_deep: bool = False


def members(path: Path, limits: Limits) -> Iterator[Member]:
    """The files of an archive in the order of their names, those of nested archives included.

    Args:
        path: the archive on disk.
        limits: bounds on number, size and depth; what breaks one comes with an error.
    """
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN:
        error = ReadError("the zip archive is damaged", hint="download it again")
        yield Member("", (), error)
        return
    with archive:
        yield from _walk(archive, "", (), limits, _Budget())


def _walk(
    archive: zipfile.ZipFile, prefix: str, chain: tuple[int, ...], limits: Limits, used: _Budget
) -> Iterator[Member]:
    named = sorted(
        (member_name(info), number, info)
        for number, info in enumerate(archive.infolist())
        if not info.is_dir()
    )
    seen: dict[str, int] = {}
    for name, number, info in named:
        used.members += 1
        used.size += info.file_size
        error = _over(used, limits)
        if error:
            yield Member(prefix.rstrip("!"), chain, error)
            return
        count = seen[name] = seen.get(name, 0) + 1
        label = prefix + (f"{name}#{count}" if count > 1 else name)
        place = (*chain, number)
        error = _refusal(name, info, limits)
        if error:
            yield Member(label, place, error)
        else:
            yield from _descend(archive, info, label, place, limits, used)


def _descend(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    label: str,
    place: tuple[int, ...],
    limits: Limits,
    used: _Budget,
) -> Iterator[Member]:
    """The member itself, or what is in it if it is an archive too."""
    try:
        with archive.open(info) as opened:
            nested = opened.read(4).startswith(b"PK")
        data = _unpack(archive, info, limits) if nested else b""
    except (*BROKEN, ReadError) as error:
        yield Member(label, place, error if isinstance(error, ReadError) else _damaged())
        return
    if not nested or sniff(data).format != "zip":
        yield Member(label, place)
    elif len(place) >= limits.archive_depth:
        if not used.too_deep:  # said once: a bomb has thousands of them
            yield Member(label, place, _too_deep(limits))
        used.too_deep = True
    else:
        try:
            inner = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN:
            yield Member(label, place, _damaged())
            return
        yield from _walk(inner, f"{label}!", place, limits, used)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; Chinese programs write names in GB18030 without saying so.

    >>> member_name(zipfile.ZipInfo("报告".encode("gb18030").decode("cp437")))
    '报告'
    """
    name = info.filename
    if not info.flag_bits & _UTF8_NAME:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""  # another field of the archive gave the name in UTF-8 already
        for encoding in ("utf-8", "gb18030") if raw else ():
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return clean_name(name.replace("\\", "/"))


def _refusal(name: str, info: zipfile.ZipInfo, limits: Limits) -> ReadError | None:
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/"):
        return ReadError(
            "the name of the file leads outside the archive",
            hint="the archive may be hostile: do not unpack it",
        )
    if stat.S_ISLNK(info.external_attr >> 16):
        return ReadError("the file is a link", hint="pack the file that it leads to")
    if info.flag_bits & _ENCRYPTED:
        return ReadError("the file is encrypted", hint="unpack the archive with its password")
    if info.compress_type not in _METHODS:
        return ReadError("the file is packed by a method that is not read", hint="pack it anew")
    # Before the size: of a bomb it should be said that it is one.
    if info.file_size > max(_RATIO_FROM, limits.ratio * info.compress_size):
        times = info.file_size // max(1, info.compress_size)
        reason = (
            f"the file unpacks to {times} times its packed size ({megabytes(info.file_size)}),"
            f" the limit is {limits.ratio} times"
        )
        return limits.beyond("ratio", reason, _BOMB, times + 1)
    if info.file_size > limits.file_bytes:
        return limits.too_large(info.file_size)
    return None


def _over(used: _Budget, limits: Limits) -> ReadError | None:
    if used.members > limits.archive_members:
        return limits.beyond(
            "archive_members",
            f"the archive holds more than {limits.archive_members} files: the rest is not read",
            "unpack it",
        )
    if used.size > limits.archive_bytes:
        return limits.beyond(
            "archive_bytes",
            f"the archive unpacks to more than {megabytes(limits.archive_bytes)}:"
            " the rest is not read",
            _BOMB,
        )
    return None


def _too_deep(limits: Limits) -> ReadError:
    return limits.beyond(
        "archive_depth",
        f"archives lie more than {limits.archive_depth} deep within each other:"
        " this one and others like it are not read",
        "unpack the inner archives",
    )


def _damaged() -> ReadError:
    return ReadError("the file is damaged within its archive", hint="download the archive again")


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes:
    """Bytes of a member; its true size counts, not the one that the archive declares."""
    try:
        with archive.open(info) as opened:
            data = opened.read(limits.file_bytes + 1)
    except BROKEN as error:
        raise _damaged() from error
    if len(data) > limits.file_bytes:
        raise limits.too_large(len(data))
    return data


@functools.lru_cache(maxsize=2)
def _opened(
    path: Path, changed: int, outer: tuple[int, ...], limits: Limits, process: int
) -> zipfile.ZipFile:
    """An archive stays open while its members are read one by one: its directory may be long."""
    if not outer:
        return zipfile.ZipFile(path)
    holder = _opened(path, changed, outer[:-1], limits, process)
    data = _unpack(holder, holder.infolist()[outer[-1]], limits)
    return zipfile.ZipFile(io.BytesIO(data))


def load_member(path: Path, chain: tuple[int, ...], limits: Limits) -> bytes:
    """The bytes of a member, by its place in the archive.

    Raises:
        ReadError: if the archive has changed or is damaged.
    """
    try:
        changed = path.stat().st_mtime_ns
        # A forked process shares the position within an open file: each has its own.
        archive = _opened(path, changed, chain[:-1], limits, os.getpid())
        info = archive.infolist()[chain[-1]]
    except (*BROKEN, IndexError) as error:
        raise ReadError("the zip archive has changed or is damaged", hint="run again") from error
    return _unpack(archive, info, limits)
