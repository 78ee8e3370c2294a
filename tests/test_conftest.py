"""With RTSTGCN_REQUIRE_ALL=1 nothing is skipped quietly, however it is skipped and however the tests are run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
MODULES = {
    "a module without its library": "import pytest\npytest.importorskip('no_such_library')\ndef test_x(): pass",
    "a module that skips itself": "import pytest\npytest.skip('not here', allow_module_level=True)",
    "a mark": "import pytest\n@pytest.mark.skip(reason='not here')\ndef test_x(): pass",
    "a fixture": "import pytest\n@pytest.fixture\ndef absent(): pytest.skip('not here')\ndef test_x(absent): pass",
    "a test": "import pytest\ndef test_x(): pytest.skip('not here')",
}
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test_x(): assert False"


def run(folder, module, *options, require_all):
    """A run of its own, over one test module, with our conftest as a plugin."""
    (folder / "test_module.py").write_text(module, encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    environment |= {"PYTHONPATH": str(TESTS), "RTSTGCN_REQUIRE_ALL": require_all}
    words = ["-p", "conftest", "-p", "no:cacheprovider", "--rootdir", str(folder), "-c", os.devnull, "-ra", *options]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "xdist"])
@pytest.mark.parametrize("skip", MODULES)
def test_a_skip_fails_the_run_where_all_is_required(tmp_path, skip, options):
    done = run(tmp_path, MODULES[skip], *options, require_all="1")
    assert done.returncode in (1, 2), done.stdout
    assert "skipped, but RTSTGCN_REQUIRE_ALL=1" in done.stdout


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "xdist"])
@pytest.mark.parametrize("skip", ["a module without its library", "a test"])
def test_a_skip_is_listed_with_its_reason_where_not_all_is_required(tmp_path, skip, options):
    done = run(tmp_path, MODULES[skip], *options, require_all="0")
    assert done.returncode in (0, 5), done.stdout
    assert "SKIPPED [1]" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path):
    assert run(tmp_path, EXPECTED_FAILURE, require_all="1").returncode == 0
