"""What a reader takes away from a view: its numbers as a table or a map file, and citations.

:func:`~nuzuh.export.formats.write` returns any of it as the bytes of a file; the
same input gives the same bytes. Nothing in here knows Streamlit.
"""
