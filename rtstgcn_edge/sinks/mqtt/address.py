"""Which broker, as whom, and below which topic: `//[USER[:PASSWORD]@]HOST[:PORT]/TOPIC`, and the TLS of `mqtts:`."""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.uri import Uri, choice

PASSWORD_VARIABLE = "RTSTGCN_MQTT_PASSWORD"
PORTS = {"mqtt": 1883, "mqtts": 8883}
TLS_OPTIONS: dict[str, Callable[[str], Any]] = {"ca": str, "cert": str, "key": str, "verify": choice("yes", "no")}
LONGEST_TOPIC = 1000
"""Bytes; MQTT allows 65535, of which ours take some."""
_USER = re.compile(r"[\w.~!$&'()*+,;=:%-]*", re.ASCII)
"""What may stand before the @ as it is (RFC 3986, userinfo): what this allows, `without_secrets` finds."""
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9A-Fa-f:.%\w]+)\]|(?P<host>[^:\s\[\]]+))(?::(?P<port>[^:]*))?")


@dataclass(frozen=True)
class Broker:
    """Where to connect, and as whom. `name` is for people, without user and password."""

    name: str
    host: str
    port: int
    topic: str
    user: str | None
    password: str | None
    tls: ssl.SSLContext | None


def shown(uri: Uri) -> str:
    """What the person wrote, without what may be a password, however badly it is written."""
    head, _, rest = uri.text.partition("://")
    return f"{head}://***@{rest.rpartition('@')[2]}" if "@" in rest else uri.text


def check_question_mark(uri: Uri) -> None:
    """Refuse a password with a ? in it, of which the rest was taken for an option."""
    if any("@" in key for key in uri.values):
        raise _unquoted(shown(uri))


def read_address(uri: Uri, options: Mapping[str, Any]) -> Broker:
    """The broker that a sink names. Raises InputError; reads certificates, and asks no network."""
    text = shown(uri)
    if not uri.target.startswith("//"):
        raise InputError(f"{text}: no broker; as in {uri.scheme}://HOST/TOPIC")
    authority, _, path = uri.target[2:].partition("/")
    who, at, where = authority.rpartition("@")
    user, password = _credentials(text, who) if at else (None, None)
    host, port = _host_and_port(text, where, PORTS[uri.scheme])
    topic = check_topic(text, unquote(path))
    shown_host = f"[{host}]" if ":" in host else host
    tls = _tls(text, options) if uri.scheme == "mqtts" else None
    return Broker(f"{uri.scheme}://{shown_host}:{port}/{topic}", host, port, topic, user, password, tls)


def _unquoted(text: str) -> InputError:
    return InputError(
        f"{text}: in user and password, all but letters, digits and .~!$&'()*+,;=_- is written with % (@ as %40), "
        f"or set {PASSWORD_VARIABLE}"
    )


def check_topic(text: str, topic: str) -> str:
    """The topic, if one can publish below it. Raises InputError."""
    if not topic:
        raise InputError(f"{text}: names no topic; as in mqtt://HOST/TOPIC")
    if "+" in topic or "#" in topic:
        raise InputError(f"{text}: topic '{topic}': + and # are for who subscribes; name one topic")
    if "//" in topic or topic.endswith("/"):
        raise InputError(f"{text}: topic '{topic}' has an empty level; leave the / out")
    if not topic.isprintable():
        raise InputError(f"{text}: the topic has a character that cannot be printed")
    if len(topic.encode()) > LONGEST_TOPIC:
        raise InputError(f"{text[:80]}…: the topic is longer than {LONGEST_TOPIC} bytes")
    return topic


def _credentials(text: str, who: str) -> tuple[str, str | None]:
    if not _USER.fullmatch(who):
        raise _unquoted(text)
    user, colon, password = who.partition(":")
    if not user:
        raise InputError(f"{text}: a password without a user; as in mqtt://USER@HOST/TOPIC")
    return unquote(user), unquote(password) if colon else os.environ.get(PASSWORD_VARIABLE) or None


def _host_and_port(text: str, where: str, usual: int) -> tuple[str, int]:
    found = _HOST.fullmatch(where)
    if not found and where.count(":") > 1:
        raise InputError(f"{text}: an IPv6 address stands in brackets, as in mqtt://[::1]/TOPIC")
    if not where or where.startswith(":"):
        raise InputError(f"{text}: names no host; as in mqtt://HOST/TOPIC")
    host = (found["ipv6"] or found["host"]) if found else ""
    try:
        host.encode("idna")
    except UnicodeError:
        host = ""
    if not found or not host:
        raise InputError(f"{text}: '{where}' is no host; as in mqtt://HOST:PORT/TOPIC")
    port = found["port"] or str(usual)
    if found["port"] == "" or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise InputError(
            f"{text}: a port from 1 to 65535 is expected after the host, as in mqtt://{host}:{usual}/TOPIC"
        )
    return host, int(port)


def _tls(text: str, options: Mapping[str, Any]) -> ssl.SSLContext:
    ca, cert, key = (options.get(name) for name in ("ca", "cert", "key"))
    verify = options.get("verify", "yes") == "yes"
    if ca is not None and not verify:
        raise InputError(f"{text}: ca is to verify the broker with, and verify=no does not; leave one out")
    if key is not None and cert is None:
        raise InputError(f"{text}: key is of a certificate; name that with cert=FILE")
    try:
        context = ssl.create_default_context(cafile=ca)
    except (OSError, ssl.SSLError) as error:
        raise InputError(f"{text}: ca={ca}: {_trouble(error, 'no certificate (PEM) in it')}") from None
    if not verify:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if cert is not None:
        try:
            context.load_cert_chain(cert, key, password=lambda: "")  # the library would ask at the terminal
        except (OSError, ssl.SSLError) as error:
            files = f"cert={cert}" + (f", key={key}" if key else "")
            said = "not a certificate (PEM) with its key, which must not be encrypted"
            raise InputError(f"{text}: {files}: {_trouble(error, said)}") from None
    return context


def _trouble(error: OSError, content: str) -> str:
    return content if isinstance(error, ssl.SSLError) else str(error.strerror or error)
