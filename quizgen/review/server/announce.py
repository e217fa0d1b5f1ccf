"""A name for this machine (mDNS), where the network carries it: `quizgen.local` is short to type.

Phones with iOS, and Android from 12 on, find it by themselves; where they don't, the addresses
are there. Another laptop that has the name already keeps it.
"""

from __future__ import annotations

import atexit
import contextlib
import socket
from collections.abc import Sequence
from ipaddress import ip_address

NAMES = ("quizgen", "quizgen-2", "quizgen-3")


def announce(addresses: Sequence[str], port: int) -> str:
    """Announce a name for addresses; gives it, nothing where that can't be. Takes some seconds."""
    if not addresses:
        return ""
    from zeroconf import NonUniqueNameException, ServiceInfo, Zeroconf

    try:
        responder = Zeroconf(interfaces=list(addresses))
    except (OSError, RuntimeError):
        return ""
    for name in NAMES:
        service = ServiceInfo(
            "_http._tcp.local.",
            f"{name}._http._tcp.local.",
            addresses=[ip_address(address).packed for address in addresses],
            port=port,
            server=f"{name}.local.",
        )
        try:
            if _is_taken(f"{name}.local"):
                continue
            responder.register_service(service)
        except (NonUniqueNameException, OSError, RuntimeError, TimeoutError):
            continue
        atexit.register(responder.close)
        return f"{name}.local"
    responder.close()
    return ""


def _is_taken(name: str) -> bool:
    """Tell whether another machine has a name; one that nobody has takes a while to be known."""
    with contextlib.suppress(OSError):
        return bool(socket.getaddrinfo(name, None))
    return False
