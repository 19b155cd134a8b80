"""The pack that an analyst sends, computed from the tables."""

from fzanalysis.presentation.briefing.choice import Choice, choose
from fzanalysis.presentation.briefing.pack import FORMS, write_briefing

__all__ = ["FORMS", "Choice", "choose", "write_briefing"]
