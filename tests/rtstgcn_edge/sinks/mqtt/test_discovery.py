"""What Home Assistant is told names topics and words that the sink does publish."""

import json
import re

from runs import tiny_manifest

from rtstgcn_edge.sinks.mqtt.discovery import discovery


def test_two_sensors_of_one_device_at_the_topics_of_the_sink():
    manifest = tiny_manifest()
    (label_topic, label), (skeletons_topic, skeletons) = (
        (topic, json.loads(payload)) for topic, payload in discovery("homeassistant", "lab/walker", manifest)
    )
    assert label_topic == "homeassistant/sensor/rtstgcn-edge-lab_2fwalker/label/config"
    assert skeletons_topic == "homeassistant/sensor/rtstgcn-edge-lab_2fwalker/skeletons/config"
    assert label["state_topic"] == "lab/walker/label/0" and label["options"] == manifest.classes
    assert skeletons["state_topic"] == "lab/walker/skeletons"
    assert label["availability_topic"] == skeletons["availability_topic"] == "lab/walker/status"
    assert label["device"] == skeletons["device"] and label["device"]["model"] == manifest.name
    assert label["unique_id"] != skeletons["unique_id"]


def test_ids_hold_what_home_assistant_allows_and_keep_topics_apart():
    topics = ["lab/a", "lab_a", "lab_2fa", "lab a", "Größe/µ", "/lab"]
    found = [[topic for topic, _ in discovery("ha", topic, tiny_manifest())] for topic in topics]
    assert all(re.fullmatch(r"ha/sensor/[\w-]+/[\w-]+/config", topic, re.ASCII) for pair in found for topic in pair)
    assert len({pair[0] for pair in found}) == len(topics)
