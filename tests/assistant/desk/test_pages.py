"""The desk page: who gets in, what they see, and that nobody's words are lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.desk import DeskStore
from assistant.desk.passwords import hashed
from assistant.desk.store import Filters
from assistant.desk.web import mount_desk
from assistant.settings import Settings
from assistant.triage import Inquiry, Part
from assistant.triage.reply import contact_block
from assistant.web.security import Guard
from corpus import Corpus

HOST = "http://127.0.0.1:7860"
PASSWORD = "correct horse battery"  # noqa: S105
NASTY = "<script>alert(1)</script>任期は？"
Client = Callable[..., TestClient]


@pytest.fixture
def store(tmp_path: Path, corpus: Corpus) -> DeskStore:
    """A store with one inquiry of one part."""
    made = DeskStore(f"sqlite:///{tmp_path / 'desk.db'}")
    part = Part(
        inquiry_id="A1",
        part=1,
        question=NASTY,
        programme="地域おこし協力隊",
        division="地域自立応援課",
        phone="03-5253-5391",
        status="answered",
        urgency="high",
        draft=contact_block(corpus.contact("地域おこし協力隊"), corpus, "ja"),
        confidence=0.97,
    )
    made.add(Inquiry(1, "A1", "<b>件名</b>", "山田太郎です"), [part])
    return made


@pytest.fixture
def client(tmp_path: Path, store: DeskStore, corpus: Corpus) -> Client:
    """Makes a browser's side of a desk with some settings."""

    def make(
        address: str = "127.0.0.1", host: str = HOST, listening: str = "127.0.0.1", **settings: Any
    ) -> TestClient:
        app = FastAPI()
        url = f"sqlite:///{tmp_path / 'desk.db'}"
        mount_desk(
            app, object(), corpus, Settings(data_dir=tmp_path, database_url=url, host=listening, **settings)
        )
        app.add_middleware(Guard)
        return TestClient(app, base_url=host, client=(address, 50000), follow_redirects=False)

    return make


def csrf(page: str) -> str:
    """The token of a page's forms."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
    assert found
    return found[1]


def test_open_on_direct_loopback_only(client: Client) -> None:
    """Without a login: this machine, its own name, and nothing in between."""
    assert client().get("/desk").status_code == 200
    for refused, headers in (
        (client(address="192.0.2.7"), {}),
        (client(), {"x-forwarded-for": "127.0.0.1"}),
        (client(), {"forwarded": "for=127.0.0.1"}),
        (client(host="http://rebound.example:7860"), {}),
    ):
        for path in (
            "/desk",
            "/desk/inquiries/1",
            "/desk/export.csv",
            "/desk/uploads/1/state",
            "/desk/summary",
        ):
            answer = refused.get(path, headers=headers)
            assert answer.status_code == 403, path
            assert "任期" not in answer.text
    answer = client(address="192.0.2.7").get("/desk")
    assert "MADOGUCHI_DESK_PASSWORD_HASH" in answer.text


def test_a_public_address_without_a_login_stays_closed(client: Client) -> None:
    """The staff area does not open at all."""
    answer = client(listening="0.0.0.0").get("/desk")  # noqa: S104
    assert answer.status_code == 403
    assert "MADOGUCHI_DESK_PASSWORD_HASH" in answer.text
    assert client(listening="0.0.0.0").get("/desk/inquiries/1").status_code == 404  # noqa: S104


def test_login(client: Client) -> None:
    """Nothing is shown before; the cookie is for this site's own pages only."""
    browser = client(desk_password_hash=hashed(PASSWORD))
    for path in ("/desk", "/desk/inquiries/1", "/desk/export.xlsx", "/desk/uploads/1/state"):
        assert browser.get(path).headers["location"] == "/desk/login"
    assert browser.post("/desk/parts/1/draft", data={"draft": "x"}).headers["location"] == "/desk/login"
    assert browser.post("/desk/login", data={"who": "佐藤", "password": "wrong"}).status_code == 401
    done = browser.post("/desk/login", data={"who": "佐藤", "password": PASSWORD})
    cookie = done.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = browser.get("/desk")
    assert "佐藤" in page.text
    forged = f"{browser.cookies['madoguchi_desk'][:-1]}!"
    browser.cookies.clear()
    assert browser.get("/desk", headers={"cookie": f"madoguchi_desk={forged}"}).status_code == 303


def test_guessing_is_slowed(client: Client) -> None:
    """After some wrong passwords not even the right one is taken."""
    browser = client(desk_password_hash=hashed(PASSWORD))
    for _ in range(10):
        assert browser.post("/desk/login", data={"who": "a", "password": "wrong"}).status_code == 401
    assert browser.post("/desk/login", data={"who": "a", "password": PASSWORD}).status_code == 429


def test_proxy_names_the_person(client: Client) -> None:
    """The header counts from the proxy's address only."""
    settings = {"desk_proxy_header": "X-Remote-User", "desk_proxy_addresses": "10.0.0.1"}
    headers = {"X-Remote-User": "sato", "X-Forwarded-For": "192.0.2.1"}
    assert "sato" in client(address="10.0.0.1", **settings).get("/desk", headers=headers).text
    assert client(address="10.0.0.1", **settings).get("/desk").status_code == 401
    assert client(address="192.0.2.7", **settings).get("/desk", headers=headers).status_code == 403


