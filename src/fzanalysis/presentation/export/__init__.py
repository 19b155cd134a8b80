"""Tables for people who use Excel: CSV and XLSX that are safe to open and lose nothing."""

from fzanalysis.presentation.export.csv_files import read_csv_tables, to_csv
from fzanalysis.presentation.export.workbook import to_xlsx

__all__ = ["read_csv_tables", "to_csv", "to_xlsx"]
