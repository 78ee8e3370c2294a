"""What a stream must say of itself, as XPath: any name is found, and no other."""

import xml.etree.ElementTree as ET

import lsl_loopback
import pytest

from rtstgcn_edge.sources.lsl.finding import described, find_stream, predicate


def test_by_hand():
    assert predicate("gait", None, None) == "name='gait'"
    assert predicate("gait", "IMU", "7") == "name='gait' and type='IMU' and source_id='7'"
    assert predicate("it's", None, None) == 'name="it\'s"'
    assert predicate("6\" o'clock", None, None) == "name=concat('6\" o', \"'\", 'clock')"


@pytest.mark.parametrize("name", ["plain", "it's", 'say "hi"', "6\" o'clock", "a' or '1'='1", "ä µ"])
def test_a_stream_of_any_name_is_found(name):
    out = lsl_loopback.outlet(name, 2, 10.0, labels=["ax", "ay"], units=["g", "g"])
    other = lsl_loopback.outlet("another", 2, 10.0)
    found = find_stream(lsl_loopback.pylsl, "lsl:x", name, predicate(name, None, None), 3)
    assert found.name() == name
    del out, other


def test_labels_and_units_that_do_not_fit_the_channels_are_none():
    info = lsl_loopback.pylsl.StreamInfo("x", "IMU", 3, 10.0, "float32", "")
    assert (described(info).labels, described(info).units) == ([""] * 3, [""] * 3)
    info.set_channel_labels(["ax", "ay", "az"])
    assert (described(info).labels, described(info).units) == (["ax", "ay", "az"], [""] * 3)
    assert ET.fromstring(info.as_xml()).findtext("name") == "x"