def test_pages_are_escaped_and_locked_down(client: Client) -> None:
    """Mails are hostile; no page loads anything from elsewhere."""
    browser = client()
    for path in ("/desk", "/desk/inquiries/1", "/desk/summary"):
        answer = browser.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<b>件名" not in answer.text
        assert 'lang="ja"' in answer.text
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


def test_forms_need_a_token_and_this_site(client: Client, store: DeskStore) -> None:
    """Another site cannot approve."""
    browser = client()
    token = csrf(browser.get("/desk/inquiries/1").text)
    sent = {"draft": "x", "version": "1", "action": "save"}
    assert browser.post("/desk/parts/1/draft", data=sent).status_code == 403
    foreign = browser.post(
        "/desk/parts/1/draft", data={**sent, "csrf": token}, headers={"origin": "http://evil.example"}
    )
    assert foreign.status_code == 403
    part = store.part(1)
    assert part is not None
    assert part.version == 1


def test_review(client: Client, store: DeskStore) -> None:
    """Routing in one click, draft, approval: each with who and when."""
    browser = client()
    token = csrf(browser.get("/desk/inquiries/1").text)
    moved = browser.post(
        "/desk/parts/1/route", data={"csrf": token, "version": 1, "programme": "ローカル10,000プロジェクト"}
    )
    assert moved.status_code == 303
    part = store.part(1)
    assert part is not None
    assert (part.division, part.phone) == ("地域政策課", "03-5253-5523")
    assert "地域政策課（電話 03-5253-5523）" in part.draft
    assert "5391" not in part.draft
    browser.post(
        "/desk/parts/1/draft", data={"csrf": token, "version": 2, "draft": "直した", "action": "approve"}
    )
    part = store.part(1)
    assert part is not None
    assert (part.state, part.draft) == ("approved", "直した")
    assert [(review.who, review.action) for review in part.reviews] == [
        ("local", "reroute"),
        ("local", "approve"),
    ]
    page = browser.get("/desk/inquiries/1").text
    assert "地域おこし協力隊 → ローカル10,000プロジェクト" in page


def test_a_conflict_keeps_both_texts(client: Client, store: DeskStore) -> None:
    """The second one sees the first one's text beside their own, and can save again."""
    browser = client()
    token = csrf(browser.get("/desk/inquiries/1").text)
    store.change(1, 1, "佐藤", "edit", draft="佐藤の文")
    answer = browser.post(
        "/desk/parts/1/draft", data={"csrf": token, "version": 1, "draft": "私の文", "action": "save"}
    )
    assert answer.status_code == 409
    assert "佐藤の文" in answer.text
    assert "私の文" in answer.text
    assert "佐藤 さんが先に保存" in answer.text
    again = browser.post(
        "/desk/parts/1/draft",
        data={"csrf": csrf(answer.text), "version": 2, "draft": "私の文", "action": "save"},
    )
    assert again.status_code == 303


def test_filters_and_export(client: Client) -> None:
    """What is filtered is what is exported."""
    browser = client()
    assert "任期は" in browser.get("/desk?division=地域自立応援課&urgency=high").text
    assert "任期は" not in browser.get("/desk?division=国際室").text
    content = browser.get("/desk/export.csv?urgency=high").content
    assert content.startswith(b"\xef\xbb\xbfinquiry_id,part,question")
    assert content.count(b"A1") == 1
    assert browser.get("/desk/export.csv?urgency=low").content.count(b"A1") == 0
    assert browser.get("/desk/export.xlsx").content.startswith(b"PK")
    assert browser.get("/desk/export.exe").status_code == 404
    assert browser.get("/desk?start=abc&age=x").status_code == 200


class FakeTriager:
    """Answers at once."""

    def __init__(self, *_: object) -> None:
        pass

    def __call__(self, inquiry: Inquiry) -> list[Part]:
        """One part an inquiry."""
        return [Part(inquiry_id=inquiry.id, part=1, question=inquiry.body, status="answered")]


def test_upload(client: Client, store: DeskStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is triaged in the background and deleted afterwards."""
    monkeypatch.setattr("assistant.desk.web.desk.Triager", FakeTriager)
    browser = client()
    token = csrf(browser.get("/desk").text)
    refused = browser.post("/desk/uploads", data={"csrf": token}, files={"file": ("a.exe", b"x")})
    assert refused.status_code == 400
    assert ".csv" in refused.text
    sent = browser.post(
        "/desk/uploads",
        data={"csrf": token},
        files={"file": ("in.csv", "id,body\n1,上限は？\n2,任期は？\n".encode())},
    )
    assert sent.status_code == 303
    place = sent.headers["location"]
    deadline = time.monotonic() + 20
    while (state := browser.get(f"{place}/state").json())[
        "state"
    ] == "running" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (state["state"], state["done"], state["total"]) == ("finished", 2, 2)
    assert len(store.queue(Filters())) == 3
    assert list((tmp_path / "desk-uploads").iterdir()) == []


def test_missing_pages(client: Client) -> None:
    """404 as a page, not as a crash."""
    browser = client()
    for path in ("/desk/inquiries/99", "/desk/nothing", "/desk/uploads/9", "/desk/static/../app.py"):
        assert browser.get(path).status_code == 404
