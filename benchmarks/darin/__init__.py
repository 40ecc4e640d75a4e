"""How far the balance lies from an independent estimate, beside two published tables."""
