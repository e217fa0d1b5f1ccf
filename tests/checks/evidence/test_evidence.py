"""Evidence: quotes are proved by the fingerprint alone, and to the character with the text."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.checks.evidence.normal import normal, paragraphs, windows, words
from quizgen.checks.evidence.records import dump_record, make_record, read_record
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import Cited, evidence_text, place_text, proved_evidence_text
from quizgen.problems import QuizgenError
from quizgen.release.lock import merged, read_lock
from tests.helpers import NOW

SOURCE = """The quick brown fox jumps over the lazy dog near the river bank.

It’s a “rules-based” order – so they say… in 2024.

A third paragraph tells of ten bilateral meetings with fellow leaders."""


@pytest.fixture
def cite(bank_from: Callable[..., Path]) -> Callable[..., Report]:
    """Check one item that cites a quote of the source above."""

    def run(evidence: str, *, text: bool = False) -> Report:
        quoted = evidence if evidence.startswith("{") else f"'{evidence}'"
        folder = bank_from(
            f"sources: {{s: src}}\ndefaults: {{source: s}}\nquestions:\n  - {{id: q, question: x, answer: y, evidence: {quoted}}}\n"
        )
        seeds = Path("seeds")
        seeds.mkdir(exist_ok=True)
        (seeds / "src.yaml").write_text(
            dump_record(make_record("src", SOURCE, {"title": "Source"})), "utf-8"
        )
        if text:
            (seeds / "src.txt").write_text(SOURCE, "utf-8")
        return check(folder)

    return run


def test_what_is_retired_is_not_judged(
    bank_from: Callable[..., Path], cite: Callable[..., Report]
) -> None:
    """What nobody is asked any more would keep a bank from being clean, or count as proof."""
    cite("p1: the lazy dog near")
    folder = bank_from(
        "sources: {s: src}\ndefaults: {source: s, status: retired}\nquestions:\n"
        '  - {id: q, question: Who?, answer: Ada Lovelace, evidence: "p1: the lazy dog near"}\n'
        '  - {id: r, question: x, answer: y, evidence: "p1: a cat that is not there"}\n'
        "  - {id: t, question: x, answer: z}\n"
    )
    report = check(folder, require_evidence=True)
    assert [p.code for p in report.problems if p.level != "info"] == []
    assert set(report.checked.proofs.values()) == {0}
    assert set(report.checked.citations) == {"q"}  # so its card stays as it was
    assert report.checked.items == {}


def found(report: Report) -> list[str]:
    """Give the problems of evidence."""
    return [p.code for p in report.problems if p.item == "q"]


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(
    "evidence",
    [
        "p1: quick brown fox",
        'p2: a "rules-based" order - so they say...',
        "p2: It''s a “rules",
        "p3: A third paragraph [...] with fellow leaders.",
        "{source: s, paragraph: 1, quote: near the river bank}",
    ],
)
def test_a_true_quote_is_proved(cite: Callable[..., Report], evidence: str, text: bool) -> None:
    """A quote that stands in the source would be refused."""
    report = cite(evidence, text=text)
    assert report.ok, report.problems
    how = "verbatim" if text else "parts" if "[...]" in evidence else "words"
    assert report.checked.proofs == {"verbatim": 0, "words": 0, "parts": 0, "failed": 0, how: 1}


@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ("p1: quick brown cat", "quote-not-in-source"),
        ("p2: quick brown fox", "quote-in-other-paragraph"),
        ("p9: quick brown fox", "quote-in-other-paragraph"),
        ("p1: brown fox", "quote-too-short"),
        ("p1: " + "the quick brown fox " * 7, "quote-too-long"),
        ("p1: fox brown quick", "quote-not-in-source"),
        ("p1: quick Brown fox", "quote-not-in-source"),
        ("p1: quick brown fox jumps [...] brown fox jumps over", "quote-not-in-source"),
        ("p1: quick brown fox [...] lazy dog", "quote-too-short"),
    ],
)
def test_a_false_quote_is_refused(
    cite: Callable[..., Report], evidence: str, code: str, text: bool
) -> None:
    """A changed word or a wrong paragraph would be printed as proved."""
    report = cite(evidence, text=text)
    assert found(report) == [code]
    assert not report.ok
    assert report.checked.citations == {}


GAPS = {
    "en": {
        "Seoul has not directly fed the war but has supplied shells to allies.": "Seoul has not [...] supplied shells to",
        "The envoys met in Grome. The tarn was drained at dawn.": "The envoys met [...] drained at dawn",
        "He said the tarn, which nobody may drain, is very old.": "said the tarn [...] is very old",
        "The old keepers didn't want that the tarn is drained.": "The old keepers [...] tarn is drained",
        "They will come at dawn if the tarn is full of frogs.": "They will come [...] full of frogs",
        "She praised the tarn, although the frogs had left it again.": "praised the tarn [...] left it again",
        "It has no frogs and it has very old keepers.": "It has no [...] very old keepers",
    },
    "de": {
        "Das Land hat zwar geholfen, aber keine Waffen nach Osten geliefert.": "Das Land hat [...] Waffen nach Osten geliefert",
        "Er kommt am Abend, falls das Wetter bis dahin gut bleibt.": "kommt am Abend [...] dahin gut bleibt",
    },
    "fr": {
        "Le vieux pays n'a jamais dit que la guerre était juste.": "Le vieux pays [...] la guerre était juste",
        "Le roi a dit qu'il n'ira pas au bal de la cour.": "Le roi a dit [...] bal de la cour",
        "Il viendra ce soir s'il ne pleut pas sur la ville.": "Il viendra ce soir [...] sur la ville",
    },
    "es": {
        "El rey dijo que nunca volvería a la casa de campo.": "El rey dijo [...] casa de campo",
        "Vendrá por la tarde a menos que llueva en la ciudad.": "Vendrá por la tarde [...] en la ciudad",
    },
}
FAIR = {
    "en": {
        "Then President Yoon, who visited Mr. Brown’s U.S. ships in No. 2 dock, was en route to it.": "Then President Yoon [...] was en route to it",
    },
    "de": {
        "Der Bund hat am 2. Juli rund z. B. 5 Mio. Euro an das Land gezahlt.": "Der Bund hat [...] an das Land gezahlt",
    },
}
UNSURE = {
    "en": {
        "They did not feed the war, and they sent shells to all.": "did not feed the war [...] shells to all"
    },
    "it": {
        "Il re disse che mai sarebbe tornato nella casa di campo.": "Il re disse [...] casa di campo"
    },
}


@pytest.fixture
def proof_of(bank_from: Callable[..., Path]) -> Callable[..., str]:
    """Give the code of what is wrong with a quote, else how it is proved."""

    def run(lang: str, source: str, quote: str, *, text: bool) -> str:
        bank_from(
            "sources: {s: src}\ndefaults: {source: s}\nquestions:\n"
            f"  - {{id: q, question: x, answer: y, evidence: {json.dumps('p1: ' + quote)}}}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = make_record("src", source, {"title": "S", "language": lang})
        Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
        Path("seeds/src.txt").unlink(missing_ok=True)
        if text:
            Path("seeds/src.txt").write_text(source, "utf-8")
        report = check("bank")
        assert report.checked.items["q"].human
        return next((p.code for p in report.problems if p.level == "error"), _how(report))

    return run


def _how(report: Report) -> str:
    return str(report.checked.items["q"].words)


@pytest.mark.parametrize("lang", GAPS)
def test_a_gap_that_turns_the_meaning(proof_of: Callable[..., str], lang: str) -> None:
    """A quote cut into its opposite would stand on a card, each word of it proved."""
    for source, quote in GAPS[lang].items():
        assert proof_of(lang, source, quote, text=True) == "misleading-gap", quote
        assert proof_of(lang, source, quote, text=False) in {"misleading-gap", "parts"}, quote


def test_a_fair_gap_is_proved_with_the_text_alone(proof_of: Callable[..., str]) -> None:
    """Every gap would be refused, or one that nobody looked into called verified."""
    for lang, cases in FAIR.items():
        for source, quote in cases.items():
            assert proof_of(lang, source, quote, text=True) == "verbatim"
            assert proof_of(lang, source, quote, text=False) == "parts"


def test_a_gap_that_nobody_can_judge(proof_of: Callable[..., str]) -> None:
    """A language without lists, or a negation that reaches over the gap, would pass as proved."""
    for lang, cases in UNSURE.items():
        for source, quote in cases.items():
            assert proof_of(lang, source, quote, text=True) == "parts"


def test_a_gap_is_as_short_as_it_can_be(proof_of: Callable[..., str]) -> None:
    """A fair quote would be refused for words that stand far from it."""
    source = "The old tarn is not red. The old tarn, near Grome, was drained."
    assert proof_of("en", source, "The old tarn [...] Grome, was drained", text=True) == "verbatim"


def test_what_is_verified_is_said_to_teachers_alone() -> None:
    """A key would vouch for words that a quote leaves out, or a wall for any."""
    whole = Cited("one two three", "The Post", "", 3, "en")
    gap = Cited("one two three [...] four five six", "The Post", "", 3, "en")
    assert proved_evidence_text(whole, "en").endswith("The Post, paragraph 3 (words verified)")
    assert proved_evidence_text(gap, "en").endswith("The Post, paragraph 3")
    assert evidence_text(whole, "en").endswith("The Post, paragraph 3")
    assert place_text(whole, "en") == "The Post, paragraph 3"


PARTED = "The old tarn, near Grome, was drained at dawn."
OMITS = "The old tarn [...] was drained at dawn."
TURNED = "The old tarn, though nobody liked it, was drained at dawn."


@pytest.fixture
def parted(bank_from: Callable[..., Path]) -> Callable[..., Report]:
    """Build a bank that quotes a source with a gap where its text is there, then check without."""

    def run(source: str = PARTED, quote: str = OMITS, allow: str = "") -> Report:
        bank_from(
            f"sources: {{s: src}}\ndefaults: {{source: s}}\n{allow}questions:\n  - {{id: q, "
            f"question: Drained when?, answer: at dawn, evidence: {json.dumps('p1: ' + quote)}}}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = make_record("src", source, {"title": "S"})
        Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
        Path("seeds/src.txt").write_text(source, "utf-8")
        build("bank", "out", now=NOW, only=["anki"])
        Path("seeds/src.txt").unlink()
        return check("bank")

    return run


def test_a_build_that_has_the_text_judges_a_gap_for_those_who_lack_it(
    parted: Callable[..., Report],
) -> None:
    """A colleague without the text would be asked again what was looked into already."""
    report = parted()
    assert report.checked.items["q"].words == "words"
    assert not report.checked.items["q"].human
    lock = Path("bank/quizgen.lock")
    line = next(line for line in lock.read_text("utf-8").split("\n") if line.startswith("judged "))
    assert re.fullmatch("judged [0-9a-f]{16} [0-9a-f]{16} fair", line)
    build("bank", "out", now=NOW, only=["anki"], locked=True)  # nothing to add without the text
    lock.write_text(lock.read_text("utf-8").replace(f"{line}\n", ""), "utf-8")
    assert check("bank").checked.items["q"].words == "parts"


def test_a_verdict_falls_with_its_quote_or_its_text(parted: Callable[..., Report]) -> None:
    """A quote that nobody looked into would be called verified by an older one's verdict."""
    parted()
    bank = Path("bank/bank.yaml")
    before = bank.read_text("utf-8")
    shorter = "The old tarn [...] was drained at dawn"
    bank.write_text(before.replace(OMITS, shorter), "utf-8")
    assert check("bank").checked.items["q"].words == "parts"
    bank.write_text(before, "utf-8")
    record = make_record("src", PARTED.replace("near", "by"), {"title": "S"})
    Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
    assert check("bank").checked.items["q"].words == "parts"


