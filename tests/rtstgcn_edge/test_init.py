"""What holds before anything else is loaded."""

import subprocess
import sys

from runs import environment


def cache_after(tmp_path, *words, **variables):
    """Files that a fresh process leaves in its user's cache folder."""
    kept = environment(XDG_CACHE_HOME=str(tmp_path), HOME=str(tmp_path), **variables)
    for variable in ("ORT_DISABLE_TELEMETRY", "CI", *(name for name in kept if name.endswith("_CI"))):
        if variable not in variables:
            kept.pop(variable, None)
    subprocess.run([sys.executable, *words], env=kept, check=True, capture_output=True)
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


def test_the_libraries_tell_nobody_of_what_runs_here(tmp_path):
    """ONNX Runtime's telemetry leaves an id of the device and what it did in the cache, to be sent."""
    run = "import sys; from rtstgcn_edge.cli.main import main; sys.exit(main(['models', 'verify', 'demo']))"
    assert cache_after(tmp_path, "-c", run) == []
    assert cache_after(tmp_path, "-c", "import rtstgcn_export.backends") == []


def test_a_person_may_want_it_otherwise(tmp_path):
    asked = "import os, rtstgcn_edge; assert os.environ['ORT_DISABLE_TELEMETRY'] == '0'"
    cache_after(tmp_path, "-c", asked, ORT_DISABLE_TELEMETRY="0")
