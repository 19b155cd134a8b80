"""Run a folder of notebooks from top to bottom: ``python -m fzanalysis.presentation.notebooks``.

Each notebook is executed in a fresh kernel with its own folder as the working directory, and
written twice: as ``.ipynb`` with its outputs, and as one ``.html`` file that needs nothing else,
neither scripts nor a network. Parameters are overridden as in papermill: the cell tagged
``parameters`` declares them with their defaults, a cell with the new values is put after it.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbconvert import HTMLExporter

from fzanalysis.errors import FzError, UsageError, visible
from fzanalysis.presentation.web_page import web_page
from fzanalysis.presentation.whole import whole

TAG = "parameters"
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class NotebookError(FzError):
    """A notebook stopped at a cell; the message shows the cell and what went wrong in it."""


def declared(notebook: Any) -> list[str]:
    """Names that the cell tagged ``parameters`` assigns, in their order; none without such a cell.

    >>> cell = nbformat.v4.new_code_cell("years = [2023]", metadata={"tags": ["parameters"]})
    >>> declared(nbformat.v4.new_notebook(cells=[cell]))
    ['years']
    """
    place = _parameters_cell(notebook)
    if place is None:
        return []
    names = []
    for node in ast.parse(notebook.cells[place].source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [t.id for t in targets if isinstance(t, ast.Name)]
    return names


def with_parameters(notebook: Any, values: Mapping[str, Any]) -> Any:
    """A copy of a notebook with a cell of new values after its parameters.

    Args:
        notebook: not changed.
        values: only the names that the notebook declares are used.

    >>> cell = nbformat.v4.new_code_cell("years = [2023]", metadata={"tags": ["parameters"]})
    >>> changed = with_parameters(nbformat.v4.new_notebook(cells=[cell]), {"years": [2021, 2022]})
    >>> changed.cells[1].source
    '# 由命令行给出\\nyears = [2021, 2022]'
    """
    copy = nbformat.from_dict(notebook)
    used = {name: values[name] for name in declared(notebook) if name in values}
    place = _parameters_cell(notebook)
    if used and place is not None:
        lines = ["# 由命令行给出", *(f"{name} = {value!r}" for name, value in used.items())]
        cell = nbformat.v4.new_code_cell(
            "\n".join(lines), id="injected-parameters", metadata={"tags": ["injected-parameters"]}
        )
        copy.cells = [*copy.cells[: place + 1], cell, *copy.cells[place + 1 :]]
    return copy


def run(notebook: Any, folder: Path, *, name: str = "", timeout: int = 600) -> Any:
    """Execute a notebook in ``folder`` and give it back with its outputs.

    Args:
        notebook: executed in place: up to the failing cell if there is one.
        folder: working directory of the kernel.
        name: for the message.
        timeout: seconds that one cell may take.

    Raises:
        NotebookError: a cell raised, took too long, or the kernel died.
    """
    client = NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        # The kernel listens on this machine alone: its warning about networks is for others.
        extra_arguments=["--IPKernelApp.log_level=40"],
    )
    try:
        client.execute()
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(
            f"{name or 'notebook'} stopped at a cell\n{_failing(notebook)}\n{_plain(str(error))}",
            hint="open it in JupyterLab and run the cell",
        ) from error
    return notebook


def to_html(notebook: Any, *, title: str) -> str:
    """A notebook as one HTML page: pictures inside, no script, nothing fetched from elsewhere."""
    body, _ = HTMLExporter(template_name="basic", embed_images=True).from_notebook_node(notebook)
    # Widgets and notebook tables may bring scripts; a page to be sent around has none.
    body = re.sub(r"<script\b.*?</script>", "", body, flags=re.S | re.I)
    return web_page(title, _STYLE, body)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; see ``--help``. Returns the exit status: 0 all ran, 1 one stopped, 2 usage."""
    parser = argparse.ArgumentParser(
        prog="python -m fzanalysis.presentation.notebooks",
        description="Execute every notebook of a folder; write .ipynb with outputs and .html.",
    )
    parser.add_argument("folder", type=Path, help="folder with .ipynb files")
    parser.add_argument("--out", type=Path, required=True, help="folder for the results")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="override a parameter; VALUE is a Python literal, anything else is a string",
    )
    parser.add_argument("--timeout", type=int, default=600, help="seconds a cell may take (600)")
    options = parser.parse_args(arguments)
    try:
        return _run_all(options.folder, options.out, _values(options.set), options.timeout)
    except UsageError as error:
        print(visible(f"error: {error}"), file=sys.stderr)
        return 2


