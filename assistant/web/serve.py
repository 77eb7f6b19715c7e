"""Starts the web app: index when missing or stale, assistant, server."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import typer
import uvicorn
from fastapi import FastAPI

if TYPE_CHECKING:
    from assistant.settings import Settings


class ServeError(Exception):
    """The address cannot be listened on; the message says what to do."""


class _Server(uvicorn.Server):
    """Says where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets=sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            name = f"[{host}]" if ":" in host else host
            typer.echo(f"窓口を開きました: http://{name}:{port} （終了は Ctrl+C）")


def run(app: FastAPI, host: str, port: int, log_level: str = "warning") -> None:
    """Serve an application until it is interrupted; port 0 takes a free one.

    Raises:
        ServeError: the address is taken or does not exist here.
    """
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise ServeError(
            f"{host}:{port} で待ち受けできません（{error.strerror}）。別のポートにしてください: MADOGUCHI_PORT=7861"
        ) from error
    config = uvicorn.Config(app, log_level=log_level.lower(), server_header=False, timeout_graceful_shutdown=5)
    _Server(config).run(sockets=[listening])
