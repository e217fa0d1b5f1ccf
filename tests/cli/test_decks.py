"""Decks on the command line: what an import will change, and the hand-over to a running Anki."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.cli.diff import _HEADS
from quizgen.outputs.anki import note_types, package
from quizgen.pipeline.build import build
from quizgen.release.history import ADVICE, CHANGES
from tests.anki import Anki, deck
from tests.helpers import NOW

Write = Callable[..., Path]

BANK = """
questions:
  - {id: a, question: First?, answer: one}
  - {id: b, question: Second?, answer: two}
  - {id: c, cloze: "{{x}} and {{2::y}}"}
"""
EDITED = """
questions:
  - {id: a, question: The first?, answer: one}
  - {id: b, question: Second?, answer: two, status: retired}
  - {id: c, cloze: "{{x}} and y"}
  - {id: d, question: Third?, answer: three}
"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def changes(*paths: Path | str) -> list[tuple[str, str]]:
    code, text = run("diff", *map(str, paths), "--json")
    assert code == 0
    return [(step["change"], step["item"]) for step in json.loads(text)]


# --- what an import will do ----------------------------------------------------------------------


def test_build_says_what_an_import_will_do(bank_from: Write) -> None:
    """A teacher would send out a deck without knowing what it changes for the class."""
    bank = bank_from(BANK)
    _, text = run("build", str(bank), "--only", "anki")
    assert "To learn: in Anki, File > Import, output/test-bank/deck.apkg." in text
    _, text = run("build", str(bank), "--only", "anki")
    assert "importing it again changes none" in text
    bank_from(EDITED)
    _, text = run("build", str(bank), "--only", "anki")
    said = " ".join(text.split())
    assert "For those who have the deck: 1 new, 2 changed, 1 retired, 0 unchanged; reviews" in said
    assert "tag:quizgen::retired" in said
    _, text = run("build", str(bank), "--only", "anki", "--json")
    assert json.loads(text)[0]["import"] == {"new": 0, "changed": 0, "retired": 0, "unchanged": 4}


def test_what_was_never_shipped_needs_no_tombstone(bank_from: Write, anki: Anki) -> None:
    """New learners would get cards that were retired before their time."""
    anki.take(deck(bank_from(EDITED)))
    assert set(anki.notes()) == {"a", "c", "d"}


def test_two_decks_are_compared_as_anki_will(bank_from: Write) -> None:
    """`diff` would promise another update than Anki makes."""
    old = deck(bank_from(BANK), "old")
    new = deck(bank_from(EDITED), "new", now=NOW + 60)
    expected = [
        ("card-lost", "c"),
        ("retired", "b"),
        ("changed", "a"),
        ("changed", "c"),
        ("new", "d"),
    ]
    assert changes(old, new) == expected
    assert changes(new, new) == []
    assert changes(new, old) == [("gone", "d"), *[("not-newer", id) for id in "abc"]]


def test_a_deck_is_compared_with_a_bank_or_a_lock(bank_from: Write) -> None:
    """A teacher who kept only last year's deck could not tell what an update brings."""
    old = deck(bank_from(BANK), "old", now=NOW)
    Path("old.lock").write_text(Path("bank/quizgen.lock").read_text())
    bank = bank_from(EDITED)
    assert [id for change, id in changes(old, bank) if change == "changed"] == ["a", "c"]
    new = deck(bank, "new", now=NOW + 60)
    assert changes("old.lock", new) == [
        ("retired", "b"),
        ("changed", "a"),
        ("changed", "c"),
        ("new", "d"),
    ]
    assert [change for change, _ in changes(old, "bank/quizgen.lock")] == ["changed"] * 3 + ["new"]


def test_what_the_lock_calls_gone_is_known_to_learners(bank_from: Write) -> None:
    """A card that comes back would be announced as a new one."""
    bank = bank_from(BANK)
    deck(bank, "old")
    bank_from(BANK.replace("  - {id: b, question: Second?, answer: two}\n", ""))
    deck(bank, "old", now=NOW + 60)
    Path("old.lock").write_text(Path("bank/quizgen.lock").read_text())
    bank_from(BANK.replace("id: b,", "id: b, status: retired,"))
    assert changes("old.lock", deck(bank, "new", now=NOW + 120)) == [("retired", "b")]


