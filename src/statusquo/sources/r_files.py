"""Reading one table of an R data file as a polars frame."""

from __future__ import annotations

import warnings
from pathlib import Path

import polars as pl

INTEGERS = "^((cc|gwc)ode[12]?|year)$"
"""R keeps codes and years as floating-point numbers; they are whole."""


def read_r_frame(path: Path, name: str) -> pl.DataFrame:
    """Return a data frame of an ``.rda`` file, its codes and years as integers and R's NA as missing.

    Args:
        path: the file.
        name: the name of the object in it.
    """
    import rdata

    with warnings.catch_warnings():
        # rdata warns that a plain text column has no declared encoding; the files read here are ASCII and UTF-8.
        warnings.simplefilter("ignore")
        table = rdata.read_rda(path)[name]
    frame = pl.from_pandas(table.reset_index(drop=True))
    return frame.with_columns(pl.selectors.float().fill_nan(None)).with_columns(
        pl.selectors.matches(INTEGERS).cast(pl.Int32)
    )


def r_date(column: str) -> pl.Expr:
    """Return a column of R dates, which are days since 1970-01-01, as dates."""
    return pl.col(column).cast(pl.Int32).cast(pl.Date)
