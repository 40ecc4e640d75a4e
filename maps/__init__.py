"""What a reader sees: the map, the rail of time, pictures, legends, words and number formats."""
