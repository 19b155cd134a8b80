"""One file → rows or a failure: a pure function of bytes, catalogue and what the user states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fzanalysis.catalogue import Catalogue
from fzanalysis.catalogue.bureaus import bureau_type
from fzanalysis.catalogue.divisions import load as load_divisions
from fzanalysis.corpus.cells import day
from fzanalysis.document import Document
from fzanalysis.errors import FzError, NotAReportError, SpanError
from fzanalysis.extraction.records import Records, extract
from fzanalysis.parsing import Parsed, parse
from fzanalysis.parsing.identity import Identity

Row = dict[str, Any]
_GENRE = re.compile(r"法治|依法行政|依法治|法制|普法|行政执法")
_SHORTEST = 60
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Outcome:
    """What became of one file: rows by table, or one failure; the limit that cost it something."""

    source_path: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    failure: Row | None = None
    limit: str = ""


def process(document: Document, catalogue: Catalogue, stated: Mapping[str, str]) -> Outcome:
    """Parse and extract one document; any failure becomes a row that says what to do.

    Args:
        document: the document as read.
        catalogue: the vocabulary.
        stated: what the user states of the file in ``sources.csv``; wins over what is read.
    """
    try:
        _check_genre(document)
        parsed = parse(document)
        if stated:
            parsed = replace(parsed, identity=overrule(parsed.identity, stated))
        records = extract(parsed, catalogue)
        tables = _tables(parsed, records, stated.get("url"))
        check_spans(document.text, tables)
    except NotAReportError as error:
        return failed(document.source_path, "parsing", error)
    except FzError as error:
        return failed(document.source_path, "extraction", error)
    return Outcome(document.source_path, tables)


def failed(source_path: str, stage: str, error: FzError) -> Outcome:
    """A failure as an outcome.

    >>> failed("a.txt", "reading", FzError("empty", hint="again")).failure["hint"]
    'again'
    """
    row = {"source_path": source_path, "stage": stage, "reason": error.reason, "hint": error.hint}
    return Outcome(source_path, failure=row)


def _check_genre(document: Document) -> None:
    chinese = len(_CHINESE.findall(document.text))
    if chinese < _SHORTEST:
        raise NotAReportError(
            f"only {chinese} Chinese characters were found",
            hint="not a report, or its text is in pictures; take the file out of the folder",
        )
    from fzanalysis.catalogue import fold

    text = document.text
    # Folding a whole text costs as much as a tenth of all that follows: only where it is needed.
    if not _GENRE.search(text) and not _GENRE.search(fold(text)):
        raise NotAReportError(
            "none of the words 法治, 依法行政, 普法, 行政执法 occurs: not a report of this genre",
            hint="take the file out of the folder",
        )


def overrule(identity: Identity, stated: Mapping[str, str]) -> Identity:
    """The identity with what the user states of the file laid over it.

    Raises:
        FzError: if a stated year or date is none.
    """
    changes: dict[str, Any] = {}
    if stated.get("issuer"):
        changes |= {"issuer": stated["issuer"], "bureau_type": bureau_type(stated["issuer"])}
    if stated.get("region"):
        changes |= _place(stated["region"])
    if stated.get("year"):
        changes["year"] = _year(stated["year"])
    if stated.get("published_on"):
        changes["published_on"] = _day(stated["published_on"])
    dropped = [w for w in identity.warnings if not any(w.startswith(k) for k in changes)]
    evidence = (*identity.evidence, *(f"{key}: stated in sources.csv" for key in changes))
    return replace(identity, **changes, evidence=evidence, warnings=tuple(dropped))


def _place(region: str) -> dict[str, Any]:
    divisions = load_divisions()
    found = divisions.named(region)
    if not found:
        matches = divisions.find(region)
        found = matches[-1].candidates if matches else ()
    if len(found) != 1:
        return {"region": region}
    city = divisions.city_of(found[0])
    return {
        "region": found[0].name,
        "division_code": found[0].code,
        "city": city.name if city else None,
        "province": divisions.province_of(found[0]).name,
    }


def _year(text: str) -> int:
    digits = re.sub(r"\D", "", text.removesuffix(".0"))
    if len(digits) != 4:
        raise FzError(f"sources.csv states the year {text!r}", hint="write it as 2024")
    return int(digits)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(day(text))
    except ValueError as error:
        raise FzError(
            f"sources.csv states the date {text!r}", hint="write it as 2024-01-31"
        ) from error


def _tables(parsed: Parsed, records: Records, url: str | None) -> dict[str, list[Row]]:
    document, identity = parsed.document, parsed.identity
    report = {
        "source_path": document.source_path,
        "source_sha256": document.sha256,
        "format": document.format,
        "encoding": document.encoding,
        "title": identity.title,
        "issuer": identity.issuer,
        "region": identity.region,
        "city": identity.city,
        "province": identity.province,
        "division_code": identity.division_code,
        "level": identity.level,
        "bureau_type": identity.bureau_type,
        "year": identity.year,
        "published_on": identity.published_on.isoformat() if identity.published_on else None,
        "chars": len(document.text) - sum(map(str.isspace, document.text)),
        "duplicate_of": None,
        "warnings": "; ".join((*document.warnings, *identity.warnings)),
        "url": url,
    }
    return {"reports": [report], **records.tables, "texts": [{"text": document.text}]}


def check_spans(text: str, tables: Mapping[str, list[Row]]) -> None:
    """Every row quotes its source.

    Raises:
        SpanError: names the table and the row; a defect of the program, to be reported.
    """
    for name, rows in tables.items():
        for row in rows:
            if "quote" in row and text[row["start"] : row["end"]] != row["quote"]:
                raise SpanError(
                    f"{name}: the row at {row['start']}–{row['end']} does not quote its source",
                    hint="a defect of fzanalysis: report it with the file",
                )
