"""What is there, and how it is told."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from rtstgcn_edge.model_file import bundled_models


@dataclass(frozen=True)
class Found:
    """A sensor, a camera, or a port where none answers: `uri` is empty then and `said` says why."""

    device: str
    name: str
    serial_number: str
    said: str
    uri: str = ""
    model: str = ""
    """The model that the device asks for."""
    fits: str = "MODEL"
    """The model to name where the device asks for none, or for one that is not bundled."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What else its kind has to say, JSON-able; `lasting` is a name that it keeps."""

    @property
    def command(self) -> str:
        """The line to type; empty where nothing answers."""
        model = "" if self.model in bundled_models() else f" --model {self.fits}"
        return f"rtstgcn-edge run --source '{self.uri}'{model}" if self.uri else ""

    def described(self) -> dict[str, Any]:
        """JSON-able."""
        said = asdict(self)
        facts = said.pop("facts")
        del said["fits"]
        return {**said, "command": self.command, **facts}

    def shown(self) -> str:
        """For people."""
        serial = f"serial number {self.serial_number}" if self.serial_number else ""
        about = ", ".join(filter(None, (self.name, serial, self.facts.get("lasting"))))
        lines = [f"{self.device}{f'  ({about})' if about else ''}", *(f"    {line}" for line in self.said.splitlines())]
        return "\n".join([*lines, f"    {self.command}"] if self.uri else lines)
