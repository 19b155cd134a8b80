"""Functions that worker processes import: they fail in ways that a test wants."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path


def clumsy(task: tuple[int, str]) -> int:
    """Returns the number; tasks 4 and 5 kill their process the first time."""
    number, folder = task
    if number in (4, 5):
        mark = Path(folder) / str(number)
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return number


def suicidal(number: int) -> int:
    """Number 2 always kills its process."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def number(text: str) -> int:
    """The number that a text says."""
    if not text.isdigit():
        raise ValueError(text)
    return int(text)


@dataclass(frozen=True)
class Deadly:
    """A file whose reading may end the process."""

    source_path: str
    text: str
    dies: bool

    def load(self) -> bytes:
        """The bytes, or the end."""
        if self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.text.encode()
