"""What a view says, before it is drawn: days, layers, scales, words, languages."""
