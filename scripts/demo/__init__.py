"""The demonstration corpus: texts, page layouts, and what turns them into files."""
