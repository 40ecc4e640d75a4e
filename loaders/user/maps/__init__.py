"""From the features of a map to areas and orders: formats, sound shapes, kinds, blocks."""
