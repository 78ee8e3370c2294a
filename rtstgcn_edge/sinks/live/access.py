"""Who may see the page.

A page of another site could ask a server on this machine or in this network, in the name of whoever opens it there.
So a request must name the server as its own page does (`Host`: an IP address, or a name of this machine: DNS rebinding
needs a name of the attacker's), must not come from another site (`Origin`, and `Sec-Fetch-Site` where an image or a
script asks, which names no origin; a link may lead here), and must carry the token if there is one.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

ASK = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>rtstgcn-edge</title><link rel="stylesheet" href="style.css"><main class="ask"><h1>rtstgcn-edge</h1>
<p>{}This page needs the token that the run was started with.</p>
<form><label>Token <input name="token" type="password" autocomplete="current-password" autofocus></label>
<button>Open</button></form></main></html>"""


class Guard:
    """An ASGI application behind these checks.

    Args:
        app: what is guarded.
        port: of the server.
        token: that a viewer must know, None for anybody who can reach the server.
        names: by which a browser may call this machine, beside its addresses.
    """

    def __init__(self, app: ASGIApp, port: int, token: str | None, names: frozenset[str]) -> None:
        self._app, self._token, self._names = app, token, names
        self._cookie = f"rtstgcn_live_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        answer: ASGIApp = self._refusal(Request(scope)) or self._app
        await answer(scope, receive, send)

    def _refusal(self, request: Request) -> Response | None:
        host, origin = request.headers.get("host", ""), request.headers.get("origin")
        if not self._is_ours(host):
            return PlainTextResponse("no such host here\n", 421, HEADERS)
        if origin not in (None, f"http://{host}", f"https://{host}") or _embedded_elsewhere(request):
            return PlainTextResponse("not for pages of other sites\n", 403, HEADERS)
        if self._token is None or request.url.path == "/style.css":
            return None
        given = request.query_params.get("token")
        if given is not None and self._fits(given):
            if request.url.path != "/":
                return None
            answer = RedirectResponse("/", 303, HEADERS)  # so that the token stays in no address bar
            answer.set_cookie(self._cookie, given, httponly=True, samesite="lax")
            return answer
        if self._fits(request.cookies.get(self._cookie, "")):
            return None
        return HTMLResponse(ASK.format("" if given is None else "That is another one. "), 401, HEADERS)

    def _fits(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())

    def _is_ours(self, host: str) -> bool:
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name.lower().rstrip(".") in self._names
        return True


def _embedded_elsewhere(request: Request) -> bool:
    site, mode = (request.headers.get(f"sec-fetch-{what}") for what in ("site", "mode"))
    return site in ("cross-site", "same-site") and mode != "navigate"


def names_of_this_machine(*more: str) -> frozenset[str]:
    """What browsers of this network may call it."""
    name = socket.gethostname().lower()
    short = name.partition(".")[0]
    return frozenset({"localhost", name, short, f"{short}.local", *(one.lower() for one in more)})
