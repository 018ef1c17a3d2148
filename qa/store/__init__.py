"""Where a library lives.

===============  ======================================================================
``base``         what every store can do
``memory``       reports that live as long as the process
``merging``      which parts of a collection are put together when it grows
===============  ======================================================================
"""
