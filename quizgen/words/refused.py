"""Words that may not stand on a classroom's wall as a name: a short list for each language.

`word*` refuses all that begins so. A teacher adds to them by `--refuse FILE`.
"""

from __future__ import annotations

from collections.abc import Mapping

from quizgen.words import LANGUAGES

_EVERYWHERE = (
    "hitler* himmler goebbels nazi nazis siegheil heilhitler kkk porn porno* adolfhitler".split()
)

_WORDS: Mapping[str, str] = {
    "en": (
        "fuck* shit shitty shithead bullshit cunt* bitch bitches whore slut sluts bastard "
        "asshole* arsehole* dickhead* cocksucker* pussy penis vagina wanker* motherfuck* "
        "nigger* nigga* faggot* fag retard* rapist twat* tits boobs dildo jizz"
    ),
    "de": (
        "arsch arschloch* arschgeige scheiss* scheiße* kacke fick ficken ficker* fickdich "
        "gefickt hurensohn* hure huren* nutte* fotze* wichser* wixer* schlampe* schwuchtel* "
        "spast* missgeburt* neger* kanake* penis schwanz muschi titten miststück* drecksau* "
        "pisser vollidiot*"
    ),
    "fr": (
        "merde* putain* pute putes connard* connasse* salope* salaud* encule* enculé* bite "
        "couille* nique niquer ntm fdp filsdepute pd pede pédé tapette* bougnoule* nègre* "
        "chatte branleur* batard bâtard*"
    ),
    "es": (
        "mierda* puta putas puto putos hijodeputa hijoputa hdp cabron* cabrón* gilipollas "
        "coño polla pollas joder follar* maricon* maricón* marica zorra pendejo* chinga* "
        "verga culero* imbecil subnormal* sudaca*"
    ),
}


def refused_words(lang: str) -> tuple[str, ...]:
    """Give the words of a language, and English ones, which are known everywhere."""
    base = lang.lower().split("-")[0]
    names = dict.fromkeys(("en", base if base in LANGUAGES else "en"))
    return (*_EVERYWHERE, *(word for name in names for word in _WORDS[name].split()))
