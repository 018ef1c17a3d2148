"""Cases, blend and confidence fitted on a handful of reports."""

import numpy as np

from embeddings.training.corpus import SquadQuestion
from qa.features import FEATURES
from qa.scorer import BLEND_FEATURES, CONFIDENCE_FEATURES
from qa.training.calibrate import Case, cases, fit_blend, fit_confidence
from qa.training.questions import QuestionSet
from qa.training.variants import ANSWERABLE
from tests.fakes import BagEncoder, SilentReader, linear

NAMES = ["林澄", "贺兰舟", "苏岭", "陶然", "邱石", "沈鹿", "白芷", "江蓠", "顾川", "温屿", "程野", "乔木"]
REPORTS = [f"第{place}号会议由{name}主持。会后大家一起用餐。" for place, name in enumerate(NAMES)]
QUESTIONS = QuestionSet(
    "small",
    tuple(
        SquadQuestion(f"第{place}号会议由谁主持？", text, ((text.index(name), name),), str(place))
        for place, (name, text) in enumerate(zip(NAMES, REPORTS, strict=True))
    ),
    tuple(REPORTS),
)
WORDS = linear(FEATURES, {"cover": 10.0})


def _cases(kinds: tuple[str, ...] = (ANSWERABLE, "report out")) -> list[Case]:
    return list(
        cases(
            QUESTIONS,
            BagEncoder(),
            WORDS,
            SilentReader(),
            chosen=lambda each: each.article != "3",
            kinds=kinds,
        )
    )


def test_chosen_questions_come_in_the_variants_wanted() -> None:
    found = _cases()
    assert [case.kind for case in found] == [ANSWERABLE, "report out"] * 11
    assert [case.golds for case in found[::2]] == [(name,) for name in NAMES if name != "陶然"]


def test_only_what_answers_is_right_and_nothing_once_the_report_is_out() -> None:
    for asked, out in zip(*(iter(_cases()),) * 2, strict=True):
        right = [
            ref.prepared.sentence(ref.number)
            for ref, yes in zip(asked.evidence.sentences, asked.right, strict=True)
            if yes
        ]
        assert len(right) == 1
        assert asked.golds[0] in right[0]
        assert not out.right.any()
        assert all(asked.golds[0] not in ref.prepared.folded.text for ref in out.evidence.sentences)


def test_the_blend_puts_right_sentences_first() -> None:
    blend = fit_blend([_cases((ANSWERABLE,))] * 8, seed=1)
    assert len(blend.mean) == len(BLEND_FEATURES)
    for case in _cases((ANSWERABLE,)):
        assert case.right[int(np.argmax(blend(case.evidence.to_blend())))]


def test_confidence_is_higher_where_the_report_is_there() -> None:
    held = [_cases()] * 8
    blend = fit_blend(held, seed=1)
    confidence, threshold = fit_confidence(held, blend, seed=1)
    assert len(confidence.mean) == len(CONFIDENCE_FEATURES)
    assert 0 < threshold < 1
    odds = {kind: [] for kind in (ANSWERABLE, "report out")}
    for case in held[0]:
        scores = blend(case.evidence.to_blend())
        odds[case.kind].append(confidence(case.evidence.to_confidence(scores))[int(np.argmax(scores))])
    assert np.mean(odds[ANSWERABLE]) > np.mean(odds["report out"]) + 1
