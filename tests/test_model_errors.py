"""Errors of embeddings leave as errors of qa."""

import pytest

from embeddings.errors import EncoderError
from qa.errors import ModelError
from qa.model_errors import model_errors


@pytest.mark.parametrize(("remedy", "given"), [(None, "Mend it"), ("Name another", "Name another")])
def test_an_encoder_error_becomes_a_model_error(remedy: str | None, given: str) -> None:
    fault = EncoderError("m", "it broke", "Mend it")
    with pytest.raises(ModelError) as caught, model_errors(remedy):
        raise fault
    assert (caught.value.subject, caught.value.cause, caught.value.remedy) == ("m", "it broke", given)
    assert caught.value.__cause__ is fault


def test_other_errors_pass() -> None:
    with pytest.raises(ZeroDivisionError), model_errors():
        raise ZeroDivisionError
