"""garden publishes a folder of notes as a linked digital garden."""

__version__ = "0.1.0"
