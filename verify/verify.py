"""
Recomputes a run's results with PyTorch in float64, and compares them cell by cell: npm run verify RUN.

Nothing here is of grok-analyze's own code: checkpoints are read by torch.load(weights_only=True), networks and measures are
written from the papers' definitions, with whole basis matrices and cubes. Of the results it takes the task alone.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy  # noqa: F401
    import torch
except ImportError:
    sys.exit("verify needs PyTorch and numpy: pip install torch numpy, or name a Python that has them with TORCH_PYTHON")

from checkpoint import rows_of
from comparing import Comparison, tolerance
from reading import Unknown, read_run
from tasks import answers

# Drawn at random, costly, or simple to state only in code: nothing here would be compared with them.
OWN_TESTS = ("cosets", "depth", "edges", "lottery", "phases")
PROGRAM = Path(__file__).parent.parent / "dist" / "bundle" / "main.js"


def main():
    parser = argparse.ArgumentParser(prog="npm run verify --", description="Recomputes a run's results with PyTorch in float64 and compares them.")
    parser.add_argument("run", help="a folder of checkpoints, or one file, that analyze reads")
    parser.add_argument("--only", help="only these analyzers, e.g. losses,fourier")
    parser.add_argument("--task", help="as analyze has it; a group's table is read from it too")
    parser.add_argument("--results", help="a file that `analyze RUN --json` wrote; else it is run")
    parser.add_argument("--float32", action="store_true", help="says too how far PyTorch's own float32 network is from its float64 one")
    asked = parser.parse_args()
    text = Path(asked.results).read_text() if asked.results else analysed(asked)
    results = json.loads(text)["results"]
    if asked.only:
        results = [result for result in results if result["analyzer"] in asked.only.split(",")]
    try:
        sys.exit(verify(asked, results))
    except Unknown as error:
        sys.exit(f"verify: {error}")


def analysed(asked):
    """Every analyzer but those that have nothing here to be compared with."""
    command = ["analyze", asked.run, "--json", *(["--only", asked.only] if asked.only else ["--skip", ",".join(OWN_TESTS)]), *(["--task", asked.task] if asked.task else [])]
    print("$ grok-analyze", *command, file=sys.stderr)
    with tempfile.TemporaryDirectory() as out:
        found = subprocess.run(["node", PROGRAM, *command, "--out", out], stdout=subprocess.PIPE, text=True)
    if found.returncode != 0:
        sys.exit(found.returncode)
    return found.stdout


def verify(asked, results):
    task = results[0]["provenance"]["task"]
    labels = answers(task, asked.task)
    run = read_run(asked.run, task["p"], labels)
    if results[0]["provenance"]["split"] is None:
        run.train, run.test, run.split = None, None, "not known to the analysis"
    epochs = {checkpoint["epoch"] for checkpoint in results[0]["provenance"]["checkpoints"]}
    if epochs != {checkpoint.epoch for checkpoint in run.checkpoints}:
        raise Unknown(f"the checkpoints are read as of epochs {', '.join(str(one.epoch) for one in run.checkpoints)}, and by the analysis of {', '.join(map(str, sorted(epochs)))}")
    compared = Comparison(results, task["p"] ** 2)
    print(f"{asked.run}: {run.network.kind}, {task['formula']}, {len(run.checkpoints)} checkpoints; split {run.split}; PyTorch {torch.__version__}, float64\n")
    torch.set_default_dtype(torch.float64)
    stored = next((result["conclusion"]["stored_losses"] for result in results if result["analyzer"] == "losses"), None)
    single = {}
    computed = lambda dtype: rows_of(run, task, labels, dtype, stored, compared.asked, compared.shown)
    for analyzer, epoch, key, values in computed(torch.float32) if asked.float32 else ():
        single[analyzer, epoch, *sorted(key.items())] = values
    for analyzer, epoch, key, values in computed(torch.float64):
        compared.add(analyzer, epoch, key, values, single.get((analyzer, epoch, *sorted(key.items()))))
    show(compared, asked.float32)
    return 1 if compared.missing or any(column.differ for column in compared.columns.values()) else 0


def show(compared, with_float32):
    small = lambda x: "0" if x == 0 else f"{x:.1e}"
    heads = ("analyzer", "column", "cells", "absolute", "relative", *(["PyTorch float32"] if with_float32 else []), "tolerance", "")
    lines = []
    for column in sorted(compared.columns.values(), key=lambda one: one.analyzer):
        relative, floor = tolerance(column.analyzer, column.name, compared.pairs)
        lines.append((column.analyzer, column.name, str(column.cells), small(column.absolute), small(column.relative), *([small(column.float32)] if with_float32 else []), f"{small(relative)} or {small(floor)}", f"{column.differ} DIFFER" if column.differ else "ok"))
    widths = [max(len(line[i]) for line in [heads, *lines]) for i in range(len(heads))]
    for line in [heads, *lines]:
        print("  ".join(cell.ljust(width) if i < 2 else cell.rjust(width) for i, (cell, width) in enumerate(zip(line, widths))))
    print()
    for column in compared.columns.values():
        if column.worst:
            print(f"DIFFERS {column.analyzer} {column.name}: {column.worst}")
    for analyzer, rows in compared.missing.items():
        print(f"DIFFERS {analyzer}: {len(rows)} rows that it lacks, first {rows[0]}")
    for analyzer, names in compared.not_compared().items():
        if names:
            print(f"not compared: {analyzer}: {', '.join(names)}")
    total = sum(column.cells for column in compared.columns.values())
    differ = sum(column.differ for column in compared.columns.values())
    print(f"\n{total} cells in {len(compared.columns)} columns of {len({one.analyzer for one in compared.columns.values()})} analyzers compared, {differ} differ")


if __name__ == "__main__":
    main()
