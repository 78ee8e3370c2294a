"""Model files: one `.onnx` with its manifest in the metadata, opened, checked and found by name."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import onnxruntime as ort

from rtstgcn_edge.errors import InputError, ModelError
from rtstgcn_edge.hints import near_miss
from rtstgcn_edge.manifest import METADATA_KEY, Manifest, parse_manifest

ORT_TYPES = {"float32": "tensor(float)", "int8": "tensor(int8)", "int16": "tensor(int16)", "int32": "tensor(int32)"}


@dataclass(frozen=True)
class ModelFile:
    """An opened and verified model."""

    path: Path
    manifest: Manifest
    session: ort.InferenceSession


def bundled_models() -> dict[str, Path]:
    """Name -> path of the models that come with the package."""
    folder = Path(str(resources.files("rtstgcn_edge") / "models"))
    return {path.stem: path for path in sorted(folder.glob("[!.]*.onnx"))}


def find_model(name_or_path: str) -> Path:
    """Path of a bundled model or of a file. Raises InputError that lists what there is."""
    bundled = bundled_models()
    if name_or_path in bundled:
        return bundled[name_or_path]
    path = Path(name_or_path)
    if path.is_file():
        return path
    if path.suffix == ".onnx" or len(path.parts) > 1:
        raise InputError(f"{path}: no such model file")
    hint = near_miss(name_or_path, bundled) or f"bundled: {', '.join(bundled) or 'none'}; or give a .onnx file"
    raise InputError(f"no model named '{name_or_path}'; {hint}")


def open_model(path: Path) -> ModelFile:
    """Open a model file and check that manifest and graph agree. Raises ModelError with the reason."""
    if not path.is_file():
        raise ModelError(f"{path}: no such file; a model file is NAME.onnx")
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    try:
        # its fallback would open the file a second time and print to standard output
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"], enable_fallback=0)
        text = session.get_modelmeta().custom_metadata_map.get(METADATA_KEY)
        inputs, outputs = _ports(session.get_inputs()), _ports(session.get_outputs())
    except Exception as error:  # onnxruntime's own exception classes share no public base
        reason = _reason(error).removeprefix(f"Load model from {path} failed:")
        raise ModelError(f"{path}: not a readable ONNX model ({reason})") from None
    if text is None:
        raise ModelError(f"{path}: an ONNX file without a manifest; make model files with 'rtstgcn-edge export'")
    manifest = parse_manifest(text, str(path))
    _check_graph(path, manifest, inputs, outputs)
    if wrong := manifest.contradiction():
        raise ModelError(f"{path}: the manifest contradicts itself: {wrong}")
    return ModelFile(path, manifest, session)


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


_Port = tuple[str, list[int | None]]
"""Type and shape of an input or output; None stands for N, the number of skeletons."""


def _ports(args: Sequence[ort.NodeArg]) -> dict[str, _Port]:
    return {arg.name: (arg.type, [size if isinstance(size, int) else None for size in arg.shape]) for arg in args}


def _check_graph(path: Path, manifest: Manifest, inputs: dict[str, _Port], outputs: dict[str, _Port]) -> None:
    said_inputs: dict[str, _Port] = {"frame": ("tensor(float)", [None, len(manifest.channels), manifest.joints])}
    said_outputs: dict[str, _Port] = {"logits": ("tensor(float)", [None, len(manifest.classes)])}
    for fifo in manifest.fifos:
        said_inputs[f"fifo_{fifo.name}"] = (ORT_TYPES[fifo.held_dtype], list(fifo.held_shape))
        said_outputs[f"push_{fifo.name}"] = (ORT_TYPES[fifo.push_dtype], [None, fifo.width])
    _check_ports(path, "input", said_inputs, inputs)
    _check_ports(path, "output", said_outputs, outputs)


def _check_ports(path: Path, kind: str, said: dict[str, _Port], found: dict[str, _Port]) -> None:
    for name in sorted(said.keys() ^ found.keys()):
        where = "the manifest but not the graph" if name in said else "the graph but not the manifest"
        raise ModelError(f"{path}: manifest and graph disagree: {kind} '{name}' is in {where}")
    for name, (dtype, shape) in said.items():
        found_type, found_shape = found[name]
        if (found_type, found_shape) != (dtype, shape):
            raise ModelError(
                f"{path}: manifest and graph disagree: {kind} '{name}' is {dtype} {_shown(shape)} in the manifest, "
                f"{found_type} {_shown(found_shape)} in the graph"
            )


def _shown(shape: list[int | None]) -> str:
    return "(" + ", ".join("N" if size is None else str(size) for size in shape) + ")"


def _reason(error: Exception) -> str:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return text.rsplit(" : ", 1)[-1][:160]
