"""The cookie by which a learner is known."""

import asyncio
from http.cookies import SimpleCookie

import pytest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Message

from slipway.ui.learner import COOKIE, LearnerCookie, learner_id


def _get(response: Response, cookie: str | None = None) -> str | None:
    """Ask for a page behind the middleware; what it wants the browser to keep."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"cookie", f"{COOKIE}={cookie}".encode())] if cookie else []
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    asyncio.run(LearnerCookie(response)(scope, receive, send))
    kept = dict(sent[0]["headers"]).get(b"set-cookie")
    return kept.decode() if kept else None


PAGE, DATA = HTMLResponse("<p>hello</p>"), JSONResponse({})


def _name(kept: str | None) -> str:
    return SimpleCookie(kept)[COOKIE].value


def test_the_first_page_brings_a_random_name_that_scripts_cannot_read() -> None:
    kept = _get(PAGE)
    assert kept
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept
    assert learner_id(_name(kept))


def test_a_known_browser_keeps_its_name() -> None:
    assert _get(PAGE, _name(_get(PAGE))) is None


def test_two_browsers_have_two_names() -> None:
    assert _name(_get(PAGE)) != _name(_get(PAGE))


def test_only_pages_set_it() -> None:
    assert _get(DATA) is None


def test_a_forged_cookie_is_replaced() -> None:
    assert _get(PAGE, "OR-1=1") is not None


@pytest.mark.parametrize("value", ["", "short", "x" * 65, "has space in it here", "semi;colon-semi;colon", None])
def test_a_value_that_is_not_ours_is_nobody(value: str | None) -> None:
    assert learner_id(value) is None
