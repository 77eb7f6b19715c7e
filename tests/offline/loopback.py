"""Runs a command in a fresh network namespace: ``unshare --net python loopback.py COMMAND...``.

Such a namespace has one interface, the loopback, and it is down; this takes it up first.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
REQUEST = "16sh22x"


def take_loopback_up() -> None:
    """Do what ``ip link set lo up`` does, on machines without that tool."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        asked = fcntl.ioctl(handle, SIOCGIFFLAGS, struct.pack(REQUEST, b"lo", 0))
        name, flags = struct.unpack(REQUEST, asked)
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack(REQUEST, name, flags | IFF_UP))


if __name__ == "__main__":
    take_loopback_up()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606
