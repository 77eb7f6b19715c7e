"""Passwords as scrypt hashes: ``scrypt$N$r$p$salt$hash`` with salt and hash in base64."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets

COST, BLOCK, PARALLEL = 2**15, 8, 1
SALT_BYTES, HASH_BYTES = 16, 32
LARGEST_COST = 2**20
MEMORY = 256 * 1024 * 1024
SHORTEST = 12


class PasswordHashError(ValueError):
    """A setting is no password hash; the message says how one is made."""


def hashed(password: str) -> str:
    """The hash of a password, with a salt of its own.

    Raises:
        ValueError: the password is too short.
    """
    if len(password) < SHORTEST:
        raise ValueError(f"パスワードは {SHORTEST} 文字以上が必要ですが、{len(password)} 文字でした。")
    salt = secrets.token_bytes(SALT_BYTES)
    digest = _scrypt(password, salt, COST, BLOCK, PARALLEL)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${_text(salt)}${_text(digest)}"


def checked(value: str) -> str:
    """The hash as it is.

    Raises:
        PasswordHashError: it is none.
    """
    _parts(value)
    return value


def matches(password: str, value: str) -> bool:
    """Whether a password is the one of a hash; takes as long for a wrong one."""
    cost, block, parallel, salt, digest = _parts(value)
    return hmac.compare_digest(_scrypt(password, salt, cost, block, parallel), digest)


def _parts(value: str) -> tuple[int, int, int, bytes, bytes]:
    found = None
    try:
        name, cost, block, parallel, salt, digest = value.split("$")
        found = (int(cost), int(block), int(parallel), _bytes(salt), _bytes(digest))
    except (ValueError, binascii.Error):
        name = ""
    if found is None or name != "scrypt" or not 1 < found[0] <= LARGEST_COST or len(found[4]) != HASH_BYTES:
        raise PasswordHashError(
            "MADOGUCHI_DESK_PASSWORD_HASH は scrypt$… の形が必要です。`madoguchi desk hash-password` で作ってください"
            "（.env に書くときは単一引用符で囲みます）。"
        )
    return found


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        password.encode(), salt=salt, n=cost, r=block, p=parallel, maxmem=MEMORY, dklen=HASH_BYTES
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
