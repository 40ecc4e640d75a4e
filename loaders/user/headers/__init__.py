"""Which of our columns a reader's column is: by layout, tag or name, or as a question."""
