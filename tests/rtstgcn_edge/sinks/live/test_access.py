import asyncio

import pytest
from starlette.responses import PlainTextResponse

from rtstgcn_edge.sinks.live.access import Guard

TOKEN = "open-sesame"


def ask(path="/", query="", *, token=None, **headers):
    """Status and headers of the answer to a request."""
    guard = Guard(PlainTextResponse("secret"), 8080, token, frozenset({"localhost", "lab", "lab.local"}))
    given = {"host": "127.0.0.1:8080"} | {key.replace("_", "-"): value for key, value in headers.items()}
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": query.encode(), "scheme": "http",
        "headers": [(key.encode(), value.encode()) for key, value in given.items()], "server": ("127.0.0.1", 8080),
    }  # fmt: skip
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(guard(scope, None, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    answered = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    assert (sent[0]["status"] == 200) == (b"secret" in body)
    return sent[0]["status"], answered


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost:9000", "LAB:8080", "lab.local", "[::1]:8080", "10.0.0.7"]
)
def test_who_calls_the_machine_by_its_name_or_address_is_served(host):
    assert ask(host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil", "", ":80"]
)
def test_another_name_is_one_that_an_attacker_made_to_point_here(host):
    assert ask(host=host)[0] == 421


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://127.0.0.1:8080", 200),
        ("https://127.0.0.1:8080", 200),
        ("http://127.0.0.1:8081", 403),
        ("http://evil.example", 403),
        ("null", 403),
    ],
)
def test_pages_of_other_sites_get_nothing(origin, status):
    assert ask("/events", origin=origin)[0] == status


@pytest.mark.parametrize(
    ("site", "mode", "status"),
    [
        ("cross-site", "no-cors", 403),
        ("same-site", "no-cors", 403),
        ("cross-site", "navigate", 200),
        ("same-origin", "cors", 200),
        ("none", "navigate", 200),
    ],
)
def test_pages_of_other_sites_may_link_here_but_show_nothing_of_it(site, mode, status):
    assert ask("/events", sec_fetch_site=site, sec_fetch_mode=mode)[0] == status


def test_without_the_token_nothing_is_served_but_the_form_and_its_style():
    for path in ("/", "/events", "/app.js", "/style.css/../events", "//style.css"):
        assert ask(path, token=TOKEN)[0] == 401
        assert ask(path, "token=open-sesamE", token=TOKEN)[0] == 401
        assert ask(path, token=TOKEN, cookie="rtstgcn_live_8080=wrong")[0] == 401
        assert ask(path, token=TOKEN, cookie="rtstgcn_live_8081=open-sesame")[0] == 401
    assert ask("/style.css", token=TOKEN)[0] == 200


def test_the_token_becomes_a_cookie_that_scripts_and_other_sites_cannot_use():
    status, headers = ask("/", "token=open-sesame", token=TOKEN)
    assert (status, headers["location"]) == (303, "/")
    assert "HttpOnly" in headers["set-cookie"] and "SameSite=lax" in headers["set-cookie"]
    cookie = headers["set-cookie"].partition(";")[0]
    assert ask("/events", token=TOKEN, cookie=cookie)[0] == 200


def test_a_program_may_name_the_token_where_it_asks():
    assert ask("/events", "token=open-sesame", token=TOKEN)[0] == 200
