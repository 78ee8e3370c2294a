"""What a person reads."""

from rtstgcn_firmware.messages import Kind, Label
from virtual_devices import device_of

from rtstgcn_edge.cli.simulate.report import Heard, summary
from rtstgcn_edge.virtual_imu import Player, Settings


def test_labels_are_shown_when_they_change_events_and_cues_always(capsys):
    heard = Heard()
    for second, (kind, label, skeleton) in enumerate(
        [(0, 1, 0), (0, 1, 0), (0, 1, 2), (0, 2, 0), (1, 2, 0), (1, 2, 0), (2, 2, 0), (0, 1, 0)]
    ):
        heard(second * 10**9, Label(Kind(kind), 0, label, 204, skeleton, 0), "freeze" if label == 2 else "")
    assert capsys.readouterr().out.splitlines() == [
        "     0.00 s  label  1              0.80",
        "     2.00 s  label  1              0.80  #2",
        "     3.00 s  label  freeze         0.80",
        "     4.00 s  event  freeze         0.80",
        "     5.00 s  event  freeze         0.80",
        "     6.00 s  cue    freeze         0.80",
        "     7.00 s  label  1              0.80",
    ]


def test_a_performance_without_faults_is_told_in_two_lines():
    player = Player(device_of(Settings()))
    player.close()
    assert summary(player.facts()).splitlines() == [
        "0.0 s: 0 samples of 3 nodes, 0 lost on the air",
        "heard: labels 0, events 0, cues 0",
    ]


def test_what_happened_is_told():
    device = device_of(Settings(seconds=30, loss=0.1, corrupt=0.01, jitter_ms=9, reset_every_s=10, unplug_every_s=7))
    for second in range(31):
        device.take(second * 10**9)
    player = Player(device)
    player.close()
    said = summary(player.facts())
    for words in (
        "lost on the air",
        "packets with damaged bytes (",
        "resets: 2",
        "times unplugged: 3",
        "cable was pulled: ",
    ):
        assert words in said, said
    assert "jumps" not in said and "refused" not in said
