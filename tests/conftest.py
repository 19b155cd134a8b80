"""What tests of every floor share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.hostile_corpus import write_hostile

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.document import Document
from fzanalysis.extraction import Records, extract_document
from fzanalysis.parsing import Parsed

ROOT = Path(__file__).resolve().parents[1]
#: Five real reports and their gold lie beside the project, where they are at hand at all.
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real reports; tests that need it are skipped without it."""
    if not (SHARED / "reports").is_dir():
        pytest.skip("the real reports are not at hand")
    return SHARED


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def read_text():
    """Text → (parsed, records)."""

    def read(text: str) -> tuple[Parsed, Records]:
        return extract_document(Document(text))

    return read


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with hostile reports (raw), their tables (out) and the briefing of them (pack)."""
    from fzanalysis import cli

    folder = tmp_path_factory.mktemp("hostile")
    write_hostile(folder / "raw")
    assert cli.main(["build", str(folder / "raw"), "--out", str(folder / "out")]) == 0
    codes = ["--codes", "learn_sessions", "pub_materials"]
    out = ["--tables", str(folder / "out"), "--out", str(folder / "pack")]
    assert cli.main(["briefing", *out, *codes]) == 0
    return folder
