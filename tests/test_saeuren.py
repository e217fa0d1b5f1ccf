"""The German bank of chemistry: proved, worth asking, and right in every number."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from math import log10, sqrt
from pathlib import Path

import pytest

from quizgen.model import TYPE_NAMES, Item, Numeric, type_name
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from tests.anki import Anki, deck
from tests.helpers import ROOT, items_of, planned
from tests.outputs.pdf.reading import all_printed, flat

BANK = ROOT / "question_bank" / "saeuren-basen"
TEXT = (ROOT / "seeds" / "saeuren-basen.txt").read_text("utf-8")
KS, KW = 10**-4.75, 1e-14
"""Of acetic acid, and of water at 25 °C."""


@pytest.fixture(scope="module")
def report() -> Report:
    """Check the bank once."""
    return check(BANK)


@pytest.fixture(scope="module")
def items(report: Report) -> dict[str, Item]:
    """Give the bank's items by id."""
    return items_of(report.bank)


def test_it_checks_clean(report: Report) -> None:
    """A teacher of chemistry would be shown a faulty bank as an example."""
    assert [p.message for p in report.problems if p.level != "info"] == []
    assert report.bank is not None
    assert "allow:" not in "".join(p.read_text("utf-8") for p in BANK.glob("*.yaml"))


def test_every_answer_is_proved_or_left_to_a_human_for_a_reason(report: Report) -> None:
    """An answer would be believed that nothing supports."""
    assert report.checked.proofs["failed"] == 0
    assert report.checked.proofs["words"] == report.checked.proofs["parts"] == 0
    for id, proof in report.checked.items.items():
        assert proof.values != "missing", id


def test_it_is_not_passed_by_tricks(report: Report) -> None:
    """Somebody who knows nothing would pass."""
    score = report.tricks
    assert score is not None
    assert score.p >= 0.2


def test_it_asks_for_more_than_recall(items: dict[str, Item]) -> None:
    """The bank would ask for words alone, or lack an item type, an explanation, a reason."""
    assert {type_name(item) for item in items.values()} == set(TYPE_NAMES)
    levels = Counter(item.level for item in items.values())
    assert levels[2] >= len(items) / 3
    assert levels[3] + levels[4] + levels[5] >= len(items) / 4
    assert [i.id for i in items.values() if not i.evidence or not i.explanation] == []
    for item in items.values():
        wrong = [o for o in getattr(item, "options", ()) if o.id not in _keys(item)]
        if (item.level or 0) >= 2:
            assert [o.text for o in wrong if not o.why] == [], item.id


def _keys(item: Item) -> tuple[str, ...]:
    return getattr(item, "keys", ()) or (getattr(item, "key", ""),)


def ph(added: float, *, acid: float = 0.0840, ks: float = KS) -> float:
    """Work out the pH of 20 mL of an acid with so many mL of 0.100 mol/L NaOH, by charges."""
    sodium, whole = 0.100 * added / (20 + added), acid * 20 / (20 + added)
    low, high = 0.0, 14.0
    for _ in range(60):
        here = (low + high) / 2
        oxonium = 10**-here
        if oxonium + sodium > KW / oxonium + whole * ks / (ks + oxonium):
            low = here
        else:
            high = here
    return low


def number(text: str) -> float:
    return float(text.replace(",", "."))


def test_the_table_is_the_chemistry(report: Report) -> None:
    """Pupils would draw conclusions from values that no vinegar has."""
    found = re.findall(r"^(\d+(?:,\d)?) mL Natronlauge: pH (\d+,\d)$", TEXT, re.MULTILINE)
    assert len(found) == 9
    for volume, shown in found:
        assert ph(number(volume)) == pytest.approx(number(shown), abs=0.051), volume
    printed = re.findall(r"^ *\| +(\d+,\d) mL \| +(\d+,\d) \|$", _titration(), re.MULTILINE)
    assert [*map(_numbers, printed)] == [*map(_numbers, found)]


def _numbers(row: tuple[str, str]) -> list[float]:
    return [*map(number, row)]


def _titration() -> str:
    return (BANK / "titration.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "at", "expected"),
    [
        ("titrationskurve.svg", 0, lambda: ph(0)),
        ("titrationskurve.svg", 24, lambda: ph(24)),
        ("zwei-kurven.svg", 28, lambda: ph(28, acid=0.1)),
    ],
)
def test_the_curves_are_the_chemistry(name: str, at: float, expected: object) -> None:
    """A drawn curve would say another thing than the table beside it."""
    drawn = (BANK / name).read_text("utf-8")
    most = {"titrationskurve.svg": 24, "zwei-kurven.svg": 28}[name]
    paths = re.findall(r'<path d="M([\d. L]+)" [^>]*stroke-width="2.4"', drawn)
    assert len(paths) == 1 + (most == 28)
    for path in paths:
        points = [tuple(map(float, pair.split())) for pair in path.split("L")]
        x = 64 + 480 * at / most
        y = min(points, key=lambda point: abs(point[0] - x))[1]
        assert (324 - y) / 308 * 14 == pytest.approx(expected(), abs=0.06)  # type: ignore[operator]


