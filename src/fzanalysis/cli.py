"""The command ``fzanalysis``: words to calls, results to text and exit status."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fzanalysis.errors import FzError, UsageError, storage_error, visible
from fzanalysis.reading.limits import Limits
from fzanalysis.reading.limits import options as limit_options

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

_OK, _SOME_FAILED, _USAGE, _STOPPED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 if all went well, 1 if some files could not be read, 2 if the call could not be carried
        out, 130 if it was stopped with Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a character shows its number
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except FzError as error:
        _say(f"fzanalysis: {error}", error=True)
        return _USAGE
    except BrokenPipeError:
        return _OK  # the reader of a pipe had enough
    except OSError as error:
        _say(f"fzanalysis: {storage_error(error, 'the files')}", error=True)
        return _USAGE
    except KeyboardInterrupt:
        _say("fzanalysis: stopped; what is finished is kept for the next time", error=True)
        return _STOPPED
    return status


def _say(words: object, *, error: bool = False) -> None:
    """Print; names of files and words of reports come from others and steer no terminal."""
    print(visible(words), file=sys.stderr if error else sys.stdout)


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
    build.add_argument(
        "--csv", choices=("auto", "always", "never"), default="auto",
        help="CSV beside the tables; auto: unless a table has more than 200,000 rows",
    )  # fmt: skip
    build.add_argument("--workers", type=int, metavar="N", help="processes (default: as needed)")
    build.add_argument("--cluster", metavar="ADDRESS", help="Dask scheduler, or `local`")
    build.add_argument("--fresh", action="store_true", help="read every file again")
    build.add_argument("--quiet", action="store_true", help="no progress bar")
    _add_limits(build)
    build.set_defaults(run=_build)
    _add_briefing(commands)
    _add_review(commands)
    _add_checks(commands)
    return parser


def _add_limits(build: argparse.ArgumentParser) -> None:
    group = build.add_argument_group(
        "limits of reading", "a file beyond one of them becomes a failure; the others are built"
    )
    for option, bounds in limit_options().items():
        # Kept under the option itself, which is how the limits know it.
        group.add_argument(option, dest=option, type=_above_zero, metavar="N", help=bounds)


def _above_zero(words: str) -> float:
    """A number of the command line that may be a limit: 0 is not 'no limit'."""
    with suppress(ValueError):
        value = float(words)
        if 0 < value < float("inf"):
            return value
    raise argparse.ArgumentTypeError(f"{words} is no number above 0")


def _add_briefing(commands: Commands) -> None:
    briefing = commands.add_parser(
        "briefing", help="tables → charts, CSV, Excel, Word, slides, HTML"
    )
    charts = commands.add_parser("charts", help="tables → charts only (PNG, SVG, PDF)")
    export = commands.add_parser("export", help="tables → CSV and Excel with Chinese headers")
    for parser, forms in ((briefing, None), (charts, ["charts"]), (export, ["csv", "xlsx"])):
        _tables_option(parser)
        parser.add_argument("--out", default="output", help="folder (default: %(default)s)")
        parser.add_argument("--reports", nargs="+", metavar="ID", help="only these reports")
        parser.add_argument("--years", nargs="+", type=int, help="only these years")
        parser.add_argument("--codes", nargs="+", help="only these metrics")
        parser.add_argument("--title", help="title of the briefing")
        parser.add_argument("--source", help="note under every chart")
        parser.set_defaults(run=_briefing, forms=forms)
    briefing.add_argument("--forms", nargs="+", help="any of charts csv xlsx docx pptx html audit")


def _add_review(commands: Commands) -> None:
    audit = commands.add_parser("audit", help="one report as a page with its findings marked")
    audit.add_argument("report_id")
    _tables_option(audit)
    audit.add_argument("--out", help="file (default: REPORT_ID.html)")
    audit.set_defaults(run=_audit)
    diff = commands.add_parser("diff", help="rows gained, lost and changed between two builds")
    diff.add_argument("old", help="folder of a build")
    diff.add_argument("new", help="folder of another build")
    diff.set_defaults(run=_diff)
    explain = commands.add_parser("explain", help="why a figure has its code, bound and role")
    explain.add_argument("report_id")
    explain.add_argument("metric_id", nargs="?", help="all figures of the report without it")
    _tables_option(explain)
    explain.add_argument("--catalogue", help="folder of your own vocabulary")
    explain.set_defaults(run=_explain)


def _add_checks(commands: Commands) -> None:
    score = commands.add_parser("score", help="hold tables against gold (docs/gold.md)")
    score.add_argument("gold", help="folder of gold files")
    score.add_argument("tables", help="folder of a build")
    score.add_argument("--misses", action="store_true", help="list every row that went wrong")
    score.add_argument("--min", nargs="*", default=[], metavar="MEASURE=SHARE", help="exit 1 below")
    score.set_defaults(run=_score)
    gold = commands.add_parser("gold", help="turn a reviewed build into gold files")
    gold.add_argument("tables", help="folder of a build")
    gold.add_argument("--out", required=True, help="folder of the gold files")
    gold.set_defaults(run=_gold)
    doctor = commands.add_parser("doctor", help="what this installation can do")
    doctor.set_defaults(run=_doctor)


def _tables_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tables", default="data/processed/five", help="folder of a build (default: %(default)s)"
    )


def _build(options: argparse.Namespace) -> int:
    from fzanalysis.commands import build

    with ExitStack() as stack:
        shown = not options.quiet and sys.stderr.isatty()
        summary = build(
            options.raw,
            options.out,
            catalogue=options.catalogue,
            headers=options.headers,
            csv=options.csv,
            workers=options.workers,
            cluster=options.cluster,
            fresh=options.fresh,
            limits=Limits.of_options(vars(options)),
            progress=_bar(stack) if shown else None,
        )
    _say(summary)
    out = options.out.rstrip("/")
    # A cluster writes no CSV, nor does a build whose tables are larger than a spreadsheet holds.
    csv = f"   csv: {Path(out) / 'csv'}" if (Path(out) / "csv").is_dir() else ""
    _say(f"tables: {out}/tables{csv}")
    return summary.exit_status


def _bar(stack: ExitStack) -> Callable[[int, int], None]:
    """A progress bar with rate and remaining time, gone when the stack ends."""
    from tqdm import tqdm

    bars: list[Any] = []

    def progress(done: int, total: int) -> None:
        if not bars:
            # What was known at the start took no time: it must not promise that the rest will not.
            bar = tqdm(total=total, initial=done, unit=" files", file=sys.stderr, leave=False)
            bars.append(stack.enter_context(bar))
        bars[0].update(done - bars[0].n)

    return progress


def _diff(options: argparse.Namespace) -> int:
    from fzanalysis.commands import diff
    from fzanalysis.corpus.diff import as_text

    found = diff(options.old, options.new)
    _say(as_text(found))
    return _SOME_FAILED if len(found) else _OK


def _explain(options: argparse.Namespace) -> int:
    from fzanalysis.commands import explain

    for line in explain(
        options.tables, options.report_id, options.metric_id, catalogue=options.catalogue
    ):
        _say(line)
    return _OK


def _briefing(options: argparse.Namespace) -> int:
    from fzanalysis.commands import briefing

    written = briefing(
        options.tables,
        options.out,
        forms=options.forms,
        reports=options.reports,
        years=options.years,
        codes=options.codes,
        title=options.title,
        source=options.source,
    )
    _say(f"{len(written)} files in {options.out}")
    return _OK


def _audit(options: argparse.Namespace) -> int:
    from fzanalysis.commands import audit
    from fzanalysis.presentation.anchors import page_name

    path = Path(options.out or page_name(options.report_id))
    page = audit(options.tables, options.report_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
    _say(path)
    return _OK


def _score(options: argparse.Namespace) -> int:
    from fzanalysis.commands import score

    wanted = dict(_minimum(words) for words in options.min)
    scores = score(options.gold, options.tables)
    figures = scores.figures().set_index("measure")
    for measure, row in figures.iterrows():
        trials = f"   {int(row['hits'])}/{int(row['trials'])}" if row["trials"] else ""
        _say(f"{measure:22s} {row['share']:.3f}{trials}")
    if options.misses:
        for measure, report, miss in scores.misses:
            _say(f"- {measure}: {report}: {miss}")
    low = [m for m, least in wanted.items() if not figures["share"].get(m, 0.0) >= least]
    if low:
        _say("below: " + ", ".join(f"{m} < {wanted[m]}" for m in low))
    return _SOME_FAILED if low else _OK


def _minimum(words: str) -> tuple[str, float]:
    measure, _, share = words.partition("=")
    try:
        return measure, float(share)
    except ValueError:
        raise UsageError(f"--min {words}", hint="write it as metric_f1=0.98") from None


def _gold(options: argparse.Namespace) -> int:
    from fzanalysis.commands import gold

    written = gold(options.tables, options.out)
    _say(f"{len(written)} gold files in {options.out}")
    return _OK


def _doctor(options: argparse.Namespace) -> int:
    from fzanalysis.commands import doctor

    well = True
    for what, works, detail in doctor():
        _say(f"{'ok ' if works else 'NO '} {what:24s} {detail}")
        well &= works
    return _OK if well else _SOME_FAILED


if __name__ == "__main__":
    sys.exit(main())
