"""A run's recording: what the file says of itself, and what it is told while the run goes on."""

from __future__ import annotations

import argparse
import json
import os
import time
from dataclasses import asdict
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.machine import machine_facts
from rtstgcn_edge.manifest import Decision, Manifest
from rtstgcn_edge.model_file import ModelFile, file_hash
from rtstgcn_edge.pipeline import Pipeline, summary
from rtstgcn_edge.sinks import Sink
from rtstgcn_edge.sources import Source
from rtstgcn_edge.uri import Uri, without_secrets

if TYPE_CHECKING:  # needs the extra
    from rtstgcn_edge.pipeline.recorder import Recorder

ENDING = ".mcap"


class Recording:
    """What `run` is recorded by."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser()

    def check(self) -> None:
        """Raises InputError where `path` cannot become a new file."""
        import_module("rtstgcn_edge.recordings.mcap")  # refuses where the extra is not installed
        path, folder = self.path, self.path.parent
        if path.suffix != ENDING:
            raise InputError(f"{path}: a recording is named NAME{ENDING}")
        if path.exists() or path.is_symlink():
            raise InputError(f"{path} exists; a recording is never written over: give a new name")
        if not folder.is_dir():
            raise InputError(f"{path}: no folder {folder}")
        if not os.access(folder, os.W_OK):
            raise InputError(f"{path}: no permission to write there")

    def open(
        self, source: Source, model: ModelFile, source_uri: Uri, decision: Decision, arguments: argparse.Namespace
    ) -> tuple[Source, Sink]:
        """The source, watched, and the recorder. Raises InputError where no file can be made."""
        said = {"model": model.manifest.name, "model_sha256": file_hash(model.path)}
        return self.begin(source, model.manifest, source_uri, decision, arguments, said)

    def begin(
        self,
        source: Source,
        manifest: Manifest,
        source_uri: Uri,
        decision: Decision,
        arguments: argparse.Namespace,
        model: dict[str, str],
    ) -> tuple[Source, Recorder]:
        """The same; `model` is what the file says of it."""
        from rtstgcn_edge.pipeline.recorder import Recorder  # needs the extra

        offset_ns = time.time_ns() - time.monotonic_ns()
        metadata = {
            "format": "1",
            "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "clock_offset_ns": str(offset_ns),
            "source": without_secrets(source_uri.text),
            "source_description": source.description,
            "classes": json.dumps(source.classes),
            **model,
            "manifest": manifest.model_dump_json(),
            "decision": decision.model_dump_json(),
            "options": without_secrets(
                json.dumps({key: value for key, value in vars(arguments).items() if value}, default=str)
            ),
            "machine": json.dumps(machine_facts()),
        }
        self._recorder = Recorder(self.path, manifest.classes, metadata, offset_ns)
        return self._recorder.watch(source), self._recorder

    def follow(self, pipeline: Pipeline) -> None:
        """Counters once a second, and the summary at the end."""
        ledger, source = pipeline.ledger, pipeline.source
        self._recorder.follow(
            lambda: {
                "samples": asdict(ledger.samples),
                "ticks": asdict(ledger.ticks),
                "deadline_misses": ledger.deadline_misses,
                "source": source.facts(),
            },
            lambda: summary(pipeline),
        )
