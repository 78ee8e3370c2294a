"""`simulate`: what it knows."""

import pytest

from rtstgcn_edge.cli.main import main


def test_an_unknown_simulation_is_refused(tmp_path, capsys):
    assert main(["simulate", "gate", str(tmp_path / "x")]) == 2
    assert "invalid choice: 'gate'" in capsys.readouterr().err


def test_nothing_named_is_refused(capsys):
    assert main(["simulate"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("what", ["gait", "imu"])
def test_each_says_its_options(what, capsys):
    with pytest.raises(SystemExit):
        main(["simulate", what, "--help"])
    assert f"usage: rtstgcn-edge simulate {what}" in capsys.readouterr().out
