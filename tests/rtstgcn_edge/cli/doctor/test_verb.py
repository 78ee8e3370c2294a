"""The doctor's report: a line each, what to do, and an exit code."""

import json

import pytest

from rtstgcn_edge.cli.doctor import verb
from rtstgcn_edge.cli.doctor.finding import Finding
from rtstgcn_edge.cli.main import main

GOOD, LOOK = Finding("ok", "clock", "fine"), Finding("look", "disk", "1 GB free", "make room")
BAD = Finding("bad", "port /dev/ttyUSB0", "permission denied", "join its group")


@pytest.fixture
def findings(monkeypatch):
    """Replace all checks by findings of choice."""

    def use(*found):
        monkeypatch.setattr(verb, "_findings", lambda model, source: iter(found))

    return use


@pytest.mark.parametrize(
    ("found", "code", "verdict"),
    [
        ([GOOD], 0, "nothing bad"),
        ([GOOD, LOOK], 0, "nothing bad, 1 worth a look"),
        ([BAD, LOOK], 1, "1 bad: see what to do after ->"),
    ],
)
def test_lines_verdict_and_exit_code(findings, capsys, found, code, verdict):
    findings(*found)
    assert main(["doctor"]) == code
    said = capsys.readouterr()
    assert said.err.strip() == verdict
    lines = said.out.splitlines()
    assert [line.split()[0] for line in lines] == [finding.level for finding in found]
    assert all((" -> " in line) == bool(finding.remedy) for line, finding in zip(lines, found, strict=True))


def test_json(findings, capsys):
    findings(GOOD, BAD)
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == [GOOD._asdict(), BAD._asdict()]


def test_long_lines_are_wrapped_and_whole(findings, capsys):
    findings(Finding("look", "x", "word " * 60, "do " * 30))
    main(["doctor"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 3 and all(len(line) <= 100 for line in lines) and all(line[:6] == " " * 6 for line in lines[1:])


def test_all_of_it_on_this_machine(capsys, monkeypatch):
    monkeypatch.setattr("rtstgcn_edge.cli.doctor.speed.STEPS", 30)
    code = main(["doctor", "--model", "demo", "--source", "sim:gait"])
    said = capsys.readouterr()
    names = [line.split(":")[0].split(None, 1)[1] for line in said.out.splitlines() if not line.startswith("      ")]
    for name in ("Python", "bundled models", "clock", "disk", "speed of demo", "source sim"):
        assert name in names
    assert code == (1 if " bad" in said.err and "nothing bad" not in said.err else 0)


def test_a_model_that_is_none_is_refused_at_once(capsys):
    assert main(["doctor", "--model", "demoo"]) == 2
    assert "did you mean 'demo'?" in capsys.readouterr().err
