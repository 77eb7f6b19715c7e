"""``madoguchi desk`` from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.desk import DeskStore
from assistant.desk.passwords import PasswordHashError, checked, hashed, matches
from assistant.triage import Inquiry, Part


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskStore:
    """A store with one inquiry, named by the setting."""
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", url)
    made = DeskStore(url)
    made.add(Inquiry(1, "1", "件名", "本文"), [Part(inquiry_id="1", part=1)])
    return made


def test_purge_keeps_what_is_young(store: DeskStore) -> None:
    """The retention of the settings holds unless another is given."""
    assert "0 件" in CliRunner().invoke(app, ["desk", "purge", "--yes"]).output
    assert store.inquiry(1) is not None
    assert "1 件" in CliRunner().invoke(app, ["desk", "purge", "--all", "--yes"]).output
    assert store.inquiry(1) is None


def test_purge_asks_first(store: DeskStore) -> None:
    """Without an answer nothing is deleted."""
    assert CliRunner().invoke(app, ["desk", "purge", "--all"], input="n\n").exit_code == 1
    assert store.inquiry(1) is not None


def test_a_wrong_store_is_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the setting's name in the message."""
    monkeypatch.setenv("MADOGUCHI_DATABASE_URL", "nonsense")
    done = CliRunner().invoke(app, ["desk", "purge", "--yes"])
    assert done.exit_code == 2
    assert "MADOGUCHI_DATABASE_URL" in done.output


def test_hash_password() -> None:
    """The printed hash fits the password and no other; short ones are refused."""
    password = "correct horse battery"  # noqa: S105
    done = CliRunner().invoke(app, ["desk", "hash-password"], input=f"{password}\n{password}\n")
    value = done.stdout.strip().split("\n")[-1]
    assert matches(password, value)
    assert not matches("wrong", value)
    assert CliRunner().invoke(app, ["desk", "hash-password"], input="short\nshort\n").exit_code == 2


@pytest.mark.parametrize("value", ["", "secret", "scrypt$1$8$1$x$y", "scrypt$32768$8$1$AAAA$AAAA"])
def test_what_is_no_hash(value: str) -> None:
    """A plain password in the setting is refused, not accepted as such."""
    with pytest.raises(PasswordHashError, match="hash-password"):
        checked(value)


def test_a_hash_has_a_salt_of_its_own() -> None:
    """Equal passwords have different hashes."""
    assert hashed("x" * 12) != hashed("x" * 12)
