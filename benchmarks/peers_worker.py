"""Runs in the environment of the peers: reads texts as JSON, prints what each peer finds and takes.

It imports nothing of fzanalysis. See bench_peers.py.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any

Number = tuple[int, int, float]


def recognizers_text() -> Callable[[str], list[Number]]:
    """The Chinese number recogniser of recognizers-text."""
    from recognizers_number import NumberRecognizer
    from recognizers_text import Culture

    model = NumberRecognizer(Culture.Chinese).get_number_model()

    def numbers(text: str) -> list[Number]:
        found = []
        for result in model.parse(text):
            value = (result.resolution or {}).get("value")
            if value is not None:
                found.append((result.start, result.end + 1, float(value)))
        return found

    return numbers


def jionlp() -> Callable[[str], list[Number]]:
    """The extractors of JioNLP that read numbers: amounts of money and times."""
    import jionlp as jio

    def numbers(text: str) -> list[Number]:
        jio.ner.extract_time(text, with_parsing=False)
        found = []
        for result in jio.ner.extract_money(text, with_parsing=True):
            value = result["detail"].get("num")
            value = value[0] if isinstance(value, list) else value
            found.append((*result["offset"], float(value)))
        return found

    return numbers


def main() -> None:
    """Texts from standard input, results to standard output."""
    texts = json.load(sys.stdin)
    results: dict[str, Any] = {}
    for name, make in (("recognizers-text", recognizers_text), ("JioNLP", jionlp)):
        with contextlib.redirect_stdout(sys.stderr):  # a library that greets must not break JSON
            numbers = make()
            numbers(texts[0])
            start = time.process_time()
            found = [numbers(text) for text in texts]
            results[name] = {"seconds": time.process_time() - start, "numbers": found}
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
