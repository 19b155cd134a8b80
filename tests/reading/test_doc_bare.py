"""Legacy Word documents without an office suite: all of what a reader sees, or a refusal."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

import fzanalysis as fz
from fzanalysis.errors import ReadError
from fzanalysis.presentation.messages import in_chinese
from fzanalysis.reading import doc, office, read
from fzanalysis.reading.piece_table import Bare, read_pieces

FORMATS = Path(__file__).parent.parent / "data" / "formats"
SOURCE = (FORMATS / "source.txt").read_text(encoding="utf-8").splitlines()
NUMBERED = FORMATS / "built" / "automatic.doc"
TYPED = FORMATS / "built" / "typed.doc"
TRACK = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' w:id="1" w:author="甲" w:date="2024-01-01T00:00:00Z"'
)


@pytest.fixture
def no_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_office", lambda: None)


@pytest.mark.usefixtures("no_suite")
def test_what_is_all_typed_is_read() -> None:
    document = read(TYPED)
    assert document.text.splitlines() == SOURCE
    assert document.warnings == (
        "the document was read without an office suite (install LibreOffice)",
    )


@pytest.mark.usefixtures("no_suite")
def test_numbers_are_not_left_out_in_silence(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="has automatic numbers, which only") as caught:
        read(NUMBERED)
    assert caught.value.hint == office.INSTALL
    assert in_chinese(caught.value.reason) == "Word 文档里有自动编号，要有办公软件才能读"
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(NUMBERED, raw)
    shutil.copy(TYPED, raw)
    fz.build(raw, tmp_path / "out")
    corpus = fz.load(tmp_path / "out")
    assert list(corpus.reports["source_path"]) == ["typed.doc"]
    assert list(corpus.failures["source_path"]) == ["automatic.doc"]
    assert "install LibreOffice" in corpus.failures["hint"][0]


@pytest.fixture(scope="module")
def legacy(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Bare]:
    """Documents of one paragraph each, as an office suite writes them in the old format."""
    suite = office.find_office()
    if suite is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("legacy")
    for name in ("plain", "numbered", "inherited", "deleted", "hidden", "contents"):
        written = docx.Document()
        styles = {"numbered": "List Number", "inherited": "Own"}
        own = written.styles.add_style("Own", WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = written.styles["List Number"]
        paragraph = written.add_paragraph("一、学法", styles.get(name))
        if name == "deleted":
            gone = f"<w:del {TRACK}><w:r><w:delText>11</w:delText></w:r></w:del>"
            paragraph._p.append(parse_xml(gone))
        elif name == "hidden":
            paragraph.add_run("底稿").font.hidden = True
        elif name == "contents":
            _add_contents(paragraph.insert_paragraph_before())
        paragraph.add_run("12次")
        written.save(str(folder / f"{name}.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = sorted(map(str, folder.glob("*.docx")))
    command = [suite, profile, "--headless", "--convert-to", "doc:MS Word 97", "--outdir"]
    subprocess.run([*command, str(folder), *sources], check=True, capture_output=True, timeout=120)
    return {path.stem: read_pieces(path.read_bytes()) for path in folder.glob("*.doc")}


def _add_contents(paragraph: Paragraph) -> None:
    space = TRACK.split()[0]
    for part in ("begin", " TOC \\o ", "separate", None, "end"):
        run = paragraph.add_run("一、学法 1" if part is None else "")
        if part is not None and part.startswith(" "):
            run._r.append(parse_xml(f"<w:instrText {space}>{part}</w:instrText>"))
        elif part is not None:
            run._r.append(parse_xml(f'<w:fldChar {space} w:fldCharType="{part}"/>'))


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("plain", []),
        ("contents", []),
        ("numbered", ["automatic numbers"]),
        ("inherited", ["automatic numbers"]),
        ("deleted", ["tracked changes"]),
        ("hidden", ["hidden text"]),
    ],
)
def test_what_the_bare_text_does_not_show(
    name: str, lost: list[str], legacy: dict[str, Bare]
) -> None:
    assert legacy[name].lost == lost
    if not lost:
        assert legacy[name].lines == ["一、学法12次"]
