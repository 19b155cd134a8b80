"""All files of a folder and of the archives in it, in a fixed order; nothing outside is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from fzanalysis.errors import ReadError
from fzanalysis.reading.archives import load_member, members
from fzanalysis.reading.cleaning import clean_name
from fzanalysis.reading.limits import DEFAULT, Limits, read_at_most
from fzanalysis.reading.sniff import zip_kind

_NOT_REPORTS = frozenset(
    {"sources.csv", "corrections.csv", "corrections.xlsx", "thumbs.db", "desktop.ini"}
)
_PAGE_FOLDERS = ("_files", ".files")
#: What a build and a briefing write: tables full of quotes must not be read as reports again.
_BUILT = frozenset({"tables", "csv"})
_PACK = frozenset({"charts", "audit", *(f"briefing.{e}" for e in ("xlsx", "docx", "pptx", "html"))})


@dataclass(frozen=True)
class Source:
    """One file that may hold a report.

    Attributes:
        source_path: its path within the folder; a member of an archive is
            ``archive.zip!inner/name.txt``.
        error: why it is not read, None if it can be loaded.

    >>> Source("甲.txt", ReadError("it is no ordinary file")).error
    ReadError('it is no ordinary file')
    """

    source_path: str
    error: ReadError | None = None
    _file: Path | None = None
    _chain: tuple[int, ...] = ()
    _limits: Limits = DEFAULT

    def load(self) -> bytes:
        """The raw bytes.

        Raises:
            ReadError: if the file breaks a limit or cannot be opened.
        """
        if self.error is not None or self._file is None:
            raise self.error or ReadError("there is no file", hint="list the folder again")
        if self._chain:
            return load_member(self._file, self._chain, self._limits)
        try:
            with self._file.open("rb") as opened:
                data = read_at_most(opened, self._limits.file_bytes)
        except OSError as error:
            raise _unreadable(error) from error
        if len(data) > self._limits.file_bytes:
            raise self._limits.too_large(len(data))
        return data


def list_sources(root: str | Path, limits: Limits = DEFAULT) -> Iterator[Source]:
    """The files under a folder, or the one file that is given, in a fixed order.

    Archives are descended into. Hidden files, ``sources.csv``, ``corrections.csv``, lock files of
    Word, the folders of pictures and scripts beside a saved page, and what a build or a briefing
    wrote into the folder are passed over. Links are not followed out of the folder.

    Args:
        root: a folder or a file.
        limits: bounds on size, number and depth.

    Raises:
        ReadError: if there is no such folder.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("乙.txt", "sources.csv", "甲.txt", ".隐藏"):
    ...     _ = (folder / name).write_text("某县教育局", "utf-8")
    >>> [source.source_path for source in list_sources(folder)]
    ['乙.txt', '甲.txt']
    """
    root = Path(root)
    if root.is_dir():
        yield from _folder(root, root.resolve(), "", limits)
    elif root.is_file():
        yield from _file(root, root.name, limits)
    else:
        raise ReadError(f"there is no folder {str(root)!r}", hint="check the path")


def _folder(folder: Path, root: Path, prefix: str, limits: Limits) -> Iterator[Source]:
    if prefix.count("/") > limits.folder_depth:
        reason = f"folders lie more than {limits.folder_depth} deep within each other"
        error = limits.beyond("folder_depth", reason, "move the files further up")
        yield Source(prefix.rstrip("/"), error)
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Source(prefix.rstrip("/") or str(folder), _unreadable(error))
        return
    names = {entry.name for entry in entries}
    for entry in entries:
        if is_ignored(entry.name, names):
            continue
        name = prefix + _printable(entry.name)
        path = Path(entry.path)
        if entry.is_symlink():
            yield from _link(path, root, name, limits)
        elif entry.is_dir(follow_symlinks=False):
            yield from _folder(path, root, f"{name}/", limits)
        else:
            yield from _file(path, name, limits)


def _link(path: Path, root: Path, name: str, limits: Limits) -> Iterator[Source]:
    """A link to a file within the folder is read; a folder within it is listed anyway."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        yield Source(name, ReadError("the link leads nowhere", hint="delete it"))
        return
    if not target.is_relative_to(root):
        hint = "copy the file into the folder"
        yield Source(name, ReadError("the link leads outside the folder", hint=hint))
    elif target.is_file():
        yield from _file(target, name, limits)


def is_ignored(name: str, siblings: Set[str]) -> bool:
    """Whether a file or folder of this name is passed over.

    >>> is_ignored("报告_files", {"报告.html", "报告_files"}), is_ignored("报告.txt", set())
    (True, False)
    >>> is_ignored("tables", {".cache", "tables", "csv"}), is_ignored("tables", {"tables", "csv"})
    (True, False)
    """
    hidden = name.startswith((".", "~$")) and name not in (".", "..")
    if hidden or name == "__MACOSX" or name.lower() in _NOT_REPORTS:
        return True
    for ending in _PAGE_FOLDERS:
        stem = name.removesuffix(ending)
        if stem != name and (f"{stem}.html" in siblings or f"{stem}.htm" in siblings):
            return True
    return _is_written(name, siblings)


def _is_written(name: str, siblings: Set[str]) -> bool:
    """Whether it is what this program writes, told by what lies beside it."""
    if name in _BUILT and ".cache" in siblings and "tables" in siblings:
        return True
    if name in _PACK and sum(other in siblings for other in _PACK) > 1:
        return True
    return "codebook.csv" in siblings and (name.endswith(".csv") or name == "说明.txt")


def _file(path: Path, name: str, limits: Limits) -> Iterator[Source]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Source(name, ReadError("it is no ordinary file", hint="delete it"))
            return
        with path.open("rb") as opened:
            zipped = opened.read(4).startswith(b"PK")
    except OSError as error:
        yield Source(name, _unreadable(error))
        return
    kind = zip_kind(path) if zipped else None
    if kind is not None and kind.format == "zip":
        yield from _archive(path, name, limits)
    elif status.st_size > limits.file_bytes:
        yield Source(name, limits.too_large(status.st_size))
    else:
        yield Source(name, None, path, (), limits)


def _archive(path: Path, name: str, limits: Limits) -> Iterator[Source]:
    found = list(members(path, limits))
    if not found:
        yield Source(name, ReadError("the archive is empty", hint="delete it"))
    names = {PurePosixPath(member.name).name for member in found}
    for member in found:
        parts = member.name.replace("!", "/").split("/")
        if member.name and any(is_ignored(part, names) for part in parts):
            continue
        label = f"{name}!{member.name}" if member.name else name
        yield Source(label, member.error, path, member.chain, limits)


def _printable(name: str) -> str:
    """A name that can be stored; one in another encoding than the system's is decoded.

    Where the system expects ASCII, a name in UTF-8 is one of these too.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raw = os.fsencode(name)
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", errors="replace")
    return clean_name(name)


def _unreadable(error: OSError) -> ReadError:
    return ReadError(f"cannot open the file: {error.strerror}", hint="check its permissions")
