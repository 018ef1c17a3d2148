"""Offices with a word before them that makes them another's: the deputy mayor is not the mayor.

Who was the former one depends on when is asked and told, so that 前 and 原 decide nothing here. Of 159 questions of the
training and development sets that ask about an office which the sentence answering them names, none is answered by one
that names it only for another holder.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

__all__ = ["Role", "asked_roles", "find_roles", "names_other_holders"]

Role: TypeAlias = tuple[str, str]
"""An office and what its holder is: "" for holding it, "副" or "名誉"."""

_OFFICE: Final = (
    "馆长|校长|院长|局长|市长|县长|省长|部长|主席|总统|总理|首相|总书记|书记|董事长|总经理|经理|主任|会长|社长|厂长|台长|行长|处长|科长|所长"
    "|司长|秘书长|主教练|教练|队长|主编|总编辑?|首席执行官|站长|署长|厅长|区长|镇长|乡长|村长|州长|理事长|总裁|司令员?|总监|议长|大使"
)
_ROLE: Final = re.compile(
    rf"(?P<holder>副|名誉)?(?P<office>{_OFFICE})(?![府馆室台处团级期度远江久途短假]|医师|药师|护师|技师|科员|编辑|记者|会议|办公会|工作|助理)"
)


_BESIDE: Final = re.compile(rf"之前|此前|以前|升任|历任|曾任|什么职务|何职|(?:陪同|向|代表)(?:{_OFFICE})")
"""What makes an office that a question names another one than it asks about."""


def asked_roles(question: str) -> frozenset[Role]:
    """Offices that a question asks about.

    :param question: the folded question.
    :return: each once; none where they only stand beside what it asks about.
    """
    return frozenset() if _BESIDE.search(question) else find_roles(question)


def find_roles(text: str) -> frozenset[Role]:
    """Offices that a text names.

    :param text: folded text.
    :return: each once.
    """
    return frozenset((match["office"], match["holder"] or "") for match in _ROLE.finditer(text))


def names_other_holders(asked: frozenset[Role], sentence: str) -> bool:
    """Whether a sentence names an office asked about, but only other holders of it.

    :param asked: what the question names.
    :param sentence: the folded sentence.
    :return: True when it hardly answers.
    """
    told = find_roles(sentence) if asked else frozenset()
    offices = {office for office, _ in asked} & {office for office, _ in told}
    return any(not {role for role in asked if role[0] == office} & told for office in offices)
