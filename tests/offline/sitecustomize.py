"""Ends the process at its first attempt to reach anything but this machine.

Python imports this module by itself when its folder is on ``PYTHONPATH``; child processes inherit it.
"""

from __future__ import annotations

import os
import sys

EXIT_CODE = 97
ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
NAME = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
HERE = ("127.", "::1", "::ffff:127.", "localhost", "0.0.0.0")  # noqa: S104


def _outside(host: object) -> bool:
    text = host.decode(errors="replace") if isinstance(host, bytes) else host
    return isinstance(text, str) and text not in ("", "::") and not text.startswith(HERE)


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """Look at the address of every connection and at every name to be resolved."""
    if event in ADDRESS:
        address = arguments[ADDRESS[event]]
        host = address[0] if isinstance(address, tuple) else None  # a path: a socket of this machine
    elif event in NAME:
        host = arguments[NAME[event]]
    else:
        return
    if _outside(host):
        os.write(2, f"network attempt: {event} {host!r}\n".encode())
        os._exit(EXIT_CODE)


sys.addaudithook(guard)
