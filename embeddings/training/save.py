"""Vectors and tokenizer to a folder that sentence-transformers opens by itself.

Each row is kept as int8 with a scale of its own; ``StaticEmbedding`` multiplies them out when it loads. The ids
that carry no vector share row 0, by the ``mapping`` that it reads beside them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save
from tokenizers import Tokenizer

from embeddings.encoder import Vectors

__all__ = ["quantize", "save_model"]

_LARGEST = 127
_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.normalize.Normalize",
    },
]
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}
_NORMALIZE = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}


def quantize(rows: Vectors) -> tuple[np.ndarray[Any, np.dtype[np.int8]], Vectors]:
    """Round each row to 255 steps of its own.

    :param rows: shape (rows, dim).
    :return: int8 of shape (rows, dim) and float32 scales of shape (rows,); their product is the row, each
        component off by half a scale at most.
    """
    scales = np.abs(rows).max(axis=1) / _LARGEST
    divisors = np.where(scales > 0, scales, 1)[:, None]
    return np.rint(rows / divisors).astype(np.int8), scales.astype(np.float32)


def save_model(folder: Path, tokenizer: Tokenizer, rows: Vectors) -> None:
    """Write a model.

    :param folder: made when missing; files of an earlier model are replaced.
    :param tokenizer: its ids below ``len(rows)`` are the rows, those above carry no vector.
    :param rows: float32 of shape (rows, dim); row 0 is zero.
    :raises OSError: when the folder cannot be written.
    """
    quantized, scales = quantize(rows)
    without = tokenizer.get_vocab_size() - len(rows)
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    weights = save(
        {
            "embeddings": quantized,
            "mapping": np.concatenate([np.arange(len(rows)), np.zeros(without)]).astype(np.int32),
            "weights": np.concatenate([scales, np.zeros(without)]).astype(np.float32),
        }
    )
    # Not save_file, which makes the file unreadable to others.
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    for name, content in {
        "modules.json": _MODULES,
        "config_sentence_transformers.json": _CONFIG,
        "1_Normalize/config.json": _NORMALIZE,
    }.items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
