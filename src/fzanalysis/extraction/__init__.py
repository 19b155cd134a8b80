"""Outline → records with spans."""

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.document import Document
from fzanalysis.extraction.records import Records, extract
from fzanalysis.parsing import Parsed, parse

__all__ = ["Records", "extract", "extract_document"]


def extract_document(
    document: Document, catalogue: Catalogue | None = None
) -> tuple[Parsed, Records]:
    """Parse and extract one document: a pure function of the document and the catalogue.

    >>> parsed, records = extract_document(Document("一、普法宣传。发放宣传资料1000余份。"))
    >>> parsed.sections[0].heading, records.tables["metrics"][0]["quote"]
    ('普法宣传', '发放宣传资料1000余份')
    """
    parsed = parse(document)
    return parsed, extract(parsed, catalogue or load_catalogue())
