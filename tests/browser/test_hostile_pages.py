"""Pages made of hostile reports in a real browser: nothing runs, appears, or is asked of a network."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from chromium import CHROMIUM, chromium, first_page
from tests.hostile_corpus import PAYLOADS

import fzanalysis as fz
from fzanalysis.presentation import lab, notebooks
from fzanalysis.presentation.audit import Audit
from fzanalysis.presentation.charts import bounded_bars

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]
FOREIGN = """[...document.querySelectorAll(
  '#owned, [onerror], [onload], [onmouseover], iframe, object, embed, form, base')]
  .map(e => e.outerHTML.slice(0, 200))"""


def outputs(out: Path) -> list[Any]:
    """What the notebooks show of the reports, as objects."""
    corpus = fz.load(out)
    reports, metrics, texts = corpus.reports, corpus.metrics, corpus.texts
    topics = pd.DataFrame({"label": PAYLOADS}).assign(topic=range(len(PAYLOADS)))
    topics = topics.assign(n_points=300, stability=0.5)
    crossed = pd.crosstab(metrics["counted"], metrics["quote"]).reset_index()
    shown = [
        lab.sortable(),
        lab.table(reports, caption=PAYLOADS[1]),
        lab.table(metrics),
        lab.table(crossed),
        lab.quotes(metrics, texts, reports, most=99),
        lab.steadiness(topics),
        bounded_bars(corpus.indicators, "pub_materials", reports=reports),
    ]
    return [*shown, *(Audit(r, corpus.tables) for r in reports["report_id"][-5:])]


def html_of(shown: Any) -> str:
    return str(getattr(shown, "data", None) or shown._repr_html_())


def lively_page(shown: list[Any]) -> str:
    """Outputs as JupyterLab shows them: their own scripts may run."""
    parts = [f"<div>{html_of(s)}</div>" for s in shown if not hasattr(s, "_repr_mimebundle_")]
    return f"<!DOCTYPE html><meta charset=utf-8><title>x</title>{''.join(parts)}"


def sent_page(shown: list[Any]) -> str:
    """A notebook of the same outputs, and of printed words, as a page to be sent around."""
    made = []
    for one in shown:
        if hasattr(one, "_repr_mimebundle_"):
            data, metadata = one._repr_mimebundle_()
            data = {**data, "image/png": base64.b64encode(data["image/png"]).decode()}
        else:
            data, metadata = {"text/html": html_of(one)}, {}
        made.append(nbformat.v4.new_output("display_data", data, metadata=metadata))
    for words in PAYLOADS:
        made.append(nbformat.v4.new_output("stream", name="stdout", text=words + "\n"))
        made.append(nbformat.v4.new_output("display_data", {"text/plain": words}))
        made.append(
            nbformat.v4.new_output("error", ename=words, evalue=words, traceback=[words, words])
        )
    cell = nbformat.v4.new_code_cell("看", outputs=made)
    return notebooks.to_html(nbformat.v4.new_notebook(cells=[cell]), title=PAYLOADS[6])


def test_nothing_of_a_report_runs(hostile: Path, tmp_path: Path) -> None:
    shown = outputs(hostile / "out")
    pages = {"lively": lively_page(shown), "sent": sent_page(shown)}
    paths = []
    for name, page in pages.items():
        paths.append(tmp_path / f"{name}.html")
        paths[-1].write_text(page, "utf-8")
    paths += [hostile / "pack/briefing.html", *sorted((hostile / "pack/audit").glob("*.html"))]
    with chromium(tmp_path / "profile") as port:
        asyncio.run(look(paths, port))


def test_the_browser_would_have_told(tmp_path: Path) -> None:
    """The check itself: a page that obeys is caught."""
    page = tmp_path / "obeys.html"
    page.write_text(f"<!DOCTYPE html><title>x</title>{PAYLOADS[2]}{PAYLOADS[6]}", "utf-8")
    with chromium(tmp_path / "profile") as port, pytest.raises(AssertionError):
        asyncio.run(look([page], port))


async def look(paths: list[Path], port: int) -> None:
    async with first_page(port) as page:
        await page.call("Page.enable")
        for path in paths:
            page.asked.clear()
            await page.call("Page.navigate", url=path.as_uri())
            await page.until("document.readyState === 'complete'", seconds=30)
            if path.stem == "lively":
                await page.until("document.querySelectorAll('.dt-container').length > 2")
            await page.run("new Promise(done => setTimeout(done, 200))")
            assert await page.run("window.owned ?? null") is None, path
            assert await page.run(FOREIGN) == [], path
            assert not page.opened, (path, page.opened)
            far = [a for a in page.asked if not a.startswith(("data:", "blob:", path.as_uri()))]
            assert not far, (path, far[:3])
            assert await page.run("document.body.innerText.length") > 100, path
