"""Where what belongs to this user is kept. The one place that imports platformdirs; it loads no model library."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path

__all__ = ["default_conversations", "default_folder", "default_users"]


def _own() -> Path:
    return user_data_path("report-qa", appauthor=False)


def default_conversations() -> Path:
    """Where conversations of the page are kept when no other file is named.

    :return: ``conversations.sqlite3`` in the platform's data directory for report-qa.
    """
    return _own() / "conversations.sqlite3"


def default_folder() -> Path:
    """Where the library of this user is kept when no other place is named.

    :return: ``library`` in the platform's data directory for report-qa.
    """
    return _own() / "library"


def default_users() -> Path:
    """Where it is kept who may log in to the page when no other file is named.

    :return: ``users.json`` in the platform's data directory for report-qa.
    """
    return _own() / "users.json"
