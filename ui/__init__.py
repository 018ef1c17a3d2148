"""The page of report-qa: a chat in the browser, on this computer only.

- :func:`ui.launch.launch` reads the reports, serves the page and waits; ``report-qa chat`` and
  ``python -m ui`` are the same call from a terminal.
- :func:`ui.app.build_app` builds the Gradio page around a library, to serve it some other way.

Nothing here decides what answers a question: the package shows what :mod:`qa` returns.
"""

from __future__ import annotations

import os

__all__: list[str] = []

# Gradio reads this while it is imported, and would otherwise report to its makers from then on.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
