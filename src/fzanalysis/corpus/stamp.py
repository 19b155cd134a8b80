"""What the tables of a folder were built from: if that is the same, there is nothing to do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from fzanalysis.catalogue import Catalogue
from fzanalysis.corpus.corrections import Correction
from fzanalysis.corpus.epoch import ALL_PARTS, epoch
from fzanalysis.corpus.places import write_whole
from fzanalysis.corpus.summary import Summary
from fzanalysis.corpus.swap import NAMES


class Stamp:
    """The note that a build leaves beside its tables."""

    def __init__(
        self,
        out: Path,
        files: str,
        corrections: Iterable[Correction],
        catalogue: Catalogue,
        more: str,
    ) -> None:
        """Describe a build.

        Args:
            out: its folder.
            files: digest of all files with their keys, and of all failures.
            corrections: all of them.
            catalogue: the vocabulary.
            more: whatever else decides what is written.
        """
        said = json.dumps([asdict(c) for c in corrections], ensure_ascii=False, sort_keys=True)
        parts = (files, said, catalogue.digest, epoch(ALL_PARTS), more)
        self._digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()
        self._out = out
        self._file = out / ".cache" / "built.json"

    def known(self) -> Summary | None:
        """The summary of the last build, if it was of the same and its files are untouched."""
        try:
            noted = json.loads(self._file.read_text("utf-8"))
            same = noted["digest"] == self._digest and noted["files"] == self._files()
            told = Summary(self._out, **noted["summary"]) if same else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # no note, or none of this program: build
        if told is None:
            return None
        return replace(told, warnings=[(p, w) for p, w in told.warnings], unchanged=True)

    def write(self, summary: Summary) -> None:
        """Note that the tables are now those of this build."""
        told = {k: getattr(summary, k) for k in ("rows", "warnings", "failures", "faults")}
        noted = {"digest": self._digest, "files": self._files(), "summary": told}
        write_whole(str(self._file), json.dumps(noted, ensure_ascii=False, default=str).encode())

    def _files(self) -> list[list[Any]]:
        """Names, sizes and times of what was written."""
        found = []
        for name in NAMES:
            for path in sorted((self._out / name).rglob("*")):
                if path.is_file():
                    status = path.stat()
                    place = path.relative_to(self._out).as_posix()
                    found.append([place, status.st_size, status.st_mtime_ns])
        return found
