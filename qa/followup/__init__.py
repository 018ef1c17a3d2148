"""Follow-up questions: completed from the earlier turns of a conversation, by rules.

他还说了什么？, 那太仓呢？ and "what about 2022?" say nothing to a retrieval that knows no conversation. The task is
that of QuAC (Choi et al., arXiv:1808.07036), TREC CAsT (Dalton et al., arXiv:2003.13624) and CANARD (Elgohary et al.,
"Can You Unpack That?", EMNLP 2019); as with the utterance rewriter of Su et al. ("Improving Multi-turn Dialogue
Modelling with Utterance ReWriter", arXiv:1906.07004), what is filled in are words of the conversation. A question that
stands on its own is left alone: a wrong completion is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.followup.chinese.completing import complete_chinese
from qa.followup.context import Context, has_chinese
from qa.followup.english.completing import complete_english, opens_in_english
from qa.followup.smalltalk import is_smalltalk
from qa.followup.text import Text
from qa.followup.types import Completion, Said, put_together
from qa.question import MAX_QUESTION

__all__ = ["Completion", "Said", "complete"]


def complete(question: str, earlier: Sequence[Said]) -> Completion | None:
    """Complete a follow-up question from earlier turns.

    :param question: as it was typed.
    :param earlier: the turns before it, the first first.
    :return: the complete question; None where it stands on its own and is asked as it was typed.
    """
    said = [
        each for each in earlier if 0 < len(each.question) <= MAX_QUESTION and not is_smalltalk(each.question)
    ]
    if not said or len(question) > MAX_QUESTION or is_smalltalk(question):
        return None
    text, context = Text.of(question.strip()), Context.of(said)
    if not text.folded:
        return None
    is_chinese = has_chinese(text.folded) and not opens_in_english(text.folded)
    pieces = complete_chinese(text, context) if is_chinese else complete_english(text, context)
    completion = put_together(pieces) if pieces else None
    return completion if completion and completion.question != question.strip() else None
