"""What a browser draws: the time map, the page in one file, pieces of pages."""
