"""What pages share: the view in the URL, tables, words, style, widgets."""
