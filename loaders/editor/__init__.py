"""For who adds figures to the ledger: a figure read from its words, held against every rule."""
