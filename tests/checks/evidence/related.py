"""Pairs of question and cited words, labelled by hand: whether the words speak of what is asked.

Three texts of our own: news in English, biology in German, a story in French.
"""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """A question, its answer, and words that hold the answer."""

    question: str
    answer: str
    quote: str
    related: bool
    """Whether the words, read with the sentences beside them, bear on the question."""


class Text(NamedTuple):
    """A text and the pairs over it."""

    lang: str
    source: str
    pairs: tuple[Pair, ...]


def _pairs(*rows: tuple[str, str, str, str]) -> tuple[Pair, ...]:
    return tuple(Pair(q, a, quote, label == "yes") for q, a, quote, label in rows)


NEWS = Text(
    "en",
    """The new footbridge over the Lenne will open on Friday. It was drawn by Nora Field, an engineer from Grome. Her office needed three years for it. The old ferry stops running the same day.

Mayor Tom Acker called the works a bargain. They cost four million euros, half of which the state paid. A private bank lent the rest.

Fishermen are less pleased. Their club lost its best banks to the northern pier. “Nobody asked us,” said its chairman, Bill Reed. He has kept boats here since 1980.

Nora Field grew up on a farm near the coast. As a child she built dams from mud. Her mother taught music, and her brother repairs clocks. She still plays the cello on Fridays.

In Grome the market hall burned down last winter. Nobody was hurt. The fire began in a bakery, where an oven had been left on. Four million euros would be needed to rebuild it.

The town's library has moved into a former school. It lends tools as well as novels. Readers borrowed 1980 drills and saws in its first year. Tom Acker opened it with a short speech.

Bill Reed also coaches the rowing team. His crew won three races in spring. The team trains on the lake because the current is weaker there. Its youngest member is twelve.

Weather has been kind so far. Only a storm in March delayed the welders by a week. Rain is forecast for the weekend.""",
    _pairs(
        ("Who designed the bridge?", "Nora Field", "It was drawn by Nora Field", "yes"),
        ("When does the footbridge open?", "on Friday", "Lenne will open on Friday", "yes"),
        (
            "How long did the engineer's office take?",
            "three years",
            "Her office needed three years",
            "yes",
        ),
        (
            "Who called the works cheap?",
            "Tom Acker",
            "Mayor Tom Acker called the works a bargain",
            "yes",
        ),
        ("What did the works cost?", "four million euros", "They cost four million euros", "yes"),
        ("Who lent money?", "a private bank", "A private bank lent the rest", "yes"),
        ("Who leads the fishing club?", "Bill Reed", "said its chairman, Bill Reed", "yes"),
        (
            "Since when has the chairman had boats?",
            "since 1980",
            "kept boats here since 1980",
            "yes",
        ),
        ("What does the engineer's mother do?", "music", "Her mother taught music", "yes"),
        ("Which instrument does she play?", "the cello", "She still plays the cello", "yes"),
        ("Where did the fire start?", "in a bakery", "The fire began in a bakery", "yes"),
        (
            "What would rebuilding the market hall cost?",
            "four million euros",
            "Four million euros would be needed",
            "yes",
        ),
        ("What can be borrowed beside novels?", "tools", "It lends tools as well", "yes"),
        ("Who inaugurated the library?", "Tom Acker", "Tom Acker opened it with", "yes"),
        ("How many races did the rowers win?", "three", "won three races in spring", "yes"),
        ("How old is the youngest rower?", "twelve", "youngest member is twelve", "yes"),
        ("What held up the welding?", "a storm", "a storm in March delayed", "yes"),
        ("Who owns no part of the debt any more?", "Nobody", "Nobody was hurt", "no"),
        ("Who designed the bridge?", "Nora Field", "Nora Field grew up on a farm", "no"),
        (
            "What did the footbridge cost?",
            "four million euros",
            "Four million euros would be needed",
            "no",
        ),
        ("When was the fishing club founded?", "1980", "borrowed 1980 drills and saws", "no"),
        (
            "Who criticised the footbridge?",
            "Bill Reed",
            "Bill Reed also coaches the rowing team",
            "no",
        ),
        ("Who praised the price of the footbridge?", "Tom Acker", "Tom Acker opened it with", "no"),
        ("How many years did the planning take?", "three", "won three races in spring", "no"),
        ("When will the ferry stop?", "Friday", "plays the cello on Fridays", "no"),
        ("How many drills were lent?", "1980", "kept boats here since 1980", "no"),
        (
            "Who keeps boats on the river?",
            "Bill Reed",
            "Bill Reed also coaches the rowing team",
            "no",
        ),
        ("Where do the rowers train?", "on the lake", "a storm in March delayed", "no"),
        ("Which month had the storm?", "March", "market hall burned down last winter", "no"),
        ("Who repairs clocks?", "her brother", "The fire began in a bakery", "no"),
        ("When is rain expected?", "at the weekend", "won three races in spring", "no"),
        ("What paid half of the works?", "the state", "It lends tools as well", "no"),
        ("Who steers the crew?", "Tom Acker", "Mayor Tom Acker called the works", "no"),
        ("Who chairs the anglers?", "Bill Reed", "said its chairman, Bill Reed", "yes"),
    ),
)

