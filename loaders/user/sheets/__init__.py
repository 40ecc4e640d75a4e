"""From bytes to a table with names of columns: text, workbooks, records; headings, matrices."""
