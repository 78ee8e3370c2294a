"""The summary of a device."""

import json

from sensor_worlds import Host, World, manifest


def test_facts_are_json_and_their_sums_close():
    host = Host(World(3, loss=0.1, clocks_ppm=(10.0,) * 6), manifest())
    list(host.run())
    facts = json.loads(json.dumps(host.device.facts()))
    assert host.balanced() and facts["device"]["serial"] == "3132333435363738" and facts["hellos"] == 1
    assert sorted(facts["clocks"]) == sorted(["device", *facts["nodes"]])
    assert facts["rate_hz"] == 100 and facts["resampled"] is False and facts["incomplete_frames"] > 0
    assert facts["clocks"]["foot_r"]["synchronised"] and facts["clocks"]["foot_r"]["exchanges"] > 8


def test_remarks_name_what_was_not_as_it_should_be_and_nothing_else():
    host = Host(World(3), manifest())
    list(host.run())
    assert host.device.remarks() == []
    host = Host(World(3, clocks_ppm=(0.0,) * 6), manifest())
    list(host.run())
    assert host.device.facts()["nodes"]["foot_r"]["early"] > 30 and host.device.remarks() == []
    host = Host(World(3, mute=((1, 1.0, 2.2),)), manifest())
    list(host.run())
    assert host.device.remarks() == [
        "samples lost: shin_r 120",
        "samples dropped: foot_r 110, thigh_r 110, foot_l 110, shin_l 110, thigh_l 110",
        "silent while others gave samples: shin_r 1 times",
    ]
