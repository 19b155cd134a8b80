"""Outline → records with spans."""

from fzanalysis.catalogue import Catalogue, load_catalogue
from fzanalysis.document import Document
from fzanalysis.extraction.records import Records, extract
from fzanalysis.parsing import Parsed, parse

__all__ = ["Records", "extract", "extract_document"]


def extract_document(
    document: Document, catalogue: Catalogue | None = None
) -> tuple[Parsed, Records]:
    """Parse and extract one document: a pure function of the document and the catalogue."""
    parsed = parse(document)
    return parsed, extract(parsed, catalogue or load_catalogue())
