"""Cards as clients show them: the backend's own HTML in the page that a client puts round it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.anki import Anki

ORIGIN = "http://anki.test"


def pages(
    anki: Anki, id: str, *, card: int = 0, night: bool = False, typed: str = "", platform: str = ""
) -> list[str]:
    """Give front and back of a card as the pages of a client.

    What a learner types is the reviewer's business: the front gets its input, the back what the
    backend's own comparison makes of `typed`. With a platform, `isLin`, it is the desktop's page.
    """
    shown = anki.shown(id, card)
    note = anki.notes()[id]
    field = _FIELD if platform else '<input type="text" id="typeans">'
    compared = ""
    if "Typed" in note:
        compared = anki.col.compare_answer(note["Typed"], typed)
    front = re.sub(r"\[\[type:[^\]]*\]\]", lambda _: field, shown.question_text)
    back = re.sub(r"\[\[type:[^\]]*\]\]", lambda _: compared, shown.answer_text)
    mode = " ".join([platform, *(["nightMode", "night_mode"] if night else [])])
    return [_page(text, shown.css, mode, own=_OWN if platform else "") for text in (front, back)]


_FIELD = (
    "<center><input type=text id=typeans style=\"font-family: 'Arial'; font-size: 20px;\"></center>"
)
"""As narrow as the desktop's is, with a style of its own."""
_OWN = """
body.nightMode { background-color: #2c2c2c; color: #fcfcfc; }
#typeans { width: 100%; box-sizing: border-box; }
.typeGood { background: #afa; color: black; } .typeBad { background: #faa; color: black; }
.typeMissed { background: #ccc; color: black; }
"""
"""What the desktop says itself of what stands on a card."""


def desktop(anki: Anki, id: str) -> list[str]:
    """Give what the desktop puts into its page, side by side with the style."""
    shown = anki.shown(id)
    return [
        f"<style>{shown.css}</style>{text}" for text in (shown.question_text, shown.answer_text)
    ]


def _page(html: str, css: str, mode: str, own: str) -> str:
    return (
        '<!doctype html><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<style>body {{ margin: 20px }} {own}</style><body class="card card1 {mode}">'
        f'<div id="qa"><style>{css}</style>{html}</div></body>'
    )


class Reviewer:
    """A browser that flips cards, each side a document of its own, as on a phone."""

    def __init__(self, context: Any, *, storage: bool = True) -> None:
        self.sides: Mapping[str, str] = {}
        self.complaints: list[str] = []
        self.own_style = ""
        self.context = context
        if not storage:
            context.add_init_script(
                "Object.defineProperty(window, 'sessionStorage',"
                "{get: function () { throw new Error('denied'); }});"
            )
        context.route("**/*", self._answer)
        self.page = context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def _answer(self, route: Any) -> None:
        url = route.request.url
        if url == f"{ORIGIN}/_quizgen-user.css":
            route.fulfill(body=self.own_style, content_type="text/css")
        elif url in self.sides:
            route.fulfill(body=self.sides[url], content_type="text/html; charset=utf-8")
        else:
            self.complaints.append(url)
            route.abort()

    def swap(self, html: str) -> None:
        """Put a side into the page that is open and run its scripts, as the desktop does."""
        self.page.evaluate(
            """html => {
              const qa = document.getElementById('qa');
              qa.innerHTML = html;
              qa.querySelectorAll('script').forEach(old => {
                const fresh = document.createElement('script');
                fresh.textContent = old.textContent;
                old.replaceWith(fresh);
              });
            }""",
            html,
        )

    def ask(self, front: str, back: str, *, day: str = "") -> Any:
        """Show the front of a card, on a certain day."""
        if day:
            self.page.clock.set_fixed_time(day)
        self.sides = {f"{ORIGIN}/front": front, f"{ORIGIN}/back": back}
        self.page.goto(f"{ORIGIN}/front")
        return self.page

    def flip(self) -> Any:
        """Show the back, as a new document."""
        self.page.goto(f"{ORIGIN}/back")
        return self.page
