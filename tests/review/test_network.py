"""Which addresses stand on the wall, and what is said when phones can't reach them."""

from __future__ import annotations

from typing import get_args

import pytest

from quizgen.review.server.announce import announce
from quizgen.review.server.network import (
    LocalAddress,
    Verdict,
    firewall,
    host_of,
    in_order,
    is_foreign,
    lan_addresses,
    verdict,
)
from quizgen.words import LANGUAGES
from quizgen.words.review import page_words


@pytest.mark.parametrize(
    ("found", "outward", "order"),
    [
        # A laptop that is a hotspot itself: no way out, and an address all the same.
        ({"127.0.0.1": "lo", "10.42.0.1": "wlp3s0"}, "", ["10.42.0.1"]),
        # Cable and Wi-Fi: the one that leads out first.
        (
            {"192.168.7.2": "wlan0", "10.1.2.3": "eth0"},
            "10.1.2.3",
            ["10.1.2.3", "192.168.7.2"],
        ),
        # What runs on the laptop alone is not for phones.
        (
            {"172.17.0.1": "docker0", "192.168.56.1": "VirtualBox Host-Only", "10.0.0.5": "en0"},
            "",
            ["10.0.0.5"],
        ),
        # A VPN is the way out, and no phone is in it.
        (
            {"10.8.0.2": "tun0", "100.101.1.2": "tailscale0", "192.168.1.9": "wlan0"},
            "10.8.0.2",
            ["192.168.1.9"],
        ),
        # IPv6 stands behind IPv4; addresses with a scope can't stand in a page's address.
        (
            {"fe80::1": "en0", "fd00::5": "en0", "2001:db8::5": "en0", "192.168.1.9": "en0"},
            "",
            ["192.168.1.9", "fd00::5", "2001:db8::5"],
        ),
        ({"fd00::5": "en0", "fe80::1%3": "en0"}, "", ["fd00::5"]),
        # Only what is unlikely: better than nothing.
        ({"169.254.3.4": "eth0", "::1": "lo"}, "", ["169.254.3.4"]),
        ({"172.17.0.1": "docker0"}, "172.17.0.1", ["172.17.0.1"]),
        ({"127.0.0.1": "lo", "127.0.1.1": "lo", "::1": "lo", "::": "?"}, "", []),
    ],
)
def test_the_likeliest_address_stands_first(
    found: dict[str, str], outward: str, order: list[str]
) -> None:
    """A class would type the address of a virtual machine, or of a laptop that points to itself."""
    given = [LocalAddress(text, interface) for text, interface in found.items()]
    assert in_order(given, outward) == order


def test_this_machine_is_never_its_own_neighbour() -> None:
    """The wall would show an address that means each phone itself."""
    assert not [one for one in lan_addresses() if one.startswith("127.") or one == "::1"]


@pytest.mark.parametrize(
    ("client", "foreign"),
    [
        ("192.168.1.20", True),
        ("192.168.1.9", False),
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:192.168.1.9", False),
        ("fe80::5%eth0", True),
        ("", False),
    ],
)
def test_a_phone_is_told_from_this_machine(client: str, foreign: bool) -> None:
    """The teacher's own look at the page would pass for a phone that got in."""
    assert is_foreign(client, ["192.168.1.9"]) is foreign


def test_what_is_known_of_the_way_in() -> None:
    """The teacher would look for a firewall where there is no network, or the other way round."""

    def said(**given: bool) -> str:
        addresses = ["10.0.0.5"] if given.get("addresses", True) else []
        return verdict(
            is_open=given.get("is_open", True),
            addresses=addresses,
            answered=given.get("answered", True),
            reached=given.get("reached", False),
        )

    assert said() == "alone"
    assert said(reached=True) == "reached"
    assert said(answered=False) == "blocked"
    assert said(addresses=False, answered=False) == "no_network"
    assert said(is_open=False) == "closed"


@pytest.mark.parametrize("system", ["Windows", "Darwin", "Linux"])
def test_each_system_has_its_words(system: str) -> None:
    """A teacher would read another system's remedy, or `{command}`."""
    found = firewall(8123, system)
    assert "8123" in found.command or found.system == "macos"
    for lang in LANGUAGES:
        words = page_words(lang)
        assert words[f"firewall_{found.system}"].count("{command}") == 1
        assert all(words[f"reach_{name}"] for name in get_args(Verdict) if name != "no_network")


def test_addresses_are_written_as_browsers_write_them() -> None:
    """An address of IPv6 would lose its port."""
    assert host_of("fd00::5", 80) == "[fd00::5]:80"
    assert host_of("10.0.0.5", 80) == "10.0.0.5:80"


def test_no_name_is_announced_without_a_network() -> None:
    """A lesson without a network would wait for one."""
    assert announce([], 8000) == ""
