"""What is proved, shown to a colleague: as text, as JSON, and as one page beside the source."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Request
from typer.testing import CliRunner, Result

from quizgen.checks.evidence.highlights import spans_of, stretches
from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.cli.app import app
from tests.checks.evidence.test_german_bank import BANK, FOLDER, wrong_bank
from tests.review.screens import axe_source

SOURCE = (FOLDER / "source.txt").read_text("utf-8")
Checked = Callable[..., Result]


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """Run the command on the German bank."""
    monkeypatch.chdir(tmp_path)

    def run(*options: str, bank: str = BANK, text: bool = True) -> Result:
        Path("seeds").mkdir(exist_ok=True)
        about = {"title": "Wasserwerk <1887>", "language": "de", "rights": "frei"}
        record = dump_record(make_record("hollerau", SOURCE, about))
        Path("seeds/hollerau.yaml").write_text(record, "utf-8")
        if text:
            Path("seeds/hollerau.txt").write_text(SOURCE, "utf-8")
        Path("bank.yaml").write_text(bank, "utf-8")
        return CliRunner().invoke(app, ["check", "bank.yaml", *options])

    return run


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


def evidence_of(done: Result) -> dict[str, Any]:
    """Give what the JSON says of the one bank's evidence."""
    found = json.loads(done.stdout)["evidence"][0]
    assert isinstance(found, dict)
    return found


def test_json_has_each_quote_answer_and_value(checked: Checked) -> None:
    """A program would have to guess what was compared, and why a human must judge."""
    found = evidence_of(checked("--evidence", "--format", "json"))
    items = {one["item"]: one for one in found["items"]}
    assert items["kosten"]["answers"] == [
        {
            "text": "1,45 Millionen Mark",
            "how": "value",
            "values": [{"text": "1,45 Millionen Mark", "standing": "proved"}],
            "whole": True,
        }
    ]
    assert items["kosten"]["quotes"][0] == {
        "source": "s",
        "paragraph": 3,
        "quote": "am Ende wurden es 1,45 Millionen Mark",
        "proof": "verbatim",
    }
    assert items["planer"]["answers"][0]["how"] in {"words", "name"}
    reasons = {id: one["reasons"] for id, one in items.items() if "reasons" in one}
    assert reasons == {
        "motoren": ["statement"],
        "leer": ["rubric"],
        "folge": ["order"],
        "verbrauch": ["unclear-value"],
    }
    assert {id for id, one in items.items() if one["human"]} == reasons.keys()
    assert found["paragraphs"]["s"]["3"] == ["planer", "kosten", "wasser-teuer"]
    assert found["untested"]["s"] == [1, 13, 14]


def test_reasons_are_given_wherever_a_human_must_judge(checked: Checked) -> None:
    """The list would call an item open and not say why, or proved while something is left."""
    for bank, text in product((BANK, wrong_bank()[0]), (False, True)):
        done = checked("--evidence", "--format", "json", bank=bank, text=text)
        for one in evidence_of(done)["items"]:
            assert bool(one.get("reasons")) == one["human"], one


def test_text_says_what_is_left_and_what_nothing_asks_about(checked: Checked) -> None:
    """A teacher would not see which paragraphs are never tested."""
    shown = checked("--evidence").stdout
    assert "do the cited words carry the rubric?" in shown
    assert "12 of 15 paragraphs; most often p2 (4 times); untested: 1, 13-14" in shown


def test_a_page_needs_the_name_of_one(checked: Checked) -> None:
    """A bank, or any other file, would be overwritten with a page."""
    assert checked("--out", "bank.yaml").exit_code == 2
    assert Path("bank.yaml").read_text("utf-8") == BANK


def test_the_page_shows_items_beside_their_source(checked: Checked, browser: Browser) -> None:
    """A colleague could not find the cited words, or who cites them; or not read the page at all."""
    assert checked("--out", "shown/evidence.html").exit_code == 0
    axe = axe_source()
    for scheme, width in (("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            bypass_csp=True,
        )
        page = context.new_page()
        asked: list[str] = []
        page.on("request", partial(_note, asked))
        page.goto(Path("shown/evidence.html").absolute().as_uri())
        page.evaluate(axe)
        assert page.evaluate("axe.run(document).then(found => found.violations)") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert len(asked) == 1  # it asks for nothing but itself
        context.close()
    page = browser.new_page()
    page.goto(Path("shown/evidence.html").absolute().as_uri())
    assert page.locator("article").count() == 20
    assert page.locator(".verdict:text-is('for a human')").count() == 4
    dead = "[...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.getElementById(a.hash.slice(1))).length"
    assert page.evaluate(dead) == 0
    page.click("article:has-text('kosten') .quotes a")
    assert page.locator("mark:has(:target)").inner_text() == "am Ende wurden es 1,45 Millionen Mark"
    page.click("mark:has(:target) + sup a")
    assert page.locator("article:target").inner_text().splitlines()[0].split()[1] == "kosten"
    page.check(".only input")
    assert page.locator("article:visible").count() == 4
    assert "Wasserwerk <1887>" in page.inner_text(".sources h3")
    page.close()


def test_without_the_text_paragraphs_stand_by_number(checked: Checked) -> None:
    """The page would be empty where only the record is known, or claim more than was seen."""
    checked("--out", "evidence.html", text=False)
    page = Path("evidence.html").read_text("utf-8")
    assert "Only the record of this source is here" in page
    assert "<mark>am Ende wurden es 1,45 Millionen Mark</mark>" in page
    assert "to the character" not in page
    assert "Sabine Okonkwo" not in page


def test_a_wrong_bank_is_shown_as_wrong(checked: Checked) -> None:
    """A refused item would stand among the proved ones."""
    assert checked("--out", "evidence.html", bank=wrong_bank()[0]).exit_code == 1
    page = Path("evidence.html").read_text("utf-8")
    assert page.count('<span class="verdict">refused</span>') == 20
    assert "answer-number-not-cited" in page


def test_the_same_bank_gives_the_same_page(checked: Checked) -> None:
    """A page under version control would differ every day."""
    for name in ("a.html", "b.html"):
        checked("--out", name)
    assert Path("a.html").read_bytes() == Path("b.html").read_bytes()


@pytest.mark.parametrize(
    ("paragraph", "quote", "marked"),
    [
        ("Er sagte: „Ja – gut“ und\n ging.", '"Ja - gut" und ging', ["„Ja – gut“ und\n ging"]),
        ("Ein Ort von 10³ m²… ja doch", "von 103 m2... ja", ["von 10³ m²… ja"]),
        (
            "Eins zwei drei vier fünf sechs",
            "Eins zwei [...] fünf sechs",
            ["Eins zwei", "fünf sechs"],
        ),
        ("Eins zwei drei", "vier fünf sechs", []),
    ],
)
def test_cited_words_are_found_as_written(paragraph: str, quote: str, marked: list[str]) -> None:
    """Other words than the cited ones would be marked in the source."""
    assert [paragraph[start:end] for start, end in spans_of(paragraph, quote)] == marked


def test_quotes_that_overlap_are_cut_where_they_begin_and_end() -> None:
    """A word would be shown twice, or without one of the items that cite it."""
    cut = stretches("a b c d e f", ["a b c d", "c d e"])
    assert "".join(one.text for one in cut) == "a b c d e f"
    assert [(one.text, one.quotes, one.last) for one in cut] == [
        ("a b ", (0,), ()),
        ("c d", (0, 1), (0,)),
        (" e", (1,), (1,)),
        (" f", (), ()),
    ]
