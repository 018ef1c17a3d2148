"""Arrays on disk: the one place that imports safetensors, a format that holds numbers and runs no code."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError as WeightsError
from safetensors.numpy import load_file, save_file

__all__ = ["WeightsError", "load_arrays", "load_weights", "save_arrays"]


def load_weights(path: Path) -> dict[str, NDArray[np.float32]]:
    """Read every tensor of a file.

    :param path: a safetensors file.
    :return: tensors by name.
    :raises OSError: when it cannot be read.
    :raises WeightsError: when it is damaged.
    """
    tensors: dict[str, NDArray[np.float32]] = load_file(path)
    return tensors


def load_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Read every array of a file, each of the type it was written with.

    :param path: what :func:`save_arrays` wrote.
    :return: arrays by name.
    :raises OSError: when it cannot be read.
    :raises WeightsError: when it is damaged.
    """
    arrays: dict[str, NDArray[Any]] = load_file(path)
    return arrays


def save_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Write arrays to a file.

    :param arrays: numbers and booleans, by name.
    :param path: the file.
    :raises OSError: when it cannot be written.
    """
    try:
        save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, path)
    except WeightsError as error:
        raise OSError(str(error)) from error
