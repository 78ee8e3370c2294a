"""`mqtt://HOST/TOPIC` and `mqtts://HOST/TOPIC`: labels for who subscribes at a broker. Needs the extra `mqtt`."""

from rtstgcn_edge.sinks.mqtt.sink import MqttSink

__all__ = ["MqttSink"]
