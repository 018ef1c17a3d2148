"""A question-answering model of the Hugging Face hub, loaded or refused. The one place that imports transformers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, TypeAlias

from embeddings.source import settings_error
from embeddings.weights import WeightsError
from qa.errors import ModelError

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

__all__ = ["OTHER_MODEL", "Model", "Tokenizer", "load_model", "refusing"]

Model: TypeAlias = "PreTrainedModel"
Tokenizer: TypeAlias = "PreTrainedTokenizerBase"

OTHER_MODEL: Final = (
    "Name a question-answering model of the Hugging Face hub with safetensors weights, "
    "or leave the name out for the bundled reader"
)
"""What to do about a model that is refused."""

_SETTINGS: Final = Lock()
"""Held while the library's settings, which all threads share, are not as they were found."""


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turn what damaged or foreign files make the libraries raise into a ModelError.

    :param name: what messages call the model.
    :raises ModelError: in place of those errors.
    """
    try:
        yield
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        RuntimeError,
        ImportError,
        WeightsError,
        settings_error(),
    ) as error:
        raise _not_loaded(name, error) from error
    except BaseException as error:
        # For a tokenizer of a kind it does not know, the tokenizers library raises Exception itself.
        if type(error) is Exception:
            raise _not_loaded(name, error) from error
        raise


def _not_loaded(name: str, error: BaseException) -> ModelError:
    first = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    return ModelError(name, f"cannot be loaded as a reader ({first})", OTHER_MODEL)


def load_model(folder: Path, name: str) -> tuple[Model, Tokenizer]:
    """The model and its tokenizer, with the checks that the library leaves to its callers.

    :param folder: a model of the Hugging Face hub; code that lies in it is never run.
    :param name: what messages call it.
    :return: the model, for use without training, and its tokenizer.
    :raises ModelError: when the model was not made for question answering, or its tokenizer tells no offsets.
    """
    # Importing the library takes seconds, and whoever uses the bundled reader should not wait for it.
    from transformers import (  # noqa: PLC0415
        MODEL_FOR_QUESTION_ANSWERING_MAPPING,
        AutoConfig,
        AutoModelForQuestionAnswering,
        AutoTokenizer,
    )

    config = AutoConfig.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    if type(config) not in MODEL_FOR_QUESTION_ANSWERING_MAPPING:
        cause = f"is a model of the kind {config.model_type}, which marks no answers in text"
        raise ModelError(name, cause, OTHER_MODEL)
    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    if not tokenizer.is_fast:
        raise ModelError(
            name, f"its tokenizer ({type(tokenizer).__name__}) does not tell offsets", OTHER_MODEL
        )
    if len(tokenizer) <= len(tokenizer.all_special_tokens):
        raise ModelError(name, "its folder holds no vocabulary for its tokenizer", OTHER_MODEL)
    with _quiet():
        model, loading = AutoModelForQuestionAnswering.from_pretrained(
            str(folder),
            config=config,
            dtype="float32",
            local_files_only=True,
            trust_remote_code=False,
            use_safetensors=True,
            output_loading_info=True,
        )
    if missing := sorted(loading["missing_keys"]):
        # The library fills these with random numbers and goes on.
        cause = f"its weights lack {missing[0]}, so that it was not made for question answering"
        raise ModelError(name, cause, OTHER_MODEL)
    rows = model.get_input_embeddings().weight.shape[0]
    if len(tokenizer) > rows:
        cause = f"its tokenizer has {len(tokenizer)} tokens and its weights know {rows}"
        raise ModelError(name, cause, OTHER_MODEL)
    # Nothing is trained here, and without gradients the layers' results need not be kept.
    return model.requires_grad_(False), tokenizer


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the library from drawing on standard error; what it would tell is told by an error."""
    from transformers.utils import logging  # noqa: PLC0415

    with _SETTINGS:
        drawn, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        try:
            yield
        finally:
            logging.set_verbosity(level)
            if drawn:
                logging.enable_progress_bar()  # type: ignore[no-untyped-call]
