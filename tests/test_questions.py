"""Question sets, as far as they need no data."""

from pathlib import Path

import pytest

from embeddings.training.corpus import SquadQuestion
from qa.training.questions import CALIBRATION_SHARE, calibration, measuring_set


def test_a_fifth_of_the_articles_is_kept_to_calibrate_on() -> None:
    kept = [calibration(SquadQuestion("q", "c", (), f"article {number}")) for number in range(2000)]
    # Four standard deviations of a binomial share: 4 * sqrt(0.2 * 0.8 / 2000) = 0.036.
    assert sum(kept) / len(kept) == pytest.approx(CALIBRATION_SHARE, abs=0.036)


def test_all_questions_of_an_article_go_together() -> None:
    for number in range(50):
        article = f"article {number}"
        asked = {calibration(SquadQuestion(f"q{n}", f"c{n}", ((0, "a"),), article)) for n in range(5)}
        assert len(asked) == 1


def test_a_set_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="other"):
        measuring_set("other", tmp_path)
