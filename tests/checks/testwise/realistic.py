"""Choices as teachers write them, in our own words: a stem and four options of one form each.

Which option is right is left open: for a flawless bank it is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from quizgen.bank.syntax.format import option_id
from quizgen.model import Item, Option, SingleChoice
from quizgen.problems import Where

_ENGLISH = """
Why do leaves look green in summer? | They reflect green light | They absorb green light | They store green sugar | They burn blue light
What happens to water when it freezes? | It expands slightly | It shrinks a little | It becomes heavier | It loses its oxygen
Which organ filters the blood? | Kidney | Stomach | Pancreas | Bladder
What did the steam engine make possible? | Mills away from rivers | Ships without sails or crews | Cheaper bread in villages | Letters within the hour
Who gains from a low exchange rate? | Exporters of machines | Tourists going abroad | Importers of coffee | Savers with foreign debts
How many chambers does the heart of a frog have? | Two | Three | Four | Five
Which layer of the Earth is liquid? | The outer core | The inner core | The upper crust | The lower mantle
What is a sonnet? | A poem of fourteen lines | A play in three acts | A song for two voices | A tale in letters
What does a barometer measure? | Air pressure | Wind speed | Humidity | Rainfall
Why did the senators kill Caesar? | They feared a king | They wanted his land | They obeyed the people | They lost a war to him
Which treaty ended the war between the two crowns? | The Peace of Rees | The Treaty of Marlow | The Accord of Tern | The Pact of Aldersund
What causes the seasons? | The tilt of the axis | The distance from the Sun | The speed of rotation | The pull of the Moon
Which gas do yeast cells give off? | Carbon dioxide | Oxygen | Nitrogen | Methane
What is the purpose of an index in a database? | To find rows faster | To save disk space | To check spelling | To encrypt columns
When did the first railway in the valley open? | In 1835 | In 1848 | In 1861 | In 1879
How does a vaccine protect the body? | It trains immune cells | It kills bacteria directly | It thickens the blood | It lowers the temperature
What is meant by inflation? | A general rise in prices | A sudden fall in wages | A shortage of coins | A growth in exports
Which instrument belongs to the woodwinds? | Oboe | Trumpet | Cello | Timpani
Where do eels lay their eggs? | In the Sargasso Sea | In Alpine lakes | In the Baltic Sea | In river mouths
What made the town rich in the fifteenth century? | The trade in salt | The mining of silver | The weaving of silk | The building of ships
Which statement about atoms is a model? | Electrons move in shells | Electrons carry a charge | Nuclei contain protons | Nuclei have a mass
How can a reader recognise irony in the letter? | By the exaggerated praise | By the short sentences | By the missing greeting | By the formal address
Why is copper used for cables? | It conducts well | It never rusts through | It costs next to nothing | It weighs very little
What follows from the graph for the year 2010? | Sales fell by a tenth | Sales doubled within a year | Costs rose above sales | Profits stayed the same
Who may veto a law in this country? | The president | The supreme court | The upper chamber | The governors
Which of these numbers is prime? | 51 | 53 | 57 | 63
What does the fox in the fable stand for? | Cunning | Loyalty | Courage | Patience
Why did the farmers leave the plateau? | The wells ran dry | The taxes were raised | The herds fell ill | The railway passed them by
Which measure slows the erosion of a slope? | Planting hedges along it | Ploughing down the hill | Removing loose stones | Draining the fields above
How is the past tense of most verbs formed? | By adding an ending | By changing the vowel | By doubling the first sound | By putting a word before it
"""
_GERMAN = """
Warum erscheinen Blätter im Sommer grün? | Sie werfen grünes Licht zurück | Sie verschlucken grünes Licht | Sie speichern grünen Zucker | Sie verbrennen blaues Licht
Was geschieht mit Wasser beim Gefrieren? | Es dehnt sich aus | Es zieht sich zusammen | Es wird schwerer | Es verliert Sauerstoff
Welches Organ filtert das Blut? | Niere | Magen | Bauchspeicheldrüse | Harnblase
Was machte die Dampfmaschine möglich? | Fabriken fern von Flüssen | Schiffe ohne Segel und Mannschaft | Billigeres Brot im Dorf | Briefe binnen einer Stunde
Wem nützt ein niedriger Wechselkurs? | Exporteuren von Maschinen | Urlaubern im Ausland | Importeuren von Kaffee | Sparern mit fremden Schulden
Wie viele Kammern hat das Herz eines Frosches? | Zwei | Drei | Vier | Fünf
Welche Schicht der Erde ist flüssig? | Der äußere Kern | Der innere Kern | Die obere Kruste | Der untere Mantel
Was ist ein Sonett? | Ein Gedicht mit vierzehn Zeilen | Ein Drama in drei Akten | Ein Lied für zwei Stimmen | Eine Erzählung in Briefen
Was misst ein Barometer? | Den Luftdruck | Die Windstärke | Die Luftfeuchte | Die Regenmenge
Warum töteten die Senatoren Caesar? | Sie fürchteten einen König | Sie begehrten sein Land | Sie gehorchten dem Volk | Sie hatten gegen ihn verloren
Welcher Vertrag beendete den Krieg der beiden Kronen? | Der Friede von Rees | Der Vertrag von Marl | Das Abkommen von Terne | Der Pakt von Aldersund
Wodurch entstehen die Jahreszeiten? | Durch die Neigung der Achse | Durch den Abstand zur Sonne | Durch das Tempo der Drehung | Durch den Zug des Mondes
Welches Gas geben Hefezellen ab? | Kohlendioxid | Sauerstoff | Stickstoff | Methan
Wozu dient ein Index in einer Datenbank? | Zeilen schneller zu finden | Speicher zu sparen | Rechtschreibung zu prüfen | Spalten zu verschlüsseln
Wann wurde die erste Bahn im Tal eröffnet? | 1835 | 1848 | 1861 | 1879
Wie schützt eine Impfung den Körper? | Sie übt Abwehrzellen ein | Sie tötet Bakterien direkt | Sie verdickt das Blut | Sie senkt die Temperatur
Was versteht man unter Inflation? | Ein Steigen der Preise | Ein Sinken der Löhne | Ein Mangel an Münzen | Ein Wachsen der Ausfuhr
Welches Instrument gehört zu den Holzbläsern? | Oboe | Trompete | Cello | Pauke
Wo laichen Aale? | In der Sargassosee | In Bergseen | In der Ostsee | In Flussmündungen
Was machte die Stadt im 15. Jahrhundert reich? | Der Handel mit Salz | Der Abbau von Silber | Das Weben von Seide | Der Bau von Schiffen
Welche Aussage über Atome gehört zu einem Modell? | Elektronen kreisen in Schalen | Elektronen tragen eine Ladung | Kerne enthalten Protonen | Kerne haben eine Masse
Woran erkennt man die Ironie des Briefes? | Am übertriebenen Lob | An den kurzen Sätzen | Am fehlenden Gruß | An der förmlichen Anrede
Warum nimmt man Kupfer für Kabel? | Es leitet gut | Es rostet kaum durch | Es kostet wenig | Es wiegt sehr wenig
Was zeigt das Diagramm für das Jahr 2010? | Der Absatz fiel um ein Zehntel | Der Absatz verdoppelte sich | Die Kosten überstiegen den Absatz | Der Gewinn blieb gleich
Wer darf in diesem Land ein Gesetz verhindern? | Der Präsident | Das oberste Gericht | Die zweite Kammer | Die Statthalter
Welche dieser Zahlen ist eine Primzahl? | 51 | 53 | 57 | 63
Wofür steht der Fuchs in der Fabel? | Für List | Für Treue | Für Mut | Für Geduld
Warum verließen die Bauern die Hochebene? | Die Brunnen versiegten | Die Steuern stiegen | Die Herden wurden krank | Die Bahn fuhr vorbei
Was bremst die Abtragung eines Hanges? | Hecken entlang der Kante | Pflügen den Hang hinab | Entfernen loser Steine | Entwässern der oberen Felder
Wie bildet man das Präteritum der meisten Verben? | Mit einer Endung | Mit anderem Vokal | Mit doppeltem Anlaut | Mit einem Hilfswort davor
"""


def _parsed(text: str) -> Sequence[Sequence[str]]:
    return [[part.strip() for part in line.split("|")] for line in text.strip().splitlines()]


CHOICES: Mapping[str, Sequence[Sequence[str]]] = {"en": _parsed(_ENGLISH), "de": _parsed(_GERMAN)}
"""By language: (stem, option, option...)."""


def choice(id: str, stem: str, options: Sequence[str], key: int) -> SingleChoice:
    """Make an item of texts."""
    made = tuple(Option(option_id(text), text) for text in options)
    return SingleChoice(id=id, where=Where(id), stem=stem, options=made, key=made[key].id)


def flawless_bank(lang: str, count: int, seed: int) -> list[Item]:
    """Write a bank in which every key was drawn by lot."""
    chance = Random(f"{lang}-{count}-{seed}")
    texts = list(CHOICES[lang])
    rounds = -(-count // len(texts))
    drawn = [(turn, text) for turn in range(rounds) for text in chance.sample(texts, len(texts))]
    return [
        choice(f"q{n}", stem if not turn else f"({turn}) {stem}", options, chance.randrange(4))
        for n, (turn, (stem, *options)) in enumerate(drawn[:count])
    ]
