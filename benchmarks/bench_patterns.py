"""Every regular expression on strings made to be slow for it, up to 1 MB; then the whole reading.

An expression is first searched by itself, from every place of the string: harder than its use, for
most are asked only of a line, a clause or some characters before a figure. Those that are slower
than linear then are listed with what counts: the whole reading of such a string, at 250 kB and at
1 MB.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Any

from adversarial import expressions, shapes, string

HEAD = "某县教育局2023年法治政府建设情况报告\n一、普法\n学习3次，"
SMALL, QUARTER, WHOLE = 1_000, 250_000, 1_000_000
#: Seconds that 1 MB may take, and a share of them a part of it.
LONG = 1.5
#: A time four times as long is linear; measured times vary.
LINEAR = 6.0


def search(expression: re.Pattern[Any], shape: tuple[str, str, str], size: int) -> float:
    """Seconds to look through a string of so many bytes from end to end."""
    text: Any = string(shape, size)
    if isinstance(expression.pattern, bytes):
        text = text.encode("utf-8", "replace")
    start = time.process_time()
    for _ in expression.finditer(text):
        pass
    return time.process_time() - start


def alone(expression: re.Pattern[Any]) -> tuple[tuple[str, str, str] | None, float]:
    """The shape that is slower than linear, None if none is; and the longest search of 1 MB."""
    timed = sorted(((search(expression, s, SMALL), s) for s in shapes(expression)), reverse=True)
    longest = 0.0
    for _, shape in timed[:2]:
        # In small steps: a string four times as long may take sixteen times as long.
        for size in (SMALL, 4 * SMALL, 16 * SMALL, 64 * SMALL, QUARTER, WHOLE):
            taken = search(expression, shape, size)
            if taken > max(LONG * size / WHOLE, 0.02):
                return shape, taken
        longest = max(longest, taken)
    return None, longest


def reading(where: str, shape: tuple[str, str, str], size: int) -> float:
    """Seconds of the whole reading of a report that holds such a string."""
    from fzanalysis.document import Document
    from fzanalysis.errors import FzError
    from fzanalysis.extraction import extract_document
    from fzanalysis.reading import read_bytes

    text = string(shape, size)
    start = time.process_time()
    if where.startswith("reading"):
        page = f"<html><head>{text}</head><body><p>{HEAD}</p></body></html>"
        with suppress(FzError):  # refused in time is as good as read
            read_bytes(page.encode("utf-8", "replace"), "a.html")
    else:
        extract_document(Document(f"{HEAD}{text}\n二、存在的问题\n{text[:1000]}"))
    return time.process_time() - start


def main() -> None:
    """Print how many are linear by themselves, and the others one by one."""
    found = expressions()
    slow, longest = [], 0.0
    for expression, where in sorted(found.items(), key=lambda pair: pair[1]):
        shape, taken = alone(expression)
        if shape:
            slow.append((where, shape))
        else:
            longest = max(longest, taken)
    print(
        f"{len(found)} expressions; {len(found) - len(slow)} look through 1 MB of every shape in"
        f" {longest:.2f} s at most. The others, in the whole reading:\n"
    )
    print(
        "| expression | the string repeats | 250 kB, s | 1 MB, s | ratio |\n|---|---|--:|--:|--:|"
    )
    worst = 0.0
    for where, shape in slow:
        short, long = (reading(where, shape, size) for size in (QUARTER, WHOLE))
        ratio = long / max(short, 0.05)
        worst = max(worst, ratio)
        words = repr(shape[1])[:30].replace("|", "\\|")
        print(f"| {where} | `{words}` | {short:.2f} | {long:.2f} | {ratio:.1f} |")
    verdict = "linear" if worst <= LINEAR else "NOT LINEAR"
    print(f"\nLargest ratio {worst:.1f} for four times the length: {verdict}.")


if __name__ == "__main__":
    main()
