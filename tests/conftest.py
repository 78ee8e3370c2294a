"""Settings of the whole test run."""

import os

from hypothesis import settings

# Before torch or a BLAS is loaded: the matrices here are small, and threads would only fight over the cores.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

# Derandomised: a run says something about the change under test, not about the draw. For a wider search:
# pytest --hypothesis-profile=search
settings.register_profile("repeatable", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("repeatable")
