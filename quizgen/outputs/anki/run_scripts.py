"""Runs the scripts of cards in a real Chromium, and says which of them break.

The browser is driven by the package `playwright`; where either is missing, nothing is run, and
whoever asks is told so. A card reaches no network: only its own scripts are looked at.
"""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

_ADDRESS = "http://card.invalid/"
_NO_PACKAGE = "scripts were not run: that needs `pip install playwright` and a Chromium"
_NO_BROWSER = "scripts were not run: no Chromium was found (QUIZGEN_CHROMIUM names one)"


class ScriptRunner:
    """A page that cards are put into, in a thread of its own: the driver allows one a thread."""

    def __init__(self) -> None:
        """Open a browser, if there is one; else `missing` says why nothing is run."""
        self.missing = ""
        self.side = ""
        self.faults: list[str] = []
        self.opened = ExitStack()
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.page = self.thread.submit(self._open).result()

    def _open(self) -> Any:
        path = os.environ.get("QUIZGEN_CHROMIUM") or shutil.which("chromium")
        try:
            from playwright.sync_api import Error, sync_playwright
        except ModuleNotFoundError:
            self.missing = _NO_PACKAGE
            return None
        if not path:
            self.missing = _NO_BROWSER
            return None
        try:
            driver = self.opened.enter_context(sync_playwright())
            browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        except Error:
            self.missing = _NO_BROWSER
            return None
        self.opened.callback(browser.close)
        page = browser.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.route("**/*", self._answer)
        return page

    def close(self) -> None:
        """Close the browser."""
        self.thread.submit(self.opened.close).result()
        self.thread.shutdown()

    def faults_of(self, sides: tuple[str, str], css: str) -> list[str]:
        """Show front and back as a client does; give what their scripts complain of."""
        if self.page is None or not any("<script" in side for side in sides):
            return []
        return self.thread.submit(self._show, sides, css).result()

    def _show(self, sides: tuple[str, str], css: str) -> list[str]:
        self.faults.clear()
        for side in sides:
            self.side = _page(side, css)
            self.page.goto(_ADDRESS)
        return list(dict.fromkeys(self.faults))

    def _answer(self, route: Any) -> None:
        """Give the page its card, and nothing from anywhere else."""
        if route.request.url == _ADDRESS:
            route.fulfill(body=self.side, content_type="text/html; charset=utf-8")
        else:
            route.abort()


def _page(html: str, css: str) -> str:
    return (
        '<!doctype html><meta charset="utf-8"><body class="card card1"><div id="qa">'
        f"<style>{css}</style>{html}</div></body>"
    )
