"""What cards and pages judge by: order, folding and numbers, as ES5 that any old web view reads.

Each is the twin of a Python function: `text.order.ranked`, `text.typed.as_judged`,
`scoring.numbers.read_numbers`, and is made of their tables. tests/scoring holds the vectors and
runs both over them. What is shipped inside learners' decks stays: another byte here raises the
time of every note type.
"""

from __future__ import annotations

import re

from quizgen.scoring.numbers import FRACTIONS, RAISED, SIGNS, ZEROS
from quizgen.scoring.spelled import MINUS, SPELLED
from quizgen.text.typed import (
    ACCENTS,
    APOSTROPHES,
    DASHES,
    KEPT,
    MARKED_LANGUAGES,
    QUOTES,
    SPACES,
    UNSEEN,
    UNSEEN_PAIRS,
)


def _in_ascii(table: str) -> str:
    """Write a table of signs, in which a backslash is a script's own, as escapes."""
    return "".join(c if " " <= c <= "~" and c != "`" else f"\\u{ord(c):04x}" for c in table)


def _as_rows() -> str:
    """Write number words as rows: `15,fifteen,funfzehn;`."""
    rows: dict[int, list[str]] = {}
    for word, number in SPELLED.items():
        rows.setdefault(number, []).append(word)
    return "".join(f";{number},{','.join(words)}," for number, words in sorted(rows.items())) + ";"


def _as_object(table: dict[str, str]) -> str:
    return "{" + ", ".join(f'"{_in_ascii(k)}": "{v}"' for k, v in table.items()) + "}"


ES5_ORDER = """\
function qgMul(a, b) {
  return (((a & 0xffff) * b) + ((((a >>> 16) * b) & 0xffff) * 0x10000)) >>> 0;
}
function qgHash(s) {
  var v = 0x811c9dc5, i;
  for (i = 0; i < s.length; i++) { v = qgMul((v ^ s.charCodeAt(i)) >>> 0, 0x01000193); }
  v = (v ^ (v >>> 16)) >>> 0; v = qgMul(v, 0x85ebca6b);
  v = (v ^ (v >>> 13)) >>> 0; v = qgMul(v, 0xc2b2ae35);
  return (v ^ (v >>> 16)) >>> 0;
}
function qgRanked(key, names) {
  return names.slice().sort(function (a, b) {
    var x = qgHash(key + "|" + a), y = qgHash(key + "|" + b);
    return x !== y ? (x < y ? -1 : 1) : (a < b ? -1 : a > b ? 1 : 0);
  });
}
"""
"""The twin for browsers and card templates: no closures over state, no modern syntax."""

_FOLD = """\
function qgTones(lang, match) {
  return match === "fold" && /^(?:LANGUAGES)(?:[-_]|$)/i.test(lang || "") ? "accents" : match;
}
function qgFold(s, match) {
  function form(name) { if (s.normalize) { s = s.normalize(name); } }
  match = match || "fold";
  s = s.replace(/[UNSEEN]|PAIRS/g, "");
  if (match === "exact") {
    form("NFC");
    return s.replace(/[SPACES]/g, " ").replace(/^ +| +$/g, "");
  }
  s = s.replace(/[APOSTROPHES]/g, "'").replace(/[QUOTES]/g, '"').replace(/[DASHES]/g, "-");
  form("NFKD");
  if (match === "fold") { s = s.replace(/(KEPT)|[ACCENTS]/g, "$1"); }
  if (match !== "case") {
    s = s.toLowerCase().replace(/\\u00df/g, "ss").replace(/\\u03c2/g, "\\u03c3");
  }
  return s.replace(/[SPACES]+/g, " ").replace(/^ | $/g, "");
}
"""
_TABLES = {
    "LANGUAGES": "|".join(MARKED_LANGUAGES),
    "UNSEEN": _in_ascii(UNSEEN),
    "PAIRS": UNSEEN_PAIRS,
    "SPACES": _in_ascii(SPACES),
    "APOSTROPHES": _in_ascii(APOSTROPHES),
    "QUOTES": _in_ascii(QUOTES),
    "DASHES": _in_ascii(DASHES),
    "KEPT": _in_ascii(KEPT),
    "ACCENTS": _in_ascii(ACCENTS),
    "ZEROS": _in_ascii(ZEROS),
    "RAISED": _in_ascii(RAISED),
    "MINUS": "|".join(MINUS),
    "SPELLED": _as_rows(),
    "SIGNS": _as_object({**SIGNS, **{sign: f" {parts}" for sign, parts in FRACTIONS.items()}}),
}


def _with_tables(script: str) -> str:
    return re.sub(r"\b(" + "|".join(_TABLES) + r")\b", lambda name: _TABLES[name[0]], script)


ES5_FOLD = _with_tables(_FOLD)
"""The twin of `as_judged` for browsers: `fold`, `accents`, `case` or `exact`."""

