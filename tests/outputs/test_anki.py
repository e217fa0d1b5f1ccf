"""Decks, imported into the real Anki."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.anki.note_types import NOTE_TYPES, css
from quizgen.outputs.anki.notes import notes
from quizgen.outputs.anki.package import note_type_json
from quizgen.text.cloze import strip_cloze
from quizgen.text.markup import parse
from quizgen.text.runs import plain_text
from tests.anki import Anki, deck
from tests.helpers import AWKWARD, EVERY_TYPE, NATO, NOW, examined, planned

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.peer


def test_every_type_imports_and_renders(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A card would be lost or empty after import."""
    log = anki.take(deck(bank_from(EVERY_TYPE)))
    assert len(log.new) == 10
    fronts = {}
    for id, note in anki.notes().items():
        assert note.fields_check() == 0
        fronts[id] = [card.render_output().question_text for card in note.cards()]
        backs = [card.render_output().answer_text for card in note.cards()]
        assert all("template" not in text for text in [*fronts[id], *backs])
        assert all(f'<p class="id">{id}</p>' in back for back in backs)
    assert len(fronts["cloze"]) == 2
    assert len(fronts["card"]) == 2
    assert "That one" in fronts["single"][0]
    assert "None other" in fronts["single"][0]
    assert "It is other." not in fronts["single"][0]
    assert "A pact" in fronts["card"][1]
    assert "South Korea" in fronts["matching"][0]


