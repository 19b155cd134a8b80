"""The demonstration corpus: its texts (``reports``), page layouts, and what turns them into files."""