_NUMBERS = """\
function qgNumbers(s, unit) {
  var signs = SIGNS, zeros = "ZEROS", raised = "RAISED", read = [], found;
  function bare(t) { return qgFold(t).replace(/[.]$/, ""); }
  function trim(t) { return t.replace(/^ +| +$/g, ""); }
  function plain(c) {
    var code = c.charCodeAt(0), i;
    for (i = 0; i < zeros.length; i++) {
      if (code >= zeros.charCodeAt(i) && code < zeros.charCodeAt(i) + 10) {
        return String(code - zeros.charCodeAt(i));
      }
    }
    return signs.hasOwnProperty(c) ? signs[c] : c;
  }
  function shift(tail) {
    var said = bare(tail);
    if (said === "" || said === bare(unit)) { return 0; }
    return unit ? null : said === "%" ? -2 : said === "\\u2030" ? -3 : null;
  }
  function number(sign, digits, power, moved) {
    if (moved === null) { return; }
    digits = digits.replace(/[.,'\\u2019 ]+$/, "");
    var places = Math.max(-400, Math.min(400, Number(power))) + moved;
    function add(whole, part) {
      if (!/^[0-9]+$/.test(part)) { return; }
      read.push(Number(sign + (whole.replace(/[^0-9]/g, "") || "0") + "." + part + "e" + places));
    }
    var point = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
    var head = digits.slice(0, point);
    // What follows the last mark is a fraction, or three more digits of thousands: where both can
    // be meant (1.600), both are read.
    if (/^([0-9]+|[1-9][0-9]{0,2}([.,'\\u2019 ])[0-9]{3}(\\2[0-9]{3})*)$/.test(digits)) {
      add(digits, "0");
    }
    if (point >= 0 && head.indexOf(digits.charAt(point)) < 0 &&
        /^([0-9]*|[0-9]{1,3}([.,'\\u2019 ][0-9]{3})+)$/.test(head)) {
      add(head, digits.slice(point + 1));
    }
  }
  function power10(_, minus, digits) {
    return "10^" + (minus === "\\u207b" ? "-" : "") +
      digits.replace(/./g, function (c) { return raised.indexOf(c); });
  }
  function inWords(said, behind) {
    var spelled = "SPELLED", end = said.length - behind.length, minus, at;
    if (behind && said.slice(end) === behind && said.charAt(end - 1) === " ") {
      said = said.slice(0, end).replace(/ +$/, "");
    }
    minus = /^(?:MINUS) /.exec(said + (/ /.test(said) ? "" : " "));
    said = (minus ? said.slice(minus[0].length) : said).replace(/[- ]/g, "");
    at = /^[a-z]+$/.test(said) ? spelled.indexOf("," + said + ",") : -1;
    if (at < 0) { return []; }
    at = Number(spelled.slice(0, at).replace(/^.*;/, "").replace(/,.*$/, ""));
    return [minus ? -at : at];
  }
  s = s.replace(/[UNSEEN]/g, "").replace(/10([\\u207a\\u207b]?)([RAISED]+)/g, power10);
  s = trim(s.replace(/[^ -~]/g, plain).replace(/[SPACES]/g, " "));
  unit = unit || "";
  if (unit && bare(s.slice(0, unit.length)) === bare(unit)) {
    s = s.slice(unit.length).replace(/^ +/, "");
  }
  found = /^([+-]?) *(?:([0-9]+) +)?([0-9]+) *[/] *([0-9]+)(.*)$/.exec(s);
  if (found) {
    var moved = shift(found[5]), over = Number(found[3]), under = Number(found[4]);
    if (moved === null || !under || (found[2] && !(over > 0 && over < under))) { return []; }
    var value = (Number(found[2] || "0") + over / under) / Math.pow(10, -moved);
    return value === value ? [found[1] === "-" ? -value : value] : [];
  }
  var power = " *(?:\\\\^|[*][*]) *[(]? *([+-]?[0-9]+) *[)]?";
  found = new RegExp("^([+-]?) *10" + power + "(.*)$").exec(s);
  if (found) {
    number(found[1], "1", found[2], shift(found[3]));
    return read;
  }
  found = new RegExp("^([+-]?) *((?:[0-9]|[.,](?=[0-9]))[0-9.,'\\u2019 ]*)" +
    "(?:e([+-]?[0-9]+)|[*x] *10" + power + ")?(.*)$", "i").exec(s);
  if (found) {
    number(found[1], found[2], found[3] || found[4] || "0", shift(found[5]));
    return read;
  }
  return inWords(bare(s), bare(unit));
}
"""
ES5_NUMBER = _with_tables(_NUMBERS)
"""Reads a typed number in a browser or on a card: `1,600 people`, `15,5`, `3×10⁸`, `1/2`, `25 %`.

Gives every number that may be meant, in whatever language: 1.600 is two. Anything but one number,
with the unit or without, gives none. Needs `qgFold`.
"""

ES5_TWINS = ES5_ORDER + ES5_FOLD + ES5_NUMBER
"""All of them, in the order that they stand in decks."""
