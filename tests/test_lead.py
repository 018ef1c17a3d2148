"""How far numbers are ahead of one another, worked out by hand."""

import numpy as np
import pytest

from qa.lead import lead


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([3.0], [5.0]),
        ([1.0, 4.0, 2.0], [-3.0, 2.0, -2.0]),
        ([4.0, 4.0, 1.0], [0.0, 0.0, -3.0]),
    ],
)
def test_lead(values: list[float], expected: list[float]) -> None:
    assert lead(np.array(values, dtype=np.float32), alone=5.0).tolist() == expected
