"""Where a training computes."""

from __future__ import annotations

from typing import Literal

import torch

from rtstgcn_edge.errors import InputError


def pick_device(name: Literal["auto", "cpu", "cuda"] = "auto") -> torch.device:
    """The device that `job.device` asks for; "auto" takes the GPU where there is one.

    A model is moved there once; trials stay in main memory and each chunk goes to the device of the model's parameters.

    Raises:
        InputError: "cuda" where torch finds no CUDA device.
    """
    found = torch.cuda.is_available()
    if name == "cuda" and not found:
        build = "" if torch.version.cuda else " (this build of torch is for the CPU alone)"
        raise InputError(f'job.device "cuda": torch finds no CUDA device{build}; take "auto" or "cpu"')
    return torch.device("cuda" if found and name != "cpu" else "cpu")
