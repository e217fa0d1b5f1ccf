"""Banks of our own, English and German: flawless ones, and ones planted for a trick.

A flawless item asks about a made-up trade: its options are of one form, and its key is chosen at
random among them. A plant changes options or stems so that one trick finds the key, and leaves
the rest as chance has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from quizgen.bank.syntax.format import option_id
from quizgen.model import Item, Option, SingleChoice, TrueFalse
from quizgen.problems import Where


@dataclass
class Draft:
    """An item that is being written."""

    lang: str
    stem: str
    options: list[str]
    key: int
    others: list[str] = field(default_factory=list)
    """Stems of items that stand beside it."""

    def item(self, id: str) -> SingleChoice:
        options = tuple(Option(option_id(text), text) for text in self.options)
        where = Where(id)
        return SingleChoice(
            id=id, where=where, stem=self.stem, options=options, key=options[self.key].id
        )


@dataclass(frozen=True)
class Texts:
    """What the items of a language are made of."""

    stems: Sequence[str]
    subjects: Sequence[str]
    verbs: Sequence[str]
    objects: Sequence[str]
    ends: Sequence[str]
    nouns: Sequence[str]
    names: Sequence[str]
    phrase: str
    hedges: Sequence[str]
    plain: Sequence[str]
    absolutes: Sequence[str]
    longer: Sequence[str]
    odd: Sequence[str]
    echo: Sequence[str]
    told: str
    office: str
    numbers: str
    statement: str


ENGLISH = Texts(
    stems=(
        "What does the {} do at the end of the season?",
        "Why was the {} so important for the town?",
        "Which task falls to the {} in a large workshop?",
        "How did the {} change the market after 1850?",
        "What is expected of the {} by the guild?",
    ),
    subjects=(
        "glassblower harbourmaster bookbinder lighthouse tannery watermill printer weaver brewery "
        "surveyor beekeeper foundry quarry ferryman cooper saddler ropemaker miller potter founder "
        "ironmonger vintner shipwright locksmith basketmaker thatcher stonemason candlemaker dyer "
        "clockmaker engraver tinsmith carter chandler farrier fuller glover joiner nailer plumber"
    ).split(),
    verbs=(
        "cools mends counts stores sorts dries weighs cleans moves heats binds cuts paints marks "
        "joins rolls lifts tests fills packs"
    ).split(),
    objects=(
        "raw wool,copper sheets,oak barrels,wet clay,old nets,thin leather,small coins,heavy stones,"
        "fresh hops,iron bars,paper rolls,coloured glass,broken tools,grain sacks,wax blocks,"
        "linen thread,salt crates,lamp oil,silver wire,birch bark"
    ).split(","),
    ends=(
        "before dawn,in the yard,for the owner,with hot steam,by the river,on the upper floor,"
        "near the gate,after a frost,in shallow tubs,under the roof,with a wooden comb,"
        "for the next voyage"
    ).split(","),
    nouns=(
        "The Copper Act,The Harbour Charter,The Salt Treaty,The Weavers' Pact,The River Accord,"
        "The Mill Statute,The Guild Reform,The Bridge Toll,The Market Edict,The Forest Law,"
        "The Timber Levy,The Coal Duty"
    ).split(","),
    names=(
        "Agnes Varley,Tobias Crane,Miriam Holt,Edwin Pell,Clara Stroud,Jonas Wick,Hester Lyle,"
        "Rufus Ames,Sylvia Dorn,Percy Galt,Ida Renshaw,Hugo Marl,Nora Finch,Otto Brandt,Lena Voss,"
        "Karl Imhof,Ruth Ebner,Paul Zorn,Anna Kessel,Max Lindt"
    ).split(","),
    phrase="It {} {} {}",
    hedges=("usually", "often", "typically", "generally", "mostly", "in part"),
    plain=("quickly", "slowly", "neatly", "silently", "carefully", "at night"),
    absolutes=("always", "never", "only", "completely", "invariably"),
    longer=(
        ", so that nothing of it is lost on the long way to the coast",
        ", which the older members of the house had asked for many times",
        " and hands what is left over to the poor of the parish",
    ),
    odd=("Cooling {o}", "the {o}", "{o}", "To cool {o} (twice)"),
    echo=("It serves the {s} {e}", "It helps each {s} {e}", "It shows the {s} {e}"),
    told="{name}, who wrote about the {s}, was born by the sea. In which town?",
    office="Who wrote about the {s}?",
    numbers="How many workers did the {s} have in 1870?",
    statement="The {s} {a}{v} {o} {e}.",
)
GERMAN = Texts(
    stems=(
        "Was geschieht am Ende der Saison in der {}?",
        "Warum war die {} für die Stadt so wichtig?",
        "Welche Aufgabe hat die {} in einem großen Betrieb?",
        "Wie veränderte die {} den Markt nach 1850?",
        "Was verlangt die Zunft von der {}?",
    ),
    subjects=(
        "Glashütte Hafenmeisterei Buchbinderei Gerberei Wassermühle Druckerei Weberei Brauerei "
        "Imkerei Gießerei Ziegelei Fähre Böttcherei Sattlerei Seilerei Töpferei Färberei Schmiede "
        "Kellerei Werft Schlosserei Korbflechterei Steinmetzhütte Kerzenfabrik Uhrmacherei Walkerei "
        "Molkerei Bäckerei Gärtnerei Spinnerei Käserei Saline Sägemühle Papiermühle Kupferhütte "
        "Zuckerfabrik Räucherei Konditorei Kürschnerei Nagelfabrik"
    ).split(),
    verbs=(
        "kühlt flickt zählt lagert sortiert trocknet wiegt reinigt bewegt erhitzt bindet schneidet "
        "bemalt markiert verbindet rollt hebt prüft füllt verpackt"
    ).split(),
    objects=(
        "rohe Wolle,Kupferbleche,Eichenfässer,nassen Ton,alte Netze,dünnes Leder,kleine Münzen,"
        "schwere Steine,frischen Hopfen,Eisenstangen,Papierrollen,buntes Glas,kaputte Werkzeuge,"
        "Getreidesäcke,Wachsblöcke,Leinengarn,Salzkisten,Lampenöl,Silberdraht,Birkenrinde"
    ).split(","),
    ends=(
        "vor dem Morgen,auf dem Hof,für den Besitzer,mit heißem Dampf,am Fluss,im Obergeschoss,"
        "beim Tor,nach dem Frost,in flachen Wannen,unter dem Dach,mit einem Holzkamm,"
        "für die nächste Reise"
    ).split(","),
    nouns=(
        "Das Kupfergesetz,Die Hafenordnung,Der Salzvertrag,Das Weberbündnis,Die Flussakte,"
        "Das Mühlenrecht,Die Zunftreform,Der Brückenzoll,Das Marktedikt,Die Forstordnung,"
        "Die Holzabgabe,Die Kohlensteuer"
    ).split(","),
    names=ENGLISH.names,
    phrase="Sie {} {} {}",
    hedges=("meist", "häufig", "in der Regel", "gewöhnlich", "oft", "teilweise"),
    plain=("schnell", "langsam", "sorgsam", "leise", "gründlich", "bei Nacht"),
    absolutes=("immer", "niemals", "nur", "ausschließlich", "stets"),
    longer=(
        ", sodass auf dem weiten Weg bis an die Küste nichts davon verloren geht",
        ", worum die älteren Mitglieder des Hauses schon lange gebeten hatten",
        " und gibt den Armen der Gemeinde, was davon am Abend übrig bleibt",
    ),
    odd=("Kühlen: {o}", "die {o}", "{o}", "Um {o} zu kühlen (zweimal)"),
    echo=("Sie dient der {s} {e}", "Sie hilft jeder {s} {e}", "Sie zeigt der {s} {e}"),
    told="{name} schrieb über die {s} und wurde am Meer geboren. In welcher Stadt?",
    office="Wer schrieb über die {s}?",
    numbers="Wie viele Arbeiter hatte die {s} im Jahr 1870?",
    statement="Die {s} {v} {a}{o} {e}.",
)
TEXTS: Mapping[str, Texts] = {"en": ENGLISH, "de": GERMAN}


class Writer:
    """Writes items of a language, by a seed."""

    def __init__(self, lang: str, seed: int, options: int = 4) -> None:
        self.lang = lang
        self.texts = TEXTS[lang]
        self.random = Random(f"{lang}-{seed}")
        self.count = options

    def phrases(self, count: int) -> list[str]:
        """Give options of one form, of different words and lengths."""
        texts, pick = self.texts, self.random
        parts = zip(
            pick.sample(texts.verbs, count),
            pick.sample(texts.objects, count),
            pick.sample(texts.ends, count),
            strict=True,
        )
        return [texts.phrase.format(*part) for part in parts]

    def draft(self, number: int) -> Draft:
        """Write a flawless item."""
        texts, pick = self.texts, self.random
        subject = texts.subjects[number % len(texts.subjects)]
        stem = pick.choice(texts.stems).format(subject)
        kind = pick.random()
        if kind < 0.6:
            options = self.phrases(self.count)
        elif kind < 0.8:
            stem = texts.office.format(s=subject)
            options = pick.sample(texts.names, self.count)
        else:
            options = pick.sample(texts.nouns, self.count)
        return Draft(self.lang, f"{stem} ({number})", options, pick.randrange(self.count))


Plant = Callable[[Writer, int], Draft]


def flawless(writer: Writer, number: int) -> Draft:
    return writer.draft(number)


def _phrased(writer: Writer, number: int) -> Draft:
    draft = writer.draft(number)
    draft.options = writer.phrases(writer.count)
    return draft


def longest(writer: Writer, number: int) -> Draft:
    draft = _phrased(writer, number)
    draft.options[draft.key] += writer.random.choice(writer.texts.longer)
    return draft


def shortest(writer: Writer, number: int) -> Draft:
    draft = _phrased(writer, number)
    for place in range(len(draft.options)):
        if place != draft.key:
            draft.options[place] += writer.random.choice(writer.texts.longer)
    return draft


def stem_words(writer: Writer, number: int) -> Draft:
    draft, texts = _phrased(writer, number), writer.texts
    subject = texts.subjects[number % len(texts.subjects)]
    echo = writer.random.choice(texts.echo)
    draft.options[draft.key] = echo.format(s=subject, e=writer.random.choice(texts.ends))
    return draft


def option_words(writer: Writer, number: int) -> Draft:
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    verbs, objects, ends = (pick.sample(x, 4) for x in (texts.verbs, texts.objects, texts.ends))
    parts = [[verbs[0], objects[0], ends[0]] for _ in range(4)]
    others = [place for place in range(4) if place != draft.key]
    for place, part, values in zip(others, range(3), (verbs, objects, ends), strict=True):
        parts[place][part] = values[1]
        parts[place][(part + 1) % 3] = (verbs, objects, ends)[(part + 1) % 3][2]
    draft.options = [texts.phrase.format(*part) for part in parts]
    return draft


def odd_one_out(writer: Writer, number: int) -> Draft:
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    draft.options[draft.key] = pick.choice(texts.odd).format(o=pick.choice(texts.objects))
    return draft


def hedged(writer: Writer, number: int) -> Draft:
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    for place, text in enumerate(draft.options):
        first, verb, rest = text.split(" ", 2)
        word = pick.choice(texts.hedges if place == draft.key else texts.plain)
        draft.options[place] = (
            f"{first} {word} {verb} {rest}"
            if writer.lang == "en"
            else f"{first} {verb} {word} {rest}"
        )
    return draft


def no_absolutes(writer: Writer, number: int) -> Draft:
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    for place, text in enumerate(draft.options):
        first, verb, rest = text.split(" ", 2)
        word = pick.choice(texts.plain if place == draft.key else texts.absolutes)
        draft.options[place] = f"{first} {verb} {word} {rest}"
    return draft


def neighbour(writer: Writer, number: int) -> Draft:
    """Write an item whose answer the stem of the next one prints."""
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    subject = texts.subjects[number % len(texts.subjects)]
    draft.stem = texts.office.format(s=subject)
    draft.options = pick.sample(texts.names, 4)
    draft.others = [texts.told.format(s=subject, name=draft.options[draft.key])]
    return draft


def middle_number(writer: Writer, number: int) -> Draft:
    draft, texts, pick = _phrased(writer, number), writer.texts, writer.random
    draft.stem = texts.numbers.format(s=texts.subjects[number % len(texts.subjects)])
    middle = pick.randrange(40, 90)
    numbers = [middle, middle - pick.randrange(5, 30), middle + pick.randrange(5, 30)]
    draft.options = [str(n) for n in sorted(numbers)]
    pick.shuffle(draft.options)
    draft.key = draft.options.index(str(middle))
    return draft


_VOWELS = ("anvil", "awning", "oven", "urn", "oar", "axle", "inkwell", "apron", "adze", "easel")
_CONSONANTS = ("ladle", "hammer", "kettle", "barrow", "spindle", "trowel", "bellows", "chisel")
_FEMININE = ("Pressung", "Heizung", "Reinigung", "Abteilung", "Leitung", "Mischung", "Funktion")
_NEUTER = ("Fläschchen", "Instrument", "Rädchen", "Fundament", "Kästchen", "Pergament", "Element")


def grammar(writer: Writer, number: int) -> Draft:
    draft, pick = _phrased(writer, number), writer.random
    subject = writer.texts.subjects[number % len(writer.texts.subjects)]
    english = writer.lang == "en"
    draft.stem = (
        f"The {subject} works with an" if english else f"Wichtig für die {subject} ist eine"
    )
    right, wrong = (_VOWELS, _CONSONANTS) if english else (_FEMININE, _NEUTER)
    draft.options = pick.sample(wrong, 4)
    draft.options[draft.key] = pick.choice(right)
    return draft


PLANTS: Mapping[str, Plant] = {
    "longest": longest,
    "shortest": shortest,
    "stem-words": stem_words,
    "option-words": option_words,
    "odd-one-out": odd_one_out,
    "hedged": hedged,
    "no-absolutes": no_absolutes,
    "grammar": grammar,
    "middle-number": middle_number,
    "neighbour": neighbour,
}
WARNED = ("longest", "stem-words", "odd-one-out", "hedged", "neighbour")
"""The plants on which the combination must warn."""


def bank_of(plant: Plant, lang: str, count: int = 40, seed: int = 1) -> list[Item]:
    """Write the items of a planted bank."""
    writer = Writer(lang, seed)
    drafts = [plant(writer, number) for number in range(count)]
    tellers = [stem for draft in drafts for stem in draft.others]
    items: list[Item] = [draft.item(f"q{n}") for n, draft in enumerate(drafts)]
    return [*items, *(_teller(n, stem) for n, stem in enumerate(tellers))]


def _teller(number: int, stem: str) -> Item:
    from quizgen.model import ShortAnswer

    return ShortAnswer(id=f"t{number}", where=Where(f"t{number}"), stem=stem, answer="Ulm")


def statements(
    lang: str, count: int = 40, seed: int = 1, *, lopsided: bool | None = True
) -> list[Item]:
    """Write statements: nearly all true; or those with an absolute word false; or by lot (None)."""
    writer = Writer(lang, seed)
    return list(_statements(writer, count, lopsided=lopsided))


def _statements(writer: Writer, count: int, *, lopsided: bool | None) -> Iterator[Item]:
    texts, pick = writer.texts, writer.random
    for number in range(count):
        answer = pick.random() < (0.9 if lopsided else 0.5)
        planted = not answer if lopsided is False else lopsided is None and pick.random() < 0.3
        absolute = pick.choice(texts.absolutes) + " " if planted else ""
        parts = {"v": pick.choice(texts.verbs), "o": pick.choice(texts.objects)}
        stem = texts.statement.format(
            s=texts.subjects[number % len(texts.subjects)],
            a=absolute,
            e=pick.choice(texts.ends),
            **parts,
        )
        yield TrueFalse(id=f"s{number}", where=Where(f"s{number}"), stem=stem, answer=answer)


def pools(lang: str, seed: int = 1) -> list[Item]:
    """Write pools in which, one after the other, a single option is left over."""
    writer = Writer(lang, seed)
    texts, pick = writer.texts, writer.random
    items: list[Item] = []
    for number in range(8):
        subject = texts.subjects[number]
        names = pick.sample(texts.names, 5)
        # The last name stands in one question alone, the one before in that and one more...
        for place, name in enumerate(names):
            offered = names[: max(place + 1, 2)]
            options = [f"{first} ({number})" for first in offered]
            pick.shuffle(options)
            key = options.index(f"{name} ({number})")
            stem = f"{texts.office.format(s=subject)} ({place + 1})"
            items.append(Draft(writer.lang, stem, options, key).item(f"p{number}-{place}"))
    return items
