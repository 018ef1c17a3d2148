"""The command ``report-qa``. Importing it loads no model library, so that ``--help`` answers at once."""

from qa.cli.app import main

__all__ = ["main"]
