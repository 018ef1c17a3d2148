"""A library in a folder. SQLite is the truth; what is searched is derived from it and can be made again.

::

    FOLDER/library.sqlite3     documents, original bytes, vectors, and which files belong to the state they are in
    FOLDER/library.lock        held by whoever is changing the library
    FOLDER/index/N.terms       terms and times of a part of the reports
    FOLDER/index/N.faiss       vectors of their sentences

===============  ======================================================================
``schema``       tables, in numbered migrations
``failures``     SQLite's errors and the disk's as those of qa
``locking``      one process at a time changes a library
``connections``  connections, kept open
``database``     transactions
``facts``        generation, models and numbers
``records``      reports and vectors to rows, and back
``hashes``       what tells them from what they were
``files``        derived files: written beside, synced, renamed, checked before they are read
``state``        what is searched at one moment, and how the next moment is reached
``searching``    the state a process searches, in step with what others change
``changes``      adding and removing in one transaction
``reindex``      moving to another encoder while the old one answers
``store``        the store
``checks``       what must hold
``doctor``       checks and repairs
``repair``       a damaged report, from its bytes or its text
``salvage``      what can be read of a damaged database, in a new one
``archive``      a library as one file
===============  ======================================================================
"""
