"""Bytes to Documents: every format, every encoding, every refusal.

==============  ======================================================================
``read``        one file, one upload or one text to one Document
``sources``     files, folders and documents to many Documents, failures named
``kinds``       what a file is, told by content
``decode``      bytes to text, strictly
``plausible``   the judge between codecs that all decode the same bytes
``guess``       text in other writings, where a guess can be held to
``declared``    the encoding a page names itself
``limits``      what a source may cost
``names``       names that are safe to show
``child``       the parent's end of the process that reads complex formats
``worker``      the child's end, under limits of memory and time
``archive``     zip containers checked before they are unpacked (child)
``pdf``         PDF to text with pages (child)
``layout``      lines of a page to paragraphs (child)
``word``        docx to text (child)
``workbook``    xlsx to text (child)
``webpage``     HTML to the text of its article (child)
``blocks``      an HTML tree to its visible blocks (child)
``extracted``   what the child hands back
``pages``       a page of a PDF as a picture, a quote boxed on it
``page_parts``  which part of a quote stands on which page
``page_find``   a part of a page's text among its characters (child)
``page_draw``   the picture and the boxes (child)
==============  ======================================================================
"""

from qa.ingest.limits import Limits
from qa.ingest.read import read_bytes, read_path, read_text
from qa.ingest.sources import Found, ReadResult, Source, expand, read_found, read_sources

__all__ = [
    "Found",
    "Limits",
    "ReadResult",
    "Source",
    "expand",
    "read_bytes",
    "read_found",
    "read_path",
    "read_sources",
    "read_text",
]
