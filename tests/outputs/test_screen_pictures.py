"""Pictures as screens get them: in deck, page and lesson."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from quizgen.outputs.anki.notes import media_name
from quizgen.pipeline.build import build
from quizgen.pipeline.manifest import Manifest
from quizgen.present.pictures import PictureOptions, for_screens, media_type, size_of
from tests.helpers import NOW

Write = Callable[..., Path]
ITEM = "questions: [{{id: a, question: What?, answer: y, image: {{file: {}, alt: It}}}}]"


def saved(size: tuple[int, int], kind: str, mode: str = "RGB", **how: object) -> bytes:
    """Write a picture of noise, so that no two look alike."""
    stream = BytesIO()
    noise = Image.effect_noise((size[0] // 8, size[1] // 8), 90).resize(size)
    noise.convert(mode).save(stream, kind, **how)
    return stream.getvalue()


def built(bank_from: Write, name: str, data: bytes, *, full_size: bool) -> Manifest:
    """Build deck and page of a bank that shows a picture."""
    folder = bank_from(ITEM.format(name))
    (folder / name).write_bytes(data)
    options = [PictureOptions(full_size=full_size)]
    return build("bank", "out", only=["anki", "page"], now=NOW, options=options)


def media_of(deck: Path) -> dict[str, bytes]:
    """Read a deck's media, but for what is never drawn on a card: styles."""
    with zipfile.ZipFile(deck) as package:
        names = json.loads(package.read("media"))
        files = {name: package.read(number) for number, name in names.items()}
    return {name: data for name, data in files.items() if not name.startswith("_")}


def test_a_big_photo_is_scaled_down_and_said(bank_from: Write) -> None:
    """Sixty photos of a phone would make a deck that no phone wants."""
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = saved((3000, 2000), "JPEG", quality=90, exif=exif)
    small = built(bank_from, "photo.jpg", photo, full_size=False)
    (said,) = [p for p in small.problems if p.code == "picture-scaled"]
    assert "photo.jpg (2000 x 3000 to 1358 x 2036)" in said.message
    assert "--full-size" in said.help
    ((name, data),) = media_of(Path(small.folder, "deck.apkg")).items()
    assert name == media_name("photo.jpg", photo)  # by the author's bytes, whoever scaled them
    assert size_of(data) == (1358, 2036)  # upright
    assert len(data) < len(photo)
    page = Path(small.folder, "review.html").stat().st_size
    whole = built(bank_from, "photo.jpg", photo, full_size=True)
    assert [p for p in whole.problems if p.code == "picture-scaled"] == []
    assert media_of(Path(whole.folder, "deck.apkg")) == {name: photo}
    assert Path(whole.folder, "review.html").stat().st_size > page
    # A learner's edit of the note is kept: its words are the same.
    assert {step.change for step in whole.steps} <= {"unchanged"}


@pytest.mark.parametrize(
    ("kind", "mode", "how"),
    [
        ("JPEG", "CMYK", {}),
        ("JPEG", "L", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "P", {}),
        ("PNG", "1", {}),
        ("WEBP", "RGB", {}),
        ("WEBP", "RGBA", {"lossless": True}),
    ],
)
def test_a_scaled_picture_is_of_its_kind(kind: str, mode: str, how: dict[str, object]) -> None:
    """Its name in the deck would lie, and some phones show nothing then."""
    data = saved((1800, 1600), kind, mode, **how)
    made = for_screens(data)
    assert media_type("", made) == media_type("", data)
    assert size_of(made) == (1764, 1568) or made == data
    assert made != data or mode in {"P", "1"} or how  # few colours, or none lost: as they are


def test_pictures_of_an_ordinary_size_keep_their_bytes() -> None:
    """Every deck's media would be new, and come to learners twice."""
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        data = saved((800, 600), kind)
        assert for_screens(data) == data
    for other in (b"ID3 a sound", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b""):
        assert for_screens(other) == other


def test_a_film_of_pictures_keeps_moving() -> None:
    """An animation would stand still on cards."""
    stream = BytesIO()
    frames = [Image.new("P", (2000, 1500), colour) for colour in (0, 60, 120)]
    frames[0].save(stream, "GIF", save_all=True, append_images=frames[1:])
    assert for_screens(stream.getvalue()) == stream.getvalue()


def test_media_types_are_those_of_the_content() -> None:
    """A browser told not to guess shows nothing of what its server calls by another name."""
    assert media_type("a.png", saved((8, 8), "JPEG")) == "image/jpeg"
    assert media_type("a.webp", saved((8, 8), "WEBP")) == "image/webp"
    drawing = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"
    assert media_type("a.svg", drawing) == "image/svg+xml"
    assert media_type("a.mp3", b"ID3") == "audio/mpeg"
