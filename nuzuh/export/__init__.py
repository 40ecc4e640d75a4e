"""The one list of formats in which a view leaves: from a request and tables to a file's bytes.

Beside the page and the command line it is the only place that knows both the
tables and whoever writes: it lets the scene be built, and hands it over.
"""
