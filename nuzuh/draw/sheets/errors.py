"""What cannot be printed, in a sentence."""


class PrintError(ValueError):
    """A figure that cannot be printed as asked; the message is one sentence."""