def test_a_changed_structure_names_the_options_to_set(
    bank_from: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Learners would import an update and wonder why nothing changes."""
    old = deck(bank_from(BANK), "old")
    monkeypatch.setattr(note_types, "_TAIL", (*note_types._TAIL, "More"))
    monkeypatch.setattr(package, "MODIFIED", note_types.MODIFIED + 1)
    new = deck(bank_from(BANK), "new", now=NOW + 60)
    assert changes(old, new) == [
        ("structure-changed", "quizgen Cloze"),
        ("structure-changed", "quizgen Typed"),
    ]
    _, text = run("diff", str(old), str(new))
    said = " ".join(text.split())
    assert 'tick "Merge note types" and leave "Update notes" and "Update note types" on' in said
    assert "Always" not in said


def test_a_new_design_is_told(bank_from: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new look would come as a surprise; or an older one would be promised."""
    old = deck(bank_from(BANK), "old")
    monkeypatch.setattr(package, "css", lambda: "/* new */")
    monkeypatch.setattr(package, "MODIFIED", note_types.MODIFIED + 1)
    new = deck(bank_from(BANK), "new")
    assert {change for change, _ in changes(old, new)} == {"redesigned"}
    assert {change for change, _ in changes(new, old)} == {"older-design"}


def test_decks_of_others_are_compared_too(tmp_path: Path) -> None:
    """`diff` would read our own decks alone."""
    import genanki

    model = genanki.Model(
        1, "M", fields=[{"name": "F"}], templates=[{"name": "C", "qfmt": "{{F}}", "afmt": "{{F}}"}]
    )
    paths = []
    for at, text in enumerate(("<b>Hello</b> there", "Hello again")):
        made = genanki.Deck(5, "Others")
        made.add_note(genanki.Note(model=model, fields=[text], guid="g"))
        paths.append(tmp_path / f"{at}.apkg")
        genanki.Package(made).write_to_file(paths[-1], timestamp=1000.0 + at)
    assert changes(*paths) == [("changed", "Hello there")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.apkg", None, "No such file"),
        ("text.apkg", b"hello", "no zip file"),
        ("empty.apkg", b"PK\x05\x06" + bytes(18), "no collection inside"),
    ],
)
def test_what_is_no_deck(bank_from: Write, name: str, content: bytes | None, said: str) -> None:
    """A wrong file would end in a traceback."""
    from quizgen.problems import QuizgenError

    bank_from(BANK)
    if content is not None:
        Path(name).write_bytes(content)
    with pytest.raises(QuizgenError, match=said):
        run("diff", name, "bank")
    with pytest.raises(QuizgenError, match="compared with what"):
        run("diff", name)


def test_subdecks_are_no_other_deck(bank_from: Write) -> None:
    """`diff` would cry that the deck was renamed."""
    text = BANK.replace("id: a,", "id: a, topic: one,").replace("id: b,", "id: b, topic: two,")
    text = text.replace("id: c,", "id: c, topic: two,")
    flat = deck(bank_from(text), "flat")
    bank = bank_from("quizgen: 1\nid: test-bank\ntitle: Test bank\nsubdecks: true\n" + text)
    parted = deck(bank, "parted")
    for old, new in ((flat, parted), (parted, flat), (parted, bank), ("bank/quizgen.lock", parted)):
        assert changes(old, new) == []
    other = bank_from("quizgen: 1\nid: test-bank\ntitle: Other\n" + text)
    assert [change for change, _ in changes(parted, other)] == ["deck-renamed"]


def test_a_new_bank_id_is_told_for_what_it_is(bank_from: Write) -> None:
    """The build would call a deck of strangers an unchanged one."""
    bank = bank_from(BANK)
    old = deck(bank, "old")
    bank_from("quizgen: 1\nid: other-bank\ntitle: Test bank\n" + BANK)
    _, text = run("build", str(bank), "--only", "anki", "--json")
    assert json.loads(text)[0]["import"]["new"] == 3
    assert changes(old, bank) == [("identity-lost", id) for id in "abc"]


def test_paper_alone_ships_no_cards(bank_from: Write) -> None:
    """The build after one without a deck would say that nothing has changed."""
    bank = bank_from(BANK)
    run("build", str(bank), "--only", "page")
    assert not Path("bank/quizgen.lock").exists()
    _, text = run("build", str(bank), "--only", "anki,page", "--json")
    assert json.loads(text)[0]["import"]["new"] == 3


