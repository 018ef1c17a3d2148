"""The page of report-qa: a chat in the browser, on this computer or, with a login, for a team.

- :func:`ui.launch.launch` reads the reports, serves the page and waits; ``report-qa chat`` and
  ``python -m ui`` are the same call from a terminal.
- :func:`ui.serving.server.serve` serves a :class:`ui.site.Site`; :func:`ui.app.build_app` builds its Gradio page.

Nothing here decides what answers a question: the package shows what :mod:`qa` returns.
"""

from __future__ import annotations

import os

__all__: list[str] = []

# Gradio reads this while it is imported, and would otherwise report to its makers from then on.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
