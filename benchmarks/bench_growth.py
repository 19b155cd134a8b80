"""Time against length on texts made to be slow: it must grow with the length, not with its square.

Prints for each shape the seconds for a text and for one four times as long; a ratio far above four
is a defect. Not a timed test: machines are shared.
"""

from __future__ import annotations

import time

from fzanalysis.document import Document
from fzanalysis.extraction import extract_document

HEAD = "某县教育局2023年法治政府建设情况报告\n一、普法\n"
SHAPES = {
    "numerals": "一",
    "digits": "1",
    "open quotations": "“",
    "open titles": "《",
    "markers": "（一）",
    "points": "一是",
    "list of counts": "学习3次、",
    "list of rates": "及格率和",
    "zeros": "未发生",
    "empty lines": "\n",
    "offices": "某局\n",
    "blanks": " ",
    "scales": "十百千万亿",
    "brackets": "(",
    "before and after": "从3个",
    "dates": "2023年1月2日",
    "places": "朝阳区",
    "parts": "其中3件，",
    "one line": "一、加强学习 学习3次。",
    "words that say little": "法治专题" * 40 + "会3次、",
}
LENGTH = 40_000


def seconds(shape: str, length: int) -> float:
    text = HEAD + (shape * (length // len(shape) + 1))[:length]
    start = time.process_time()
    extract_document(Document(text))
    return time.process_time() - start


def main() -> None:
    extract_document(Document(HEAD))  # vocabulary and patterns are loaded once
    print(f"{'shape':18s}{LENGTH // 4:>10,d}{LENGTH:>10,d}  ratio")
    for name, shape in SHAPES.items():
        short, long = seconds(shape, LENGTH // 4), seconds(shape, LENGTH)
        print(f"{name:18s}{short:10.3f}{long:10.3f}  {long / max(short, 0.005):.1f}")


if __name__ == "__main__":
    main()
