"""Who says what, in four languages and several kinds of prose: right speakers and wrong ones.

All texts are our own. Each has words that somebody says, who says them, and somebody else of the
same text who doesn't.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """Words of a text, and who says them."""

    lang: str
    source: str
    quote: str
    right: str
    wrong: tuple[str, ...]
    shown: bool = True
    """Whether prose tells it; else neither answer is an error, nor proved."""


def _cases(lang: str, *rows: tuple[str, str, str, str]) -> tuple[Case, ...]:
    return tuple(Case(lang, s, q, right, tuple(wrong.split("; "))) for s, q, right, wrong in rows)


def _unclear(lang: str, *rows: tuple[str, str, str, str]) -> tuple[Case, ...]:
    return tuple(c._replace(shown=False) for c in _cases(lang, *rows))


EN = _cases(
    "en",
    ("“The bridge will open in May,” said Mayor Nora Field. Her rival Tom Acker laughed.", "The bridge will open in May", "Nora Field", "Tom Acker"),
    ("Nora Field told the council: “We have no money left.” Tom Acker left the room.", "We have no money left", "Nora Field", "Tom Acker"),
    ("“I never sang in tune,” Lena Moss recalled, while Ada Pike tuned her lute.", "I never sang in tune", "Lena Moss", "Ada Pike"),
    ("‘Don’t open that door,’ whispered Edgar Rune. Mina Vale had the key in her hand.", "Don’t open that door", "Edgar Rune", "Mina Vale"),
    ("According to Dr. Ivan Petrov, the comet is “a dirty snowball”. Sue Lang disagreed.", "a dirty snowball", "Ivan Petrov", "Sue Lang"),
    ("The spokesman for Sue Lang, Omar Haddad, said the plan was “dead on arrival.”", "dead on arrival", "Omar Haddad", "Sue Lang"),
    ("“Why now?” Mina Vale asked. Edgar Rune said nothing.", "Why now?", "Mina Vale", "Edgar Rune"),
    ("Ursula von Berg and Karl de Witt met in Oslo. “It was a good day,” said von Berg.", "It was a good day", "Ursula von Berg", "Karl de Witt"),
    ("“We lost because of me,” goalkeeper Sam Ode said. Coach Bill Reed praised the crowd.", "We lost because of me", "Sam Ode", "Bill Reed"),
    ("Bill Reed’s captain, Sam Ode, called the pitch “a potato field.”", "a potato field", "Sam Ode", "Bill Reed"),
    ("In her diary Clara Finch wrote: “Rain again, and no post.” Uncle Ned Barrow was ill.", "Rain again, and no post", "Clara Finch", "Ned Barrow"),
    ("Clara Finch came home late. “There is no bread,” she said.", "There is no bread", "Clara Finch", "Ned Barrow"),
    ("“Iron floats,” said Ned Barrow. “Just watch it.” Clara Finch shook her head.", "Just watch it", "Ned Barrow", "Clara Finch"),
    ("Judge Amy Stone rejected the claim as “thin air.” Lawyer Paul Grey had filed it.", "thin air", "Amy Stone", "Paul Grey"),
    ("“My teacher always said ‘measure twice’,” explained Paul Grey to Amy Stone.", "measure twice", "Paul Grey", "Amy Stone"),
    ("Bashar al-Nuri added that bees “remember faces.” Biologist Ruth Kern doubts it.", "remember faces", "Bashar al-Nuri", "Ruth Kern"),
) + _unclear(
    "en",
    ("The sign on the door read “closed for repairs”. Tom Acker and Nora Field walked by.", "closed for repairs", "Nora Field", "Tom Acker"),
    ("Tom Acker and Nora Field argued. “You never listen,” she said.", "You never listen", "Nora Field", "Tom Acker"),
    ("Tom Acker met Nora Field. “It is late,” said the driver.", "It is late", "Tom Acker", "Nora Field"),
)  # fmt: skip

DE = _cases(
    "de",
    ("„Die Brücke wird im Mai eröffnet“, sagte Bürgermeisterin Nora Feld. Ihr Gegner Tom Acker lachte.", "Die Brücke wird im Mai eröffnet", "Nora Feld", "Tom Acker"),
    ("Nora Feld erklärte im Stadtrat: »Wir haben kein Geld mehr.« Tom Acker verließ den Saal.", "Wir haben kein Geld mehr", "Nora Feld", "Tom Acker"),
    ("Am Montag sagte Karl Braun in Berlin: „Das war ein Fehler.“ Ministerin Eva Lindt schwieg.", "Das war ein Fehler", "Karl Braun", "Eva Lindt"),
    ("„Ich komme nicht wieder“, rief Emil. „Nie mehr!“ Der alte Hannes Kroll sah ihm nach.", "Ich komme nicht wieder", "Emil", "Hannes Kroll"),
    ("Laut Professorin Ilse Hagen ist das Gas „völlig harmlos“. Chemiker Jens Ott widerspricht ihr nicht.", "völlig harmlos", "Ilse Hagen", "Jens Ott"),
    ("„Wir messen zweimal“, so Jens Ott, der mit Ilse Hagen forscht.", "Wir messen zweimal", "Jens Ott", "Ilse Hagen"),
    ("Die Sprecherin von Karl Braun, Petra Sahm, nannte die Vorwürfe „aus der Luft gegriffen“.", "aus der Luft gegriffen", "Petra Sahm", "Karl Braun"),
    ("Brauns Sprecherin Petra Sahm sagte: „Er ist krank.“ Karl Braun selbst war nicht da.", "Er ist krank", "Petra Sahm", "Karl Braun"),
    ("Ursula von der Aue traf Max Hell. „Es war ein gutes Gespräch“, sagte von der Aue danach.", "Es war ein gutes Gespräch", "Ursula von der Aue", "Max Hell"),
    ("Max Hell zufolge ist der Verein „so gut wie pleite“. Trainerin Rita Wolf will bleiben.", "so gut wie pleite", "Max Hell", "Rita Wolf"),
    ("„Meine Mutter sagte immer ‚Geduld‘ zu mir“, erzählte Rita Wolf dem Reporter Max Hell.", "Geduld", "Rita Wolf", "Max Hell"),
    ("Klara Fink kam spät nach Hause. „Es ist kein Brot da“, sagte sie.", "Es ist kein Brot da", "Klara Fink", "Ned Barr"),
    ("Gegenüber Eva Lindt betonte Karl Braun: „Niemand wird entlassen.“", "Niemand wird entlassen", "Karl Braun", "Eva Lindt"),
    ("‚Mach die Tür zu‘, flüsterte Edgar. Mina Vahl hatte den Schlüssel.", "Mach die Tür zu", "Edgar", "Mina Vahl"),
    ("In seinem Brief schrieb Ludwig Amsel: „Ich höre nichts mehr.“ Graf Otto Traun antwortete nie.", "Ich höre nichts mehr", "Ludwig Amsel", "Otto Traun"),
    ("„Warum jetzt?“ Mina Vahl fragte es leise, und Edgar Kuhn schwieg. „Weil es Zeit ist“, antwortete Edgar Kuhn dann.", "Weil es Zeit ist", "Edgar Kuhn", "Mina Vahl"),
    ("„Wir fordern“, sagte Rita Wolf, „mehr Plätze für alle.“ Stadtrat Ben Auer nickte.", "mehr Plätze für alle", "Rita Wolf", "Ben Auer"),
) + _unclear(
    "de",
    ("Auf dem Schild stand „Betreten verboten“. Tom Acker und Nora Feld gingen vorbei.", "Betreten verboten", "Nora Feld", "Tom Acker"),
    ("Tom Acker stritt mit Nora Feld. „Du hörst nie zu“, sagte sie.", "Du hörst nie zu", "Nora Feld", "Tom Acker"),
    ("Tom Acker traf Nora Feld. „Es ist spät“, sagte der Fahrer.", "Es ist spät", "Tom Acker", "Nora Feld"),
)  # fmt: skip

FR = _cases(
    "fr",
    ("« Le pont ouvrira en mai », a déclaré la maire Nora Champ. Son rival Tom Acquier a ri.", "Le pont ouvrira en mai", "Nora Champ", "Tom Acquier"),
    ("Nora Champ a dit au conseil : « Nous n'avons plus d'argent. » Tom Acquier est sorti.", "Nous n'avons plus d'argent", "Nora Champ", "Tom Acquier"),
    ("Selon le professeur Yves Morel, ce gaz est « parfaitement inoffensif ». Luc Petit en doute.", "parfaitement inoffensif", "Yves Morel", "Luc Petit"),
    ("« Je ne reviendrai jamais », cria Émile Rey. Le vieux Jean Faure le regarda partir.", "Je ne reviendrai jamais", "Émile Rey", "Jean Faure"),
    ("Claire Dubois rentra tard. « Il n'y a plus de pain », dit-elle.", "Il n'y a plus de pain", "Claire Dubois", "Jean Faure"),
    ("Le porte-parole de Luc Petit, Omar Haddad, a qualifié le projet de « mort-né ».", "mort-né", "Omar Haddad", "Luc Petit"),
    ("Jean de La Tour et Paul Vidal se sont vus. « Une bonne journée », a souligné de La Tour.", "Une bonne journée", "Jean de La Tour", "Paul Vidal"),
    ("D'après Ruth d'Orval, les abeilles « se souviennent des visages ». Le biologiste Hugo Lanz n'y croit pas.", "se souviennent des visages", "Ruth d'Orval", "Hugo Lanz"),
    ("« Fermez la porte », murmura Edgar Roux à Mina Val.", "Fermez la porte", "Edgar Roux", "Mina Val"),
    ("Dans son journal, Claire Dubois écrit : “Encore la pluie.” L'oncle Jean Faure était malade.", "Encore la pluie", "Claire Dubois", "Jean Faure"),
    ("« Mon père disait “patience” », raconte Hugo Lanz au juge Luc Petit.", "patience", "Hugo Lanz", "Luc Petit"),
    ("Hugo Lanz a nié les faits. « Je dormais », a-t-il ajouté.", "Je dormais", "Hugo Lanz", "Luc Petit"),
    ("« Nous avons perdu à cause de moi », a reconnu le gardien Sami Odé. L'entraîneur Bruno Ray a félicité le public.", "Nous avons perdu à cause de moi", "Sami Odé", "Bruno Ray"),
    ("Devant les députés, Anne Lory a martelé : « Pas un euro de plus ! » Le ministre Bruno Ray est resté assis.", "Pas un euro de plus", "Anne Lory", "Bruno Ray"),
    ("« Nous exigeons, a lancé Anne Lory, plus de places pour tous. » Bruno Ray a hoché la tête.", "Nous exigeons", "Anne Lory", "Bruno Ray"),
    ("« Pourquoi maintenant ? » demanda Mina Val. Edgar Roux ne dit rien.", "Pourquoi maintenant", "Mina Val", "Edgar Roux"),
) + _unclear(
    "fr",
    ("Sur la porte on lisait « fermé pour travaux ». Tom Acquier et Nora Champ passèrent.", "fermé pour travaux", "Nora Champ", "Tom Acquier"),
    ("Tom Acquier se fâcha avec Nora Champ. « Tu n'écoutes jamais », dit-elle.", "Tu n'écoutes jamais", "Nora Champ", "Tom Acquier"),
    ("Tom Acquier rencontra Nora Champ. « Il est tard », dit le chauffeur.", "Il est tard", "Tom Acquier", "Nora Champ"),
)  # fmt: skip

ES = _cases(
    "es",
    ("«El puente abrirá en mayo», dijo la alcaldesa Nora Campos. Su rival Tomás Acero se rio.", "El puente abrirá en mayo", "Nora Campos", "Tomás Acero"),
    ("Nora Campos declaró ante el concejo: “No nos queda dinero”. Tomás Acero salió de la sala.", "No nos queda dinero", "Nora Campos", "Tomás Acero"),
    ("Según el profesor Iván Prado, el gas es «del todo inofensivo». Luz Rey lo duda.", "del todo inofensivo", "Iván Prado", "Luz Rey"),
    ("—No volveré nunca —gritó Emilio Paz—. ¡Nunca! El viejo Juan Ferrer lo miró.", "No volveré nunca", "Emilio Paz", "Juan Ferrer"),
    ("Clara Duarte llegó tarde. «No hay pan», dijo ella.", "No hay pan", "Clara Duarte", "Juan Ferrer"),
    ("El portavoz de Luz Rey, Omar Hadad, calificó el plan de «muerto al nacer».", "muerto al nacer", "Omar Hadad", "Luz Rey"),
    ("Ana de la Torre se reunió con Pablo Vidal. «Un buen día», afirmó De la Torre.", "Un buen día", "Ana de la Torre", "Pablo Vidal"),
    ("A juicio de Rut del Valle, las abejas «recuerdan las caras». El biólogo Hugo Lanza no lo cree.", "recuerdan las caras", "Rut del Valle", "Hugo Lanza"),
    ("«Cierra la puerta», susurró Edgar Rubio a Mina Valle.", "Cierra la puerta", "Edgar Rubio", "Mina Valle"),
    ("En su diario escribió Clara Duarte: «Otra vez lluvia». El tío Juan Ferrer estaba enfermo.", "Otra vez lluvia", "Clara Duarte", "Juan Ferrer"),
    ("«Mi padre decía “paciencia”», contó Hugo Lanza a la jueza Luz Rey.", "paciencia", "Hugo Lanza", "Luz Rey"),
    ("Hugo Lanza negó los hechos. «Estaba dormido», añadió.", "Estaba dormido", "Hugo Lanza", "Luz Rey"),
    ("“Perdimos por mi culpa”, reconoció el portero Samuel Oda. El técnico Bruno Rey felicitó al público.", "Perdimos por mi culpa", "Samuel Oda", "Bruno Rey"),
    ("Ante los diputados, Ana Loria insistió: «¡Ni un euro más!». El ministro Bruno Rey siguió sentado.", "Ni un euro más", "Ana Loria", "Bruno Rey"),
    ("«Exigimos —dijo Ana Loria— más plazas para todos». Bruno Rey asintió.", "más plazas para todos", "Ana Loria", "Bruno Rey"),
    ("«¿Por qué ahora?», preguntó Mina Valle. Edgar Rubio no dijo nada.", "Por qué ahora", "Mina Valle", "Edgar Rubio"),
) + _unclear(
    "es",
    ("En la puerta ponía «cerrado por obras». Tomás Acero y Nora Campos pasaron.", "cerrado por obras", "Nora Campos", "Tomás Acero"),
    ("Tomás Acero riñó con Nora Campos. «Nunca escuchas», dijo ella.", "Nunca escuchas", "Nora Campos", "Tomás Acero"),
    ("Tomás Acero encontró a Nora Campos. «Es tarde», dijo el chófer.", "Es tarde", "Tomás Acero", "Nora Campos"),
)  # fmt: skip

CASES = (*EN, *DE, *FR, *ES)
QUESTIONS = {
    "en": "Who said this?",
    "de": "Von wem stammen diese Worte?",
    "fr": "Qui a dit cela ?",
    "es": "¿Quién dijo esto?",
}
