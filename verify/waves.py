"""What depends on frequencies: of a + b and a − b mod n, n odd, from whole basis matrices and whole cubes, with no fast form."""
import math
import random
from functools import cached_property

import torch

VARIANTS = ("sum-directions", "block-2x2", "block-3x3", "neuron-level", "cos-cube")
DRAWS = 10


def basis(n):
    """Orthonormal rows: 1/√n, then √(2/n) cos w_k x and √(2/n) sin w_k x for k = 1 … (n − 1)/2."""
    x = torch.arange(n, dtype=torch.float64)
    rows = [torch.full((n,), 1 / math.sqrt(n), dtype=torch.float64)]
    for k in range(1, (n - 1) // 2 + 1):
        rows += [math.sqrt(2 / n) * torch.cos(2 * math.pi * k * x / n), math.sqrt(2 / n) * torch.sin(2 * math.pi * k * x / n)]
    return torch.stack(rows)


def gini(x):
    x = x.sort().values
    i = torch.arange(1, len(x) + 1)
    return (((2 * i - len(x) - 1) * x).sum() / (len(x) * x.sum())).item()


class Waves:
    """The Fourier quantities of one checkpoint."""

    def __init__(self, at, sign):
        self.at, self.n, self.sign = at, at.n, sign
        self.F = basis(at.n)
        self.count = (at.n - 1) // 2
        self.a, self.b = torch.cartesian_prod(torch.arange(at.n), torch.arange(at.n)).T
        self.difference = ((self.a + sign * self.b)[:, None] - torch.arange(at.n)) % at.n  # a ± b − c [pair, answer]
        self.W_L = at.network.logit_map(at.weights)
        self.L = at.logits

    def norms(self, M):
        """cos, sin and frequency norms [k] of M [n, feature] over its first axis."""
        norms = (self.F @ M).norm(dim=1)
        return norms[1::2], norms[2::2], torch.sqrt(norms[1::2] ** 2 + norms[2::2] ** 2)

    def two(self, k):
        """cos and sin of w_k x over the inputs, orthonormal [2, n]."""
        return self.F[2 * k - 1 : 2 * k + 1]

    def sums(self, k, sign=None):
        """Unit cos and sin of w_k(a ± b) over the pairs [2, pair]."""
        wave = self.two(k)[:, (self.a + (self.sign if sign is None else sign) * self.b) % self.n]
        return wave / math.sqrt(self.n)

    def block(self, k, constant):
        """The components {cos, sin}(a) × {cos, sin}(b), with the constant {1, cos, sin}² without 1 × 1 [component, pair]."""
        rows = ([self.F[0]] if constant else []) + list(self.two(k))
        found = [torch.outer(f, g).flatten() for f in rows for g in rows]
        return torch.stack(found[1:] if constant else found)

    def cube(self, k):
        """Unit cos w_k(a ± b − c) [pair, answer]."""
        return self.two(k)[0][self.difference] / self.n

    def part(self, variant, keys):
        """What the frequencies contribute to the logits [pair, answer]."""
        if variant == "cos-cube":
            return sum(self.cosines[k - 1] * self.cube(k) for k in keys)
        if variant in ("block-2x2", "block-3x3"):
            U = torch.cat([self.block(k, variant == "block-3x3") for k in keys])
            return U.T @ (U @ self.L)
        U = torch.cat([self.sums(k) for k in keys])
        return U.T @ (U @ (self.at.neurons @ self.W_L if variant == "neuron-level" else self.L))

    def shares(self, Z):
        """Of functions over the pairs [pair, function]: each one's share of variance in {1, cos_k, sin_k}² but the constant [k, function]."""
        centred = Z - Z.mean(0)
        hat = torch.einsum("fa,gb,abn->fgn", self.F, self.F, centred.reshape(self.n, self.n, -1)) ** 2
        powers = []
        for k in range(1, self.count + 1):
            index = [0, 2 * k - 1, 2 * k]
            square = hat[index][:, index]
            powers.append(square.sum((0, 1)) - square[0, 0])
        return torch.stack(powers) / hat.sum((0, 1))

    @cached_property
    def cosines(self):
        """⟨L, cos w_k(a ± b − c)⟩ / ‖cos‖ [k]."""
        return torch.stack([(self.cube(k) * self.L).sum() for k in range(1, self.count + 1)])

    def rules(self):
        """Which frequencies pass each rule for being key [k]."""
        _, _, frequency = self.norms(self.W_L.T)
        embeddings = [self.norms(W) for W in self.at.network.embeddings(self.at.weights).values()]
        largest = max(max(cos.max(), sin.max()) for cos, sin, _ in embeddings)
        found = {
            "logit_map": frequency >= 0.25 * frequency.max(),
            "embedding": torch.stack([(cos > largest / 4) | (sin > largest / 4) for cos, sin, _ in embeddings]).any(0),
        }
        if self.at.is_last:
            chosen = self.shares(self.at.neurons[:, self.at.neurons.var(0) > 0]).argmax(0)
            centred = (self.L - self.L.mean(1, keepdim=True)).norm()
            found["neuron"] = torch.isin(torch.arange(self.count), chosen)
            found["cosine"] = self.cosines / centred > 0.005
        return found


def keys_of(waves):
    """The rule logit-map; none where it holds for more than half of the frequencies, which is no sparsity."""
    keys = [k + 1 for k, passes in enumerate(waves.rules()["logit_map"]) if passes]
    return keys if 2 * len(keys) <= waves.count else []


def control_sets(keys, count):
    """As many frequencies that are not key, drawn by CPython's random.seed(i); random.shuffle."""
    sets = []
    for seed in range(DRAWS):
        others = [k for k in range(1, count + 1) if k not in keys]
        random.Random(seed).shuffle(others)
        sets.append(sorted(others[: len(keys)]))
    return sets if keys and len(sets[0]) == len(keys) else []
