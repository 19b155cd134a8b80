"""A notebook in a real JupyterLab in a real browser: opened, run from top to bottom, looked at.

Skipped where there is no Chromium.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import CHROMIUM, chromium, first_page, wait

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


@pytest.fixture
def jupyterlab(tmp_path: Path) -> Iterator[str]:
    """The address of a JupyterLab on a copy of the notebooks and the five reports."""
    home = tmp_path / "project"
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    shutil.copytree(ROOT / "data/raw/five", home / "data/raw/five")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    call += [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token=t"]
    call += ["--ServerApp.root_dir=.", "--LabApp.expose_app_in_browser=True"]
    private = {f"JUPYTER_{n}_DIR": str(tmp_path / n) for n in ("CONFIG", "DATA", "RUNTIME")}
    private["JUPYTERLAB_SETTINGS_DIR"] = str(tmp_path / "settings")
    private["JUPYTERLAB_WORKSPACES_DIR"] = str(tmp_path / "workspaces")
    # As `make env` sets it for the environment, here for this one server.
    chosen = tmp_path / "settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"
    chosen.parent.mkdir(parents=True)
    chosen.write_text('{"locale": "zh_CN"}', encoding="utf-8")
    log = (tmp_path / "lab.log").open("wb")
    server = subprocess.Popen(call, cwd=home, env={**os.environ, **private}, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: answers(f"{address}/api/status?token=t"), 60, server)
        yield address
    finally:
        server.terminate()
        server.wait(30)
        log.close()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


NOTHING_LEFT = """(() => {
  const cells = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')];
  const status = document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status;
  return status === 'idle' && cells.length > 5 && cells.every(p => /\\[\\d+\\]/.test(p.textContent));
})()"""
FAULTS = """document.querySelectorAll(
  '[data-mime-type="application/vnd.jupyter.stderr"], [data-mime-type$="jupyter.error"]').length"""
PICTURES = """[...document.querySelectorAll('.jp-OutputArea-output img')]
  .filter(i => i.complete && i.naturalWidth > 300).length"""


def test_run_all_shows_the_chart_and_tables_that_can_be_filtered(
    jupyterlab: str, tmp_path: Path
) -> None:
    with chromium(tmp_path / "profile") as port:
        asyncio.run(look(f"{jupyterlab}/lab/tree/notebooks", port))


async def look(notebooks: str, port: int) -> None:
    async with first_page(port) as page:
        await page.call("Page.navigate", url=f"{notebooks}/00_start_and_build.ipynb?token=t&reset")
        await page.until(
            "window.jupyterapp?.commands?.hasCommand('notebook:run-all-cells') ?? false"
        )
        await page.until("document.querySelectorAll('.jp-CodeCell').length > 5")
        if importlib.util.find_spec("jupyterlab_language_pack_zh_CN"):
            menu = "document.querySelector('.lm-MenuBar').innerText"
            assert "文件" in await page.run(menu)
            assert "运行" in await page.run(menu)
        await page.until(
            "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"
        )
        await page.run("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        await page.until(NOTHING_LEFT)
        await page.until(f"{PICTURES} > 0")
        assert await page.run(FAULTS) == 0
        assert (
            await page.run("document.querySelectorAll('.jp-OutputArea-output progress').length")
            == 1
        )
        assert "≥" in await page.run("document.querySelector('.jp-Notebook').innerText")
        if importlib.util.find_spec("itables"):
            await page.until("document.querySelectorAll('.dt-container').length > 2")
            await page.run(
                "(() => { const box = document.querySelector('.dt-search input'); box.value = 'metrics';"
                " box.dispatchEvent(new Event('input', {bubbles: true})); })()"
            )
            rows = "document.querySelector('.dt-container table').tBodies[0].rows.length"
            await page.until(f"{rows} === 1", seconds=10)
        far = [a for a in page.asked if a.startswith("http") and "//127.0.0.1:" not in a]
        assert not far, f"asked the network: {far[:3]}"
