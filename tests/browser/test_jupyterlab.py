"""A notebook in a real JupyterLab in a real browser: opened, run from top to bottom, looked at.

Chromium is driven by its own debugging protocol, over the web socket client that comes with
JupyterLab: nothing else is needed. Skipped where there is no Chromium.
"""

from __future__ import annotations

import asyncio
import importlib.util
import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.websocket import WebSocketClientConnection, websocket_connect

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--remote-debugging-port=0", "--window-size=1400,1000", "about:blank",
]  # fmt: skip
pytestmark = [
    pytest.mark.notebooks,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium"),
]


def wait(what: Callable[[], Any], seconds: float, of: subprocess.Popen[bytes]) -> Any:
    """The first true value of ``what``; fails after so many seconds or when the process ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert of.poll() is None, "the process ended"
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing after {seconds} s")


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


@pytest.fixture
def debugging_port(tmp_path: Path) -> Iterator[int]:
    profile = tmp_path / "profile"
    call = [str(CHROMIUM), f"--user-data-dir={profile}", *FLAGS]
    browser = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told = profile / "DevToolsActivePort"
    try:
        wait(lambda: told.exists() and told.read_text("utf-8").strip(), 60, browser)
        yield int(told.read_text("utf-8").split()[0])
    finally:
        browser.terminate()
        browser.wait(30)


class Page:
    """A page of the browser: calls of the debugging protocol, and the requests it made."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket, self.numbers, self.asked = socket, itertools.count(1), list[str]()

    async def call(self, method: str, **parameters: Any) -> Any:
        number = next(self.numbers)
        await self.socket.write_message(
            json.dumps({"id": number, "method": method, "params": parameters})
        )
        while True:
            message = json.loads(await self.socket.read_message() or "{}")
            if message.get("method") == "Network.requestWillBeSent":
                self.asked.append(message["params"]["request"]["url"])
            if message.get("id") == number:
                assert "error" not in message, message["error"]
                return message["result"]

    async def run(self, script: str) -> Any:
        found = await self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    async def until(self, script: str, seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not await self.run(script):
            assert time.monotonic() < end, f"never true: {script}"
            await asyncio.sleep(0.3)


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
    jupyterlab: str, debugging_port: int
) -> None:
    asyncio.run(look(f"{jupyterlab}/lab/tree/notebooks", debugging_port))


async def look(notebooks: str, port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as reply:
        target = next(t for t in json.load(reply) if t["type"] == "page")
    socket = await websocket_connect(target["webSocketDebuggerUrl"], max_message_size=2**28)
    page = Page(socket)
    await page.call("Network.enable")
    await page.call("Page.navigate", url=f"{notebooks}/00_start_and_build.ipynb?token=t&reset")
    await page.until("window.jupyterapp?.commands?.hasCommand('notebook:run-all-cells') ?? false")
    await page.until("document.querySelectorAll('.jp-CodeCell').length > 5")
    await page.until(
        "document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'"
    )
    await page.run("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    await page.until(NOTHING_LEFT)
    await page.until(f"{PICTURES} > 0")
    assert await page.run(FAULTS) == 0
    assert await page.run("document.querySelectorAll('.jp-OutputArea-output progress').length") == 1
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
    socket.close()
