"""What each chart and each table of the briefing draws, read back from its marks: key → words.

Not what the chart was given: the lengths of bars, the places of marks, the words at those places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Polygon, Rectangle
from readings import Both, Said, Shared, number
from text_readings import followed, found_topics, reused, water

from fzanalysis.analysis.reuse_pairs import reuse_pairs
from fzanalysis.analysis.topics import topic_table
from fzanalysis.analysis.words import keyness
from fzanalysis.presentation import charts
from fzanalysis.presentation.briefing.choice import choose
from fzanalysis.presentation.briefing.content import content
from fzanalysis.presentation.labels import report_labels
from fzanalysis.presentation.style import Chart
from shipped_corpora import Tables


def bounded_bars(both: Both) -> Said:
    """宣传资料 of 2023: where a bar stands from the top, how long it is, what it is called."""
    reports = _reports(both.demo, 2023)
    axes = _drawn(charts.bounded_bars(both.demo["indicators"], "pub_materials", reports=reports))
    files = _by_label(reports)
    said = {}
    for place, (tick, words) in enumerate(_ticks(axes.yaxis), start=1):
        solid = [
            p for p in _boxes(axes) if _at(p, tick) and p.get_x() == 0 and p.get_alpha() is None
        ]
        arrow = any(ln.get_marker() == ">" and _near(ln.get_ydata()[0], tick) for ln in axes.lines)
        length = number(solid[0].get_width()) if solid else "no"
        text = next(t.get_text() for t in axes.texts if _near(t.get_position()[1], tick))
        said[files[_joined(words)]] = (
            f"{place}. bar {length}{' with an arrow' if arrow else ''}: {text}"
        )
    return said


def panel_lines(both: Both) -> Said:
    """行政处罚案件 by bureau: marks and lines."""
    chart = charts.panel_lines(both.demo["indicators"], "enf_cases", both.demo["reports"])
    chart.draw_without_rendering()
    said = {}
    for axes in chart.axes:
        marks, joined = [], []
        for line in axes.lines:
            years, values = line.get_xdata(), line.get_ydata()
            if len(years) == 2:
                joined.append(f"{years[0]}–{years[1]}")
            else:
                cross = line.get_marker() == "x"
                marks.append(f"{years[0]} {'×' if cross else number(values[0])}")
        head = axes.get_title(loc="left").replace("\n", "")
        said[head] = f"{', '.join(sorted(marks))}; lines {', '.join(sorted(joined))}"
    return said


def dumbbell(both: Both) -> Said:
    years = (2023, 2024)
    axes = _drawn(charts.dumbbell(both.demo["indicators"], "learn_sessions", both.demo["reports"],
                                  years=years))  # fmt: skip
    said = {}
    for tick, name in _ticks(axes.yaxis):
        here = [ln for ln in axes.lines if _near(ln.get_ydata()[0], tick)]
        joined = any(len(ln.get_xdata()) == 2 for ln in here)
        marks = [
            f"{ln.get_marker()} at {number(ln.get_xdata()[0])}"
            for ln in here if len(ln.get_xdata()) == 1
        ]  # fmt: skip
        words = [t.get_text() for t in axes.texts if _near(t.get_position()[1], tick)]
        said[name] = f"{', '.join(marks)}{', joined' if joined else ''}: {' '.join(words)}"
    return said


def slope(both: Both) -> Said:
    """Lines by their two ends: solid is up or level, dashed down, dotted unsure."""
    axes = _drawn(charts.slope(both.demo["indicators"], "learn_sessions", both.demo["reports"],
                               years=(2023, 2024)))  # fmt: skip
    said = {}
    for line in axes.lines:
        if len(line.get_xdata()) == 2:
            ends = "→".join(number(y) for y in line.get_ydata())
            said[ends] = {"-": "solid", "--": "dashed", ":": "dotted"}[line.get_linestyle()]
    for text in axes.texts:
        side = "left" if text.get_position()[0] < 0.5 else "right"
        said[f"{side} {text.get_text().splitlines()[0]}"] = text.get_text().replace("\n", " ")
    return said


def completeness_grid(both: Both) -> Said:
    said: Said = {}
    for tables in both:
        chart = charts.completeness_grid(tables["completeness"], tables["reports"])
        said |= _grid(_drawn(chart), _by_label(tables["reports"]))
    return said


def problem_typology(both: Both) -> Said:
    """Discs by row and column: full is the main category, none a ring."""
    reports = _reports(both.demo, 2022)
    axes = _drawn(charts.problem_typology(both.demo["problems"], reports))
    rows, heads = dict(_ticks(axes.yaxis)), dict(_ticks(axes.xaxis))
    files = _by_label(reports)
    said = {}
    for line in axes.lines:
        column, row = round(float(line.get_xdata()[0])), line.get_ydata()[0]
        head = "".join(heads[column].split("\n")[:-1])
        said[f"{files[_joined(rows[row])]} {head}"] = {"full": "disc", "none": "ring"}[
            line.get_fillstyle()
        ]
    for text in axes.texts:
        said[f"{files[_joined(rows[text.get_position()[1]])]} row"] = text.get_text()
    for head in heads.values():
        *name, count = head.split("\n")
        said[f"head {''.join(name)}"] = count
    return said


def theme_shares(both: Both) -> Said:
    axes = _drawn(charts.theme_shares(both.five["measures"], both.five["reports"]))
    return _grid(axes, _by_label(both.five["reports"]))


def keyness_plot(both: Both) -> Said:
    """The bar of a word: its side, and the counts beside it."""
    chart = charts.keyness_plot(keyness(*water(both)), target="水利局", reference="其他")
    axes = _drawn(chart)
    said = {}
    bars = [p for p in _boxes(axes) if _near(p.get_height(), 0.72)]
    for place, bar in enumerate(bars):
        words = [t.get_text() for t in axes.texts if t.get_position()[1] == place]
        side = "right" if bar.get_width() > 0 else "left"
        said[words[0]] = f"{side}, {words[1]}"
        said[f"{place + 1}."] = words[0]
    return said


def topic_heatmap(both: Both) -> Said:
    table = topic_table(found_topics(Shared(both)), both.five["reports"])
    axes = _drawn(charts.topic_heatmap(table))
    files = both.five["reports"].set_index("issuer")["file"]
    return _grid(axes, {name: files[name] for name in table.index}, join="·")


def topic_map(both: Both) -> Said:
    """Marks and the area of the disc in the colour of each topic; its name with its number."""
    chart = charts.topic_map(found_topics(Shared(both)).points)
    axes = _drawn(chart)
    (legend,) = chart.legends
    handles = zip(legend.legend_handles, legend.get_texts(), strict=True)
    names = {handle.get_color(): text.get_text() for handle, text in handles}
    on_map = [ln for ln in axes.lines if ln.get_transform() == axes.transData]
    discs = [ln for ln in on_map if ln.get_marker() == "o" and ln.get_markersize() > 12]
    marks = [ln for ln in on_map if ln.get_linestyle() == "None" and ln not in discs]
    said = {names[ln.get_color()]: f"{len(ln.get_xdata())} marks" for ln in marks}
    areas = {names[ln.get_markeredgecolor()]: ln.get_markersize() ** 2 for ln in discs}
    unit = areas["公开·监督·领导小组"] / 21
    said |= {f"disc {name}": f"as of {area / unit:.1f} points" for name, area in areas.items()}
    for text in axes.texts:
        *label, count = text.get_text().split("\n")
        said[f"name {'·'.join(label)}"] = count
    return said


def reuse_matrix(both: Both) -> Said:
    pairs = reuse_pairs(reused(Shared(both)), both.demo["texts"])
    axes = _drawn(charts.reuse_matrix(pairs, both.demo["reports"]))
    files = list(both.demo["reports"]["file"])
    return {
        f"{files[int(t.get_position()[1])]} {files[int(t.get_position()[0])]}": t.get_text()
        for t in axes.texts
    }


def aligned_passages(both: Both) -> Said:
    """Blue on either bar: from and to which character; the ribbon between them."""
    names, passages = both.names(), reused(Shared(both)).passages
    said = {}
    for (a, b), rows in passages.groupby(["report_a", "report_b"]):
        chars = tuple(len(_text(both.demo, names[key])) for key in (a, b))
        axes = _drawn(charts.aligned_passages(rows, names=("甲", "乙"), chars=chars))
        for ribbon in (p for p in axes.patches if isinstance(p, Polygon)):
            (_, a0), (_, b0), (_, b1), (_, a1) = ribbon.get_xy()[:4]
            for x, start, end in ((0.0, a0, a1), (1.0, b0, b1)):
                assert any(
                    (p.get_x(), p.get_y(), p.get_height()) == (x, start, end - start)
                    for p in _boxes(axes)
                ), "a ribbon ends where nothing is marked"
            ends = f"{a0:.0f}–{a1:.0f} to {b0:.0f}–{b1:.0f}"
            said[f"{names[a]} {names[b]} {len(said)}"] = ends
            said.setdefault(f"{names[a]} {names[b]}", ends)
        bars = [p.get_height() for p in _boxes(axes) if p.get_facecolor()[2] > 0.9]
        said[f"{names[a]} {names[b]} bars"] = " and ".join(number(h) for h in bars[:2])
    return said


def follow_up_board(both: Both) -> Said:
    """Mark and evidence beside each plan."""
    table = followed(Shared(both))
    axes = _drawn(charts.follow_up_board(table[table["verdict"].ne("no_next_report")]))
    marks = {ln.get_ydata()[0]: ln for ln in axes.lines if len(ln.get_ydata()) == 1}
    said = {}
    for middle, mark in marks.items():
        here = [t for t in axes.texts if t.get_position()[1] == middle]
        plan, evidence = (t.get_text().replace("\n", "") for t in here)
        look = f"{mark.get_marker()} {mark.get_fillstyle()}"
        said[plan.split("〕")[-1]] = f"{look}: {evidence}"
    return said


def briefing(name: str) -> Callable[[Both], Said]:
    """A table of the briefing: the words of a row behind its first cell."""

    def read(both: Both) -> Said:
        tables = {k: v for k, v in both.demo.items() if k != "files"}
        choice = choose(tables, codes=["pub_materials"])
        (item,) = (item for item in content(choice, title="简报").items if item.name == name)
        said = {}
        for row in item.rows:
            first, *rest = (cell.text for cell in row)
            # A row is known by its first cell, or by two where several have the same.
            keys = [first, f"{first} {rest[0]}", f"{first} {rest[0]} {rest[-1]}"]
            for key in keys:
                said.setdefault(key, " | ".join(rest))
            quotes = [note.quote for cell in row for note in cell.notes]
            said.setdefault(f"{keys[1]} notes", " ｜ ".join(quotes))
            said.setdefault(f"{first} first", rest[0].split(" ")[0] if "%" in rest[0] else rest[0])
        return said

    return read


def _drawn(chart: Chart) -> Axes:
    chart.draw_without_rendering()
    return chart.axes[0]


def _reports(tables: Tables, year: int) -> pd.DataFrame:
    return tables["reports"][tables["reports"]["year"] == year]


def _by_label(reports: pd.DataFrame) -> dict[str, str]:
    """Label of a report → file, wherever the chart breaks it."""
    files = reports.set_index("report_id")["file"]
    return {_joined(label): files[key] for key, label in report_labels(reports).items()}


def _joined(label: str) -> str:
    return "".join(label.split())


def _text(tables: Tables, file: str) -> str:
    (key,) = tables["files"].query("file == @file")["report_id"]
    return tables["texts"].set_index("report_id").at[key, "text"]


def _ticks(axis) -> list[tuple[float, str]]:
    return [(tick.get_loc(), tick.label1.get_text() or tick.label2.get_text())
            for tick in axis.get_major_ticks()]  # fmt: skip


def _boxes(axes: Axes) -> Iterable[Rectangle]:
    return [p for p in axes.patches if isinstance(p, Rectangle)]


def _at(box: Rectangle, middle: float) -> bool:
    return _near(box.get_y() + box.get_height() / 2, middle)


def _near(one: float, other: float) -> bool:
    return abs(float(one) - float(other)) < 0.01


def _grid(axes: Axes, files: Mapping[str, str], join: str = "") -> Said:
    """Words by the row and the head of the column they stand under."""
    rows, heads = dict(_ticks(axes.yaxis)), dict(_ticks(axes.xaxis))
    said = {}
    for text in axes.texts:
        x, y = text.get_position()
        column = min(heads, key=lambda tick: abs(tick - x))
        key = f"{files[_joined(rows[y])]} {heads[column].replace(chr(10), join)}"
        said[key] = text.get_text().replace("\n", " ")
    return said


DRAWN: Mapping[str, Callable[[Both], Said]] = {
    "bounded_bars": bounded_bars,
    "panel_lines": panel_lines,
    "dumbbell": dumbbell,
    "slope": slope,
    "completeness_grid": completeness_grid,
    "problem_typology": problem_typology,
    "theme_shares": theme_shares,
    "keyness_plot": keyness_plot,
    "topic_heatmap": topic_heatmap,
    "topic_map": topic_map,
    "reuse_matrix": reuse_matrix,
    "aligned_passages": aligned_passages,
    "follow_up_board": follow_up_board,
    **{
        f"briefing {name}": briefing(name)
        for name in (
            "completeness", "themes", "metric-pub_materials", "trend-pub_materials", "problems",
            "follow-up", "reuse",
        )
    },
}  # fmt: skip