BIOLOGY = Text(
    "de",
    """Die Honigbiene lebt in Völkern von bis zu 40 000 Tieren. Jedes Volk hat eine Königin. Sie legt im Sommer täglich etwa 2000 Eier. Die Arbeiterinnen pflegen die Brut und sammeln Nektar.

Im Winter rücken die Tiere zu einer Traube zusammen. In ihrer Mitte bleibt es rund 25 Grad warm. Sie zittern mit den Flugmuskeln und verbrauchen dabei Honig.

Der Forscher Karl von Frisch deutete den Tanz der Sammlerinnen. Er lebte lange in München. Für seine Arbeit bekam er 1973 den Nobelpreis. Ein Schwänzeltanz zeigt Richtung und Entfernung einer Futterquelle an.

Regenwürmer lockern den Boden. Sie ziehen Laub in ihre Röhren und fressen es dort. Ein Hektar Wiese kann 2000 Kilogramm von ihnen beherbergen. Licht meiden sie, denn ihre Haut trocknet schnell aus.

Der Igel frisst Käfer, Raupen und Würmer. Seine Stacheln sind umgebildete Haare. Von November bis März hält er Winterschlaf. Sein Herz schlägt dann nur noch achtmal in der Minute.

Die Buche wirft im Herbst ihre Blätter ab. So spart sie Wasser, wenn der Boden gefroren ist. Eichhörnchen vergraben ihre Früchte und finden nicht alle wieder. Aus den vergessenen wachsen junge Bäume.

Die Forelle braucht kaltes, sauerstoffreiches Wasser. Über 25 Grad stirbt sie. Ihre Eier legt sie von November an in den Kies. Der Bach darf dafür nicht verschlammen.

Karl von Frisch schrieb auch über Fische. Elritzen, so fand er, können hören. Eine Pfeife genügte ihm für den Versuch.""",
    _pairs(
        (
            "Wie viele Eier legt die Königin am Tag?",
            "etwa 2000",
            "legt im Sommer täglich etwa 2000 Eier",
            "yes",
        ),
        ("Wie groß kann ein Bienenvolk sein?", "40 000", "Völkern von bis zu 40 000 Tieren", "yes"),
        (
            "Wer versorgt die Larven?",
            "die Arbeiterinnen",
            "Die Arbeiterinnen pflegen die Brut",
            "yes",
        ),
        (
            "Wie warm ist die Wintertraube innen?",
            "25 Grad",
            "In ihrer Mitte bleibt es rund 25 Grad",
            "yes",
        ),
        ("Wodurch erzeugen die Bienen Wärme?", "Zittern", "Sie zittern mit den Flugmuskeln", "yes"),
        (
            "Wer erklärte den Bienentanz?",
            "Karl von Frisch",
            "Der Forscher Karl von Frisch deutete",
            "yes",
        ),
        ("In welcher Stadt wohnte der Forscher?", "München", "Er lebte lange in München", "yes"),
        ("Wann erhielt er den Nobelpreis?", "1973", "bekam er 1973 den Nobelpreis", "yes"),
        (
            "Was zeigt der Schwänzeltanz?",
            "Richtung und Entfernung",
            "Schwänzeltanz zeigt Richtung und Entfernung",
            "yes",
        ),
        ("Was fressen Regenwürmer?", "Laub", "Sie ziehen Laub in ihre Röhren", "yes"),
        (
            "Welches Gewicht an Würmern trägt ein Hektar?",
            "2000 Kilogramm",
            "kann 2000 Kilogramm von ihnen beherbergen",
            "yes",
        ),
        (
            "Woraus entstanden die Stacheln des Igels?",
            "aus Haaren",
            "Seine Stacheln sind umgebildete Haare",
            "yes",
        ),
        ("Bis wann schläft der Igel?", "bis März", "Von November bis März hält er", "yes"),
        (
            "Wie oft schlägt das Igelherz im Winter?",
            "achtmal",
            "schlägt dann nur noch achtmal",
            "yes",
        ),
        ("Wann verliert die Buche ihr Laub?", "im Herbst", "Die Buche wirft im Herbst", "yes"),
        ("Was spart der Baum dadurch?", "Wasser", "So spart sie Wasser, wenn", "yes"),
        ("Ab welcher Temperatur stirbt die Forelle?", "25 Grad", "Über 25 Grad stirbt sie", "yes"),
        ("Worin laicht die Forelle?", "im Kies", "November an in den Kies", "yes"),
        (
            "Was bewies der Versuch mit der Pfeife?",
            "Elritzen können hören",
            "Elritzen, so fand er, können hören",
            "yes",
        ),
        ("Wie warm ist die Wintertraube der Bienen?", "25 Grad", "Über 25 Grad stirbt sie", "no"),
        ("Wann laicht die Forelle?", "November", "Von November bis März hält er", "no"),
        (
            "Wie viele Eier legt die Königin?",
            "2000",
            "kann 2000 Kilogramm von ihnen beherbergen",
            "no",
        ),
        ("Wann beginnt der Winterschlaf des Igels?", "November", "November an in den Kies", "no"),
        (
            "Wer entdeckte die Tanzsprache der Bienen?",
            "Karl von Frisch",
            "Karl von Frisch schrieb auch über Fische",
            "no",
        ),
        ("Was sammeln die Arbeiterinnen?", "Nektar", "Sie ziehen Laub in ihre Röhren", "no"),
        ("Was wirft die Buche ab?", "Blätter", "Der Igel frisst Käfer, Raupen", "no"),
        ("Wovor schützt sich der Regenwurm?", "vor Licht", "So spart sie Wasser, wenn", "no"),
        ("Wer vergräbt Früchte?", "Eichhörnchen", "Seine Stacheln sind umgebildete Haare", "no"),
        ("Was braucht die Forelle?", "kaltes Wasser", "So spart sie Wasser, wenn", "no"),
        (
            "Womit wärmt sich das Bienenvolk?",
            "mit den Flugmuskeln",
            "Ein Hektar Wiese kann 2000",
            "no",
        ),
        (
            "Wo lebte der Nobelpreisträger?",
            "in München",
            "Der Bach darf dafür nicht verschlammen",
            "no",
        ),
        (
            "Wie heißt der Erforscher der Schwänzeltänze?",
            "Karl von Frisch",
            "Karl von Frisch schrieb auch über Fische",
            "no",
        ),
        ("Wie alt wird eine Arbeiterin?", "bis März", "Von November bis März hält er", "no"),
        (
            "Welcher Sinn wurde bei Fischen bewiesen?",
            "das Hören",
            "Elritzen, so fand er, können hören",
            "yes",
        ),
    ),
)

