"""A library on a Milvus server, or in a file of Milvus Lite, for those who run one anyway.

::

    NAME_meta            the models, the epoch, and a number that every change makes another
    NAME_documents       a row a report: what is said of it. It is the commit: written last, deleted first
    NAME_chunks          texts, cuts, original bytes and term statistics, in pieces
    NAME_sentences_E     the vectors of sentences, of epoch E
    NAME_passages_A      the terms and times of passages, as analysis A tells them

Milvus has no transactions and no snapshots. A report is there when its row in ``NAME_documents`` is; what a search
finds of others is dropped, and what an interrupted change left behind is deleted when the library is opened or
compacted.

Nor has it locks. Whoever adds a report looks after the commit whether the library was moved to other models meanwhile,
or sealed for the last step of such a move, and if so takes the report back; what it replaces is deleted only after
that. Whoever moves a library seals it before filling in the last reports: those committed before are seen then, and
those committed later are taken back. So every report has its vectors on either side of the switch.

A removed report's bytes leave a server's disk when it compacts its segments, which
:meth:`~qa.store.milvus.store.MilvusStore.compact` asks for. Milvus Lite may keep them in its files for good: to be rid
of them, copy the library to another path and delete the first.

The two sides are searched separately, not with Milvus's hybrid search, which returns the fused score only: how sure an
answer is depends on both. BM25 is not left to Milvus either, whose statistics are a segment's: it proposes passages by
weights made here, and these are scored again with the statistics of the whole library.

===============  ======================================================================
``address``      what names a library
``lite``         servers of Milvus Lite in this process
``driver``       the one module that imports pymilvus: connecting, and failures as errors of qa
``client``       calls
``schema``       collections and their fields
``pieces``       bytes to rows, and back
``facts``        what a library says of itself and of its reports
``numbers``      numbers of reports
``records``      reports to rows, and back
``passages``     terms and times of passages to rows, and back
``statistics``   in how many passages a term stands
``held``         what is committed at one moment
``session``      an open library, which sees what others change
``search``       what either side proposes
``view``         what is asked
``tidying``      deleting, also what interrupted changes left behind
``changes``      adding
``reindex``      moving to another encoder
``store``        the store
===============  ======================================================================
"""
