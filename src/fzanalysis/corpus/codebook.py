"""The codebook, made from the schema: ``python -m fzanalysis.corpus.codebook docs/codebook.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fzanalysis.corpus.schema import TABLES, Column, Table

_KINDS = {"text": "文本", "date": "日期", "int": "整数", "float": "小数", "bool": "是/否"}
_VOCABULARIES = {
    "theme": "目录 themes.toml 中的代码",
    "problem": "目录 problems.toml 中的代码",
    "metric": "目录 metrics.toml 中的代码，或其汇总项名称",
}
_INTRODUCTION = """# 数据字典

本文由 `python -m fzanalysis.corpus.codebook docs/codebook.md`
从 `src/fzanalysis/corpus/schema.py` 生成，请勿手改；
表有变动而本文未更新时，测试不通过。

- 表在 `<out>/tables/*.parquet`，同名 CSV 在 `<out>/csv/`。
- “必填”的列每行都有值；其余列空白表示文中未说明（未披露），绝不表示 0。
- 凡有 `start`、`end`、`quote` 的表，都满足 `texts.text[start:end] == quote`。
- `corrected_by` 不空的行由人工更正过，见 `corrections.csv`。
"""


def codebook() -> str:
    """The codebook of all tables as Markdown.

    >>> codebook().startswith("# 数据字典")
    True
    """
    return "\n".join([_INTRODUCTION, *(_table(table) for table in TABLES.values())])


def _table(table: Table) -> str:
    head = f"## {table.name} {table.zh}\n\n{table.definition}。键：{'、'.join(table.key)}。\n\n"
    return head + "\n".join(_lines(table)) + "\n"


def _lines(table: Table) -> Iterator[str]:
    yield "| 列 | 名称 | 类型 | 单位 | 必填 | 可取值 | 说明 |"
    yield "|---|---|---|---|---|---|---|"
    for column in table.columns:
        required = "是" if column.required else ""
        cells = (
            f"`{column.name}`", column.zh, _KINDS[column.kind], column.unit, required,
            allowed(column), column.definition,
        )  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def allowed(column: Column) -> str:
    """The values that a column may have, in words; empty if any may stand there.

    >>> allowed(TABLES["metrics"].columns[4])
    '目录 metrics.toml 中的代码，或其汇总项名称'
    """
    return "、".join(column.allowed) or _VOCABULARIES.get(column.vocabulary, "")


def main() -> None:
    """Write the codebook to the file that is named, or print it."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(codebook(), "utf-8")
    else:
        print(codebook())


if __name__ == "__main__":
    main()
