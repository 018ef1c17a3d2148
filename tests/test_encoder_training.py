import json
import lzma
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer
from tokenizers import normalizers

from embeddings.training.__main__ import main
from embeddings.training.alphabet import canonical
from embeddings.training.charsmap import compile_charsmap
from embeddings.training.contrast import Example, Settings, embed, epochs
from embeddings.training.corpus import (
    RetrievalSet,
    SquadQuestion,
    answer_sentences,
    chosen_by,
    held_out,
    retrieval_set,
)
from embeddings.training.measure import measure
from embeddings.training.mine import with_mined_negatives
from embeddings.training.pairs import Pair, squad_pairs
from embeddings.training.run import Recipe, train
from embeddings.training.save import quantize, save_model
from embeddings.training.sentences import sentence_spans, split_sentences
from embeddings.training.start import dictionary_start, random_start
from embeddings.training.tokenizer import (
    Vocabulary,
    build_tokenizer,
    choose_vocabulary,
    count_tokens,
    encode_ids,
)

_LETTER = st.characters(min_codepoint=1, exclude_categories=["Cs", "M"])


@settings(deadline=None)
@given(st.dictionaries(_LETTER, st.text(_LETTER, min_size=1, max_size=4), min_size=1, max_size=60), st.data())
def test_the_compiled_map_replaces_what_is_in_it_and_nothing_else(
    table: dict[str, str], data: st.DataObject
) -> None:
    normalizer = normalizers.Precompiled(compile_charsmap(table))
    for character, written in table.items():
        assert normalizer.normalize_str(character) == written
    other = data.draw(_LETTER.filter(lambda letter: letter not in table))
    assert normalizer.normalize_str(other) == other


def test_the_compiled_map_refuses_what_its_format_cannot_hold() -> None:
    for table in ({"a": "\0"}, {"\0": "a"}, {"": "a"}):
        with pytest.raises(ValueError, match="0000"):
            compile_charsmap(table)


@pytest.mark.parametrize(
    ("character", "spelling"),
    [("產", "产"), ("著", "着"), ("Ａ", "a"), ("É", "e"), ("ﬁ", "fi"), ("한", "한"), ("。", " "), ("9", "9")],
)
def test_every_letter_has_one_spelling(character: str, spelling: str) -> None:
    assert canonical(character) == spelling


def test_tokens_are_counted_by_hand() -> None:
    # 大桥 twice, 桥长 once; Latin words apart from the Hanzi beside them
    assert count_tokens(["大桥，大桥長 3km"]) == Counter(
        {"大": 2, "桥": 2, "长": 1, "大桥": 2, "桥长": 1, "3km": 1}
    )


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return choose_vocabulary(
        Counter({"大": 9, "桥": 8, "长": 7, "大桥": 6, "桥长": 1, "km": 5}), pairs=1, words=1
    )


def test_a_text_is_its_characters_and_overlapping_pairs(vocabulary: Vocabulary) -> None:
    tokenizer = build_tokenizer(vocabulary)
    rows = encode_ids(tokenizer, ["大橋长 km"], len(vocabulary.tokens))[0]
    tokens = [vocabulary.tokens[row] for row in rows]
    # 大桥 is frequent and has its own row; 桥长 is hashed to the classes of 桥 and 长
    first, second, third = (chr(0x100 + number) for number in range(3))
    assert tokens == ["大", f"|大{first}{second}桥", "桥", f"##{second}{third}", "长", "km"]


def test_no_letter_is_lost_and_marks_are(vocabulary: Vocabulary) -> None:
    tokenizer = build_tokenizer(vocabulary)
    found = encode_ids(tokenizer, ["龘", "ж", "zq", "", "，。！", "😀", "|"], len(vocabulary.tokens))
    assert [bool(rows) for rows in found] == [True, True, True, False, False, False, False]


def test_rare_rows_start_longer_and_the_unknown_one_is_zero(vocabulary: Vocabulary) -> None:
    rows = random_start(vocabulary, 512, seed=3)
    lengths = np.linalg.norm(rows, axis=1)
    at = vocabulary.tokens.index
    assert lengths[0] == 0
    # km occurs 5 times, 大 9 times; the length is log(1 + all characters / occurrences)
    total = sum(
        count for token, count in zip(vocabulary.tokens, vocabulary.counts, strict=True) if len(token) == 1
    )
    expected = np.log1p(total / 5) / np.log1p(total / 9)
    assert lengths[at("km")] / lengths[at("大")] == pytest.approx(expected, rel=0.15)
    assert (rows == random_start(vocabulary, 512, seed=3)).all()
    assert (rows != random_start(vocabulary, 512, seed=4)).any()


def test_sentences_end_behind_their_mark_and_its_quotes() -> None:
    text = "他说：“走吧！”她没走。\n标题\n  Is it? 是；"
    assert split_sentences(text) == ["他说：“走吧！”", "她没走。", "标题", "Is it?", "是；"]