def test_a_gap_that_was_found_misleading_stays_so_without_the_text(
    parted: Callable[..., Report],
) -> None:
    """The leave that an author took would hide the flaw from who lacks the text."""
    report = parted(TURNED, allow="allow: {misleading-gap: It was looked into.}\n")
    assert report.checked.items["q"].words == "failed"
    assert report.ok, report.problems  # and the leave is still needed
    lock, _ = read_lock(Path("bank/quizgen.lock").read_text("utf-8"), "lock")
    assert list(lock.judged.values()) == ["misleading"]
    fair = replace(lock, judged=dict.fromkeys(lock.judged, "fair"))
    assert merged(fair, lock).judged == merged(lock, fair).judged == lock.judged


@pytest.mark.parametrize("line", ["judged", "judged 12 34 fair", f"judged {'a' * 16} {'b' * 16} x"])
def test_a_verdict_that_makes_no_sense_is_reported(line: str) -> None:
    """A damaged lock would pass for a sound one."""
    lock, problems = read_lock(f"quizgen-lock 2\n{line}\n", "lock")
    assert [p.code for p in problems] == ["bad-lock"]
    assert not lock.judged


def test_what_a_gap_leaves_out_is_shown(proof_of: Callable[..., str]) -> None:
    """A colleague could not see what the author cut."""
    proof_of("en", PARTED, OMITS, text=True)
    assert check("bank").checked.items["q"].left_out == (", near Grome,",)
    shown = subprocess.run(
        [sys.executable, "-m", "quizgen", "check", "bank", "--evidence"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "  q leaves out: ', near Grome,'\n" in shown.stdout


def test_messages_help(cite: Callable[..., Report]) -> None:
    """The author would have to search the whole source."""
    (moved,) = [p for p in cite("p2: quick brown fox").problems if p.item == "q"]
    assert "paragraph 1, not 2" in moved.message
    (windows_only,) = [
        p for p in cite("p1: over the lazy cat near the river").problems if p.item == "q"
    ]
    assert "paragraph 1 has most of it" in windows_only.help
    (near,) = [
        p for p in cite("p1: the lazy cat near the river", text=True).problems if p.item == "q"
    ]
    assert "paragraph 1" in near.help
    assert "'cat'" in near.help


def test_punctuation_counts_where_the_text_is_there(cite: Callable[..., Report]) -> None:
    """`verbatim` would be said of a quote that isn't."""
    assert found(cite("p1: quick, brown fox", text=True)) == ["quote-not-verbatim"]


def test_a_quote_without_a_paragraph(cite: Callable[..., Report]) -> None:
    """The author would have to count paragraphs."""
    report = cite("ten bilateral meetings")
    assert report.ok
    assert found(report) == ["no-paragraph"]
    assert report.checked.citations["q"][0].paragraph == 3


def test_an_unknown_record(check_text: Callable[..., Report]) -> None:
    """A source nobody recorded would pass as proved."""
    report = check_text("sources: {s: nowhere}\nquestions: [{id: q, question: x, answer: y}]\n")
    assert "unknown-source" in [p.code for p in report.problems]


def test_a_changed_text_is_noticed(cite: Callable[..., Report]) -> None:
    """Quotes would be checked against a text that the record was not made from."""
    cite("p1: quick brown fox")
    Path("seeds/src.txt").write_text(SOURCE.replace("lazy", "eager"), "utf-8")
    assert "source-changed" in [p.code for p in check("bank").problems]


def test_record_round_trip(tmp_path: Path) -> None:
    """A record would not say what it was made from."""
    record = make_record("src", SOURCE, {"title": "A: title", "publisher": "P"})
    (tmp_path / "src.yaml").write_text(dump_record(record), "utf-8")
    again = read_record(tmp_path / "src.yaml")
    assert again.fingerprint == record.fingerprint
    assert (again.title, again.publisher, again.paragraphs, again.sha256) == (
        "A: title",
        "P",
        3,
        record.sha256,
    )
    assert again.text is None


def test_a_broken_record_is_a_sentence(tmp_path: Path) -> None:
    """A broken record would end in a traceback."""
    for content in ("", "[]", "fingerprint: 3", "a: [", "id: x\nfingerprint: [zz]\n"):
        (tmp_path / "r.yaml").write_text(content)
        with pytest.raises(QuizgenError, match="source add"):
            read_record(tmp_path / "r.yaml")


def test_every_sentence_of_the_article(article: str) -> None:
    """Long true sentences would fail, or ones with a word changed would pass."""
    record = make_record("a", article, {})
    sentences = 0
    for index, paragraph in enumerate(paragraphs(article)):
        for sentence in re.split(r"(?<=[.!?]) ", paragraph):
            found = words(sentence)
            if len(found) < 6:
                continue
            sentences += 1
            assert set(windows(found)) <= record.fingerprint[index]
            for place in (1, len(found) // 2, len(found) - 2):
                changed = [*found[:place], "Tokyoite", *found[place + 1 :]]
                assert not set(windows(changed)) <= record.fingerprint[index]
    assert sentences > 50


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_normal_form_is_stable(text: str) -> None:
    """A text would differ from itself after one more pass."""
    assert normal(normal(text)) == normal(text)


def test_paragraphs_by_blank_lines_or_lines() -> None:
    """Every citation would point at another paragraph."""
    assert paragraphs("a b\nc\n\nd\n") == ["a b c", "d"]
    assert paragraphs("a\r\nb\r\n") == ["a", "b"]
