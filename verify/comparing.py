"""Puts the rows of a result and those of PyTorch side by side, cell by cell."""
import math
from dataclasses import dataclass

from whole import Rounded

# The largest difference that passes, relative to the float64 value, and what always passes beside a value near 0.
EXACT = (0.0, 0.0)
DIGIT = 0.51  # of the last digit that a list is rounded to, or 1e-5 of its largest entry
WEIGHTS = (1e-9, 1e-12)  # float64 on both sides, of the same float32 weights
NETWORK = (1e-4, 1e-7)  # what passes the network in float32, as it was trained
LOSS = (1e-4, 1e-12)
CUBE = (1e-4, 1e-4)  # sums over all pairs and answers, beside which a frequency that is not there is rounding
COLLAPSE = (0.0, 0.1)  # shares of pairs whose loss is rounding: the last digit of a logit decides
LOGGED = (0.0, 1e-5)  # a loss of float32 logits over the one that was stored, less 1
STEPS = (1e-6, 1e-6)  # differences of float32 weights
ANGLE = (0.0, 1e-3)
OF_WEIGHTS = {"fourier", "weight-norms", "spectra", "embedding-circles"}
WEIGHT_COLUMNS = {"qk_1", "qk_2", "qk_rank", "ov_1", "ov_2", "ov_rank", "embedding_a_share", "embedding_b_share", "unembedding_share", "output_share"}


@dataclass
class Column:
    analyzer: str
    name: str
    cells: int = 0
    absolute: float = 0.0
    relative: float = 0.0
    float32: float = 0.0  # of PyTorch's own float32 network, relative
    differ: int = 0
    worst: str = ""


def tolerance(analyzer, name, pairs):
    if name.endswith("accuracy"):
        return (0.0, 1.5 / pairs)
    if name in ("collapsed", "zero_loss"):
        return COLLAPSE
    if name in ("train_difference", "test_difference"):
        return LOGGED
    if name.startswith("phase_") or "misalignment" in name:
        return ANGLE
    if name.endswith("_loss") or name in ("ratio", "gradient_norm") or "loss_as_logged" in name or name.startswith("control_l"):
        return LOSS
    if (analyzer, name) in (("cosines", "coefficient"), ("input-maps", "lowest")):
        return CUBE
    if analyzer == "trajectory" or name == "weight_norm":
        return STEPS
    return WEIGHTS if analyzer in OF_WEIGHTS or name in WEIGHT_COLUMNS else NETWORK


def difference(name, ours, theirs):
    """(absolute, relative) difference of two cells; infinite where one is a number and the other is not, or they are not equal."""
    if isinstance(theirs, Rounded):
        if not isinstance(ours, list) or len(ours) != len(theirs.values):
            return math.inf, math.inf
        # In units of the last digit kept, beside the largest of the list.
        most = max(map(abs, theirs.values))
        unit = lambda x: max(10.0 ** (math.floor(math.log10(abs(x))) + 1 - theirs.digits) if x else 0, 1e-5 * most, 1e-300)
        worst = max(abs(x - y) / unit(y) for x, y in zip(ours, theirs.values))
        return (0.0 if worst <= DIGIT else worst), 0.0
    number = lambda x: isinstance(x, (int, float)) and not isinstance(x, bool)
    if not (number(ours) and number(theirs)):
        return (0.0, 0.0) if ours == theirs else (math.inf, math.inf)
    absolute = abs(ours - theirs)
    if name.startswith("phase_") or name == "misalignment":
        absolute = abs(math.remainder(ours - theirs, 2 * math.pi))
    return absolute, 0.0 if absolute == 0 else math.inf if theirs == 0 else absolute / abs(theirs)


class Comparison:
    def __init__(self, results, pairs):
        self.pairs = pairs
        self.results = {result["analyzer"]: result for result in results}
        self.columns = {}
        self.missing = {}  # analyzer → rows that PyTorch has and the result has not
        self._index = {}

    def asked(self, analyzer, epoch):
        return analyzer in self.results and epoch in self._epochs(analyzer)

    def _epochs(self, analyzer):
        return {row["epoch"] for row in self.results[analyzer]["table"]["rows"]}

    def shown(self, analyzer, epoch, key):
        return self._row(analyzer, epoch, key) is not None

    def _row(self, analyzer, epoch, key):
        names = tuple(sorted(key))
        if (analyzer, names) not in self._index:
            rows = self.results[analyzer]["table"]["rows"]
            self._index[analyzer, names] = {(row["epoch"], *(row[name] for name in names)): row for row in rows}
        return self._index[analyzer, names].get((epoch, *(key[name] for name in names)))

    def add(self, analyzer, epoch, key, values, float32):
        """`float32` has PyTorch's own values in that dtype, of the same row."""
        row = self._row(analyzer, epoch, key)
        if row is None:
            self.missing.setdefault(analyzer, []).append((epoch, key))
            return
        for name, value in values.items():
            column = self.columns.setdefault((analyzer, name), Column(analyzer, name))
            relative, floor = EXACT if isinstance(value, (bool, int, str, list, Rounded)) else tolerance(analyzer, name, self.pairs)
            absolute, share = difference(name, row[name], value)
            column.cells += 1
            column.absolute = max(column.absolute, absolute)
            passes = absolute <= max(floor, relative * abs(value)) if isinstance(value, float) else absolute == 0
            if absolute > floor:
                column.relative = max(column.relative, share)
            if not passes:
                column.differ += 1
                column.worst = column.worst or f"epoch {epoch}, {', '.join(f'{k} {v}' for k, v in key.items())}: {row[name]}, PyTorch {value}"
            if float32 is not None and name in float32:
                own, own_share = difference(name, float32[name], value) if not isinstance(value, Rounded) else (0.0, 0.0)
                if own > floor:
                    column.float32 = max(column.float32, own_share)

    def not_compared(self):
        """Columns of numbers that PyTorch was not asked for, by analyzer."""
        found = {}
        for analyzer, result in self.results.items():
            compared = {name for of, name in self.columns if of == analyzer}
            found[analyzer] = [name for name in result["table"]["columns"] if name not in compared and name != "epoch"]
        return found
