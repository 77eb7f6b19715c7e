"""Opens the desk's store: any database by URL, SQLite in WAL by default, and only of the version we know."""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy import Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from assistant.desk.tables import SCHEMA_VERSION, Base, SchemaVersion

BUSY_MS = 10_000


class StoreError(Exception):
    """The store cannot be used; the message says what was expected, what came and what to do next."""


def open_engine(url: str) -> Engine:
    """The engine of a store, its tables made when it is new.

    Raises:
        StoreError: the URL is none, the database cannot be reached, or the store is of another version.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite" and parsed.database:
            _private_file(parsed.database)
        engine = create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, ModuleNotFoundError, OSError) as error:
        raise StoreError(
            "MADOGUCHI_DATABASE_URL を確かめてください（例: sqlite:////var/desk.db、"
            "postgresql+psycopg://…、`pip install -c constraints.txt '.[postgres]'` のあとで）。"
            f"{type(error).__name__}"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite)
    try:
        _check(engine)
    except SQLAlchemyError as error:
        raise StoreError(
            f"窓口の保存先 {parsed.render_as_string(hide_password=True)} を開けません（{type(error).__name__}）。"
            "MADOGUCHI_DATABASE_URL と権限を確かめてください。"
        ) from error
    return engine


def _private_file(path: str) -> None:
    """Make the file readable to its owner alone: it holds unmasked mails."""
    if path != ":memory:":
        folder = os.path.dirname(path)  # noqa: PTH120 - a database's path, not ours
        if folder:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own type
    """Write-ahead log, every commit on disk, foreign keys, deleted text overwritten."""
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _check(engine: Engine) -> None:
    """Make the tables of a new store; refuse another version's."""
    names = set(inspect(engine).get_table_names())
    if SchemaVersion.__tablename__ not in names:
        if names & set(Base.metadata.tables):
            raise StoreError(
                "窓口の保存先に版の記録がありません。別の用途のデータベースのようです。空のデータベースを指定してください。"
            )
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
            connection.execute(insert(SchemaVersion).values(version=SCHEMA_VERSION))
        return
    with Session(engine) as session:
        found = session.scalars(select(SchemaVersion.version)).all()
    if list(found) != [SCHEMA_VERSION]:
        newer = bool(found) and max(found) > SCHEMA_VERSION
        way = (
            "新しい版の Madoguchi を使ってください。"
            if newer
            else "控えを取り、空のデータベースから始めてください。"
        )
        raise StoreError(
            f"窓口の保存先の版は {', '.join(map(str, found)) or 'なし'} ですが、この版が読めるのは {SCHEMA_VERSION} です。{way}"
        )
