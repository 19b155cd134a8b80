"""A report with everything that was extracted from it, marked in its place."""

from fzanalysis.presentation.audit.page import Audit, audit_page, write_audit

__all__ = ["Audit", "audit_page", "write_audit"]