WORKED: dict[str, float] = {
    "ph-von/hcl": -log10(0.001),
    "ph-von/naoh": 14 + log10(0.01),
    "ph-von/eingewogen": 14 + log10(0.40 / 40.0 / 1.0),
    "konzentration/salzsaeure": 0.100 * 15.0 / 25.0,
    "konzentration/schwefelsaeure": 0.100 * 32.0 / 2 / 20.0,
    "waerme-berechnen": 1.0 * 0.050 * 57.3,
    "halb": 16.8 / 2,
    "masse": 0.100 * 16.8 / 20.0 * 100 / 10.0 * 60.05 / 10,
    "essenz": 750 * 5 / 25,
}


def test_every_number_is_worked_out_again(items: dict[str, Item]) -> None:
    """A pupil who calculates right would be marked wrong, or one who does not, right."""
    numbers = {id: item for id, item in items.items() if isinstance(item, Numeric)}
    assert set(numbers) == set(WORKED)
    for id, item in numbers.items():
        assert item.low <= WORKED[id] <= item.high, id
        assert float(item.answer) == pytest.approx(WORKED[id], rel=0.005), id


def test_the_other_numbers_of_the_text_hold() -> None:
    """The chapter would teach a value that no calculation gives."""
    assert ph(0, acid=0.1) == pytest.approx(2.9, abs=0.05)
    assert 1000 * 10 ** -ph(0, acid=0.1) / 0.1 == pytest.approx(13, abs=0.5)
    assert ph(0, acid=0.840) == pytest.approx(2.4, abs=0.05)
    assert [round(ph(0, acid=share * 10 / 60.05), 2) for share in (5, 6)] == [2.42, 2.38]
    assert [round(share * 10 / 60.05 * 20, 1) for share in (5, 6)] == [16.7, 20.0]
    assert pytest.approx(50.4, abs=0.05) == 0.840 * 60.05
    assert ph(17.6) - ph(16.0) > 5
    assert ph(5) > 4.3  # where methyl orange has changed
    assert pytest.approx(0.4) == 0.100 * 40.0 / 10  # per cent of NaOH
    oxonium = 1e-8 / 2 + sqrt(1e-16 / 4 + KW)  # hydrochloric acid of 1e-8 mol/L in water
    assert -log10(oxonium) == pytest.approx(6.98, abs=0.005)
    assert pytest.approx(6.9, abs=0.1) == 1.0 * 0.050 * 57300 / (100 * 4.18)


def test_its_papers_are_german() -> None:
    """Pupils would meet decimal points, or an English word of ours."""
    papers = all_printed(planned(BANK))
    key, form = flat(papers["klassenarbeit-key.pdf"]), flat(papers["klassenarbeit-A.pdf"])
    assert "57,3 kJ" in form
    assert "2,87 kJ" in key
    assert "5,04 g" in key
    assert not re.search(r"\d\.\d", form + key)
    assert "Note" in key
    for word in ("Choose", "Form A", "points", "Score", "Question"):
        assert word not in form + key


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the bank with its source, whose lock a build may write."""
    shutil.copytree(BANK, tmp_path / "bank")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return Path("bank")


@pytest.mark.peer
def test_anki_imports_it_whole(anki: Anki, items: dict[str, Item], copy: Path) -> None:
    """A learner would miss cards, or a formula, or the curve that a question is about."""
    log = anki.take(deck(copy))
    assert len(log.new) == len(items)
    assert set(anki.notes()) == set(items)
    assert r"\ce{CO3^2- + H2O" in anki.shown("wasser-als-saeure").question_text
    about_the_curve = anki.shown("halb").question_text
    assert "Titration von Speiseessig" in about_the_curve
    (picture,) = re.findall(r'<img [^>]*src="([^"]+)"', about_the_curve)
    assert (Path(anki.col.media.dir()) / picture).read_text("utf-8").startswith("<svg")


def test_the_lock_is_committed_and_true(copy: Path) -> None:
    """Every clone would ship the same notes with other times."""
    build(copy, "out", locked=True, only=["anki"])
