"""What this package refuses."""


class FrameError(ValueError):
    """A frame that does not keep the contract. Its text is one sentence that names the column."""
