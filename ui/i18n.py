"""Which language a browser gets: RFC 9110 section 12.5.4 (Accept-Language), RFC 4647 section 3.4 (lookup)."""

from __future__ import annotations

from ui.texts import EN, ZH_CN, ZH_TW, Texts

__all__ = ["LANGUAGES", "texts_for"]

LANGUAGES = (ZH_CN, ZH_TW, EN)
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _spoken(tag: str) -> Texts | None:
    primary, *subtags = tag.lower().split("-")
    if primary == "zh":
        # A script says more than a region does: zh-Hans-HK is read in simplified characters.
        traditional = "hans" not in subtags and bool(_TRADITIONAL.intersection(subtags))
        return ZH_TW if traditional else ZH_CN
    return EN if primary == "en" else None


def texts_for(accept_language: str) -> Texts:
    """The texts a browser prefers.

    :param accept_language: value of the header ``Accept-Language``, "" when there is none.
    :return: the first language by preference that the page speaks; English when it speaks none of them.
    """
    ranges = []
    for item in accept_language.split(","):
        tag, _, parameters = item.strip().partition(";")
        ranges.append((_quality(parameters), tag.strip()))
    for quality, tag in sorted(ranges, key=lambda ranked: -ranked[0]):
        texts = _spoken(tag)
        if texts is not None and quality > 0:
            return texts
    return EN
