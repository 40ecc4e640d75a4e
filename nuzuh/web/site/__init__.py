"""The static site: its pages as plain HTML that a script may bring to life."""
