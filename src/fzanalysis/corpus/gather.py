"""The files of a build: which there are, which results of them are kept."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.corrections_file import NAMES
from fzanalysis.corpus.keys import key_of
from fzanalysis.corpus.ledger import Ledger
from fzanalysis.corpus.parts import Fact, read_blob, read_index, write_part
from fzanalysis.corpus.places import join, names_in, open_binary, remove
from fzanalysis.document import digest
from fzanalysis.errors import ReadError, UsageError
from fzanalysis.reading.cleaning import clean_name
from fzanalysis.reading.files import is_ignored, list_sources
from fzanalysis.reading.limits import DEFAULT, Limits, megabytes, read_at_most

Stated = Mapping[str, Mapping[str, str]]
#: A part is put together with others when fewer of its results are used.
_WORTH = 50


def keep_parts(ledger: Ledger, parts: str) -> None:
    """Note all finished parts; one that is damaged is removed, its files are read again."""
    for name in names_in(parts, ".part"):
        address = join(parts, name)
        try:
            ledger.keep(name, read_index(address))
        except (OSError, ValueError, TypeError, zlib.error):
            remove(address)


def add_files(
    ledger: Ledger, raw: Path, stated: Stated, catalogue: Catalogue, limits: Limits = DEFAULT
) -> None:
    """Note every file of a folder, with the key of its result; those without one wait.

    Where no results are kept, all wait, and no file is opened here: who reads it finds its key.

    Raises:
        UsageError: if there is no such folder, or no file in it.
    """
    any_kept = ledger.count("kept") > 0
    try:
        sources = list_sources(raw, limits)
        for source in sources:
            if source.source_path in NAMES:
                continue
            name = ledger.take_name(source.source_path)
            own = stated.get(name, {})
            if not any_kept:
                ledger.wait(name, source, own)
                continue
            try:
                sha256 = digest(source.load())
            except ReadError as error:
                ledger.fail(name, "reading", error.reason, error.hint)
                continue
            key = key_of(sha256, name, own.items(), catalogue.digest, limits)
            kept = ledger.key_kept(key, limits)
            if kept is not None:
                ledger.add_file(name, kept)
            else:
                ledger.wait(name, source, own)
    except ReadError as error:
        raise UsageError(error.reason, hint="give the folder that holds the reports") from error
    check_any(ledger, str(raw))


@dataclass(frozen=True, slots=True)
class RemoteSource:
    """A file at an address; archives there are not opened."""

    source_path: str
    address: str
    limits: Limits = DEFAULT

    def load(self) -> bytes:
        """The raw bytes.

        Raises:
            ReadError: if the file is gone, larger than the limit, or cannot be read.
        """
        try:
            with open_binary(self.address) as stream:
                data = read_at_most(stream, self.limits.file_bytes)
        except Exception as error:  # every store has errors of its own; one file stops nothing
            reason = f"cannot open {self.address}: {type(error).__name__}: {error}"
            raise ReadError(reason, hint="build again: only such files are read") from error
        if len(data) > self.limits.file_bytes:
            limit = megabytes(self.limits.file_bytes)
            reason = f"the file is larger than the limit, {limit}"
            raise self.limits.beyond("file_bytes", reason, "give the report alone")
        return data


def add_remote(
    ledger: Ledger, raw: str, files: Iterable[tuple[str, str]], stated: Stated,
    limits: Limits = DEFAULT,
) -> None:  # fmt: skip
    """Note every file at an address. The workers read them, and see which are known.

    Args:
        ledger: gets them.
        raw: the address, for messages.
        files: what :func:`fzanalysis.corpus.places.files_below` found there.
        stated: what the user states of them.
        limits: bounds of reading.

    Raises:
        UsageError: if there is no file.
    """
    files = list(files)
    # The tables of a build that went into the same place are no reports.
    built = {f"/{place}".partition("/.cache/")[0] for place, _ in files if ".cache/" in place}
    for place, address in files:
        if any(is_ignored(part, frozenset()) or part in NAMES for part in place.split("/")):
            continue
        if any(f"/{place}".startswith(f"{above}/tables/") for above in built):
            continue
        shown = clean_name(place)
        name, source = ledger.take_name(shown), RemoteSource(shown, address, limits)
        ledger.wait(name, source, stated.get(name, {}), ledger.keys_kept(name, limits))
    check_any(ledger, raw)


def check_any(ledger: Ledger, raw: str) -> None:
    """Refuse a folder without files.

    Raises:
        UsageError: if there is none.
    """
    if not any(ledger.count(table) for table in ("file", "waiting", "failure")):
        raise UsageError(
            f"the folder {raw} holds no file", hint="put reports (txt, html, docx, pdf) into it"
        )


def check_stated(ledger: Ledger, stated: Stated) -> None:
    """Refuse a ``sources.csv`` that names files that are not there.

    Raises:
        UsageError: names the first of them.
    """
    missing = sorted(path for path in stated if not ledger.has(path))
    if missing:
        raise UsageError(
            f"sources.csv names {missing[0]}, which is not there"
            + (f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""),
            hint="paths are relative to the folder of sources.csv, with /",
        )


def tidy_parts(ledger: Ledger, parts: str) -> None:
    """Remove parts of which nothing is used any more; put together those of which little is.

    So a folder to which a file is added every day does not end up with a part a day.
    """
    use = ledger.use_of_parts()
    sparse = []
    for name in names_in(parts, ".part"):
        used = use.get(name, 0)
        if not used:
            remove(join(parts, name))
        elif used < _WORTH:
            sparse.append(name)
    for first in range(0, len(sparse) - _WORTH + 1, _WORTH):
        _put_together(ledger, parts, sparse[first : first + _WORTH])


def _put_together(ledger: Ledger, parts: str, names: list[str]) -> None:
    facts: list[Fact] = []
    blobs: list[bytes] = []
    offset = 0
    for name in names:
        address = join(parts, name)
        for fact in read_index(address):
            if fact.key and ledger.uses(fact.key):
                blobs.append(read_blob(address, fact))
                facts.append(replace(fact, offset=offset))
                offset += fact.length
    whole = write_part(parts, facts, blobs)
    for name in names:
        if name != whole:
            remove(join(parts, name))
