"""Any question-answering model of the Hugging Face hub as a reader."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import check_tokenizer, weights_hash
from embeddings.source import model_folder
from qa.errors import ModelError, QuestionError
from qa.hub_model import OTHER_MODEL, load_model, refusing
from qa.model_errors import model_errors
from qa.span_reader import SpanScores
from qa.span_windows import Window, character_scores

if TYPE_CHECKING:
    from qa.hub_model import Model, Tokenizer

__all__ = ["HubReader"]

_MOST_TOKENS: Final = 512
_FEWEST_TOKENS: Final = 32
_SPARE: Final = 2  # RoBERTa and its kin number their positions from 2 on
_BATCH: Final = 8
_TRIAL: Final = "1 a 字, "


class HubReader:
    """An extractive question-answering model behind the :class:`qa.span_reader.SpanReader` protocol.

    Passages longer than the model takes are read in windows that overlap by a quarter. Scores are given relative
    to the score of "no answer", that of the classification token (Devlin et al., "BERT", arXiv:1810.04805,
    section 4.3), in the same window: a span's score is the log-odds of the span against no answer, and ``null`` is
    0. Models whose input has no such token are taken at their raw scores, and their ``null`` is -inf. Runs on the
    CPU; safe to call from several threads.

    :param model: the loaded model.
    :param tokenizer: its tokenizer, one that tells offsets.
    :param name: what messages call it.
    :param identity: what tells its weights from others.
    """

    def __init__(self, model: Model, tokenizer: Tokenizer, name: str, identity: str) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._name = name
        self._identity = identity
        positions = getattr(model.config, "max_position_embeddings", None) or 0
        self._tokens = min(int(tokenizer.model_max_length), _MOST_TOKENS)
        if positions > 0:  # some models tell places by distance and have no end of them
            self._tokens = min(self._tokens, positions - _SPARE)
        self._accepted = inspect.signature(model.forward).parameters.keys()
        # Not every tokenizer of a model that tells question from passage by segments gives them unasked.
        self._segments = (
            "token_type_ids" in self._accepted and getattr(model.config, "type_vocab_size", 0) > 1
        )
        # A tokenizer for text that is read from its end on was trained with the passage in front.
        self._passage_first = tokenizer.padding_side == "left"
        # Truncation is a setting of the tokenizer, and two threads that set it get in each other's way.
        self._lock = Lock()

    @classmethod
    def load(cls, name_or_path: str) -> HubReader:
        """Load a model: from a folder, from the local cache, or, where a network is at hand, by download.

        :param name_or_path: a folder, or a model's name as ``owner/model``. Code that comes with it is never run.
        :return: the reader.
        :raises ModelError: when there is no such model, its weights or tokenizer are missing or damaged, it was
            not made for question answering, or its tokenizer tells no offsets.
        """
        with model_errors():
            folder = model_folder(name_or_path)
        with model_errors(OTHER_MODEL):
            identity = weights_hash(folder, name_or_path)
            check_tokenizer(folder, name_or_path)
        with refusing(name_or_path):
            reader = cls(*load_model(folder, name_or_path), name_or_path, identity)
            if reader._tokens < _FEWEST_TOKENS:
                raise ModelError(name_or_path, f"it reads no more than {reader._tokens} tokens", OTHER_MODEL)
            reader.read(_TRIAL, [_TRIAL * reader._tokens])
        return reader

    @property
    def identity(self) -> str:
        """SHA-256 over names and bytes of the files the model consists of, in hexadecimal."""
        return self._identity

    def read(self, question: str, passages: Sequence[str]) -> tuple[SpanScores, ...]:
        """Score where answers begin and end.

        :param question: the question as asked.
        :param passages: original text of the passages.
        :return: one for each passage, in their order.
        :raises QuestionError: when the question takes more than half of the tokens the model reads at once.
        :raises ModelError: when a score is not finite.
        """
        if not passages:
            return ()
        with self._lock:
            encoded = self._encode(question, passages)
        windows: list[list[Window]] = [[] for _ in passages]
        null = -np.inf
        by_length = sorted(range(len(encoded["input_ids"])), key=lambda row: len(encoded["input_ids"][row]))
        for begin in range(0, len(by_length), _BATCH):
            batch = by_length[begin : begin + _BATCH]
            for row, logits in zip(batch, self._logits(encoded, batch), strict=True):
                of_passage = [part == (not self._passage_first) for part in encoded.sequence_ids(row)]
                offsets = np.array(encoded["offset_mapping"][row], dtype=np.int64)[of_passage]
                place = self._null_place(encoded["input_ids"][row])
                start, end = logits[:, of_passage]
                if place is not None:
                    null, start, end = 0.0, start - logits[0, place], end - logits[1, place]
                windows[encoded["overflow_to_sample_mapping"][row]].append(Window(offsets, start, end))
        return tuple(
            character_scores(text, parts, null) for text, parts in zip(passages, windows, strict=True)
        )

    def _encode(self, question: str, passages: Sequence[str]) -> Any:
        """Question and passages as windows of tokens; the question stands in each of them."""
        taken = len(self._tokenizer(question, add_special_tokens=False)["input_ids"])
        if taken > self._tokens // 2:
            cause = (
                f"it takes {taken} tokens, and {self._name} reads a question of {self._tokens // 2} at most"
            )
            raise QuestionError("question", cause, "Ask for one thing at a time")
        questions, texts = [question] * len(passages), list(passages)
        return self._tokenizer(
            *((texts, questions) if self._passage_first else (questions, texts)),
            truncation="only_first" if self._passage_first else "only_second",
            max_length=self._tokens,
            stride=self._tokens // 4,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            return_token_type_ids=self._segments,
        )

    def _null_place(self, tokens: Sequence[int]) -> int | None:
        """Where the classification token of a window stands."""
        token = self._tokenizer.cls_token_id
        return tokens.index(token) if token in tokens else None

    def _logits(self, encoded: Any, rows: Sequence[int]) -> Iterator[NDArray[np.float32]]:
        """Scores of the tokens of some windows to begin and to end an answer, float32 of shape (2, tokens) each."""
        lengths = [len(encoded["input_ids"][row]) for row in rows]
        padding = {"input_ids": getattr(self._model.config, "pad_token_id", None) or 0}
        arrays = {}
        for name in self._accepted & encoded.keys():
            arrays[name] = np.full((len(rows), max(lengths)), padding.get(name, 0), dtype=np.int64)
            for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
                arrays[name][place, :length] = encoded[name][row]
        output = self._model(**type(encoded)(arrays, tensor_type="pt"))
        both = np.stack((output.start_logits.float().numpy(), output.end_logits.float().numpy()), axis=1)
        for logits, length in zip(both, lengths, strict=True):
            if not np.isfinite(logits[:, :length]).all():
                raise ModelError(self._name, "returns scores that are not finite", OTHER_MODEL)
            yield logits[:, :length]
