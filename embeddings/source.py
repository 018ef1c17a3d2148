"""From a model's name to its folder: given, in the local cache, or downloaded."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path

from embeddings.errors import EncoderError

__all__ = ["BUNDLED", "model_folder", "settings_error"]

BUNDLED = Path(__file__).parent / "model"

_PROBE_SECONDS = 5.0
_TRUE = {"1", "on", "yes", "true"}
_FILES = ["*.json", "*.safetensors", "*.txt", "*.model"]
_OTHER_FORMATS = ["onnx/*", "openvino/*"]


def model_folder(name_or_path: str) -> Path:
    """Where a model lies.

    The library retries a dead network for more than a minute, so whether there is one is asked first.

    :param name_or_path: a folder, or a name on the Hugging Face hub as ``owner/model``.
    :return: its folder on this machine.
    :raises EncoderError: when there is no such folder, and no such model in the cache or on the hub.
    """
    path = Path(name_or_path).expanduser()
    if path.is_dir():
        return path
    if path.exists():
        raise EncoderError(name_or_path, "is a file", "Name the folder that holds the model")
    # Imported here for the same reason as the library itself: the bundled model needs none of it.
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import (  # noqa: PLC0415
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
    )

    try:
        return Path(snapshot_download(name_or_path, local_files_only=True))
    except HFValidationError as error:
        cause = "there is no such folder, and it is no model's name either"
        raise EncoderError(name_or_path, cause, "Check the path") from error
    except LocalEntryNotFoundError as error:
        if reason := _why_offline():
            cause = f"is no folder, is not in the local cache, and cannot be downloaded ({reason})"
            remedy = (
                "Check the spelling, fetch it once where there is a network (hf download NAME), "
                "or leave the name out for the bundled model"
            )
            raise EncoderError(name_or_path, cause, remedy) from error
    try:
        return Path(snapshot_download(name_or_path, allow_patterns=_FILES, ignore_patterns=_OTHER_FORMATS))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        remedy = "Check the spelling and the access rights, or leave the name out for the bundled model"
        raise EncoderError(name_or_path, f"cannot be downloaded ({first})", remedy) from error


def settings_error() -> type[Exception]:
    """What transformers raises for a model's configuration that holds something of the wrong type.

    :return: the class, which is no child of any of Python's own errors.
    """
    from huggingface_hub.errors import StrictDataclassError  # noqa: PLC0415

    return StrictDataclassError


def _why_offline() -> str:
    """Why nothing can be downloaded; "" when the hub answers."""
    if any(os.environ.get(name, "").lower() in _TRUE for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")):
        return "switched offline"
    endpoint = os.environ.get("HF_ENDPOINT", "https://huggingface.co")
    if not endpoint.startswith(("https://", "http://")):
        return f"HF_ENDPOINT is no web address: {endpoint}"
    request = urllib.request.Request(endpoint, method="HEAD")  # noqa: S310 - the scheme is checked above
    try:
        urllib.request.urlopen(request, timeout=_PROBE_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError:
        return ""  # it answers, if only to say no to this request
    except OSError as error:
        return f"no network: {getattr(error, 'reason', error)}"
    return ""
