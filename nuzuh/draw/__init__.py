"""Drawing for print and film alike: one canvas, and the parts of a map that are drawn on it."""
