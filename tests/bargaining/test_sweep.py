"""Sweeps: indices against a function whose indices are known, and nothing lost or counted twice whoever dies."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.bargaining.ishigami import NAMES, RANGES, Ishigami, known_indices

from statusquo.bargaining.sweep import run_sweep
from statusquo.bargaining.sweep_design import design_of, sobol_indices
from statusquo.bargaining.sweep_file import Sweep, read_sweep
from statusquo.core.errors import InputError, SweepError

DRIVER = Path(__file__).with_name("sweep_driver.py")


def sweep_of(samples: int = 16, quantities: tuple[str, ...] = ("f",)) -> Sweep:
    return Sweep(title="Ishigami", samples=samples, quantities=quantities, parameters=RANGES)


def written(folder: Path, text: str) -> Path:
    path = folder / "sweep.toml"
    path.write_text(text, encoding="utf-8")
    return path


def run(folder: Path, model: Ishigami, samples: int = 16, *, workers: int = 2, quantities: tuple[str, ...] = ("f",)):
    return run_sweep(sweep_of(samples, quantities), model, folder, lambda done, total: None, workers=workers)


def indices_of(samples: int, noise: float = 0.0, seed: int = 1):
    design = design_of(RANGES, samples, seed)
    model = Ishigami(noise)
    seeds = np.arange(len(design.rows)) // design.block
    values = np.array([model.answer(design.values(row), seed)["f"][0] for row, seed in enumerate(seeds)])
    return sobol_indices(design, "f", values, np.full(len(values), noise))


def test_the_indices_of_a_function_whose_indices_are_known() -> None:
    first, total = known_indices()
    found = indices_of(1024)
    for name in NAMES:
        assert found.first[name].value == pytest.approx(first[name], abs=0.03)
        assert found.total[name].value == pytest.approx(total[name], abs=0.03)
        assert found.first[name].low <= first[name] <= found.first[name].high
        assert found.total[name].low <= total[name] <= found.total[name].high
    assert found.chance == 0
    assert found.left_out == 0


def test_more_samples_give_narrower_intervals() -> None:
    few, many = indices_of(64).total["x1"], indices_of(1024).total["x1"]
    assert many.high - many.low < (few.high - few.low) / 2


def test_the_chance_of_the_runs_is_told_apart_from_the_parameters() -> None:
    # The function's variance is 13.84; noise of variance 4 is 22 % of the sum, and no parameter's.
    found = indices_of(1024, noise=2.0)
    assert found.chance == pytest.approx(4 / (13.84 + 4), abs=0.03)
    assert found.total["x3"].value == pytest.approx(0.244 * 13.84 / (13.84 + 4), abs=0.03)


def test_a_quantity_that_nothing_moves_has_no_indices_and_says_why(tmp_path: Path) -> None:
    f, constant, gap = run(tmp_path, Ishigami(), quantities=("f", "constant", "gap")).indices
    assert f.missing_reason is None
    assert constant.missing_reason == "no parameter moves it within these ranges"
    assert constant.total == {}
    # A row without a value takes its base sample with it, since an index compares the rows of one base sample.
    assert 0 < gap.left_out < 16
    assert gap.total["x1"].value > 0.3
    assert gap.total["x2"].value == gap.total["x3"].value == 0


def test_the_same_result_with_any_number_of_workers(tmp_path: Path) -> None:
    one, three = (run(tmp_path / str(n), Ishigami(1.0), workers=n) for n in (1, 3))
    assert one.to_json() == three.to_json()


def test_a_base_sample_has_one_seed_and_another_has_another(tmp_path: Path) -> None:
    from statusquo.bargaining.sweep_workers import seeded_rows

    design = design_of(RANGES, 8, 1)
    seeds = [seed for _, seed in seeded_rows(design, range(len(design.rows)))]
    blocks = [set(seeds[start : start + design.block]) for start in range(0, len(seeds), design.block)]
    assert all(len(block) == 1 for block in blocks)
    assert len(set(seeds)) == 8


def test_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    died = tmp_path / "died"
    whole = run(tmp_path / "whole", Ishigami())
    killed = run(tmp_path / "killed", Ishigami(die_in=died))
    assert died.exists()
    assert killed.to_json() == whole.to_json()


def test_a_killed_driver_loses_nothing_and_counts_nothing_twice(tmp_path: Path) -> None:
    folder, tally = tmp_path / "sweep", tmp_path / "tally"
    driver = subprocess.Popen([sys.executable, str(DRIVER), str(folder), str(tally)], cwd=Path.cwd(), env=environment())
    wait_until(lambda: len(list(folder.glob("*/chunk-*.chunk"))) >= 3)
    os.kill(driver.pid, signal.SIGKILL)
    driver.wait()
    workers = {int(pid) for pid in tally.read_text().split()}
    wait_until(lambda: not any(alive(pid) for pid in workers))
    kept = {path.name: path.stat().st_mtime_ns for path in folder.glob("*/chunk-*.chunk")}
    assert 3 <= len(kept) < 16
    tally.unlink()

    resumed = run(folder, Ishigami(tally=tally))

    assert resumed.resumed == 5 * len(kept)
    # Each chunk is one base sample of five rows: what was kept was not worked out again, and the rest was, once.
    assert len(tally.read_text().split()) == 5 * (16 - len(kept))
    now = {path.name: path.stat().st_mtime_ns for path in folder.glob("*/chunk-*.chunk")}
    assert len(now) == 16
    assert {name: now[name] for name in kept} == kept
    assert resumed.to_json() == run(tmp_path / "whole", Ishigami()).to_json()


def test_a_damaged_chunk_is_worked_out_again(tmp_path: Path) -> None:
    whole = run(tmp_path, Ishigami())
    chunks = sorted(whole.folder.glob("chunk-*.chunk"))
    chunks[3].write_bytes(chunks[3].read_bytes()[:100])
    chunks[5].write_bytes(chunks[6].read_bytes())
    again = run(tmp_path, Ishigami())
    assert again.resumed == 5 * 14
    assert again.to_json() == whole.to_json()


def test_another_model_or_design_takes_nothing_over(tmp_path: Path) -> None:
    first = run(tmp_path, Ishigami())
    assert run(tmp_path, Ishigami(noise=0.5)).resumed == 0
    assert run(tmp_path, Ishigami(), samples=32).resumed == 0
    assert run(tmp_path, Ishigami()).resumed == len(first.design.rows)


def test_two_processes_do_not_work_on_one_sweep(tmp_path: Path) -> None:
    from statusquo.bargaining.sweep_chunks import Checkpoints

    design = design_of(RANGES, 8, 1)
    kept = Checkpoints(tmp_path, design, ("f",), {})
    with kept.open(), pytest.raises(InputError, match="another process works on this sweep"), kept.open():
        pass


def test_progress_ends_with_all_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    run_sweep(sweep_of(8), Ishigami(), tmp_path, lambda done, total: told.append((done, total)), workers=1)
    assert told[0] == (0, 40)
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("samples = 12", "samples: the design needs a power of two; found 12; allowed a power of two from 8 to 65,536"),
        ("samples = 4", "samples: the design needs a power of two; found 4"),
        ('quantities = ["g"]', r"quantities\[0\]: no quantity has this name; found 'g'; allowed f"),
        ('quantities = ["f", "f"]', "the quantity is asked for twice"),
        ("paths = 0", "paths"),
        ("seed = true", "seed"),
        ("workers = 3", "workers: unknown key"),
    ],
)
def test_a_wrong_sweep_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    lines = {
        "title": 'title = "T"',
        "samples": "samples = 8",
        "quantities": 'quantities = ["f"]',
    }
    lines[line.split(" =")[0]] = line
    text = "\n".join(lines.values()) + "\n[parameters]\nx1 = [0.0, 1.0]\nx2 = [0.0, 1.0]\n"
    with pytest.raises(SweepError, match=said) as error:
        read_sweep(written(tmp_path, text), ranges=RANGES, quantities=("f",))
    assert f"sweep.toml:{text.splitlines().index(line) + 1}:" in str(error.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x9 = [0.0, 1.0]", "no parameter has this name; found 'x9'; allowed x1, x2, x3"),
        ("x1 = [1.0, 1.0]", "the range is empty; found 1 to 1"),
        ("x1 = [-9.0, 1.0]", "the range leaves what is allowed; found -9 to 1; allowed -3.14159 to 3.14159"),
        ("x1 = [0.0]", "x1"),
        ('x1 = ["0", "1"]', "x1"),
        ("x1 = [nan, 1.0]", "x1"),
    ],
)
def test_a_wrong_range_is_told_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    text = f'title = "T"\nsamples = 8\nquantities = ["f"]\n[parameters]\nx2 = [0.0, 1.0]\n{line}\n'
    with pytest.raises(SweepError, match=said) as error:
        read_sweep(written(tmp_path, text), ranges=RANGES, quantities=("f",))
    assert "sweep.toml:6:" in str(error.value)


def test_the_result_is_plain_json_without_nan(tmp_path: Path) -> None:
    found = run(tmp_path, Ishigami(), quantities=("f", "constant", "gap")).to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["rows"] == 80
    assert found["parameters"]["x1"] == [-math.pi, math.pi]


def environment() -> dict[str, str]:
    paths = [str(Path.cwd()), *(path for path in sys.path if path)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths)}


def wait_until(is_so, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to pass in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
