"""Movement records: counted by area and day on an engine, withheld where few, and kept.

Records of phones, audiences or registrations come in by the hundred million. A small
file, the *mapping*, says where they lie and which column is what
(:mod:`nuzuh.loaders.records.mapping`). An engine behind Ibis (DuckDB when no other is
named) counts them by area and day, and hands over counts in which nobody can be found
(:mod:`nuzuh.loaders.records.withholding`). What comes of them, figures like any other
publisher's, is made in :mod:`nuzuh.balance.penetration` and kept by
:mod:`nuzuh.loaders.records.shelf`.

Ibis, DuckDB, h3 and PyYAML are extras (``nuzuh[records]``): nothing that the app runs
imports :mod:`~nuzuh.loaders.records.counting` or what is beside it, but the shelf alone.
"""
