"""Starts the web app: index when missing or stale, assistant, server."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import typer
import uvicorn
from fastapi import FastAPI

from assistant.web.strings import text

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
            typer.echo(text("serve.ready", address=f"http://{name}:{port}"))


def bind(host: str, port: int) -> socket.socket:
    """Take an address; port 0 takes a free one. Nothing can connect before ``run``.

    Raises:
        ServeError: the address is taken or does not exist here.
    """
    taken = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except (OSError, OverflowError) as error:
        taken.close()
        reason = getattr(error, "strerror", None) or error
        raise ServeError(text("serve.taken", place=f"{host}:{port}", reason=reason)) from error
    return taken


def run(app: FastAPI, address: socket.socket, log_level: str = "warning") -> None:
    """Serve an application on a bound address until it is interrupted."""
    config = uvicorn.Config(
        app, log_level=log_level.lower(), server_header=False, timeout_graceful_shutdown=5
    )
    _Server(config).run(sockets=[address])


def serve(settings: Settings) -> None:
    """Bring the index up to date, open the assistant, serve: the whole of ``app.py``.

    Raises:
        SystemExit: with code 2 and a message that says what to do, when something is not in place.
    """
    from assistant import Assistant
    from assistant.desk.passwords import PasswordHashError
    from assistant.desk.web.app import closed
    from assistant.web.app import build_app
    from corpus import load_corpus
    from corpus.loader import CorpusError
    from index.build import build
    from index.errors import IndexMismatchError, IndexMissingError

    try:
        address = bind(settings.host, settings.port)
        typer.echo(text("serve.preparing"), err=True)
        corpus = load_corpus()
        build(corpus, settings)
        assistant = Assistant.open(settings)
        assistant.warm()  # now, and not at the first visitor's question
        if problem := closed(settings):
            typer.echo(problem, err=True)
        app = build_app(assistant, corpus, settings)
        run(app, address, settings.log_level)
    except (CorpusError, IndexMissingError, IndexMismatchError, ServeError, PasswordHashError) as error:
        typer.echo(str(error), err=True)
        raise SystemExit(2) from error
