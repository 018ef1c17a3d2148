"""``python -m ui [PATH...]``: the same as ``report-qa chat [PATH...]``."""

from __future__ import annotations

import sys

from qa.cli import main

if __name__ == "__main__":
    sys.argv.insert(1, "chat")
    main()
