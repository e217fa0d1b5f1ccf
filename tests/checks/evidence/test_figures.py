"""Numbers are proved whole: a part of one, another unit or an unclear notation is a human's."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.figures import figures, tidied
from quizgen.checks.evidence.records import dump_record, make_record
from quizgen.pipeline.check import check

Verdict = Callable[..., str]


@pytest.fixture
def verdict(bank_from: Callable[..., Path]) -> Verdict:
    """Say what a check makes of an answer: `verified`, `human` or `refused`."""

    def run(case: tuple[str, str, str], answer: str, *, text: bool, stem: str = "What?") -> str:
        lang, source, quote = case
        bank_from(
            f"lang: {lang}\nsources: {{s: src}}\ndefaults: {{source: s}}\nquestions:\n"
            f"  - id: q\n    question: {stem}\n    answer: {answer}\n"
            f"    evidence: {json.dumps('p1: ' + quote, ensure_ascii=False)}\n"
        )
        Path("seeds").mkdir(exist_ok=True)
        record = dump_record(make_record("src", source, {"title": "S", "language": lang}))
        Path("seeds/src.yaml").write_text(record, "utf-8")
        Path("seeds/src.txt").unlink(missing_ok=True)
        if text:
            Path("seeds/src.txt").write_text(source, "utf-8")
        report = check("bank")
        if any(problem.level == "error" for problem in report.problems):
            return "refused"
        return "human" if report.checked.items["q"].human else "verified"

    return run


ENERGY_DE = ("de", "Der Brennwert beträgt 57,3 kJ pro Gramm.", "beträgt 57,3 kJ pro Gramm")
TOWN_DE = ("de", "In der Stadt leben 20.000 Menschen am Fluss.", "Stadt leben 20.000 Menschen")
MONEY_DE = ("de", "Der Bau kostete 5 Mio. Euro im Jahr.", "Bau kostete 5 Mio. Euro im")
BORN_DE = ("de", "Er wurde am 2. Juli geboren.", "wurde am 2. Juli")
TIME_DE = ("de", "Es begann um 19.30 Uhr am Abend.", "begann um 19.30 Uhr am")
TWELVE_DE = ("de", "Es waren zwölf Kinder im Haus.", "Es waren zwölf Kinder im")
TOWN_FR = ("fr", "La ville compte 20 000 habitants.", "ville compte 20 000 habitants")
BORN_FR = ("fr", "Il est né le 2 juillet 1909 à Paris.", "né le 2 juillet 1909 à")
WORDS_FR = ("fr", "Il y avait vingt-deux enfants hier.", "avait vingt-deux enfants")
WORDS_ES = ("es", "Había treinta y dos niños en casa.", "Había treinta y dos niños en")
ONCE_ES = ("es", "Había once personas en casa.", "Había once personas en")
SUM_ES = ("es", "Hay 1.234,56 euros en la caja.", "Hay 1.234,56 euros en")
SUM_IT = ("it", "Hanno 16 milioni di euro in banca.", "Hanno 16 milioni di euro")
BORN_PL = ("pl", "Urodził się 2 lipca 1909 roku.", "się 2 lipca 1909 roku")
ENERGY = ("en", "The energy was 57.3 kJ per gram.", "energy was 57.3 kJ per")
TOWN = ("en", "The town has 20,000 people by the river.", "town has 20,000 people")
CUT = ("en", "The town has 20,000 people by the river.", "The town has 20")
TAIL = ("en", "The town has 20,000 people by the river.", "000 people by the")
COLD = ("en", "It fell to −92.4 degrees that night.", "fell to −92.4 degrees that")
BELOW = ("en", "It fell to 5 degrees below zero there.", "fell to 5 degrees below zero")
SUM = ("en", "It cost 1.5 million dollars to build.", "cost 1.5 million dollars to")
SHARE = ("en", "In all 16 % of pupils passed it.", "all 16 % of pupils")
RANGE = ("en", "It takes 3–5 days to heal.", "takes 3–5 days to")
FROM_TO = ("en", "It takes from three to five days.", "takes from three to five days")
HALF = ("en", "About 1/2 of it is gone now.", "About 1/2 of it")
RAISED = ("en", "It has 10³ people in it.", "It has 10³ people")
WARM = ("en", "The water was 20 °C warm then.", "water was 20 °C warm")
PAID = ("en", "They paid $5 for it then.", "They paid $5 for it")
BANKED = ("en", "They earned $5bn last year.", "They earned $5bn last year")
CLOCK = ("en", "It leaves at 7:45 every day.", "leaves at 7:45 every day")
BORN = ("en", "He was born on 2 July 1909 in Paris.", "born on 2 July 1909 in")
NAMED = ("en", "Since COVID-19 came they left.", "Since COVID-19 came they")
CENTURY = ("en", "It was the 16th century of kings.", "was the 16th century of")
WAR = ("en", "They fought in World War II then.", "fought in World War II then")

JUDGED = {
    ENERGY_DE: ("57.3", "57", "3", "57.3 MJ", '"57,3 MJ"'),
    TOWN_DE: ("20", "20000", "20.000", "20.000 Tiere"),
    MONEY_DE: ("5", "5000000", "5 Mio. Dollar"),
    BORN_DE: ("2. Juni", "2"),
    TIME_DE: ("19", "30"),
    TWELVE_DE: ("12",),
    TOWN_FR: ("20", "20000"),
    BORN_FR: ("2", "2 juin"),
    WORDS_FR: ("22", "20", "vingt", "deux"),
    WORDS_ES: ("32", "30", "treinta"),
    ONCE_ES: ("1", "11"),
    SUM_ES: ("1", "56", "1234.56"),
    SUM_IT: ("16", "16000000", "16 miliardi"),
    BORN_PL: ("2", "2 czerwca"),
    ENERGY: ("57.3 MJ", "57.3"),
    TOWN: ("20", "20,000 cows"),
    CUT: ("20", "20000"),
    TAIL: ("0",),
    COLD: ("92.4", "92.4 degrees"),
    BELOW: ("5", "-5"),
    SUM: ("1.5", "1.5 million", "1.5 million euros"),
    SHARE: ("16", "16 pupils"),
    RANGE: ("3", "5"),
    FROM_TO: ("3", "5"),
    HALF: ("1", "2", "0.5"),
    RAISED: ("103", "10", "1000"),
    WARM: ("20", "20 °F"),
    PAID: ("5", "€5"),
    BANKED: ("5", "5 billion"),
    CLOCK: ("7", "45"),
    BORN: ("2",),
    NAMED: ("19",),
    CENTURY: ("16",),
    WAR: ("2",),
}


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("case", JUDGED)
def test_a_part_of_a_number_proves_nothing(
    verdict: Verdict, case: tuple[str, str, str], text: bool
) -> None:
    """A wrong number would be called verified, or a right one in another notation refused."""
    found = {answer: verdict(case, answer, text=text) for answer in JUDGED[case]}
    assert found == dict.fromkeys(JUDGED[case], "human")


VERIFIED = {
    ENERGY_DE: ('"57,3 kJ"',),
    TOWN_DE: ("20.000 Menschen",),
    MONEY_DE: ("5 Mio. Euro",),
    BORN_DE: ("2. Juli", "Juli"),
    TIME_DE: ("19.30 Uhr",),
    TWELVE_DE: ("zwölf", "zwölf Kinder"),
    TOWN_FR: ("20 000 habitants",),
    BORN_FR: ("2 juillet", "1909", "2 juillet 1909"),
    WORDS_FR: ("vingt-deux",),
    WORDS_ES: ("treinta y dos",),
    SUM_IT: ("16 milioni",),
    BORN_PL: ("2 lipca",),
    ENERGY: ("57.3 kJ", "57.3 kilojoules"),
    TOWN: ("20000", '"20,000"', '"20,000 people"'),
    COLD: ("-92.4 degrees",),
    SUM: ("1.5 million dollars", "$1.5 million"),
    SHARE: ("16%", "16 percent"),
    RANGE: ("3-5 days",),
    HALF: ("1/2", "half"),
    WARM: ("20 °C",),
    PAID: ("$5", "5 dollars"),
    CLOCK: ('"7:45"',),
    BORN: ("2 July", "July 1909", '"July 2, 1909"', "1909", "July"),
    NAMED: ("COVID-19",),
    CENTURY: ("16th century", "the sixteenth century"),
}


@pytest.mark.parametrize("case", VERIFIED)
def test_a_whole_number_is_proved(verdict: Verdict, case: tuple[str, str, str]) -> None:
    """What stands in the source would be left to a human."""
    found = {answer: verdict(case, answer, text=True) for answer in VERIFIED[case]}
    assert found == dict.fromkeys(VERIFIED[case], "verified")


REFUSED = {
    ENERGY_DE: ("99",),
    BORN: ("2 June", "2 July 1910"),
    TOWN: ("21,000 people",),
    ENERGY: ("57.9 kJ",),
}


@pytest.mark.parametrize("case", REFUSED)
def test_another_number_is_refused(verdict: Verdict, case: tuple[str, str, str]) -> None:
    """A plainly wrong answer would pass with a note."""
    found = {a: verdict(case, json.dumps(a), text=True) for a in REFUSED[case]}
    assert found == dict.fromkeys(REFUSED[case], "refused")


def test_the_question_may_name_the_unit(verdict: Verdict) -> None:
    """Every numeric item would need its unit twice."""
    assert verdict(ENERGY, "57.3", text=True, stem="How many kJ?") == "verified"
    assert verdict(ENERGY, "57.3", text=True, stem="How many MJ?") == "human"
    assert verdict(SHARE, "16", text=True, stem="What percent?") == "verified"
    assert verdict(SHARE, "16\n    unit: '%'", text=True) == "verified"
    assert verdict(CENTURY, "the 16th", text=True, stem="Which century?") == "verified"


SEEN = {
    "as many as ten elders met": ("10", "verified"),
    "of the 32-member fask they": ("32", "verified"),
    "met in Britain in 2023": ("2023", "verified"),
    "out of 16 of pupils": ("16", "human"),
    "fell to 92 degrees there": ("92", "human"),
    "the town has 20": ("20", "human"),
    "300 people by the": ("300", "human"),
}


@pytest.mark.parametrize("quote", SEEN)
def test_a_record_hides_signs(verdict: Verdict, quote: str) -> None:
    """A minus, a percent sign or thousands that the record can't show would be passed over."""
    answer, wanted = SEEN[quote]
    assert verdict(("en", f"Now {quote} again.", quote), answer, text=False) == wanted


