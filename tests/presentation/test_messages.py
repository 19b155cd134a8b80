"""What the reading of files says is said in Chinese where analysts see it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pandas as pd
import pytest
from tests.conftest import ROOT

from fzanalysis.presentation.messages import MESSAGES, in_chinese
from fzanalysis.presentation.tables import table
from fzanalysis.reading.sniff import _MAGIC

ROOMS = sorted((ROOT / "src" / "fzanalysis" / "reading").glob("*.py"))


def spoken() -> Iterator[str]:
    """Reasons and hints of every refusal, with a figure for what is filled in."""
    for path in ROOMS:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ReadError":
                for part in [*node.args, *(k.value for k in node.keywords)]:
                    text = _text(part)
                    if re.search("[a-z]{2,} [a-z]{2,}", text):
                        yield text
    for kind in (kind for _, kind in _MAGIC):
        yield from (f"the file is {kind.label}", kind.hint)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join("7" if isinstance(v, ast.FormattedValue) else _text(v) for v in node.values)
    return ""


@pytest.mark.parametrize("message", sorted(set(spoken())))
def test_every_refusal_is_known_in_chinese(message: str) -> None:
    assert not re.search("[a-z]{2,} [a-z]{2,}", in_chinese(message))


def test_warnings_of_one_report_are_told_apart() -> None:
    both = "a table of contents was left out; year not found; state it in sources.csv"
    assert in_chinese(both) == "目录没有读入；没有读到年度，请写进 sources.csv"


def test_what_a_report_says_is_not_touched() -> None:
    for words in ("原因是补充人员少; 设备分散", "WTO 规则宣讲", ""):
        assert in_chinese(words) == words


def test_every_message_can_be_filled_in() -> None:
    for message, text in MESSAGES.items():
        assert message.count("{}") == text.count("{}"), message


def test_tables_show_warnings_in_chinese() -> None:
    rows = pd.DataFrame({"warnings": ["issuer not found; state it in sources.csv"]})
    shown = table(rows, name="reports").frame
    assert shown.iloc[0, 0] == "没有读到发文机关，请写进 sources.csv"
