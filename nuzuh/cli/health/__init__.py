"""What `nuzuh doctor` looks at: a module each for a question, which returns findings."""
