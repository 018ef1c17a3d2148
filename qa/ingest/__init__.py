"""Bytes to Documents: every format, every encoding, every refusal.

==================  ====================================================================
``read``            one file, one upload or one text to one Document
``sources``         files, folders and documents to many Documents, failures named
``kinds``           what a file is, told by content
``decode``          bytes to text, strictly
``plausible``       the judge between codecs that all decode
``limits``          what a source may cost
``names``           names that are safe to show
==================  ====================================================================
"""

from qa.ingest.limits import Limits
from qa.ingest.read import read_bytes, read_path, read_text
from qa.ingest.sources import Found, ReadResult, Source, expand, read_sources

__all__ = [
    "Found",
    "Limits",
    "ReadResult",
    "Source",
    "expand",
    "read_bytes",
    "read_path",
    "read_sources",
    "read_text",
]
