"""Terms and times of passages: to rows, and from rows to what is searched by :class:`qa.corpus.Corpus`."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qa.bm25 import K1, B
from qa.errors import LibraryError
from qa.lexical import Terms
from qa.postings import Postings
from qa.prepare import Prepared
from qa.shard import PassageKey, Shard
from qa.store.milvus.client import Row
from qa.store.milvus.schema import MOST_BYTES

__all__ = ["PASSAGE_FIELDS", "candidates_of", "key_of", "passage_rows", "query_weights"]

PASSAGE_FIELDS: Final = ("number", "passage", "length", "terms", "periods", "settled")
"""What :func:`candidates_of` needs of a row."""

_LENGTH: Final = 100.0
"""Terms of a passage as they are set against in the weights; what they propose is scored with the true mean."""

_DIMENSIONS: Final = 2**32 - 2
"""Dimensions of terms; the next one stands for a passage without any, for a sparse vector must not be empty."""


def passage_rows(number: int, prepared: Prepared) -> Iterator[Row]:
    """Rows of the collection of passages.

    :param number: the report's.
    :param prepared: the report.
    :return: the rows, in order.
    """
    shard = Shard.of([(number, prepared)])
    postings = shard.postings
    order = np.argsort(postings.rows, kind="stable")
    terms = np.repeat(postings.vocabulary, np.diff(postings.bounds))[order]
    counts = postings.counts[order]
    sizes = np.bincount(postings.rows, minlength=len(postings.lengths))
    bounds = np.concatenate(([0], np.cumsum(sizes))).tolist()
    times = np.searchsorted(shard.owners, np.arange(len(postings.lengths) + 1)).tolist()
    for passage, (start, end) in enumerate(pairwise(bounds)):
        periods = np.unique(shard.periods[times[passage] : times[passage + 1]], axis=0)
        length = int(postings.lengths[passage])
        own, often = terms[start:end], counts[start:end]
        yield {
            "id": f"{number}/{passage}",
            "number": number,
            "passage": passage,
            "length": length,
            "terms": _packed(own, often, prepared.document.name),
            "periods": json.dumps(periods.tolist(), separators=(",", ":")),
            "since": int(periods[:, 0].min()) if len(periods) else 0,
            "until": int(periods[:, 1].max()) if len(periods) else 0,
            "settled": bool(shard.settled[passage]),
            "weights": _weights(own, often * (K1 + 1) / (often + K1 * (1 - B + B * length / _LENGTH))),
        }


def query_weights(terms: Terms, idf: NDArray[np.float32]) -> dict[int, float]:
    """The query whose inner product with a passage's weights is about its BM25.

    :param terms: terms of the question, each once.
    :param idf: their inverse document frequencies.
    :return: weights by dimension; empty when there is no term.
    """
    return _weights(terms, idf.astype(np.float64)) if len(terms) else {}


def key_of(row: Row) -> PassageKey:
    """What a passage is known by.

    :param row: a row of sentences or passages.
    :return: its key.
    """
    return PassageKey(row["number"], row["passage"])


def candidates_of(rows: Sequence[Row], wanted: Terms) -> Shard:
    """Passages as what is searched, each as the only one of a report that is numbered by its place.

    :param rows: rows of passages.
    :param wanted: the terms that will be looked for, ascending, each once; others are left out.
    :return: their search data.
    """
    count = len(rows)
    unpacked = [_unpacked(row["terms"]) for row in rows]
    terms = np.concatenate([np.empty(0, np.uint64), *(own for own, _ in unpacked)])
    counts = np.concatenate([np.empty(0, np.uint16), *(often for _, often in unpacked)])
    owners = np.repeat(np.arange(count, dtype=np.int32), [len(own) for own, _ in unpacked])
    kept = np.isin(terms, wanted)
    terms, counts, owners = terms[kept], counts[kept], owners[kept]
    order = np.argsort(terms, kind="stable")
    vocabulary, first = np.unique(terms[order], return_index=True)
    lengths = np.array([row["length"] for row in rows], dtype=np.int32)
    bounds = np.append(first, len(terms)).astype(np.int64)
    periods = [np.array(json.loads(row["periods"]), dtype=np.int32).reshape(-1, 2) for row in rows]
    return Shard(
        np.arange(count, dtype=np.int64),
        np.arange(count + 1, dtype=np.int64),
        np.arange(count + 1, dtype=np.int64),
        Postings(vocabulary, bounds, owners[order], counts[order], lengths),
        np.concatenate([np.empty((0, 2), np.int32), *periods]),
        np.repeat(np.arange(count, dtype=np.int32), [len(each) for each in periods]),
        np.array([row["settled"] for row in rows], dtype=np.bool_),
    )


def _weights(terms: Terms, weights: NDArray[np.float64]) -> dict[int, float]:
    """Weights by dimension, 64 bits folded into what Milvus has; terms that meet there are told apart later."""
    if not len(terms):
        return {_DIMENSIONS: 1.0}
    dimensions, places = np.unique(terms % np.uint64(_DIMENSIONS), return_inverse=True)
    return dict(zip(dimensions.tolist(), np.bincount(places, weights=weights).tolist(), strict=True))


def _packed(terms: Terms, counts: NDArray[np.uint16], name: str) -> str:
    data = terms.astype("<u8").tobytes() + counts.astype("<u2").tobytes()
    text = base64.b64encode(zlib.compress(data)).decode("ascii")
    if len(text) > MOST_BYTES:
        raise LibraryError(
            name, "a sentence of it has more terms than Milvus keeps in a row", "Split the file"
        )
    return text


def _unpacked(text: str) -> tuple[Terms, NDArray[np.uint16]]:
    data = zlib.decompress(base64.b64decode(text))
    count = len(data) // 10
    return np.frombuffer(data, "<u8", count), np.frombuffer(data, "<u2", count, offset=8 * count)
