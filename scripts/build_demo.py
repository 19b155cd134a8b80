"""Build the demonstration corpus: fictional reports in many formats, and the truth about them.

The texts and their answers are ``scripts/demo/reports/*.toml``, written by hand; the stories
planted in them are ``scripts/demo/stories.toml``. This script writes

    data/raw/demo/       the files as a user would have collected them, and sources.csv
    tests/gold/demo/     one gold file a report, and stories.toml

The same sources give the same bytes. PDF files are made by LibreOffice; without it, and where a
text has not changed, those that are there stay.

    python scripts/build_demo.py [--raw FOLDER] [--gold FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import re
import tempfile
import tomllib
from pathlib import Path

from demo.answers import gold
from demo.pages import page
from demo.source import HERE, Report, load_reports
from demo.word import numbered, typed
from format_corpus_office import convert, have_office

ROOT = Path(__file__).resolve().parent.parent
STORIES = HERE / "stories.toml"
# What LibreOffice takes from the clock.
_PDF_DATE = re.compile(rb"/CreationDate\(D:(\d{14})")
_PDF_MARKS = re.compile(rb"(?:<|/DocChecksum /)([0-9A-F]{32})(?=[>\s])")


def text_bytes(report: Report) -> bytes:
    """A text file; Windows line ends in GB18030, one single line where the form says so."""
    encoding = next(w for w in report.form[1:] if w.startswith(("utf", "gb")))
    lines = (*report.title.split("\n"), *report.paragraphs)
    if "line" in report.form:
        return " ".join(lines).encode(encoding)
    end = "\r\n" if encoding == "gb18030" else "\n"
    return (end.join(lines) + end).encode(encoding)


def settled(pdf: bytes, report: Report) -> bytes:
    """A PDF with its date and identifiers taken from the report instead of the clock.

    Nothing changes its length, so that the table of offsets at its end stays right.
    """
    stamp = f"{report.published_on:%Y%m%d}090000".encode()
    mark = hashlib.sha256(report.text.encode()).hexdigest()[:32].upper().encode()
    pdf = _PDF_DATE.sub(lambda found: found.group().replace(found.group(1), stamp), pdf)
    head, trailer, rest = pdf.rpartition(b"trailer")
    rest = _PDF_MARKS.sub(lambda found: found.group().replace(found.group(1), mark), rest)
    return head + trailer + rest


def write_report(report: Report, raw: Path) -> bool:
    """Write one file of the corpus.

    Returns:
        False if LibreOffice is needed and not there.
    """
    target = raw / report.path
    kind = report.form[0]
    if kind == "text":
        target.write_bytes(text_bytes(report))
    elif kind == "page":
        target.write_bytes(page(report, report.form[1]).encode(report.form[2]))
    elif kind == "word":
        (numbered if report.form[1] == "numbered" else typed)(report, target)
    elif kind == "pdf":
        if not have_office():
            return False
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / f"{report.name}.docx"
            typed(report, document)
            convert(document, "pdf", target)
        target.write_bytes(settled(target.read_bytes(), report))
    else:
        raise ValueError(f"{report.path}: no such form: {kind}")
    return True


def sources_csv(reports: list[Report]) -> str:
    """What the files do not say: the place always (no list has it), the rest where missing."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["path", "url", "issuer", "region", "year", "published_on"])
    for report in reports:
        issuer = report.issuer[0] if "issuer" in report.stated else ""
        day = report.published_on.isoformat() if "published_on" in report.stated else ""
        table.writerow([report.path, "", issuer, report.region, "", day])
    return out.getvalue()


def check_stories(reports: list[Report]) -> None:
    """Every passage that a story quotes stands in the report it names.

    Raises:
        ValueError: if one does not, or a report does not exist.
    """
    texts = {report.name: report.text for report in reports}
    for story in tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]:
        for passage in story["passages"]:
            text = texts.get(passage["report"])
            if text is None or passage["quote"] not in text:
                raise ValueError(f"{story['id']}: {passage} does not stand in the corpus")


def main() -> None:
    """Write the corpus and its truth."""
    parser = argparse.ArgumentParser(description="Build the demonstration corpus.")
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw" / "demo")
    parser.add_argument("--gold", type=Path, default=ROOT / "tests" / "gold" / "demo")
    parser.add_argument("--no-pdf", action="store_true", help="leave out what needs LibreOffice")
    options = parser.parse_args()
    options.raw.mkdir(parents=True, exist_ok=True)
    options.gold.mkdir(parents=True, exist_ok=True)
    reports = load_reports()
    check_stories(reports)
    for report in reports:
        answers = json.dumps(gold(report), ensure_ascii=False, indent=1) + "\n"
        (options.gold / f"{report.name}.json").write_text(answers, encoding="utf-8")
        if options.no_pdf and report.form[0] == "pdf":
            continue
        done = write_report(report, options.raw)
        print(f"{len(report.text):>6} {report.path}{'' if done else '  left: no LibreOffice'}")
    (options.raw / "sources.csv").write_text(sources_csv(reports), encoding="utf-8-sig")
    (options.gold / "stories.toml").write_bytes(STORIES.read_bytes())


if __name__ == "__main__":
    main()