def test_a_preview_says_that_it_is_one(bank_from: Write) -> None:
    """A deck with drafts would be called the deck of the build before."""
    bank = bank_from(BANK + "  - {id: d, status: draft, question: Soon?, answer: x}\n")
    run("build", str(bank), "--only", "anki")
    _, text = run("build", str(bank), "--only", "anki", "--drafts")
    assert "A preview with 1 draft: the lock is as it was." in text


def test_a_lock_that_names_no_bank(bank_from: Write) -> None:
    """Every card would be called gone."""
    from quizgen.problems import QuizgenError

    old = deck(bank_from(BANK), "old")
    lock = Path("bank/quizgen.lock").read_text("utf-8")
    Path("x.lock").write_text(lock.replace("bank test-bank\n", ""), "utf-8")
    Path("y.lock").write_text(lock.replace(" typed ", " odd "), "utf-8")
    for name, said in (("x.lock", "build the bank once"), ("y.lock", "kind of note")):
        with pytest.raises(QuizgenError, match=said):
            run("diff", name, str(old))
    with pytest.raises(QuizgenError, match="compared with what"):
        run("diff", "bank/quizgen.lock")


def test_notes_that_anki_will_not_update(bank_from: Write, tmp_path: Path) -> None:
    """`diff` would promise an update that Anki refuses."""
    import genanki

    paths = []
    for at, number in enumerate((1, 2)):
        model = genanki.Model(
            number,
            "M",
            fields=[{"name": "F"}],
            templates=[{"name": "C", "qfmt": "{{F}}", "afmt": "{{F}}"}],
        )
        made = genanki.Deck(5, "Others")
        made.add_note(genanki.Note(model=model, fields=["x"], guid="g"))
        paths.append(tmp_path / f"{at}.apkg")
        genanki.Package(made).write_to_file(paths[-1], timestamp=1000.0 + at)
    assert changes(*paths) == [("conflicting", "x")]


def test_damaged_decks(bank_from: Write) -> None:
    """A damaged download would end in a traceback."""
    from quizgen.problems import QuizgenError

    whole = deck(bank_from(BANK)).read_bytes()
    for at in (200, 600, 1500):
        Path("damaged.apkg").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(QuizgenError, match="can't read the deck"):
            run("diff", "damaged.apkg", "bank")


def test_every_change_has_its_head_and_advice() -> None:
    """A change would crash the report."""
    assert set(CHANGES) == set(ADVICE) == set(_HEADS)


# --- handing over ----------------------------------------------------------------------------------


