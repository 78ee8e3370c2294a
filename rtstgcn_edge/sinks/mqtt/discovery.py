"""What Home Assistant is told so that it shows the labels by itself (its MQTT discovery, one message a sensor)."""

from __future__ import annotations

import json
import re
from typing import Any

from rtstgcn_edge import __version__
from rtstgcn_edge.manifest import Manifest


def discovery(prefix: str, topic: str, manifest: Manifest) -> list[tuple[str, str]]:
    """(topic, payload) of two sensors: the decided label of skeleton 0, and how many skeletons are there.

    Args:
        prefix: that Home Assistant listens below; `homeassistant` unless it was told another.
        topic: of the sink.
        manifest: of the model.
    """
    # the topic itself may hold what an id must not; its hexadecimal form keeps 'a/b' and 'a_b' apart
    name = re.sub(r"[^A-Za-z0-9-]", lambda one: "_" + one[0].encode().hex(), topic)
    shared = {
        "availability_topic": f"{topic}/status",
        "device": {
            "identifiers": [f"rtstgcn-edge-{name}"],
            "name": topic,
            "manufacturer": "rtstgcn-edge",
            "model": manifest.name,
            "sw_version": __version__,
        },
    }
    sensors: dict[str, dict[str, Any]] = {
        "label": {
            "name": "label",
            "device_class": "enum",
            "options": manifest.classes,
            "state_topic": f"{topic}/label/0",
            # an empty payload says that the skeleton left
            "value_template": "{{ value_json.decided if value_json is defined else None }}",
        },
        "skeletons": {
            "name": "skeletons",
            "state_class": "measurement",
            "state_topic": f"{topic}/skeletons",
            "value_template": "{{ value_json | count }}",
        },
    }
    return [
        (
            f"{prefix}/sensor/rtstgcn-edge-{name}/{kind}/config",
            json.dumps(said | {"unique_id": f"rtstgcn-edge-{name}-{kind}"} | shared),
        )
        for kind, said in sensors.items()
    ]