@given(st.text("甲乙。！？”\n a"))
def test_sentences_lose_no_letter(text: str) -> None:
    spans = sentence_spans(text)
    assert [c for a, b in spans for c in text[a:b] if c.isalnum()] == [c for c in text if c.isalnum()]
    assert all(a < b for a, b in spans)
    assert spans == sorted(spans)


_QUESTION = SquadQuestion("何时？", "桥长三里。一九年通车。人人欢喜。", ((5, "一九年"),), "a")


def test_the_sentence_with_the_answer_is_the_positive() -> None:
    assert answer_sentences(_QUESTION) == (["桥长三里。", "一九年通车。", "人人欢喜。"], frozenset({1}))
    assert list(squad_pairs([_QUESTION])) == [Pair("何时？", "一九年通车。", ("桥长三里。", "人人欢喜。"))]


def test_equal_paragraphs_count_once() -> None:
    other = SquadQuestion("多长？", _QUESTION.context, ((2, "三里"),), "a")
    found = retrieval_set("two", [_QUESTION, other])
    assert (len(found.sentences), found.owner) == (3, [0, 0, 0])
    assert found.gold_paragraph == [0, 0]
    assert found.gold_sentences == [frozenset({1}), frozenset({0})]


def test_an_article_is_held_out_as_a_whole() -> None:
    def kept(article: str) -> bool:
        return held_out(SquadQuestion("", "", (), article))

    # odd first bytes of SHA-256, by sha256sum: ca 3e 2e 18 3f 25 cd aa
    assert [name for name in "abcdefgh" if kept(name)] == ["e", "f", "g"]
    assert 400 < sum(kept(str(number)) for number in range(1000)) < 600


def test_an_eighth_of_the_articles_chooses_the_epoch() -> None:
    def chosen(article: str) -> bool:
        return chosen_by(SquadQuestion("", "", (), article))

    # multiples of 8 among the second bytes of SHA-256, by sha256sum: 44 c8 51 db 27 29 7e 23 c9 00
    assert [number for number in range(10, 20) if chosen(str(number))] == [11, 19]
    assert 80 < sum(chosen(str(number)) for number in range(1000)) < 170


def test_recall_and_hits_by_hand() -> None:
    # paragraphs: rows 0-1, rows 2-3; the second question's own paragraph comes second
    retrieval = RetrievalSet(
        "hand", ["", "", "", ""], [0, 0, 1, 1], ["", ""], [0, 0], [frozenset({1}), frozenset({0})]
    )
    sentences = np.array([[1, 0], [0.8, 0.6], [0, 1], [-1, 0]], np.float32)
    questions = np.array([[0.8, 0.6], [0, 1]], np.float32)
    scores = measure(retrieval, sentences, questions)
    assert (scores.recall_1, scores.recall_5, scores.sentence_hit) == (0.5, 1.0, 0.5)


def test_mined_negatives_are_the_nearest_of_the_others() -> None:
    rows = np.array([[0, 0], [1, 0], [0.8, 0.6], [0, 1]], np.float32)
    examples = [Example([1], [1], ([1, 1],)), Example([3], [3]), Example([2], [2])]
    mined = with_mined_negatives(rows, examples, 2)
    assert [one.mined for one in mined] == [([2], [3]), ([2], [1]), ([1], [1, 1])]


def test_training_moves_a_question_to_its_answer() -> None:
    start = np.random.default_rng(0).standard_normal((21, 8)).astype(np.float32)
    start[0] = 0
    examples = [Example([one], [one + 10], ([one % 10 + 11],)) for one in range(1, 11)]
    options = Settings(epochs=60, batch_size=10, learning_rate=0.05, length_rate=0.0)
    losses, rows = zip(*epochs(start, [examples], options), strict=True)
    nearest = (
        embed(rows[-1], [one.query for one in examples])
        @ embed(rows[-1], [one.positive for one in examples]).T
    )
    assert nearest.argmax(axis=1).tolist() == list(range(10))
    assert losses[-1] < losses[0] / 4
    assert not rows[-1][0].any()


def test_only_the_rows_to_be_learned_change() -> None:
    start = np.random.default_rng(0).standard_normal((21, 8)).astype(np.float32)
    start[0] = 0
    learned = np.arange(21) % 2 == 1
    pairs = [[Example([one, one + 1], [one + 10]) for one in range(first, first + 5)] for first in (1, 6)]
    options = Settings(epochs=30, batch_size=5, learning_rate=0.05, mutual=True)
    losses, rows = zip(*epochs(start, pairs, options, learned), strict=True)
    assert (rows[-1][~learned] == start[~learned]).all()
    assert (rows[-1][learned] != start[learned]).any(axis=1).all()
    assert losses[-1] < losses[0]


def test_an_english_word_starts_at_the_words_it_glosses() -> None:
    rows = np.array([[0, 0], [3, 4], [0, 2], [1, 0], [5, 0]], np.float32)
    learned = np.array([False, True, True, False, False])
    # token 1 means row 3 alone and, as half of a meaning, row 2: (1, 0) + (0, 1) / 2, at the length of (3, 4)
    glosses = [Example([1], [3]), Example([1, 4], [2])]
    found = dictionary_start(rows, learned, glosses)
    assert found[1] == pytest.approx(np.array([1, 0.5]) / np.sqrt(1.25) * 5)
    assert (found[[0, 2, 3, 4]] == rows[[0, 2, 3, 4]]).all()


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(ValueError, match="1 examples do not fill one batch of 512"):
        next(epochs(np.zeros((2, 2), np.float32), [[Example([1], [1])]], Settings()))


