"""The command ``fzanalysis``: words to calls, results to text and exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from fzanalysis.errors import FzError

_OK, _SOME_FAILED, _USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 if all went well, 1 if some files could not be read, 2 if the call could not be carried
        out.
    """
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except FzError as error:
        print(f"fzanalysis: {error}", file=sys.stderr)
        return _USAGE
    except BrokenPipeError:
        return _OK  # the reader of a pipe had enough
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fzanalysis",
        description="Annual rule-of-law reports (法治政府建设年度报告) as tidy, quoted tables.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="raw files → tables (Parquet and CSV)")
    build.add_argument("raw", help="folder of reports, or one report")
    build.add_argument("--out", required=True, help="folder of the tables")
    build.add_argument("--catalogue", help="folder of your own vocabulary")
    build.add_argument(
        "--headers", choices=("code", "zh"), default="code", help="header row of the CSV"
    )
    build.add_argument("--quiet", action="store_true", help="no progress bar")
    build.set_defaults(run=_build)
    explain = commands.add_parser("explain", help="why a figure has its code, bound and role")
    explain.add_argument("report_id")
    explain.add_argument("metric_id", nargs="?", help="all figures of the report without it")
    _tables_option(explain)
    explain.add_argument("--catalogue", help="folder of your own vocabulary")
    explain.set_defaults(run=_explain)
    return parser


def _tables_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tables", default="data/processed/five", help="folder of a build (default: %(default)s)"
    )


def _build(options: argparse.Namespace) -> int:
    from fzanalysis.commands import build

    bar = None
    if not options.quiet and sys.stderr.isatty():
        from tqdm import tqdm

        bar = tqdm(unit=" files", file=sys.stderr, leave=False)

    def progress(done: int, total: int) -> None:
        if bar is not None:
            bar.total = total
            bar.update(done - bar.n)

    summary = build(
        options.raw,
        options.out,
        catalogue=options.catalogue,
        headers=options.headers,
        progress=progress,
    )
    if bar is not None:
        bar.close()
    print(summary)
    print(f"tables: {Path(options.out) / 'tables'}   csv: {Path(options.out) / 'csv'}")
    return summary.exit_status


def _explain(options: argparse.Namespace) -> int:
    from fzanalysis.commands import explain

    for line in explain(
        options.tables, options.report_id, options.metric_id, catalogue=options.catalogue
    ):
        print(line)
    return _OK


if __name__ == "__main__":
    sys.exit(main())