class AnkiConnect:
    """AnkiConnect's own door before the real backend: it imports as the add-on does."""

    def __init__(self, anki: Anki, answer: Callable[[dict[str, Any]], Any] | None = None) -> None:
        asked: list[dict[str, Any]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                asked.append(body)
                told = answer(body) if answer else taken(anki, body)
                data = told if isinstance(told, bytes) else json.dumps(told).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.asked = asked
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def taken(anki: Anki, body: dict[str, Any]) -> Any:
    """Do what the add-on does: `importPackage` leaves all options to Anki's own old importer."""
    if body["action"] == "version":
        return {"result": 6, "error": None}
    assert body["action"] == "importPackage"
    from anki.importing import _LegacyAnkiPackageImporter

    _LegacyAnkiPackageImporter(anki.col, body["params"]["path"]).run()
    anki.col.models._clear_cache()
    return {"result": True, "error": None}


PORT_TALK = {
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "cut short": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{",
    "another version": {"result": "hello", "error": None},
}


@pytest.fixture
def connect(anki: Anki) -> Iterator[Callable[..., AnkiConnect]]:
    """Open AnkiConnect's door."""
    opened: list[AnkiConnect] = []

    def go(answer: Callable[[dict[str, Any]], Any] | None = None) -> AnkiConnect:
        opened.append(AnkiConnect(anki, answer))
        return opened[-1]

    yield go
    for door in opened:
        door.server.shutdown()
        door.server.server_close()


@pytest.mark.peer
def test_push_updates_and_keeps_what_is_the_learners(
    anki: Anki, bank_from: Write, connect: Callable[..., AnkiConnect]
) -> None:
    """AnkiConnect forces three import options: reviews, presets or edits could be lost by them."""
    door = connect()
    bank = bank_from(BANK)
    preset = anki.col.decks.get_config(1)
    preset["new"]["perDay"] = 7
    anki.col.decks.update_config(preset)
    code, text = run("push", str(bank), "--address", door.address)
    assert code == 0
    assert "Anki has imported" in text
    assert "3 notes" in text
    reviewed = [anki.review("Test bank") for _ in range(2)]
    assert reviewed == ["a", "b"]
    note = anki.notes()["a"]
    note["Explanation"] = "Mine"
    anki.col.update_note(note)
    before = anki.histories()

    bank_from(BANK.replace("Second?", "The second?") + "  - {id: d, question: New?, answer: x}\n")
    import time

    manifest = build(bank, "output", only=["anki"], now=int(time.time()) + 86_400)
    assert [step.change for step in manifest.steps] == ["changed", "new"]
    code, text = run("push", str(bank), "--address", door.address)
    assert code == 0
    assert anki.notes()["b"]["Question"] == "The second?"
    assert anki.notes()["a"]["Explanation"] == "Mine"
    assert {id: h for id, h in anki.histories().items() if id != "d"} == before
    assert anki.reviews() == 2
    assert anki.col.decks.get_config(1)["new"]["perDay"] == 7
    assert {ask["action"] for ask in door.asked} == {"version", "importPackage"}
    assert Path(door.asked[1]["params"]["path"]).is_absolute()


ANSWERS = {
    "another program": (lambda _: b"<html>", "is not AnkiConnect"),
    "a key is wanted": (
        lambda _: {"result": None, "error": "valid api key must be provided"},
        "AnkiConnect refuses: valid api key",
    ),
    "no profile": (
        lambda body: {"result": 6 if body["action"] == "version" else False, "error": None},
        "no profile open",
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_push_says_why_not(
    bank_from: Write, connect: Callable[..., AnkiConnect], case: str
) -> None:
    """A teacher would see a traceback, or believe that the deck has arrived."""
    from quizgen.problems import QuizgenError

    answer, said = ANSWERS[case]
    with pytest.raises(QuizgenError, match=said):
        run("push", str(bank_from(BANK)), "--address", connect(answer).address)


@pytest.mark.parametrize("talk", PORT_TALK.values(), ids=PORT_TALK)
def test_push_to_a_stranger(bank_from: Write, talk: object) -> None:
    """Another program on the port would end in a traceback."""
    import socket

    from quizgen.problems import QuizgenError

    body = json.dumps(talk).encode() if isinstance(talk, dict) else b""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    data = talk if isinstance(talk, bytes) else head + body

    def serve() -> None:
        caller, _ = server.accept()
        with caller:
            caller.sendall(data)
            caller.shutdown(socket.SHUT_WR)
            while caller.recv(65536):
                """Hear the caller out, or they would meet a reset line."""

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(QuizgenError, match="is not AnkiConnect"):
            run("push", str(bank_from(BANK)), "--address", address)
        thread.join(5)


@pytest.mark.parametrize(
    "address", ["localhost:8765", "http://127.0.0.1:abc", "http://a b", "ftp://x"]
)
def test_an_address_is_asked_for(bank_from: Write, address: str) -> None:
    """A mistyped address would end in a traceback."""
    code, text = run("push", str(bank_from(BANK)), "--address", address)
    assert code == 2
    assert "http://127.0.0.1:8765" in text


def test_push_without_anki(bank_from: Write) -> None:
    """Nobody would know what is missing, and work would be done in vain."""
    from quizgen.problems import QuizgenError

    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    with pytest.raises(QuizgenError, match="start Anki; it needs the add-on AnkiConnect"):
        run("push", str(bank_from(BANK)), "--address", f"http://127.0.0.1:{port}")
    assert not Path("output").exists()


def test_the_key_is_sent(bank_from: Write, connect: Callable[..., AnkiConnect]) -> None:
    """An AnkiConnect that asks for a key could not be used."""
    door = connect()
    run("push", str(bank_from(BANK)), "--address", door.address, "--key", "secret")
    assert [ask["key"] for ask in door.asked] == ["secret", "secret"]
