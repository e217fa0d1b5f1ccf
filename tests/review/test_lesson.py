"""A whole lesson on the first bank: a real server process, real Chromium, a kill in the middle."""

from __future__ import annotations

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import connect

from quizgen.review.lesson.event_log import read_log
from quizgen.review.results.results import missed, results_of
from quizgen.review.server.bots import some_response
from tests.helpers import NATO, ROOT
from tests.review.serving import WAIT, Line

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONES = 5
CLASS = 30


@dataclass
class Running:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    url: str

    @property
    def address(self) -> str:
        """Where the teacher's page is."""
        return self.url.removeprefix("http://").split("/")[0]

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(WAIT)
        self._close()

    def stop(self) -> int:
        """Stop it by Ctrl-C; give the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(WAIT)
        assert self.process.stderr
        said = self.process.stderr.read()
        assert "Traceback" not in said, said
        assert "The log is complete" in said
        self._close()
        return code

    def _close(self) -> None:
        for stream in (self.process.stdout, self.process.stderr):
            if stream:
                stream.close()


def start(folder: Path, *more: str) -> Running:
    """Start `quizgen review` and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "quizgen", "review", str(NATO), "--no-browser", *more],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "QUIZGEN_DATA": str(folder)},
    )  # fmt: skip
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        said = process.communicate()[1]
        raise AssertionError(said)
    assert line.startswith("ready http://127.0.0.1:")
    return Running(process, line.split()[1])


def hosted(stack: ExitStack, running: Running) -> tuple[Line, dict[str, Any]]:
    """Open the teacher's socket; gives the first snapshot too."""
    host = opened(stack, f"ws://{running.address}/host")
    host.say(t="hello", token=running.url.partition("#")[2])
    return host, host.hear("snapshot")


def opened(stack: ExitStack, url: str) -> Line:
    """Open a socket."""
    made = connect(url, proxy=None, compression=None, ping_interval=None, close_timeout=0.2)
    return Line(stack.enter_context(made))


def phone_address(host: Line) -> tuple[str, str]:
    """Open the doors; where phones go, and with which code."""
    host.say(t="do", kind="doors")
    while not (shot := host.hear("snapshot"))["doors"]["open"]:
        pass
    return at_home(shot["doors"]["urls"][0]), shot["doors"]["code"]


def at_home(url: str) -> str:
    """Give a phones' address as this machine reaches it: tests leave the network alone."""
    return f"127.0.0.1:{urlsplit(url).port}"


