"""Files of numbers: damaged ones."""

import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rtstgcn_edge.errors import InputError
from rtstgcn_edge.recordings import Trial

FRAMES = 5


@given(st.data())
def test_a_damaged_header_is_refused_or_read_but_never_a_traceback(tmp_path_factory, data):
    buffer = io.BytesIO()
    np.save(buffer, np.zeros((2, FRAMES, 3), np.float32))
    content = bytearray(buffer.getvalue())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, 80))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "damaged.npy"
    path.write_bytes(content)
    try:
        features = Trial("damaged", path, None).features()
    except InputError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert features.ndim == 4 and features.dtype == np.float32
