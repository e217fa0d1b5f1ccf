"""Words for yes and no, true and false, by language: alone as an answer they may mean either.

English ones are asked about in every language, since YAML itself has had a mind on them.
"""

from __future__ import annotations

from collections.abc import Mapping

_BY_LANGUAGE: Mapping[str, str] = {
    "ar": "صحيح خطأ نعم لا",
    "ca": "vertader fals sí no",
    "cs": "pravda nepravda ano ne",
    "da": "sandt falsk ja nej",
    "de": "wahr falsch richtig ja nein",
    "el": "σωστό λάθος ναι όχι",
    "es": "verdadero falso cierto sí si no",
    "fi": "tosi epätosi kyllä ei",
    "fr": "vrai faux oui non",
    "he": "נכון כן לא",
    "hr": "točno netočno da ne",
    "hu": "igaz hamis igen nem",
    "it": "vero falso sì si no",
    "ja": "はい いいえ",
    "ko": "예 아니요 참 거짓",
    "nb": "sant usant ja nei",
    "nl": "waar onwaar juist onjuist ja nee",
    "nn": "sant usant ja nei",
    "no": "sant usant ja nei",
    "pl": "prawda fałsz tak nie",
    "pt": "verdadeiro falso sim não",
    "ro": "adevărat fals da nu",
    "ru": "верно неверно правда ложь да нет",
    "sk": "pravda nepravda áno nie",
    "sv": "sant falskt ja nej",
    "tr": "doğru yanlış evet hayır",
    "uk": "правда неправда так ні",
    "zh": "对 错 是 否 正确 错误",
}
_TRUTH_WORDS = {lang: frozenset(text.split()) for lang, text in _BY_LANGUAGE.items()}
_ANY = frozenset().union(*_TRUTH_WORDS.values())


def may_be_truth_word(text: str) -> bool:
    """Tell whether a text is a word for true or false in any language."""
    return text.lower() in _ANY


def is_truth_word(text: str, lang: str) -> bool:
    """Tell whether a text is a word for true or false in a language."""
    return text.lower() in _TRUTH_WORDS.get(lang.lower().split("-")[0], ())
