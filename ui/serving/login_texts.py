"""What the page that people log in on says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["LoginTexts", "login_texts"]


@dataclass(frozen=True, slots=True)
class LoginTexts:
    """Every sentence of it in one language; braces are filled by ``str.format``.

    :param lang: BCP 47 tag.
    """

    lang: str
    title: str
    name: str
    password: str
    enter: str
    wrong: str
    too_often: str
    failed: str


_EN: Final = LoginTexts(
    lang="en",
    title="Log in",
    name="Name",
    password="Password",  # noqa: S106 - the word
    enter="Log in",
    wrong="The name or the password is wrong.",
    too_often="That was tried too often. Try again in {seconds} seconds.",
    failed="Nobody can log in now: the file of users cannot be read. Tell whoever runs report-qa.",
)
_ZH_CN: Final = LoginTexts(
    lang="zh-CN",
    title="登录",
    name="用户名",
    password="密码",  # noqa: S106 - the word
    enter="登录",
    wrong="用户名或密码不对。",
    too_often="尝试次数过多，请 {seconds} 秒后再试。",
    failed="现在无法登录：读不到用户文件。请告诉管理 report-qa 的人。",
)
_ZH_TW: Final = LoginTexts(
    lang="zh-TW",
    title="登入",
    name="使用者名稱",
    password="密碼",  # noqa: S106 - the word
    enter="登入",
    wrong="使用者名稱或密碼不對。",
    too_often="嘗試次數過多，請 {seconds} 秒後再試。",
    failed="現在無法登入：讀不到使用者檔案。請告訴管理 report-qa 的人。",
)
_ALL: Final = {texts.lang: texts for texts in (_EN, _ZH_CN, _ZH_TW)}


def login_texts(lang: str) -> LoginTexts:
    """The sentences in a language.

    :param lang: tag of one the page speaks.
    :return: the sentences.
    """
    return _ALL[lang]
