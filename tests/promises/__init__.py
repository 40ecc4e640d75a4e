"""What 0.1.0 promised to whoever holds a link, a command line or a file of it: a frozen list.

``links.json`` holds links as they were shared, whole and damaged, with the view that each
opens, its notices, file names, sentence, numbers and arrows; ``commands.json`` holds command
lines of every command, option and format with a digest of what they write; ``names.json``
holds the names that scripts rest on: keys of links, options, columns, tags.

All of it is computed from the frozen tables of :mod:`tests.frozen`, so that no new fact
changes it. These hold the days to 5 October 2025 with rivals, joint figures, bounds, figures
that came out later, movements and orders; no militarised zone, no share under orders, no
doubtful figure and nothing of the ceasefire is among them. Closures, publishers, phases and
boundaries are the embedded ones.

``python -m tests.promises`` writes the lists anew: only where a promise is broken on purpose,
and then the changelog says so. ``python -m tests.promises FILE`` writes the same of the
embedded tables to a file, to hold two commits against each other.
"""
