"""Which broker a name means, what is refused, and that no password is ever shown."""

import json
import ssl
from urllib.parse import quote

import pytest
from certificates import Certificates
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.sinks import check_sink
from rtstgcn_edge.sinks.mqtt.address import PASSWORD_VARIABLE, read_address, shown
from rtstgcn_edge.uri import parse_uri, without_secrets


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("certificates"))


def address(text, **options):
    return read_address(parse_uri(text, ["mqtt", "mqtts"]), options)


def test_a_bare_name_is_the_usual_port_and_nobody():
    broker = address("mqtt://broker.local/lab/walker")
    assert (broker.host, broker.port, broker.topic) == ("broker.local", 1883, "lab/walker")
    assert broker.user is broker.password is broker.tls is None
    assert broker.name == "mqtt://broker.local:1883/lab/walker"


def test_all_parts_are_read_and_percent_signs_stand_for_characters():
    broker = address("mqtt://me%40home:s%2Fec%3Fr%25t@10.0.0.7:1884/lab%201/x")
    assert (broker.user, broker.password) == ("me@home", "s/ec?r%t")
    assert (broker.host, broker.port, broker.topic) == ("10.0.0.7", 1884, "lab 1/x")
    assert broker.name == "mqtt://10.0.0.7:1884/lab 1/x"


def test_a_topic_may_begin_with_a_slash_and_hold_an_at():
    assert address("mqtt://host//lab").topic == "/lab"
    broker = address("mqtt://host/lab@home")
    assert (broker.host, broker.topic, broker.user) == ("host", "lab@home", None)


def test_an_ipv6_address_stands_in_brackets():
    broker = address("mqtt://[::1]:1885/lab")
    assert (broker.host, broker.port, broker.name) == ("::1", 1885, "mqtt://[::1]:1885/lab")


def test_the_password_may_come_from_the_environment(monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "from there")
    assert address("mqtt://me@host/lab").password == "from there"
    assert address("mqtt://me:mine@host/lab").password == "mine"
    assert address("mqtt://host/lab").password is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mqtt:", "mqtt:: no broker; as in mqtt://HOST/TOPIC"),
        ("mqtt:host/lab", "no broker; as in mqtt://HOST/TOPIC"),
        ("mqtts:host/lab", "no broker; as in mqtts://HOST/TOPIC"),
        ("mqtt:///lab", "names no host"),
        ("mqtt://:1883/lab", "names no host"),
        ("mqtt://me@/lab", "names no host"),
        ("mqtt://host", "names no topic"),
        ("mqtt://host/", "names no topic"),
        ("mqtt://host:no/lab", "a port from 1 to 65535 is expected"),
        ("mqtt://host:/lab", "a port from 1 to 65535 is expected"),
        ("mqtt://host:0/lab", "a port from 1 to 65535 is expected"),
        ("mqtt://host:65536/lab", "a port from 1 to 65535 is expected"),
        ("mqtt://::1/lab", "an IPv6 address stands in brackets"),
        ("mqtt://two words/lab", "'two words' is no host"),
        ("mqtt://a..b/lab", "'a..b' is no host"),
        ("mqtt://host/lab/#", "+ and # are for who subscribes"),
        ("mqtt://host/+/lab", "+ and # are for who subscribes"),
        ("mqtt://host/lab/", "topic 'lab/' has an empty level"),
        ("mqtt://host/lab//x", "topic 'lab//x' has an empty level"),
        ("mqtt://host/lab%00x", "cannot be printed"),
        ("mqtt://host/lab\udcffx", "cannot be printed"),
        ("mqtt://host/" + "x" * 1001, "longer than 1000 bytes"),
        ("mqtt://:word@host/lab", "a password without a user"),
    ],
)
def test_what_is_no_address_is_refused(text, said):
    assert said in refusal(check_sink, text)


@pytest.mark.parametrize(
    "text",
    [
        "mqtt://me:se@cret@host/lab",
        "mqtt://me:se/cret@host/lab",
        "mqtt://me:se?cret@host/lab",
        'mqtt://me:se"cret@host/lab',
        "mqtt://me:se cret@host/lab",
        "mqtt://me:secret@host",
        "mqtt://me:secret@host/lab?qos=3",
        "mqtt://me:secret@host/lab?quos=1",
        "mqtt://me:secret@host/lab?ca=x",
        "mqtts://me:secret@host/lab?ca=/no/such/file",
        "mqtt://me:secret@host/lab?discovery=a/",
    ],
)
def test_no_refusal_shows_a_password(text):
    said = refusal(check_sink, text)
    assert "cret" not in said and "***@" in said


@given(st.text(min_size=1), st.text(min_size=1))
def test_of_a_name_that_is_accepted_no_password_is_stored(user, password):
    user, password = (text.encode(errors="replace").decode() for text in (user, password))
    text = f"mqtt://{quote(user, safe='')}:{quote(password, safe='')}@host/lab?qos=1"
    broker = address(text)
    assert (broker.user, broker.password) == (user, password)
    assert broker.name == "mqtt://host:1883/lab"
    hidden = "mqtt://***@host/lab?qos=1"
    assert without_secrets(text) == shown(parse_uri(text, ["mqtt"])) == hidden
    assert without_secrets(json.dumps({"sink": [text]})) == json.dumps({"sink": [hidden]})


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="%/"), min_size=1))
def test_a_password_without_percent_signs_is_not_stored_either_or_it_is_refused(password):
    text = f"mqtt://me:{password}@host/lab"
    try:
        uri = check_sink(text)
    except InputError as error:
        assert len(password) < 5 or password not in str(error)
    else:
        assert read_address(uri, {}).user == "me"
        assert without_secrets(json.dumps(text)) == '"mqtt://***@host/lab"'


def test_an_encrypted_connection_has_its_own_port_and_verifies_the_broker():
    broker = address("mqtts://host/lab")
    assert broker.port == 8883 and broker.tls
    assert (broker.tls.verify_mode, broker.tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert address("mqtts://host/lab", verify="no").tls.verify_mode == ssl.CERT_NONE


def test_an_authority_and_a_certificate_of_ones_own_are_read(certificates):
    text = f"mqtts://host/lab?ca={certificates['ca']}&cert={certificates['cert']}&key={certificates['key']}"
    check_sink(text)
    authority = address("mqtts://host/lab", ca=str(certificates["ca"])).tls
    assert [dict(sum(one["subject"], ())) for one in authority.get_ca_certs()] == [{"commonName": "tests"}]


def test_files_that_are_no_certificates_are_refused(certificates, tmp_path):
    (tmp_path / "text").write_text("no certificate")
    ca, cert, key = (certificates[name] for name in ("ca", "cert", "key"))
    for options, said in (
        (f"ca={tmp_path}/none", "none: No such file or directory"),
        (f"ca={tmp_path}/text", "no certificate (PEM) in it"),
        (f"ca={tmp_path}", f"ca={tmp_path}: "),
        (f"cert={tmp_path}/none", "No such file or directory"),
        (f"cert={tmp_path}/text", "not a certificate (PEM) with its key"),
        (f"cert={cert}", "not a certificate (PEM) with its key"),
        (f"cert={cert}&key={certificates['locked']}", "must not be encrypted"),
        (f"cert={ca}&key={key}", "not a certificate (PEM) with its key"),
        (f"key={key}", "key is of a certificate; name that with cert=FILE"),
        (f"ca={ca}&verify=no", "leave one out"),
        ("verify=maybe", "yes or no is expected"),
    ):
        assert said in refusal(check_sink, f"mqtts://host/lab?{options}"), options
