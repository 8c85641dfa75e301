"""The version of the package, kept alone so that reading it costs nothing."""

__version__ = "0.1.0"
