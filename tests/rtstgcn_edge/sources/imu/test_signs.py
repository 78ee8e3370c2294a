"""Silent and stuck nodes."""

from rtstgcn_edge.sources.imu.signs import Signs

MS = 1_000_000
NOW = 9_000_000_000_000


class Said(list):
    def __call__(self, kind, text):
        self.append((kind, text))


def test_a_node_that_falls_silent_and_comes_back():
    said = Said()
    signs = Signs(["foot", "shin"], 100, said)
    for k in range(400):
        now = NOW + k * 10 * MS
        signs.came(0, (k,), now)
        if not 50 <= k < 200:
            signs.came(1, (k,), now)
        signs.look(now)
    assert said == [
        ("silent 1", "no sample of shin for 1.0 s; is it on?"),
        ("back 1", "shin is back after 1.5 s"),
    ]
    assert signs.facts(1) == {"stuck": 0, "silences": 1} and signs.facts(0)["silences"] == 0


def test_a_node_that_never_comes():
    said = Said()
    signs = Signs(["foot", "shin"], 100, said)
    for k in range(120):
        signs.came(0, (k,), NOW + k * 10 * MS)
        signs.look(NOW + k * 10 * MS)
    assert [text for _, text in said] == ["no sample of shin for 1.0 s; is it on?"]


def test_when_all_are_silent_none_is():
    said = Said()
    signs = Signs(["foot", "shin"], 100, said)
    for now in (NOW, NOW + 5000 * MS):
        for joint in (0, 1):
            signs.came(joint, (now,), now + joint * MS)
            signs.look(now + joint * MS)
        for later in range(0, 4000, 50):
            signs.look(now + later * MS)
    assert said == []


def test_the_same_values_for_a_second():
    said = Said()
    signs = Signs(["foot"], 50, said)
    for k in range(300):
        signs.came(0, (1, 2) if k < 120 or k >= 200 else (k, 0), NOW + k * 20 * MS)
    assert signs.facts(0)["stuck"] == 2 and said[0][1] == "foot gives the same values again and again; is it stuck?"
