"""A small corpus and its tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_reports import write_reports

from fzanalysis.corpus import Summary, build


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder with twelve reports, one empty file and one text that is no report."""
    folder = tmp_path / "raw"
    write_reports(folder, 12)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "other.txt").write_text("今天天气不错，适合出门散步。" * 20, "utf-8")
    return folder


@pytest.fixture
def built(raw: Path, tmp_path: Path) -> Callable[..., tuple[Path, Summary]]:
    """Builds the raw folder into a folder of its own."""

    def run(name: str = "out", **options: object) -> tuple[Path, Summary]:
        out = tmp_path / name
        return out, build(raw, out, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """The names of the files that are read and extracted, as they are."""
    from fzanalysis.corpus import parts

    names: list[str] = []
    outcome = parts._outcome

    def noted(data, item, task):
        names.append(item.name)
        return outcome(data, item, task)

    monkeypatch.setattr(parts, "_outcome", noted)
    return names
