"""From the rows of a table to figures: what is left out, added up, and asked."""
