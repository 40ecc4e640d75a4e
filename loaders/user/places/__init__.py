"""Which area a name or a code means: in the Strip, beside it, wider, or as a question."""
