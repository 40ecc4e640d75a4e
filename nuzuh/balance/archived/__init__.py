"""The pictures of former versions of the data, kept as they were shown."""
