"""`statusquo sweep`: which parameters of the bargaining game move what, over ranges that a file gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from statusquo.cli.cases import DisputeArgument
from statusquo.cli.files import file_commands
from statusquo.cli.output import JsonFlag, print_json, print_table, say
from statusquo.core.wording import cells

if TYPE_CHECKING:
    from statusquo.bargaining.sweep import SweepResult
    from statusquo.bargaining.sweep_file import Sweep


def _words(found: Sweep) -> str:
    return f"{found.title}: {len(found.parameters)} parameters, {found.samples} samples"


def _read(file: Path) -> Sweep:
    from statusquo.bargaining.sweep_file import read_sweep
    from statusquo.bargaining.sweep_game import QUANTITIES, sweepable

    return read_sweep(file, ranges=sweepable(), quantities=QUANTITIES)


files = file_commands("sweep", "sweeps", None, _words, check=lambda file: _words(_read(file)))


def sweep(
    id: DisputeArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sweep: a TOML file of ranges and quantities.")],
    workers: Annotated[int, typer.Option("--workers", min=1, max=256, help="Processes on this machine.")] = 2,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler whose workers do the work instead."),
    ] = None,
    checkpoints: Annotated[
        Path | None,
        typer.Option(
            "--checkpoints", metavar="DIR", help="Where what is done is kept; by default FILE’s name + .sweep."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Print the Sobol indices of the bargaining game; an interrupted sweep goes on where it stood."""
    from tqdm import tqdm

    from statusquo.bargaining.sweep import run_sweep
    from statusquo.bargaining.sweep_game import game_model
    from statusquo.cases.load import load_case
    from statusquo.snapshot.store import open_snapshot

    case = load_case(id)
    asked = _read(file)
    model = game_model(case, open_snapshot(), asked.paths)
    folder = checkpoints or file.with_suffix(".sweep")
    with tqdm(desc="games", unit="game", disable=None, smoothing=0) as bar:

        def show(done: int, total: int) -> None:
            if bar.total is None:
                # What an earlier run did counts as done, and not for the time that is left.
                bar.initial = bar.n = done
                bar.reset(total)
                bar.initial = bar.n = done
            bar.update(done - bar.n)

        result = run_sweep(asked, model, folder, show, workers=workers, scheduler=scheduler)
    if json:
        print_json({"id": case.id, **result.to_json()})
        return
    _print(case.title, result)


def _print(title: str, result: SweepResult) -> None:
    say(f"{title}: {result.sweep.title}")
    for indices in result.indices:
        name = indices.quantity.replace("_", " ")
        if indices.missing_reason is not None:
            say(f"{name}: no indices, since {indices.missing_reason}.")
            continue
        order = sorted(indices.total, key=lambda each: -(indices.total[each].value or 0.0))
        bounds = dict(zip(result.design.names, result.design.bounds, strict=True))
        rows = [
            [
                each.replace("_", " "),
                "{:g} to {:g}".format(*bounds[each]),
                *cells(indices.first[each], ".2f"),
                *cells(indices.total[each], ".2f"),
            ]
            for each in order
        ]
        heads = ["parameter", "range", "first", "95 % ", "total", "95 %"]
        print_table(
            f"{name}: mean {indices.mean:.3f}, share of variance by parameter", heads, rows, numeric=["first", "total"]
        )
        say(
            f"Chance of {result.sweep.paths:,} runs each: {indices.chance or 0:.1%} of the variance. "
            f"Samples left out for a game without a certified solution: {indices.left_out} of {result.design.samples}.",
            err=True,
        )
    resumed = f", {result.resumed:,} of them from an earlier run" if result.resumed else ""
    say(f"{len(result.design.rows):,} games{resumed}; kept in {result.folder}.", err=True)