def step(host: Line, version: int, kind: str, **more: Any) -> dict[str, Any]:
    """Take a step; gives the snapshot after it."""
    host.say(t="do", kind=kind, version=version, **more)
    return host.hear("snapshot", version=version + 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_server_goes_on_where_it_was(tmp_path: Path, seed: int) -> None:
    """Threats 3, 4, 25: after a crash the class would start anew, or an answer be gone."""
    random = Random(seed)
    running = start(tmp_path, "--seconds", "60", "--names", "free")
    acked: set[tuple[int, str]] = set()
    tokens = {}
    with ExitStack() as stack:
        host, shot = hosted(stack, running)
        address, code = phone_address(host)
        shot = step(host, shot["version"], "next")
        phones = [opened(stack, f"ws://{address}/phone") for _ in range(8)]
        for number, phone in enumerate(phones, 1):
            tokens[number] = phone.join(code, f"P{number}")
            phone.hear("snapshot", phase="open")
        for phone in phones:
            phone.answer(some_response(shot["shown"]["form"], random), "n")
        for number, phone in enumerate(phones[: random.randrange(1, 8)], 1):
            phone.hear("ack", nonce="n")
            acked.add((number, "n"))
        left = host.hear("snapshot", phase="open")["left"]
        running.kill()
    (log,) = tmp_path.glob("sessions/*.quizlog")
    kept = {(e.actor, e.body["nonce"]) for e in read_log(log).events if e.kind == "answer"}
    assert acked <= kept
    running = start(tmp_path, "--resume")
    with ExitStack() as stack:
        host, shot = hosted(stack, running)
        assert (shot["phase"], shot["ask"], shot["answered"]) == ("open", 1, len(kept))
        assert 0 < shot["left"] <= left
        address, same = phone_address(host)
        assert same == code
        phone = opened(stack, f"ws://{address}/phone")
        phone.say(t="hello", token=tokens[1])
        assert "response" in phone.hear("snapshot")["you"]
        phone.answer(0, "n")  # it never heard of its answer: asked again, told again
        phone.hear("ack", nonce="n")
        step(host, shot["version"], "close")
    assert running.stop() == 0
    record = read_log(log)
    assert sum(e.kind == "answer" for e in record.events) == len(kept)
    with sqlite3.connect(log) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


@contextmanager
def offline(
    browser: Browser, complaints: list[str], places: set[str], **settings: Any
) -> Iterator[BrowserContext]:
    """Open a browser of its own to which nothing but the server's own addresses exists."""
    context = browser.new_context(**settings)

    def route(r: Any) -> None:
        if urlsplit(r.request.url).netloc in places:
            r.continue_()
        else:
            complaints.append(r.request.url)
            r.abort()

    context.route("**/*", route)
    context.on("weberror", lambda e: complaints.append(str(e.error)))
    context.on("console", lambda m: complaints.append(m.text))
    yield context
    context.close()


def answer_by_hand(page: Page) -> None:
    """Answer whatever a phone shows, as a thumb would."""
    page.wait_for_selector("#foot:not([hidden])")
    options = page.locator(".option")
    if page.locator(".pairs select").count():
        for select in page.locator(".pairs select").all():
            select.select_option(index=1)
    elif page.locator(".typed, .blank-input").count():
        page.locator(".typed, .blank-input").first.fill("Tokyo")
        page.locator("form .main").click()
    elif page.locator("[role=group] .count").count():
        for option in options.all():
            option.click()
    else:
        options.first.click()
    page.wait_for_selector(".status.kept")


@pytest.mark.peer
def test_a_whole_lesson_with_a_kill_in_the_middle(browser: Browser, tmp_path: Path) -> None:
    """Threat 21 and the lesson itself: something would ask the internet, or a step would not work."""
    complaints: list[str] = []
    running = start(tmp_path, "--names", "free", "--lan", "--quiz", "warm-up")
    places = {running.address}
    random = Random(1)
    with ExitStack() as stack:
        context = stack.enter_context(offline(browser, complaints, places))
        host = context.new_page()
        host.goto(running.url)
        host.wait_for_selector(".doors .code")
        assert "#" not in host.url
        code = host.inner_text(".doors .code")
        address = at_home(
            "http://" + host.inner_text(".doors p div >> nth=0").removeprefix("http://")
        )
        places.add(address)
        with context.expect_page() as opening:
            host.click("#projector")
        wall = opening.value
        wall.wait_for_selector(".lobby .code")
        phones = []
        for number in range(PHONES):
            settings: dict[str, Any] = {"viewport": {"width": 390, "height": 760}}
            pocket = stack.enter_context(offline(browser, complaints, places, **settings))
            phone = pocket.new_page()
            phone.goto(f"http://{address}/#{code}")
            phone.fill("#name", "<b>Ada</b>" if not number else f"Pupil {number}")
            phone.keyboard.press("Enter")
            phone.wait_for_selector(".note")
            phones.append(phone)
        crowd = [opened(stack, f"ws://{address}/phone") for _ in range(CLASS - PHONES)]
        tokens = [bot.join(code, f"Bot {number}") for number, bot in enumerate(crowd)]
        wall.wait_for_selector(f".names li:nth-child({CLASS})")
        assert wall.inner_text(".names li >> nth=0") == "<b>Ada</b>"
        wall.keyboard.press("PageDown")  # a clicker moves the lesson from the wall's window, too
        for phone in phones:
            answer_by_hand(phone)
        for bot in crowd[:10]:
            form = bot.hear("snapshot", phase="open")["shown"]["form"]
            bot.answer(some_response(form, random), "n1")
            bot.hear("ack")
        running.kill()
        for phone in phones:
            phone.wait_for_selector("#banner:not([hidden])")
        running = start(tmp_path, "--resume")  # the page is where it was
        places.add(running.address)
        host = stack.enter_context(offline(browser, complaints, places)).new_page()
        host.goto(running.url)
        host.wait_for_selector(f"text={PHONES + 10} of {CLASS} answered")
        for phone in phones:  # back by themselves, at the same address, as who they were
            phone.wait_for_selector("#banner", state="hidden")
            phone.wait_for_selector(".status.kept")
        crowd = [opened(stack, f"ws://{address}/phone") for _ in tokens]
        for bot, token in zip(crowd, tokens, strict=True):
            bot.say(t="hello", token=token)
        asked = to_the_end(host, phones, crowd, random)
        assert asked >= 5  # all of the quiz, and what was missed once more
        phones[0].wait_for_selector("text=That was all.")
        with phones[0].expect_download() as deck:
            phones[0].click("button.main")
        deck.value.save_as(tmp_path / "missed.apkg")
        with host.expect_download() as answers:
            host.click("text=Answers (CSV)")
        answers.value.save_as(tmp_path / "answers.csv")
    assert running.stop() == 0
    # While the server was down, phones tried it in vain, and said so.
    assert [c for c in complaints if "ERR_CONNECTION_REFUSED" not in c] == []
    look_at_results(tmp_path)


def to_the_end(host: Page, phones: list[Page], crowd: list[Line], random: Random) -> int:
    """Lead the lesson to its end by keyboard alone, the class answering; says how many asked."""
    asked = 0
    while True:
        asked += 1
        host.wait_for_selector("#step-forward:has-text('Close')")
        host.keyboard.press("ArrowRight")
        if asked == 2:  # a second vote
            host.wait_for_selector("#step-discuss")
            host.keyboard.press("d")
            phones[0].wait_for_selector("text=Talk it over")
            host.wait_for_selector("#step-forward:has-text('Vote again')")
            host.keyboard.press("ArrowRight")
            answer_by_hand(phones[0])
            host.wait_for_selector("#step-forward:has-text('Close')")
            host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-forward:has-text('Reveal')")
        host.keyboard.press("PageDown")
        phones[0].wait_for_selector(".verdict, .answer")
        host.wait_for_selector("#step-undo")
        host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-skip, #step-forward:has-text('Press again')")
        if not host.locator("#step-skip").count():
            host.keyboard.press("ArrowRight")
        host.wait_for_selector("#step-skip, .results")
        if host.locator(".results").count():
            return asked
        answer_by_hand(phones[0])
        if asked < 3:
            answer_by_hand(phones[1])
        for bot in crowd:
            shot = bot.hear("snapshot", phase="open", ask=asked + 1)
            response = some_response(shot["shown"]["form"], random)
            bot.answer(response, f"n{asked + 1}", ask=asked + 1)
            bot.hear("ack", nonce=f"n{asked + 1}")


def look_at_results(folder: Path) -> None:
    """Compare what was downloaded with the log."""
    (log,) = folder.glob("sessions/*.quizlog")
    lesson = results_of(read_log(log))
    rows = list(csv.DictReader((folder / "answers.csv").read_text("utf-8-sig").splitlines()))
    assert len(rows) == CLASS * len(lesson.asked)
    assert rows[0]["name"] == "<b>Ada</b>"
    assert {row["item"] for row in rows} == {asked.question.item for asked in lesson.asked}
    with zipfile.ZipFile(folder / "missed.apkg") as package:
        package.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as connection:
        (count,) = connection.execute("SELECT count(*) FROM notes").fetchone()
    connection.close()
    assert count == len(missed(lesson, 1))
