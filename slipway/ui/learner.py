"""Who is this? A random id in a cookie, set on the first page and read by every later one."""

import re
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "slipway_learner"
_YEAR_S = 365 * 24 * 3600
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")


def learner_id(value: str | None) -> str | None:
    """The id in a cookie's value, or None when it is not one of ours."""
    return value if value and _ID.fullmatch(value) else None


class LearnerCookie:
    """ASGI middleware that gives every browser an id on its first page request."""

    def __init__(self, app: "ASGIApp") -> None:
        self.app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or _known(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: "Message") -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                cookie = f"{COOKIE}={token_urlsafe(24)}; Max-Age={_YEAR_S}; Path=/; HttpOnly; SameSite=Lax"
                message["headers"] = [*message["headers"], (b"set-cookie", cookie.encode())]
            await send(message)

        await self.app(scope, receive, send_with_cookie)


def _known(scope: "Scope") -> bool:
    header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    try:
        cookies = SimpleCookie(header.decode("latin-1"))
    except CookieError:
        return False
    return COOKIE in cookies and learner_id(cookies[COOKIE].value) is not None


def _is_page(message: "Message") -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in message["headers"])
