"""Question-answering models of a few thousand numbers, saved as the Hugging Face hub lays them out."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertModel,
    GPT2Config,
    GPT2ForQuestionAnswering,
    PreTrainedTokenizerFast,
    RobertaConfig,
    RobertaForQuestionAnswering,
)
from transformers.utils import logging

logging.disable_progress_bar()  # type: ignore[no-untyped-call]

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CHARACTERS = "谁是市长林澄在台上致辞临澜召开大会议由贺兰舟主持桥全公里開頭長結束。，？.,?()"
LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
WORDS = (
    *SPECIAL,
    *dict.fromkeys(CHARACTERS + LETTERS),
    *(f"##{letter}" for letter in LETTERS),
)
WIDTH = 32
PLACES = 64


def config(**changes: object) -> BertConfig:
    sizes = {
        "vocab_size": len(WORDS),
        "hidden_size": WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 37,
        "max_position_embeddings": PLACES,
        "initializer_range": 0.5,
    }
    return BertConfig(**(sizes | changes))


def save_tokenizer(folder: Path) -> None:
    """A BERT tokenizer as BERT's own repositories have it: a list of words."""
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    settings = {"tokenizer_class": "BertTokenizer", "do_lower_case": True}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))


def save_bert(folder: Path, seed: int = 0) -> Path:
    """A BERT with random weights."""
    torch.manual_seed(seed)
    BertForQuestionAnswering(config()).save_pretrained(folder)
    save_tokenizer(folder)
    return folder


def save_body(folder: Path) -> Path:
    """The same without a question-answering head, as sentence encoders and language models are saved."""
    BertModel(config()).save_pretrained(folder)
    save_tokenizer(folder)
    return folder


def _hadamard(size: int) -> np.ndarray:
    rows = np.ones((1, 1), dtype=np.float32)
    while len(rows) < size:
        rows = np.block([[rows, rows], [rows, -rows]])
    return rows


def save_rigged(folder: Path, first: str, last: str, strength: float = 3.0) -> Path:
    """A BERT whose best span begins at one character and ends at another, wherever they stand.

    Its layers add nothing to the tokens' vectors, which are rows of a Hadamard matrix: orthogonal, of mean 0 and
    variance 1, so that layer normalisation leaves them alone. A character scores ``strength`` to begin as
    ``first`` and to end as ``last``; the classification token scores 0, both characters in the other role 0, and
    everything else ``-strength``. The span's log-odds against no answer are ``2 * strength``.
    """
    begins, ends, null, others = _hadamard(WIDTH)[1:5]
    model = BertForQuestionAnswering(config())
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        for name, parameter in model.named_parameters():
            if name.endswith("LayerNorm.weight"):
                parameter.fill_(1)
        rows = np.tile(others, (len(WORDS), 1))
        rows[WORDS.index(first)], rows[WORDS.index(last)], rows[WORDS.index("[CLS]")] = begins, ends, null
        model.bert.embeddings.word_embeddings.weight.copy_(torch.from_numpy(rows))
        head = np.stack((begins - others, ends - others)) * strength / WIDTH
        model.qa_outputs.weight.copy_(torch.from_numpy(head))
    model.save_pretrained(folder)
    save_tokenizer(folder)
    return folder


def save_byte_level(folder: Path) -> Path:
    """A RoBERTa over bytes, three of which spell a Chinese character."""
    words = ("<s>", "<pad>", "</s>", "<unk>", *sorted(pre_tokenizers.ByteLevel.alphabet()))
    tokenizer = Tokenizer(models.BPE({word: place for place, word in enumerate(words)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), trim_offsets=False)
    names = {
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
    }
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **names).save_pretrained(folder)
    torch.manual_seed(0)
    sizes = RobertaConfig(
        vocab_size=len(words), hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=2, intermediate_size=37,
        max_position_embeddings=PLACES + 2, pad_token_id=1, type_vocab_size=1,
    )  # fmt: skip
    RobertaForQuestionAnswering(sizes).save_pretrained(folder)
    return folder


def save_without_null(folder: Path) -> Path:
    """A GPT-2, whose input has no classification token, and whose tokenizer has no token to pad with."""
    tokenizer = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, "[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]").save_pretrained(folder)  # noqa: S106
    torch.manual_seed(0)
    sizes = GPT2Config(
        vocab_size=len(WORDS), n_embd=WIDTH, n_layer=2, n_head=2, n_positions=PLACES,
        bos_token_id=None, eos_token_id=None,
    )  # fmt: skip
    GPT2ForQuestionAnswering(sizes).save_pretrained(folder)
    return folder
