"""Where the data lies, and which of it is counted, trained on, and chosen by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from embeddings.training.corpus import (
    RetrievalSet,
    SquadQuestion,
    chosen_by,
    held_out,
    read_json_lines,
    read_news_questions,
    read_squad,
    retrieval_set,
)
from embeddings.training.glosses import gloss_pairs
from embeddings.training.pairs import Pair, law_pairs, squad_pairs
from embeddings.training.parallel import (
    TranslationSplit,
    read_translations,
    split_translations,
    translation_set,
)
from embeddings.training.tokenizer import words_of

__all__ = ["Sources"]

_LAWS_EVERY = 6  # laws repeat themselves: one in six tells their words


class Sources:
    """The corpora in one folder. Nothing that is measured or chosen by is trained on.

    :param data: folder that holds ``qa``, ``text`` and ``parallel``.
    """

    def __init__(self, data: Path) -> None:
        self._qa = data / "qa"
        self._text = data / "text"
        self._parallel = data / "parallel"

    @cached_property
    def _cmrc(self) -> list[SquadQuestion]:
        return read_squad(self._qa / "cmrc2018_train.json.xz")

    @cached_property
    def _split(self) -> TranslationSplit:
        return split_translations(read_translations(self._parallel / "zh_en.tsv.xz"))

    @cached_property
    def asked(self) -> list[SquadQuestion]:
        """Seven eighths of CMRC 2018 train, its trial, and half of DRCD."""
        kept = [one for one in self._cmrc if not chosen_by(one)]
        kept += read_squad(self._qa / "cmrc2018_trial.json.xz")
        return kept + [one for one in read_squad(self._qa / "drcd_dev.json.xz") if not held_out(one)]

    def question_pairs(self) -> Iterator[Pair]:
        """Questions, of paragraphs and of law, with what answers them."""
        return chain(squad_pairs(self.asked), law_pairs(self._qa / "stard.jsonl.xz"))

    def translation_pairs(self) -> list[list[Pair]]:
        """English sentences with their translations, one list for each source."""
        found: dict[str, list[Pair]] = {}
        for one in self._split.training:
            found.setdefault(one.source, []).append(Pair(one.english, one.chinese))
        return list(found.values())

    @cached_property
    def glosses(self) -> list[Pair]:
        """Meanings of a dictionary with their words, but for those that are measured as sentences."""
        reserved = self._split.reserved()
        pairs = gloss_pairs(self._parallel / "cedict_ts.u8.xz")
        return [one for one in pairs if reserved.isdisjoint(map(words_of, (one.query, one.positive)))]

    def validation(self) -> list[RetrievalSet]:
        """One eighth of CMRC 2018 train, and that half of the questions to news which is not measured."""
        news = [one for one in read_news_questions(self._qa / "news_weak.jsonl.xz") if not held_out(one)]
        return [retrieval_set("CMRC", filter(chosen_by, self._cmrc)), retrieval_set("news", news)]

    def translation_validation(self) -> RetrievalSet:
        """English sentences and their translations that no other part holds."""
        return translation_set("English", self._split.validation)

    def texts(self) -> Iterator[str]:
        """Running Chinese text to count tokens in."""
        for name in ("news", "broadcast_news", "government_reports"):
            yield from (line["text"] for line in read_json_lines(self._text / f"{name}.jsonl.xz"))
        laws = (line["text"] for line in read_json_lines(self._text / "laws.jsonl.xz"))
        yield from islice(laws, 0, None, _LAWS_EVERY)
        yield from dict.fromkeys(question.context for question in self.asked)
        yield from (question.question for question in self.asked)

    def english_texts(self) -> Iterator[str]:
        """English text to count tokens in."""
        yield from (pair.query for pair in chain(*self.translation_pairs(), self.glosses))
