"""The page that people log in on: plain HTML, without a script."""

from __future__ import annotations

from typing import Final

from ui.markup import verbatim
from ui.serving.login_texts import LoginTexts

__all__ = ["render_login"]

_STYLE: Final = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1c1917; --edge: #a8a29e; --strong: #0f766e; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1c1917; --ink: #f5f5f4; --edge: #78716c; --strong: #2dd4bf; --bad: #fca5a5; }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
}
main { width: 100%; max-width: 22rem; }
h1 { font-size: 1.4rem; }
label { display: block; margin-top: 1rem; }
input {
  width: 100%; font: inherit; padding: .6rem; margin-top: .25rem; color: inherit; background: transparent;
  border: 1px solid var(--edge); border-radius: .4rem;
}
button {
  width: 100%; margin-top: 1.5rem; padding: .7rem; font: inherit; font-weight: 600; cursor: pointer;
  border: 0; border-radius: .4rem; background: var(--strong); color: var(--paper);
}
input:focus-visible, button:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
p[role="alert"] { color: var(--bad); }
"""


def render_login(texts: LoginTexts, to: str, name: str = "", message: str = "") -> str:
    """The page.

    :param texts: the language.
    :param to: path to go to afterwards.
    :param name: what was typed as a name before.
    :param message: why that did not work; "" for none.
    :return: HTML.
    """
    told = f'<p role="alert">{verbatim(message)}</p>' if message else ""
    first, second = ("", " autofocus") if name else (" autofocus", "")
    return f"""<!doctype html>
<html lang="{texts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{verbatim(texts.title)} - report-qa</title>
<link rel="icon" href="favicon.ico" type="image/svg+xml">
<style>{_STYLE}</style>
</head>
<body>
<main>
<h1>report-qa</h1>
{told}
<form method="post" action="login">
<input type="hidden" name="next" value="{verbatim(to)}">
<label>{verbatim(texts.name)}
<input name="username" value="{verbatim(name)}" autocomplete="username" autocapitalize="none" required{first}></label>
<label>{verbatim(texts.password)}
<input name="password" type="password" autocomplete="current-password" required{second}></label>
<button>{verbatim(texts.enter)}</button>
</form>
</main>
</body>
</html>
"""