def test_a_record_knows_a_longer_number(verdict: Verdict) -> None:
    """The end of `twenty-two` or of `2.16` would be taken for the whole."""
    for source, quote, answer in (
        ("Some twenty-two people met there.", "two people met", "2"),
        ("Some 2.16 areas met there.", "16 areas met", "16"),
    ):
        assert verdict(("en", source, quote), answer, text=False) == "human"
        assert verdict(("en", source, quote), answer, text=True) == "human"


def test_words_of_two_quotes_are_not_neighbours(bank_from: Callable[..., Path]) -> None:
    """Two halves of an answer that stand far apart would prove it."""
    bank_from(
        "sources: {s: src}\ndefaults: {source: s}\nquestions:\n"
        "  - {id: q, question: What?, answer: old tarn stands here,"
        " evidence: ['p1: The old tarn', 'p1: stands here now']}\n"
    )
    Path("seeds").mkdir()
    record = make_record("src", "The old tarn. What stands here now?", {"title": "S"})
    Path("seeds/src.yaml").write_text(dump_record(record), "utf-8")
    assert check("bank").checked.items["q"].human


FOUND = {
    "½ of 5½": ["1/2", "5 1/2"],
    "٣ and ３": ["3", "3"],
    "on 16 May he may": ["16-5-0"],
    "16 may go": ["16"],
    "C3PO, F-16, CO₂": ["c3", "f-16"],
    "two and a half years": ["2", "1/2"],
    "—5 left": ["5"],
}


@pytest.mark.parametrize("text", FOUND)
def test_figures(text: str) -> None:
    """A number in other signs would not be seen."""
    assert [figure.raw for figure in figures(text, "en")] == FOUND[text]


def test_every_text_is_walked_to_its_end() -> None:
    """Digits and signs without end would stop the check."""
    for text in (
        "1" * 100_000,
        "1.1" * 20_000,
        "-" * 50_000 + "5",
        "five " * 5_000,
        "5 to " * 3_000,
    ):
        assert figures(text, "en") is not None
    assert tidied("10³ – “5”") == '10^3 - "5"'
