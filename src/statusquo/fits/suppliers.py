"""Fits who supplied the arms of each parent and patron state, as known in each year (`arms_suppliers`).

A supplier's share is of the volume delivered in the ten years up to the year, so that nothing later is used
(`balances.commitment`). SIPRI lets shares be republished and not its yearly volumes: they are rounded to two decimals,
from which no yearly figure can be had back.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from statusquo.balances.commitment import arms_shares
from statusquo.core.columns import schema_of
from statusquo.fits.military import with_raw_means
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.panels.dispute_year import dispute_years
from statusquo.snapshot.store import Snapshot
from statusquo.sources import sipri_milex

_DIGITS = 2
_SMALLEST = 0.005
"""A share that rounds to nothing is left out."""


def fit_suppliers(inputs: FitInputs) -> Fitted:
    """Return artefact ``arms_suppliers``: suppliers' shares of each parent's and patron's arms, by year."""
    if inputs.raw is None:
        raise ValueError("suppliers' shares are fitted from raw files")
    full = with_raw_means(inputs.snapshot, inputs.raw, inputs.own.get(sipri_milex.ORIGIN.id))
    panel = dispute_years(inputs.snapshot).frame
    wanted = sorted({gwno for name in ("parent_gw", "patron_gw") for gwno in panel[name].drop_nulls()})
    rows: list[tuple[int, int, int, float]] = []
    for number, gwno in enumerate(wanted):
        inputs.progress(number, len(wanted), f"state {gwno}")
        rows += _rows(gwno, full)
    inputs.progress(len(wanted), len(wanted), "done")
    return Fitted(pl.DataFrame(rows, schema_of("fit.arms_suppliers"), orient="row"), {"states": len(wanted)})


def _rows(gwno: int, full: Snapshot) -> Iterator[tuple[int, int, int, float]]:
    for year, shares in sorted(arms_shares(full, gwno).items()):
        for supplier, share in sorted(shares.items()):
            if share >= _SMALLEST:
                yield gwno, year, supplier, round(share, _DIGITS)