def test_rounding_is_off_by_half_a_step_at_most() -> None:
    rows = np.random.default_rng(1).standard_normal((50, 16)).astype(np.float32)
    rows[0] = 0
    quantized, scales = quantize(rows)
    assert quantized.dtype == np.int8
    assert (np.abs(quantized * scales[:, None] - rows) <= scales[:, None] * 0.5001).all()
    assert not quantized[0].any()


def test_a_saved_model_is_what_sentence_transformers_reads(vocabulary: Vocabulary, tmp_path: Path) -> None:
    tokenizer = build_tokenizer(vocabulary)
    rows = random_start(vocabulary, 16, seed=5)
    save_model(tmp_path, tokenizer, rows)
    texts = ["大桥长", "km 龘龘", ""]
    expected = []
    for ids in encode_ids(tokenizer, texts, len(rows)):
        total = rows[ids].sum(axis=0)
        expected.append(total / max(float(np.linalg.norm(total)), 1e-12))
    found = SentenceTransformer(str(tmp_path), device="cpu", local_files_only=True).encode(texts)
    assert found == pytest.approx(np.array(expected), abs=0.01)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(lzma.compress(text.encode()))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    rng = Random(0)
    places = ["滨河", "临江", "东山", "西岭", "南湖", "北原"]

    def squad(prefix: str) -> str:
        articles = []
        for number in range(8):
            place, year = rng.choice(places), rng.randrange(1950, 2020)
            context = f"{place}大桥全长{number + 3}里。大桥于{year}年通车。{place}人人欢喜。"
            answer = f"{year}年"
            qa = {
                "question": f"{place}大桥哪一年通车？",
                "answers": [{"text": answer, "answer_start": context.index(answer)}],
            }
            paragraph = {"id": f"{prefix}{number}", "context": context, "qas": [qa]}
            articles.append({"id": f"{prefix}{number}", "paragraphs": [paragraph]})
        return json.dumps({"data": articles})

    for name in ("cmrc2018_train", "cmrc2018_trial", "drcd_dev"):
        _write(tmp_path / f"qa/{name}.json.xz", squad(name))
    _write(
        tmp_path / "qa/stard.jsonl.xz",
        json.dumps({"question": "谁负责大桥？", "passages": ["市长负责大桥。"]}),
    )
    news = [
        {"question": "哪里有桥？", "answer": place, "context": f"{place}有桥。另有人。"} for place in places
    ]
    _write(tmp_path / "qa/news_weak.jsonl.xz", "\n".join(map(json.dumps, news)))
    things = ["bridge", "river", "road", "house", "tree", "car"]
    # enough of them to be left over behind those that are measured and chosen by
    lines = [
        f"tatoeba\tThe {rng.choice(things)} {number} is long.\t{number}号很长。" for number in range(3020)
    ]
    _write(tmp_path / "parallel/zh_en.tsv.xz", "\n".join(lines))
    glosses = [f"橋{number} 桥{number} [qiao2] /bridge {number}/" for number in range(8)]
    _write(tmp_path / "parallel/cedict_ts.u8.xz", "\n".join(glosses))
    for name in ("news", "broadcast_news", "government_reports", "laws"):
        _write(
            tmp_path / f"text/{name}.jsonl.xz",
            json.dumps({"title": "桥", "text": "大桥通车。人人欢喜。" * 5}),
        )
    return tmp_path


def test_the_same_seed_makes_the_same_model(corpus: Path, tmp_path: Path) -> None:
    questions = Settings(batch_size=4, warm_up=2)
    translations = Settings(batch_size=4, warm_up=2, mutual=True, negatives=0, mined=0)
    recipe = Recipe(
        dim=16, pairs=50, words=10, english_words=20, mined=3, questions=questions, translations=translations
    )
    lines: list[str] = []
    for out in ("one", "two"):
        train(corpus, tmp_path / out, recipe, lines.append)
    for name in ("model.safetensors", "tokenizer.json", "modules.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sum(line.startswith("epoch 2") for line in lines) == 4  # of questions and of English, twice
    assert any(line == "20 translations, 8 of 8 meanings" for line in lines)
    model = SentenceTransformer(str(tmp_path / "one"), device="cpu", local_files_only=True)
    assert np.linalg.norm(model.encode("滨河大桥")) == pytest.approx(1, abs=1e-5)


def test_the_command_hands_its_options_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[tuple[Path, Path, int]] = []
    monkeypatch.setattr(
        "embeddings.training.__main__.train",
        lambda data, out, recipe, report: seen.append((data, out, recipe.seed)),
    )
    assert main(["--data", "corpus", "--out", str(tmp_path), "--seed", "7"]) == 0
    assert seen == [(Path("corpus"), tmp_path, 7)]