def test_no_card_is_lost(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Anki would find cards to make up, or empty ones, when it checks the collection."""
    anki.take(deck(bank_from(EVERY_TYPE)))
    before = anki.col.card_count()
    _, ok = anki.col.fix_integrity()
    assert ok
    assert anki.col.card_count() == before == 12
    assert not anki.col.get_empty_cards().notes


def test_the_nato_deck(anki: Anki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The deck that the README promises would not import whole."""
    import shutil

    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    log = anki.take(deck("nato"))
    notes = anki.notes()
    assert len(log.new) == len(notes) > 45
    assert anki.col.decks.by_name("NATO 75 summit")
    note = notes["who-is-who/kishida"]
    back = note.cards()[0].render_output().answer_text
    assert "Prime minister of Japan" in back
    assert (
        "<q>Prime Minister Fumio Kishida will represent Japan</q> <cite>The Washington Times, "
        in back
    )
    assert note.tags == ["attendance::people"]


def test_cloze_numbers_agree_with_anki(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A blank would get no card."""
    texts = ["{{a}} and {{b}}", "{{1::a}} {{3::b::hint}}", "{{2::$\\frac{a}{b}$}} x", "{{a & <b>}}"]
    lines = "".join(f"  - {{id: c{i}, cloze: '{text}'}}\n" for i, text in enumerate(texts))
    anki.take(deck(bank_from("questions:\n" + lines)))
    for note in anki.notes().values():
        assert len(note.cards()) == len(note.cloze_numbers_in_fields()) > 0
        assert note.fields_check() == 0


def field_of(bank: Path, name: str) -> str:
    """Give a field of a bank's only note."""
    (made,) = notes(planned(bank))
    return made.fields[NOTE_TYPES[made.kind].fields.index(name)]


CLOZE_FIELDS = {
    "Energy is {{$E=mc^2$}}.": r"Energy is {{c1::\(E=mc^2\)}}.",
    "{{1::a {{2::$x$}}}}": r"{{c1::a {{c2::\(x\)}}}}",
    r"{{1::$\sqrt{\frac{1}{x^{2}}}$}} y": r"{{c1::\(\sqrt{\frac{1}{x^{2} } }\)}} y",
    "$E = {{1::mc^{2}}}$": r"\(E = {{c1::mc^{2} }}\)",
    "{{1::`std::vector`}} x": "{{c1::<code>std:&#58;vector</code>}} x",
    "write `{{ name }}` for {{a}}": "write <code>{ { name } }</code> for {{c1::a}}",
    "Set ${{1::a::the base}}^2$": r"Set \({{c1::a::the base}}^2\)",
    "x^{{2::2}}^": "x<sup>{{c2::2}}</sup>",
    "[{{a}}](https://e.org)": '<a href="https://e.org" rel="noopener noreferrer">{{c1::a}}</a>',
    "**{{a::b}}**": "<strong>{{c1::a::b}}</strong>",
    "{{image-occlusion:rect}}": "{{c1::image-occlusion&#58;rect}}",
    "{{a}} [sound:x.mp3] \\\\(b\\\\)": r"{{c1::a}} &#91;sound:x.mp3] \<span></span>(b\)",
}


@pytest.mark.parametrize("text", CLOZE_FIELDS)
def test_cloze_fields(bank_from: Callable[..., Path], text: str) -> None:
    """Maths would show as TeX, a blank would lose its style, or end too early."""
    bank = bank_from(f"questions:\n  - id: c\n    cloze: {json.dumps(text)}\n")
    assert field_of(bank, "Text") == CLOZE_FIELDS[text]


def test_alt_texts_and_voices_are_only_text(bank_from: Callable[..., Path]) -> None:
    """An alt text could play a sound, or speech could run on over the card."""
    from PIL import Image

    bank = bank_from("""
        questions:
          - id: q
            question: What?
            answer: x
            image: {file: p.png, alt: "[sound:x.mp3] [LaTeX]y[/LaTeX]"}
            audio: {say: "a [/anki[/anki:tts]:tts] b", lang: zh-Hant-TW}
    """)
    Image.new("RGB", (4, 4)).save(bank / "p.png")
    (made,) = notes(planned(bank))
    fields = dict(zip(NOTE_TYPES["typed"].fields, made.fields, strict=True))
    assert 'alt="&#91;sound:x.mp3] &#91;LaTeX]y&#91;/LaTeX]"' in fields["Image"]
    assert fields["Audio"] == ("[anki:tts lang=zh_TW]a [/anki&#91;/anki:tts]:tts] b[/anki:tts]")


CLOZES = st.recursive(
    st.text("ab <&$:{}\\\\", max_size=6),
    lambda inner: st.builds(
        lambda number, text, hint, tail: f"{{{{{number}::{text}{hint}}}}}{tail}",
        st.integers(1, 4),
        inner,
        st.sampled_from(["", "::hint"]),
        st.sampled_from(["", " and ", "x"]),
    ),
    max_leaves=6,
)


def test_any_cloze_text_gets_the_cards_that_anki_counts(anki: Anki, tmp_path: Path) -> None:
    """Some row of braces would lose a card, or show a blank's end on the card."""
    kind = anki.col.models.by_name("Cloze")
    path = tmp_path / "cloze.yaml"

    @settings(max_examples=150, deadline=None)
    @given(CLOZES)
    def compare(text: str) -> None:
        path.write_text(
            "quizgen: 1\nid: t\ntitle: T\nquestions:\n  - id: c\n    cloze: "
            + json.dumps(text)
            + "\n",
            "utf-8",
        )
        if not examined(path).ok:
            return
        (made,) = notes(planned(path))
        note = anki.col.new_note(kind)
        note["Text"] = made.fields[0]
        assert sorted(n - 1 for n in note.cloze_numbers_in_fields()) == list(made.ordinals)
        anki.col.add_note(note, 1)
        for card in note.cards():
            answer = card.render_output().answer_text
            assert "{{c" not in answer
            shown = unescape(re.sub("<[^>]*>", "", answer))
            assert "::" not in shown or "::" in plain_text(parse(strip_cloze(text)))

    compare()


def test_awkward_text_reads_back(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A teacher's & or < would break a card."""
    from html import unescape

    quoted = AWKWARD.replace("'", "''")
    anki.take(
        deck(bank_from(f"questions:\n  - {{id: q, question: '{quoted}', answer: '{quoted}'}}\n"))
    )
    note = anki.notes()["q"]
    assert unescape(note["Question"]) == AWKWARD
    assert unescape(note["Typed"]) == AWKWARD


ONE = "questions:\n  - {id: a, question: First?, answer: one}\n  - {id: b, question: Second?, answer: two}\n"


def test_an_edited_stem_updates_one_note(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A typo mended would make a second card, or reset every history."""
    anki.take(deck(bank_from(ONE)))
    log = anki.take(deck(bank_from(ONE.replace("First?", "The first?")), now=NOW + 60))
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 1, 1)
    assert anki.notes()["a"]["Question"] == "The first?"


def test_an_item_inserted_at_the_top_is_one_new_note(
    anki: Anki, bank_from: Callable[..., Path]
) -> None:
    """Every card would take over its neighbour's history."""
    anki.take(deck(bank_from(ONE)))
    log = anki.take(
        deck(
            bank_from(
                ONE.replace(
                    "questions:\n", "questions:\n  - {id: new, question: Zeroth?, answer: none}\n"
                )
            ),
            now=NOW + 60,
        )
    )
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (1, 0, 2)


def test_importing_twice_changes_nothing(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A learner who imports again would lose edits."""
    package = deck(bank_from(EVERY_TYPE))
    anki.take(package)
    note = anki.notes()["short"]
    note["Question"] = "My own words"
    anki.col.update_note(note)
    log = anki.take(package)
    assert (len(log.new), len(log.updated)) == (0, 0)
    assert anki.notes()["short"]["Question"] == "My own words"


def test_a_retired_item_becomes_a_tombstone(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Learners would keep a withdrawn question without a word."""
    anki.take(deck(bank_from(ONE)))
    log = anki.take(
        deck(bank_from(ONE.replace("answer: one", "answer: one, status: retired")), now=NOW + 60)
    )
    assert (len(log.new), len(log.updated)) == (0, 1)
    assert len(anki.col.find_notes("tag:quizgen::retired")) == 1
    assert 'class="retired"' in anki.shown("a").question_text


def test_a_tombstone_is_no_card_for_those_who_never_had_one(
    anki: Anki, bank_from: Callable[..., Path]
) -> None:
    """A new learner would be shown questions that nobody asks any more, or never those that are back."""
    bank = bank_from(ONE)
    deck(bank)
    bank_from(ONE.replace("answer: one", "answer: one, status: retired"))
    anki.take(deck(bank, now=NOW + 60))
    assert [anki.col.get_card(id).note()["ID"] for id in anki.col.find_cards("")] == ["b"]
    bank_from(ONE)
    anki.take(deck(bank, now=NOW + 120))
    assert anki.col.card_count() == 2
    assert 'class="retired"' not in anki.shown("a").question_text


def test_media_travel(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Two pictures of one name would overwrite each other."""
    from PIL import Image

    folder = bank_from("""
        questions:
          - {id: a, question: What?, answer: y, image: {file: one/map.png, alt: A map}}
          - {id: b, question: 'See ![it](two/map.png)', answer: y}
    """)
    for name, colour in (("one", "red"), ("two", "blue")):
        (folder / name).mkdir()
        Image.new("RGB", (8, 8), colour).save(folder / name / "map.png")
    anki.take(deck(folder))
    files = sorted(p.name for p in Path(anki.col.media.dir()).iterdir() if p.name[0] != "_")
    assert len(files) == 2
    notes = anki.notes()
    assert f'src="{next(f for f in files if f in notes["a"]["Image"])}"' in notes["a"]["Image"]
    assert any(f in notes["b"]["Question"] for f in files)


def test_equal_to_genankis_own_package(
    anki: Anki, bank_from: Callable[..., Path], tmp_path: Path
) -> None:
    """Our writer would write something else than the library it stands on."""
    import genanki

    ours = deck(bank_from(EVERY_TYPE))
    types = {
        kind.id: genanki.Model(
            kind.id,
            kind.name,
            fields=[{"name": f, "id": kind.field_id(i)} for i, f in enumerate(kind.fields)],
            templates=[
                {"name": t.name, "id": t.id, "qfmt": t.front, "afmt": t.back}
                for t in kind.templates
            ],
            css=css(),
            model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
        )
        for kind in NOTE_TYPES.values()
    }
    theirs = genanki.Deck(1, "Test bank")
    for guid, type_id, fields, tags, ords in _notes(ours):
        note = genanki.Note(types[type_id], fields.split("\x1f"), guid=guid, tags=tags.split())
        # Which cards there are we say ourselves: genanki's own count loses some.
        note.cards = [genanki.Card(ord_) for ord_ in ords]
        theirs.add_note(note)
    genanki.Package(theirs).write_to_file(tmp_path / "theirs.apkg")
    assert _notes(tmp_path / "theirs.apkg") == _notes(ours)
    other = Anki(tmp_path / "other.anki2")
    anki.take(ours)
    other.take(tmp_path / "theirs.apkg")
    assert _rendered(anki) == _rendered(other)
    other.col.close()


def _notes(package: Path) -> list[tuple[str, int, str, str, tuple[int, ...]]]:
    with zipfile.ZipFile(package) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
    found = []
    for id, *rest in connection.execute("SELECT id, guid, mid, flds, tags FROM notes ORDER BY id"):
        ords = connection.execute("SELECT ord FROM cards WHERE nid = ? ORDER BY ord", [id])
        found.append((*rest, tuple(ord_ for (ord_,) in ords)))
    connection.close()
    return found


def _rendered(anki: Anki) -> dict[str, list[tuple[str, str, str]]]:
    return {
        id: [
            (o.question_text, o.answer_text, o.css) for o in (c.render_output() for c in n.cards())
        ]
        for id, n in anki.notes().items()
    }


FROZEN = {
    "basic": (1740500101, "Front Back Reverse", [1740500111, 1740500112]),
    "cloze": (1740500102, "Text", [1740500121]),
    "choice": (1740500103, "Question Options Answer Keys Whys", [1740500131]),
    "typed": (1740500104, "Question Typed Answer Also_right Unit", [1740500141]),
    "matching": (1740500105, "Question Lefts Rights Answer Keys", [1740500151]),
    "ordering": (1740500106, "Question Steps Answer Keys", [1740500161]),
}
FROZEN_TAIL = (
    "Stimulus Image Audio Hint Explanation Evidence Status Lang ID Spare_1 Spare_2 Spare_3 Spare_4"
)


def test_the_schema_is_frozen(bank_from: Callable[..., Path]) -> None:
    """One field or id otherwise, and a default import would change nothing for any learner."""
    with zipfile.ZipFile(deck(bank_from(EVERY_TYPE))) as archive:
        archive.extract("collection.anki2", "unpacked")
    connection = sqlite3.connect("unpacked/collection.anki2")
    shipped = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    connection.close()
    found = {
        int(kind["id"]): (
            [(field["name"], field["id"]) for field in kind["flds"]],
            [template["id"] for template in kind["tmpls"]],
        )
        for kind in shipped.values()
    }
    assert found == {
        id: (
            [
                (name.replace("_", " "), id * 1000 + at)
                for at, name in enumerate([*own.split(), *FROZEN_TAIL.split()])
            ],
            templates,
        )
        for id, own, templates in FROZEN.values()
    }


def test_media_listing_is_there_without_media(bank_from: Callable[..., Path]) -> None:
    """Old clients refuse a package without its media listing."""
    with zipfile.ZipFile(deck(bank_from(ONE))) as archive:
        assert json.loads(archive.read("media")) == {"0": "_quizgen-user.css"}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


TEMPLATES = ("5c73597095b9", 1_795_640_220)


def test_changed_templates_raise_their_time() -> None:
    """Learners would keep the old cards: raise MODIFIED, then write the new hash down here."""
    from hashlib import sha256

    from quizgen.outputs.anki.note_types import MODIFIED

    text = repr([note_type_json(kind) | {"mod": 0} for kind in NOTE_TYPES.values()])
    assert (sha256(text.encode()).hexdigest()[:12], MODIFIED) == TEMPLATES


def test_no_card_says_that_words_are_verified(browser: Browser) -> None:
    """Learners would read what is meant for who checks the bank; teachers have it on their keys."""
    page = browser.new_page()
    page.set_content(
        f'<style>{css()}</style><div class="qg"><cite class="paragraph">1</cite></div>'
    )
    beside = "getComputedStyle(document.querySelector('cite'), '::{}').content"
    before, after = (page.evaluate(beside.format(side)) for side in ("before", "after"))
    page.close()
    assert "paragraph" in before
    assert "verified" not in after
    assert "verified" not in css()


def test_the_editor_says_what_fields_are_for(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A learner would face eighteen fields without a word, half of them for machines."""
    anki.take(deck(bank_from(EVERY_TYPE)))
    for kind in NOTE_TYPES.values():
        fields = {f["name"]: f for f in anki.col.models.get(kind.id)["flds"]}
        assert all(f["description"] for name, f in fields.items() if name != "Spare 4")
        assert {"ID", "Lang", "Spare 4"} <= {n for n, f in fields.items() if f["collapsed"]}
        assert not fields["Explanation"]["collapsed"]
        assert {f["font"] for f in fields.values()} == {"Arial"}


def test_the_browser_shows_question_and_answer(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Rows of the browser would hold all options, and the whole back."""
    anki.take(deck(bank_from(EVERY_TYPE)))
    anki.col.set_browser_card_columns(["question", "answer"])
    notes = anki.notes()
    shown = {}
    for id in ("single", "short", "card"):
        row = anki.col._backend.browser_row_for_id(notes[id].cards()[-1].id)
        shown[id] = [cell.text for cell in row.cells]
    assert shown == {
        "single": ["Which one?", "This one"],
        "short": ["Who?", "Kishida"],
        "card": ["A pact", "AUKUS"],
    }


def test_a_learners_own_style_stays(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """A new deck would overwrite it, or leave a second file behind with every import."""
    package = deck(bank_from(EVERY_TYPE))
    anki.take(package)
    folder = Path(anki.col.media.dir())
    own = folder / "_quizgen-user.css"
    assert "Your own style" in own.read_text("utf-8")
    own.write_text(".card.card { color: red }", "utf-8")
    anki.take(deck(bank_from(EVERY_TYPE.replace("Who?", "Who is it?")), now=NOW + 60))
    assert own.read_text("utf-8") == ".card.card { color: red }"
    assert [path.name for path in folder.iterdir()] == ["_quizgen-user.css"]
    assert css().startswith('@import "_quizgen-user.css";')


RECALL = """
questions:
  - {id: plain, question: What tells bees where food is?, answer: The waggle dance, distractors: [The hum, The queen]}
  - {id: these, question: Which of these is a bee?, answer: Drone, distractors: [Wasp, Ant]}
  - {id: all, question: What do bees need?, answer: All of these, distractors: [Sun, Rain], shuffle: keep-last}
  - {id: word, question: Who lays eggs?, answer: queen}
  - {id: words, question: What does TCP promise?, answer: "Ordered, reliable delivery"}
  - {id: number, question: How many eyes has a bee?, answer: 5}
"""
"""Items of which some can be asked without options, and some typed in a word."""


def marks_of(bank: Path) -> dict[str, str]:
    return {
        fields["ID"]: fields["Spare 3"]
        for note in notes(planned(bank))
        for fields in [dict(zip(NOTE_TYPES[note.kind].fields, note.fields, strict=True))]
    }


@pytest.mark.parametrize(
    ("settings", "marked"),
    [
        ("", {}),
        ("anki: {options: shown, typing: always}", {}),
        ("anki: {options: folded}", {"plain": "folded"}),
        ("anki: {typing: short}", {"words": "recall"}),
        ("anki: {typing: never}", {"word": "recall", "words": "recall", "number": "recall"}),
    ],
)
def test_which_cards_ask_for_recall(
    bank_from: Callable[..., Path], settings: str, marked: dict[str, str]
) -> None:
    """Cards would hide options that their question speaks of, or ask a sentence to the letter."""
    found = marks_of(bank_from(f"{settings}\n{RECALL}"))
    assert found == dict.fromkeys(found, "") | marked


def test_asking_otherwise_changes_those_notes_alone(
    anki: Anki, bank_from: Callable[..., Path]
) -> None:
    """Learners would lose what they wrote on cards that ask as before, or histories."""
    anki.take(deck(bank_from(RECALL)))
    before = anki.histories()
    otherwise = "anki: {options: folded, typing: short}\n" + RECALL
    log = anki.take(deck(bank_from(otherwise), now=NOW + 60))
    assert (len(log.new), len(log.updated), len(log.duplicate)) == (0, 2, 4)
    assert anki.histories() == before
    assert not anki.col.get_empty_cards().notes
    assert "[[type:" not in anki.shown("words").question_text
    assert "[[type:" in anki.shown("word").question_text


def test_a_deck_tells_what_it_is(anki: Anki, bank_from: Callable[..., Path]) -> None:
    """Learners would meet a deck without a word on where it comes from."""
    anki.take(deck(bank_from("anki: {description: 'Bees & honey, by <us>.'}\n" + RECALL)))
    assert anki.col.decks.by_name("Test bank")["desc"] == "Bees &amp; honey, by &lt;us&gt;."
