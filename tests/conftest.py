"""Settings of the whole test run."""

import os

import pytest
import real_recordings
from hypothesis import settings

# Before torch, a BLAS or ONNX Runtime is loaded: the matrices here are small, and threads would only fight over the
# cores; and nobody is told of what runs.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ORT_DISABLE_TELEMETRY"):
    os.environ.setdefault(variable, "1")

# Derandomised: a run says something about the change under test, not about the draw. For a wider search:
# pytest --hypothesis-profile=search
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("repeatable")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that is skipped, before it runs or while it does."""
    return _required((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """A module that is skipped as a whole while it is imported."""
    return _required((yield))


def _required(report):
    """With RTSTGCN_REQUIRE_ALL=1 a skip is a failure: what a machine lacks must not hide what was not tested."""
    if report.skipped and os.environ.get("RTSTGCN_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but RTSTGCN_REQUIRE_ALL=1: {report.longrepr[2]}"
    return report


@pytest.fixture(scope="session")
def recordings():
    """Function name -> folder of a real data set in directory form; skips with the reason where it is not there."""
    return real_recordings.find
