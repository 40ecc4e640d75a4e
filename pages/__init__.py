"""One short file a page, and what they share: the view in the URL, tables, words, style."""
