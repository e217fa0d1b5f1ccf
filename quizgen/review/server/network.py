"""This machine in its networks: where phones may find it, and what keeps them from it.

Addresses come from every interface: a laptop that is a hotspot itself has no default route, and
one with cable and Wi-Fi has two networks. Nothing is sent to find them.
"""

from __future__ import annotations

import contextlib
import http.client
import platform
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from typing import Literal

Verdict = Literal["closed", "no_network", "blocked", "alone", "reached"]

_VIRTUAL = re.compile(
    r"docker|^br-|veth|virbr|vmnet|vbox|virtualbox|vmware|hyper-v|vethernet|wsl|utun|^tun|^tap"
    r"|tailscale|zerotier|^zt|^wg|wireguard|vpn|loopback|^lo\d*$|podman|^cni|awdl|llw",
    re.IGNORECASE,
)
_SHARED = ip_network("100.64.0.0/10")
"""Of carriers and private networks over the internet: no phone in the room has one."""
CHECK_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LocalAddress:
    """An address of this machine, and the interface it belongs to."""

    text: str
    interface: str = ""

    @property
    def rank(self) -> int:
        """Say how likely phones are in its network: the least first."""
        address = ip_address(self.text)
        if _VIRTUAL.search(self.interface) or (address.version == 4 and address in _SHARED):
            return 4
        if address.is_link_local:
            return 5
        if isinstance(address, IPv6Address):
            return 3
        return 1 if address.is_private else 2


def in_order(found: Iterable[LocalAddress], preferred: str = "") -> list[str]:
    """Order addresses by how likely phones reach them; unlikely ones only where they are all.

    Args:
        found: All addresses of this machine.
        preferred: The one by which it goes to other networks.

    """
    usable = {one.text: one for one in found if _is_usable(one.text)}
    ranks = {one.text: 0 if _is_first(one, preferred) else one.rank for one in usable.values()}
    likely = [text for text, rank in ranks.items() if rank < 4]
    return sorted(likely or ranks, key=lambda text: ranks[text])


def _is_first(one: LocalAddress, preferred: str) -> bool:
    return one.text == preferred and one.rank < 3


def _is_usable(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:  # with a scope, which no page's address can have
        return False
    unusable = address.is_loopback or address.is_unspecified or address.is_multicast
    return not unusable and not (isinstance(address, IPv6Address) and address.is_link_local)


def lan_addresses() -> list[str]:
    """Find this machine's addresses on its local networks, the likeliest first."""
    import ifaddr

    found = [
        LocalAddress(ip.ip if isinstance(ip.ip, str) else ip.ip[0], adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]
    return in_order(found, _outward())


def _outward() -> str:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe,
        contextlib.suppress(OSError),
    ):
        probe.connect(("192.0.2.1", 9))  # a datagram socket only chooses its way
        return str(probe.getsockname()[0])
    return ""


def url_of(address: str, port: int) -> str:
    """Write the address of a page."""
    return f"http://{host_of(address, port)}"


def host_of(address: str, port: int) -> str:
    """Write an address and a port as browsers name them."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def is_address(text: str) -> bool:
    """Tell an address from a name."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_foreign(client: str, own: Iterable[str]) -> bool:
    """Tell whether somebody came from another machine."""
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    known: IPv4Address | IPv6Address = mapped or address
    return not known.is_loopback and str(known) not in set(own)


def answers(address: str, port: int, seconds: float = CHECK_SECONDS) -> bool:
    """Ask a page of ours, as a phone does; it takes its time."""
    connection = http.client.HTTPConnection(address, port, timeout=seconds)
    try:
        connection.request("GET", "/", headers={"Host": host_of(address, port)})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Firewall:
    """What this system's firewall is called in our words, whether it is on, and what opens it."""

    system: Literal["windows", "macos", "linux"]
    on: bool | None
    """None where it can't be told without more rights."""
    command: str


def firewall(port: int, system: str = "") -> Firewall:
    """Look at the firewall of this machine; changes nothing."""
    match system or platform.system():
        case "Windows":
            command = (
                "netsh advfirewall firewall add rule name=quizgen dir=in action=allow "
                f"protocol=TCP localport={port} profile=private"
            )
            said = _said("netsh", "advfirewall", "show", "currentprofile", "state")
            return Firewall("windows", _is_on(said, r"\bON\b|\bEIN\b|ACTIV"), command)
        case "Darwin":
            tool = "/usr/libexec/ApplicationFirewall/socketfilterfw"
            command = f"sudo {tool} --add {sys.executable} --unblockapp {sys.executable}"
            return Firewall("macos", _is_on(_said(tool, "--getglobalstate"), "enabled"), command)
        case _:
            return _linux_firewall(port)


def _linux_firewall(port: int) -> Firewall:
    if shutil.which("firewall-cmd"):
        command = f"sudo firewall-cmd --add-port={port}/tcp"
        return Firewall("linux", _is_on(_said("firewall-cmd", "--state"), "^running"), command)
    command = f"sudo ufw allow {port}/tcp"
    try:
        set_up = Path("/etc/ufw/ufw.conf").read_text("utf-8", "replace")
    except OSError:
        return Firewall("linux", None, command)
    return Firewall("linux", _is_on(set_up, r"(?m)^ENABLED=yes"), command)


def _is_on(said: str, pattern: str) -> bool | None:
    return bool(re.search(pattern, said, re.IGNORECASE)) if said else None


def _said(*command: str) -> str:
    try:
        return subprocess.run(  # noqa: S603 - commands of ours, which only look
            command, check=False, capture_output=True, text=True, timeout=CHECK_SECONDS
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError, ValueError):
        return ""


def verdict(*, is_open: bool, addresses: Sequence[str], answered: bool, reached: bool) -> Verdict:
    """Say what is known of whether phones can get in, the surest first."""
    if not is_open:
        return "closed"
    if reached:
        return "reached"
    if not addresses:
        return "no_network"
    return "alone" if answered else "blocked"
