"""QR codes that name a page: bank, quiz, form, page and paper, never the key.

segno makes them (ISO/IEC 18004), level M, one mask for all. A QR code is linear: flipping a bit of
its text flips the same modules whatever else it says. So once many codes of one length are asked
for, the next is the first with the differences of its letters laid over it, a hundred times
quicker; tests/outputs/pdf/test_codes.py holds both ways to the same modules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

_MASK = 2
_ENOUGH = 16
"""Codes of one length that are made one by one before differences pay."""


@dataclass(slots=True)
class _Length:
    """What is known of the codes of one length."""

    text: bytes
    modules: int
    bits: int
    made: int = 0
    changes: dict[tuple[int, int], int] = field(default_factory=dict)
    """(byte, bits) -> the modules that flipping them flips."""


class QrCodes:
    """Makes the codes of a job."""

    def __init__(self) -> None:
        self._lengths: dict[int, _Length] = {}

    def make(self, text: str) -> tuple[int, bytes]:
        """Give a code's modules a side, and its rows of bits, each padded to whole bytes."""
        data = text.encode("ascii")
        known = self._lengths.get(len(data))
        if known is None:
            known = self._lengths[len(data)] = _Length(data, *_modules(data))
        known.made += 1
        bits = _modules(data)[1] if known.made <= _ENOUGH else self._by_difference(known, data)
        return known.modules, _rows(bits, known.modules)

    def _by_difference(self, known: _Length, data: bytes) -> int:
        bits = known.bits
        for at, (one, other) in enumerate(zip(known.text, data, strict=True)):
            if one != other:
                bits ^= self._change(known, at, one ^ other)
        return bits

    def _change(self, known: _Length, at: int, flipped: int) -> int:
        """Give the modules that flipping these bits of a byte flips."""
        change = known.changes.get((at, flipped))
        if change is None:
            lowest = flipped & -flipped
            if flipped == lowest:
                changed = bytearray(known.text)
                changed[at] ^= flipped
                change = _modules(bytes(changed))[1] ^ known.bits
            else:
                change = self._change(known, at, lowest)
                change ^= self._change(known, at, flipped ^ lowest)
            known.changes[at, flipped] = change
        return change


def _modules(data: bytes) -> tuple[int, int]:
    """Encode bytes: modules a side, and all of them as the bits of one number."""
    import segno

    code = segno.make_qr(data, error="m", mode="byte", mask=_MASK, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    return len(rows), int(b"".join(rows).translate(_DIGITS), 2)


_DIGITS = bytes([48, 49, *range(2, 256)])


def _rows(bits: int, modules: int) -> bytes:
    padding = -modules % 8
    width = modules + padding
    mask = (1 << modules) - 1
    value = 0
    for row in range(modules - 1, -1, -1):
        value = value << width | (bits >> row * modules & mask) << padding
    return value.to_bytes(modules * width // 8, "big")
