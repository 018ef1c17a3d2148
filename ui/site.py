"""What a served page works with, and who uses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from qa.accounts import Accounts, Role
from qa.errors import AccessError
from qa.talk.store import Conversations
from ui.limits import Limiter
from ui.loading import Loading
from ui.shelf import Shelf

__all__ = ["MAX_FILE_BYTES", "OWNER", "Person", "Site"]

MAX_FILE_BYTES: Final = 64 * 1024**2
"""Bytes a report that is added may have, unless less is wanted."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    :param name: of the account; "" where there are none, and whoever sits at the machine is meant.
    :param role: what they may do.
    :param key: what their conversations are kept under: another for somebody else who gets the name later; the name
        where it is not given.
    """

    name: str
    role: Role
    key: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.name)

    @property
    def may_edit(self) -> bool:
        """Whether they may add and remove reports."""
        return self.role is Role.EDITOR

    def require_edit(self) -> None:
        """Refuse readers.

        :raises AccessError: when they may not add and remove reports.
        """
        if not self.may_edit:
            cause = "adding and removing reports is for editors"
            raise AccessError(self.name, cause, "Ask whoever runs report-qa to make you one")


OWNER = Person("", Role.EDITOR)
"""Whoever sits at the machine, where nobody has to log in."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a served page works with.

    :param loading: the library, perhaps still being opened.
    :param talks: the conversations.
    :param accounts: who may log in; None where the page is served to this machine only, and nobody has to.
    :param library: names the library in the conversations; "" for reports that end with the program.
    :param questions: counts what each person asks.
    :param max_file_bytes: bytes a report that is added may have.
    :param shelf: what the library holds, as it was last seen.
    """

    loading: Loading
    talks: Conversations
    accounts: Accounts | None = None
    library: str = ""
    questions: Limiter = field(default_factory=lambda: Limiter(None, "questions"))
    max_file_bytes: int = MAX_FILE_BYTES
    shelf: Shelf = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shelf", Shelf(self.loading))

    def person(self, name: str | None) -> Person:
        """Who goes by a name, as of now: a right that was taken away is gone at once.

        :param name: of the account; None or "" where nobody has to log in.
        :return: the person.
        :raises AccessError: when there are accounts, and none of that name.
        """
        if self.accounts is None:
            return OWNER
        role = self.accounts.role_of(name or "")
        if role is None:
            raise AccessError(name or "user", "is nobody known here", "Log in again")
        return Person(name or "", role, self.accounts.key_of(name or ""))
