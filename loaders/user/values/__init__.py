"""Days and numbers as people write them, judged by their column."""
