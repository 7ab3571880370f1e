"""One checkpoint of a run, run through its network: what every measure is of."""
from dataclasses import dataclass
from functools import cached_property

import torch

from mechanisms import OF_FREQUENCIES
from waves import Waves, keys_of
from whole import Rounded, ablations, attention, dynamics, landscape, losses, spectra, split, trajectory, weight_norms

OF_EVERY_TASK = {
    "losses": losses,
    "split": split,
    "weight-norms": weight_norms,
    "spectra": spectra,
    "dynamics": dynamics,
    "landscape": landscape,
    "attention": attention,
    "ablations": ablations,
}
# Frequencies of a + b and a − b; a·b and a/b live on the multiplicative group, which is left to the analyzers' own tests.
SIGNS = {"addition": 1, "subtraction": -1}


@dataclass
class Asked:
    """What is the same of every checkpoint."""

    run: object
    task: dict
    labels: torch.Tensor
    dtype: torch.dtype  # of the network's arithmetic; measures are in float64
    stored_losses: dict  # over which logits and in which dtype the file's losses are, as the result found; None where it did not
    shown: object  # whether the result has a row
    keys: list = None


class At:
    """Weights are float64 copies of the file's; neurons, logits and patterns are of the asked dtype, copied to float64."""

    def __init__(self, asked, checkpoint):
        self.asked, self.checkpoint = asked, checkpoint
        self.network, self.n, self.labels, self.keys = asked.run.network, asked.task["p"], asked.labels, asked.keys
        self.weights = {name: w.double() for name, w in checkpoint.weights.items()}
        self.is_last = checkpoint is asked.run.checkpoints[-1]
        self.parts = {"all": torch.nonzero(self.labels >= 0)[:, 0]}
        if asked.run.train is not None:
            self.parts |= {"train": asked.run.train, "test": asked.run.test}

    def forward(self, w, **hooks):
        found = self.network.forward({name: value.to(self.asked.dtype) for name, value in w.items()}, **hooks)
        found.every_logit = found.every_logit.double()
        return found

    @cached_property
    def _forward(self):
        with torch.no_grad():
            return self.forward(self.weights)

    @property
    def every_logit(self):
        return self._forward.every_logit

    @property
    def logits(self):
        return self.every_logit[:, : self.n]

    @property
    def neurons(self):
        return self._forward.neurons.double()

    @property
    def pattern(self):
        return None if self._forward.pattern is None else self._forward.pattern.double()

    @cached_property
    def as_trained(self):
        return self.network.forward(self.checkpoint.weights).every_logit.detach()

    @property
    def last(self):
        return {name: w.double() for name, w in self.asked.run.checkpoints[-1].weights.items()}

    @property
    def table(self):
        return self.labels.reshape(self.n, self.n)

    @cached_property
    def waves(self):
        sign = SIGNS.get(self.asked.task["name"])
        return Waves(self, sign) if sign and self.n % 2 == 1 else None

    def frequencies_of_attention(self, head):
        """
        The frequency that explains most of the attention to a over the pairs, and of the scores C_j that '=' gives the inputs,
        (W_E['='] + W_pos[2]) W_Q W_Kᵀ W_Eᵀ / √d_head (+ b_Q), with their shares.
        """
        if self.waves is None:
            return {}
        w, found = self.weights, {}
        if len(w["W_pos"]) > 2:
            q = (w["W_E"][self.n] + w["W_pos"][2]) @ w["W_Q"][head] + w.get("b_Q", torch.zeros(len(w["W_Q"]), 1))[head]
            C = w["W_E"][: self.n] @ w["W_K"][head] @ q / w["W_Q"].shape[2] ** 0.5
            hat = self.waves.F @ C
            power = hat[1::2] ** 2 + hat[2::2] ** 2
            found = {"scores": Rounded(hat, 6), "frequency": int(power.argmax()) + 1, "fve": (power.max() / power.sum()).item()}
        to_a = self.pattern[:, head, :1]
        if to_a.var() < 1e-12:
            return found
        shares = self.waves.shares(to_a)[:, 0]
        return found | {"pattern_frequency": int(shares.argmax()) + 1, "pattern_fve": shares.max().item()}


def rows_of(run, task, labels, dtype, stored_losses, wanted, shown):
    """(analyzer, epoch, key of the row, values) of every checkpoint; `wanted` says of an analyzer and epoch whether it is asked."""
    asked = Asked(run, task, labels, dtype, stored_losses, shown)
    last = At(asked, run.checkpoints[-1])
    asked.keys = keys_of(last.waves) if last.waves else []
    for epoch, values in trajectory(run):
        if wanted("trajectory", epoch):
            yield "trajectory", epoch, {}, values
    for checkpoint in run.checkpoints:
        at = At(asked, checkpoint)
        for name, measure in OF_EVERY_TASK.items():
            if wanted(name, checkpoint.epoch):
                yield from ((name, checkpoint.epoch, key, values) for key, values in measure(at))
        for name, measure in OF_FREQUENCIES.items() if at.waves else ():
            if wanted(name, checkpoint.epoch):
                yield from ((name, checkpoint.epoch, key, values) for key, values in measure(at.waves))
