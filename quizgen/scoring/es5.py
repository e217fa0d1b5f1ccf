"""What cards and pages judge by: order, folding and numbers, as ES5 that any old web view reads.

Each is the twin of a Python function: `text.order.ranked`, `text.folding.fold`,
`scoring.numbers.read_numbers`. tests/scoring holds the vectors and runs both over them. What is
shipped inside learners' decks stays: another byte here raises the time of every note type.
"""

from __future__ import annotations

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

ES5_FOLD = """\
function qgFold(s) {
  var marks = new RegExp("[\\u0300-\\u036f\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2" +
    "\\u05c4\\u05c5\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc" +
    "\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed]", "g");
  s = s.replace(/[‘’‚‛‹›′]/g, "'").replace(/[“”„‟«»″]/g, '"').replace(/[‐‑‒–—−]/g, "-");
  if (s.normalize) { s = s.normalize("NFKD"); }
  s = s.replace(marks, "").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  return s.replace(/\\s+/g, " ").replace(/^ | $/g, "");
}
"""
"""The twin of `fold` for browsers: the same for Latin, Greek, Cyrillic, Hebrew, Arabic."""

ES5_NUMBER = """\
function qgNumbers(s, unit) {
  function plain(d) { return String(d.charCodeAt(0) & 15); }
  function bare(t) { return qgFold(t).replace(/[.]$/, ""); }
  s = s.replace(/[\\u0660-\\u0669\\u06f0-\\u06f9]/g, plain).replace(/\\u066b/g, ".");
  s = s.replace(/\\u066c/g, "").replace(/[\\u2212\\u2012-\\u2014]/g, "-");
  if (s.normalize) { s = s.normalize("NFKC"); }
  s = s.replace(/^\\s+|\\s+$/g, "");
  if (unit && bare(s).indexOf(bare(unit)) === 0) { s = s.slice(unit.length).replace(/^\\s+/, ""); }
  var body = "((?:\\\\d|[.,](?=\\\\d))[\\\\d.,'\\u2019 ]*)(e[+-]?\\\\d+)?(.*)$";
  var found = new RegExp("^([+-]?)\\\\s*" + body, "i").exec(s);
  if (!found || (bare(found[4]) && bare(found[4]) !== bare(unit || ""))) { return []; }
  var digits = found[2].replace(/[.,'\\u2019 ]+$/, ""), power = found[3] || "", read = [];
  function add(whole, part) {
    read.push(Number(found[1] + (whole.replace(/\\D/g, "") || "0") + "." + part + power));
  }
  var point = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  var head = digits.slice(0, point), alone = point >= 0 && head.indexOf(digits.charAt(point)) < 0;
  // What follows the last mark is a fraction, or three more digits of thousands: where both can be
  // meant (1.600), both are read.
  if (/^(\\d+|[1-9]\\d{0,2}([.,'\\u2019 ])\\d{3}(\\2\\d{3})*)$/.test(digits)) { add(digits, "0"); }
  if (alone && /^(\\d*|\\d{1,3}([.,'\\u2019 ]\\d{3})+)$/.test(head)) {
    add(head, digits.slice(point + 1));
  }
  return read;
}
"""
"""Reads a typed number in a browser or on a card: `1,600 people`, `15,5`, `$5` where the unit is $.

Gives every number that may be meant, in whatever language: 1.600 is two. Anything but one number,
with the unit or without, gives none. Needs `qgFold`.
"""

ES5_TWINS = ES5_ORDER + ES5_FOLD + ES5_NUMBER
"""All of them, in the order that they stand in decks."""
