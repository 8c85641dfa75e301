"""What structure compares with and cannot measure on the spot: elevations, and the factors of all disputes."""

from __future__ import annotations

import polars as pl

from statusquo.cases.derived import case_from_ucdp
from statusquo.cases.load import bundled_ids, load_case
from statusquo.cases.model import Case
from statusquo.fits.registry import FitInputs, Fitted
from statusquo.snapshot.store import Snapshot
from statusquo.sources.etopo20 import read_elevation
from statusquo.structure.factors import measured
from statusquo.structure.geography import backers_of
from statusquo.structure.outlines import outline_of_state, surroundings
from statusquo.structure.parents import parent_on_the_map
from statusquo.structure.terrain import REACHES_KM, Elevation, recipe, rises_m


def fit_terrain(inputs: FitInputs) -> Fitted:
    """Return the rise of the ground between each territory and each of its kin states and patrons."""
    assert inputs.raw is not None
    grid = read_elevation(inputs.raw)
    cases = [*map(load_case, bundled_ids()), *map(case_from_ucdp, _conflicts(inputs.snapshot))]
    rows: dict[tuple[str, int], tuple[float, ...]] = {}
    for done, case in enumerate(cases, 1):
        rows |= _toward_backers(case, inputs.snapshot, grid.elevation_m)
        inputs.progress(done, len(cases), case.title)
    columns = ["territory", "backer_gw", *(f"rise_{reach}km_m" for reach in REACHES_KM)]
    schema = dict(zip(columns, (pl.String, pl.Int32, *(pl.Float64 for _ in REACHES_KM)), strict=True))
    table = [(*key, *(round(rise, 1) for rise in rises)) for key, rises in sorted(rows.items())]
    return Fitted(pl.DataFrame(table, schema=schema, orient="row"))


def fit_factors(inputs: FitInputs) -> Fitted:
    """Return every factor that the data alone give, for every dispute."""
    conflicts = _conflicts(inputs.snapshot)
    rows = []
    for done, conflict in enumerate(conflicts, 1):
        case = case_from_ucdp(conflict)
        rows += [
            (conflict, name, coded.estimate.value)
            for name, coded in measured(case, inputs.snapshot).items()
            if coded.estimate.value is not None
        ]
        inputs.progress(done, len(conflicts), case.title)
    schema = {"conflict_id_ucdp": pl.Int32, "factor": pl.String, "value": pl.Float64}
    table = pl.DataFrame(rows, schema=schema, orient="row").sort("conflict_id_ucdp", "factor")
    return Fitted(table, {"disputes": len(conflicts), "factors": table["factor"].n_unique()})


def _conflicts(snapshot: Snapshot) -> list[int]:
    return snapshot.table("disputes")["conflict_id_ucdp"].sort().to_list()


def _toward_backers(case: Case, snapshot: Snapshot, elevation: Elevation) -> dict[tuple[str, int], tuple[float, ...]]:
    parent, shape = parent_on_the_map(case, snapshot), case.territory.shape
    if isinstance(parent, str) or shape is None:
        return {}
    near = surroundings(shape, parent.members, snapshot)
    found = {gwno: outline_of_state(gwno, near, snapshot) for gwno in backers_of(case, snapshot)}
    return {
        (recipe(shape), gwno): rises_m(elevation, near.territory, outline[0].middle)
        for gwno, outline in found.items()
        if outline is not None
    }
