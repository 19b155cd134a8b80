"""A real browser in the tests: Chromium, driven by its own debugging protocol.

The web socket client comes with JupyterLab: nothing else is needed.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tornado.websocket import WebSocketClientConnection, websocket_connect

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--remote-debugging-port=0", "--window-size=1400,1000", "about:blank",
]  # fmt: skip


def wait(what: Callable[[], Any], seconds: float, of: subprocess.Popen[bytes]) -> Any:
    """The first true value of ``what``; fails after so many seconds or when the process ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert of.poll() is None, "the process ended"
        if found := what():
            return found
        time.sleep(0.2)
    raise AssertionError(f"nothing after {seconds} s")


@contextmanager
def chromium(profile: Path) -> Iterator[int]:
    """A browser without windows; the port at which it can be driven."""
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
    """A page of the browser: calls of the debugging protocol, and what it did meanwhile.

    Attributes:
        asked: addresses that the page requested.
        opened: messages of dialogs that it opened.
    """

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket, self.numbers = socket, itertools.count(1)
        self.asked, self.opened = list[str](), list[str]()

    async def call(self, method: str, **parameters: Any) -> Any:
        number = next(self.numbers)
        await self.socket.write_message(
            json.dumps({"id": number, "method": method, "params": parameters})
        )
        while True:
            message = json.loads(await self.socket.read_message() or "{}")
            if message.get("method") == "Network.requestWillBeSent":
                self.asked.append(message["params"]["request"]["url"])
            if message.get("method") == "Page.javascriptDialogOpening":
                self.opened.append(message["params"]["message"])
                closing = {"method": "Page.handleJavaScriptDialog", "params": {"accept": False}}
                await self.socket.write_message(json.dumps({"id": next(self.numbers), **closing}))
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


@asynccontextmanager
async def first_page(port: int) -> AsyncIterator[Page]:
    """The page that a new browser shows, with its requests noted."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10) as reply:
        target = next(t for t in json.load(reply) if t["type"] == "page")
    socket = await websocket_connect(target["webSocketDebuggerUrl"], max_message_size=2**28)
    page = Page(socket)
    await page.call("Network.enable")
    yield page
    socket.close()