STORY = Text(
    "fr",
    """Émile arriva au village un soir de novembre. Il portait une valise verte et un violon sans cordes. L'aubergiste, Mme Roux, lui donna la chambre du grenier. Il paya trois francs d'avance.

Le lendemain, il chercha la maison de son grand-père. Un berger lui montra le chemin du moulin. La porte était fermée, mais une clé pendait sous le toit.

Dans la cuisine dormait un chat roux. Sur la table, quelqu'un avait laissé une lettre. Elle disait que le vieil homme était parti en mer. Émile la lut deux fois et s'assit.

Mme Roux avait deux filles. L'aînée, Jeanne, vendait du fromage au marché. La cadette apprenait le latin chez le curé. Leur père était mort à la guerre.

Au printemps, la rivière emporta le pont. Les hommes en bâtirent un autre avec trois chênes. Le curé bénit les planches, et l'on but du cidre jusqu'au matin.

Jeanne trouva les cordes dans une boîte en fer. Elle les offrit à Émile le jour de la Saint-Jean. Il joua enfin devant l'église. Même le berger pleura.

Le grand-père revint en septembre, maigre et bronzé. Il rapportait une perle noire de Tahiti. Il la donna au musée de la ville.

Plus tard, Jeanne ouvrit une boutique près du port. Elle y vendait des cartes et des lampes. Un chat roux gardait la vitrine.""",
    _pairs(
        ("De quelle couleur était la valise ?", "verte", "Il portait une valise verte", "yes"),
        ("Qui logea Émile ?", "Mme Roux", "L'aubergiste, Mme Roux, lui donna", "yes"),
        ("Combien Émile paya-t-il ?", "trois francs", "Il paya trois francs d'avance", "yes"),
        ("Qui indiqua la route ?", "un berger", "Un berger lui montra le chemin", "yes"),
        ("Où était cachée la clé de la maison ?", "sous le toit", "une clé pendait sous le toit", "yes"),
        ("Quel animal se trouvait dans la cuisine ?", "un chat roux", "Dans la cuisine dormait un chat roux", "yes"),
        ("Que trouva Émile sur la table ?", "une lettre", "quelqu'un avait laissé une lettre", "yes"),
        ("Où était allé le grand-père ?", "en mer", "le vieil homme était parti en mer", "yes"),
        ("Que vendait la fille aînée ?", "du fromage", "Jeanne, vendait du fromage au marché", "yes"),
        ("Quelle langue étudiait la cadette ?", "le latin", "La cadette apprenait le latin", "yes"),
        ("Comment mourut le père des filles ?", "à la guerre", "Leur père était mort à la guerre", "yes"),
        ("Qu'est-ce que la rivière détruisit ?", "le pont", "la rivière emporta le pont", "yes"),
        ("Avec quoi refit-on le pont ?", "trois chênes", "bâtirent un autre avec trois chênes", "yes"),
        ("Que but-on après la bénédiction ?", "du cidre", "l'on but du cidre jusqu'au matin", "yes"),
        ("Qui retrouva les cordes du violon ?", "Jeanne", "Jeanne trouva les cordes dans", "yes"),
        ("Où Émile joua-t-il ?", "devant l'église", "Il joua enfin devant l'église", "yes"),
        ("D'où venait la perle ?", "de Tahiti", "une perle noire de Tahiti", "yes"),
        ("À qui fut offert le bijou du vieillard ?", "au musée", "Il la donna au musée", "yes"),
        ("Que vendait Jeanne dans sa boutique ?", "des cartes et des lampes", "des cartes et des lampes", "yes"),
        ("Qui hébergea le voyageur ?", "Mme Roux", "Mme Roux avait deux filles", "no"),
        ("Que gardait la maison du grand-père ?", "un chat roux", "Un chat roux gardait la vitrine", "no"),
        ("Qui rapporta une perle ?", "le grand-père", "chercha la maison de son grand-père", "no"),
        ("Combien coûtait la chambre ?", "trois", "bâtirent un autre avec trois chênes", "no"),
        ("Qui bénit les planches ?", "le curé", "le latin chez le curé", "no"),
        ("Qui offrit les cordes ?", "Jeanne", "Jeanne ouvrit une boutique près du port", "no"),
        ("Qui pleura en écoutant le violon ?", "le berger", "Un berger lui montra le chemin", "no"),
        ("Que contenait la boîte en fer ?", "des cordes", "un violon sans cordes", "no"),
        ("Quand revint le grand-père ?", "en septembre", "Leur père était mort à la guerre", "no"),
        ("Quel métier avait Jeanne au marché ?", "vendeuse de fromage", "des cartes et des lampes", "no"),
        ("Qui tenait une auberge ?", "Mme Roux", "Mme Roux avait deux filles", "no"),
        ("Quel jour Émile reçut-il les cordes ?", "à la Saint-Jean", "une perle noire de Tahiti", "no"),
        ("Combien de chênes furent abattus ?", "trois", "Il paya trois francs d'avance", "no"),
    ),
)  # fmt: skip

TEXTS = (NEWS, BIOLOGY, STORY)