def _run_all(folder: Path, out: Path, values: Mapping[str, Any], timeout: int) -> int:
    paths = sorted(p for p in folder.glob("*.ipynb") if p.is_file())
    if not paths:
        raise UsageError(f"no notebook in {folder}", hint="give the folder that holds the .ipynb")
    notebooks = {path: nbformat.read(path, as_version=4) for path in paths}
    known = {name for notebook in notebooks.values() for name in declared(notebook)}
    unknown = sorted(set(values) - known)
    if unknown:
        raise UsageError(
            f"no notebook has the parameter {', '.join(unknown)}",
            hint=f"known are {', '.join(sorted(known)) or 'none'}",
        )
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for path, notebook in notebooks.items():
        ready = with_parameters(notebook, values)
        try:
            run(ready, folder, name=path.name, timeout=timeout)
            print(f"{path.name}: ran {sum(c.cell_type == 'code' for c in ready.cells)} cells")
        except NotebookError as error:
            failed = 1
            print(visible(f"error: {error}"), file=sys.stderr)
        _write(out / path.name, nbformat.writes(ready) + "\n")
        _write(out / f"{path.stem}.html", to_html(ready, title=path.stem))
    return failed


def _values(settings: Sequence[str]) -> dict[str, Any]:
    values = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip().isidentifier():
            raise UsageError(f"--set {setting!r} is not NAME=VALUE", hint="e.g. years=[2022,2023]")
        try:
            values[name.strip()] = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError):
            values[name.strip()] = value
    return values


def _parameters_cell(notebook: Any) -> int | None:
    tagged = (
        place
        for place, cell in enumerate(notebook.cells)
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", [])
    )
    return next(tagged, None)


def _failing(notebook: Any) -> str:
    """The last cell that was started, with its number."""
    code = [(n, c) for n, c in enumerate(notebook.cells, start=1) if c.cell_type == "code"]
    started = [pair for pair in code if pair[1].execution_count is not None] or code[:1]
    if not started:
        return ""
    number, cell = started[-1]
    source = "\n".join(f"    {line}" for line in cell.source.splitlines())
    return f"cell {number}:\n{source}"


def _plain(text: str) -> str:
    return _ANSI.sub("", text).strip()


def _write(path: Path, text: str) -> None:
    with whole(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")


_STYLE = """\
body { font: 16px/1.7 "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #1a2733;
 max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2, h3 { line-height: 1.3; }
pre { font: 13px/1.5 Consolas, Menlo, monospace; overflow-x: auto; white-space: pre-wrap; }
.highlight { background: #f4f6f8; padding: .4rem .8rem; border-left: 3px solid #c9cfd6; }
.prompt, .jp-InputPrompt, .jp-OutputPrompt, .anchor-link { display: none; }
img { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: 14px; margin: .8rem 0; }
th, td { border-bottom: 1px solid #c9cfd6; padding: .3rem .6rem; text-align: left;
 vertical-align: top; }
.output_area, .jp-OutputArea-output { overflow-x: auto; }
@media print { table { font-size: 9px; }
 .output_area, .jp-OutputArea-output { overflow: visible; } }
.highlight .k, .highlight .kn, .highlight .ow { color: #1f4e79; font-weight: bold; }
.highlight .s1, .highlight .s2, .highlight .sd { color: #8a4b08; }
.highlight .c1 { color: #6b7580; font-style: italic; }
.highlight .mi, .highlight .mf, .highlight .kc { color: #2f6f4f; }"""

if __name__ == "__main__":
    sys.exit(main())
