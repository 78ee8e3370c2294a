"""OpenCV, imported when used."""

from __future__ import annotations

import os
from typing import Any

from rtstgcn_edge.errors import InputError

QUIET = {"OPENCV_LOG_LEVEL": "SILENT", "OPENCV_FFMPEG_LOGLEVEL": "-8"}
"""Against what OpenCV and its decoders print beside our own lines; read when they are first used."""


def opencv(where: str) -> Any:
    """The library. Raises InputError, which names `where` it was wanted, if it is not there."""
    for variable, value in QUIET.items():
        os.environ.setdefault(variable, value)
    try:
        import cv2 as library
    except ModuleNotFoundError:
        raise InputError(
            f"{where}: needs OpenCV: in the checkout, pip install -c constraints.txt '.[camera]'"
        ) from None
    except ImportError as error:  # a wheel with windows on a system without them
        raise InputError(
            f"{where}: OpenCV does not load ({str(error).splitlines()[0]}); "
            "apt-get install libgl1 libxcb1, or take opencv-python-headless"
        ) from None
    library.utils.logging.setLogLevel(library.utils.logging.LOG_LEVEL_SILENT)
    return library
