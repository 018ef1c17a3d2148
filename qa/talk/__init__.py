"""Conversations: the questions somebody asked with what came of them, kept and exported.

==============  ======================================================================
``types``       a conversation and its turns
``store``       where they are kept
``schema``      its tables, in numbered migrations
``database``    its file, transactions, and what SQLite fails at
``records``     what is read in one transaction
``changes``     what is written in one transaction
``rows``        turns to rows, and back
``turn_json``   turns to plain JSON types, and back
``export``      a conversation as a file: JSON, Markdown or a Word document
``sections``    what such a file says, in order
``markdown``    that as Markdown
``docx``        that as a Word document
``words``       the words around the quotes, in each language
==============  ======================================================================
"""
