"""Weights on disk: the one place that imports safetensors, a format that holds numbers and runs no code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError as WeightsError
from safetensors.numpy import load_file

__all__ = ["WeightsError", "load_weights"]


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read every tensor of a file.

    :param path: a safetensors file.
    :return: tensors by name.
    :raises OSError: when it cannot be read.
    :raises WeightsError: when it is damaged.
    """
    tensors: dict[str, NDArray[np.float32]] = load_file(path)
    return tensors
