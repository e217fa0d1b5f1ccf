"""Pages of a served lesson in a real Chromium, and what fingers and eyes do with them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import missing
from tests.helpers import ROOT
from tests.review.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route


@dataclass
class Screens:
    """A served lesson, and pages on it; any complaint of theirs fails the test."""

    served: Served
    browser: Browser
    stack: ExitStack
    complaints: list[str]
    holds: bool = False
    """Pictures wait on their way until the test lets them go."""
    held: list[Route] = field(default_factory=list)

    def let_pictures_go(self, *pages: Page) -> None:
        """Let pictures arrive, and wait until they are there."""
        for route in self.held:
            route.continue_()
        for page in pages:
            page.evaluate("() => Promise.all([...document.images].map((i) => i.decode()))")

    def open(self, url: str, **settings: Any) -> Page:
        """Open a page in a browser of its own."""
        context = self.browser.new_context(**settings)
        self.stack.callback(context.close)
        context.on("console", lambda m: self.complaints.append(m.text))
        context.on("weberror", lambda e: self.complaints.append(str(e.error)))
        context.route(
            "**/media/*", lambda route: self.held.append(route) if self.holds else route.continue_()
        )
        page = context.new_page()
        page.goto(url)
        return page

    def host(self, **settings: Any) -> Page:
        """Open the teacher's page."""
        page = self.open(self.served.host_url, **settings)
        page.wait_for_selector("#step-end, .results")
        return page

    def wall(self, **settings: Any) -> Page:
        """Open the projector's page."""
        token = self.served.lesson.room.projector_token
        page = self.open(f"http://{self.served.host_address}/projector#{token}", **settings)
        page.wait_for_selector("#stage > :not(p), .flag")
        return page

    def phone(self, name: str = "Ada", **settings: Any) -> Page:
        """Join with a phone."""
        settings.setdefault("viewport", {"width": 390, "height": 760})
        page = self.open(f"http://{self.served.phones}/#{self.served.code}", **settings)
        page.fill("#name", name)
        page.keyboard.press("Enter")
        page.wait_for_selector(".note")
        return page


Start = Callable[..., Screens]


def step(host: Page, *said: str) -> None:
    """Take the teacher's next step, as often as its button says what it should."""
    for words in said:
        host.wait_for_selector(f"#step-forward:has-text('{words}'):not([disabled])")
        host.keyboard.press("PageDown")


def answer(phone: Page, item: str) -> None:
    """Answer an item of `EVERY_TYPE` rightly, as a thumb would."""
    phone.wait_for_selector("#foot:not([hidden])")
    match item:
        case "single" | "truth":
            right = "This one" if item == "single" else "True"
            phone.locator(".option", has_text=right).click()
        case "multiple":
            for right in ("Alpha", "Beta"):
                phone.locator(".option", has_text=right).click()
        case "short" | "number" | "open":
            typed = {"short": "fumio kishida", "number": "15,6", "open": "Because."}
            phone.fill(".typed", typed[item])
            phone.click("form .main")
        case "cloze":
            first, second = phone.locator(".blank-input").all()
            first.fill("Office")
            second.fill("november")
            phone.click("form .main")
        case "matching":
            letters = [row.inner_text() for row in phone.locator("ol.letters li").all()]
            for label in phone.locator(".pairs label").all():
                right = "Japan" if "Tokyo" in label.inner_text() else "South Korea"
                label.locator("select").select_option(str(letters.index(right)))
        case "ordering":
            for step in ("first", "second", "third"):
                phone.locator(".option", has_text=step).click()
        case "card":
            phone.locator(".option").first.click()
    phone.wait_for_selector(".status.kept")


def axe_source() -> str:
    """Give the source of axe, the accessibility checker."""
    places = [os.environ.get("QUIZGEN_AXE", ""), str(ROOT / "node_modules/axe-core/axe.min.js")]
    found = next((place for place in places if place and Path(place).is_file()), None)
    if not found:
        missing("axe", "npm install --no-save --no-package-lock axe-core, or set QUIZGEN_AXE")
    assert found
    return Path(found).read_text("utf-8")


def faults(page: Page, axe: str, rules: str = "") -> list[str]:
    """Give what axe finds serious, or worse, on a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe)
    only = f", runOnly: ['{rules}']" if rules else ""
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations']{only}}})")
    return [
        f"{fault['id']}: {json.dumps([node['html'][:120] for node in fault['nodes'][:3]])}"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
