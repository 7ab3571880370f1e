"""What depends on frequencies: of a + b and a − b mod n, n odd, from whole basis matrices and whole cubes, with no fast form."""
import math
import random
from functools import cached_property

import torch

from whole import Rounded, scores

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


def fourier(waves):
    rules = waves.rules()
    for name, M in [*waves.at.network.embeddings(waves.at.weights).items(), ("W_L", waves.W_L.T)]:
        cos, sin, norm = waves.norms(M)
        of = {"gini_per_component": gini(torch.cat([cos, sin])), "gini_per_frequency": gini(norm)}
        for i in range(waves.count):
            passes = {f"passes_{rule}": bool(found[i]) for rule, found in rules.items()}
            yield {"matrix": name, "frequency": i + 1}, {"norm": norm[i].item(), "cos": cos[i].item(), "sin": sin[i].item(), **of, **passes}


def spread(values):
    return {"control_loss": sum(values) / len(values), "control_least": min(values), "control_most": max(values)} if values else {}


def restricted_loss(waves):
    at, keys = waves.at, waves.at.keys
    restricted = lambda variant, chosen: (lambda P: P + (waves.L - P).mean(0))(waves.part(variant, chosen))
    for variant in VARIANTS if keys else ():
        row = {**scores(at, restricted(variant, keys)), "keys": keys}
        if variant == VARIANTS[0]:
            row |= spread([scores(at, restricted(variant, drawn), ("all",))["all_loss"] for drawn in control_sets(keys, waves.count)])
        yield {"variant": variant}, row


def excluded_loss(waves):
    at, keys = waves.at, waves.at.keys
    if "train" not in at.parts:
        return
    intact = scores(at, at.logits, ("train",))["train_loss"]
    for variant in VARIANTS if keys else ():
        row = {**scores(at, waves.L - waves.part(variant, keys)), "keys": keys}
        if variant == VARIANTS[0]:
            row |= spread([scores(at, waves.L - waves.part(variant, drawn), ("train",))["train_loss"] for drawn in control_sets(keys, waves.count)])
        yield {"variant": variant, "frequency": None}, {**row, "ratio": row["train_loss"] / intact}
    for k in range(1, waves.count + 1):
        row = scores(at, waves.L - waves.part(VARIANTS[0], [k]), ("train",))
        yield {"variant": VARIANTS[0], "frequency": k}, {**row, "ratio": row["train_loss"] / intact}


def hand_over(waves):
    at = waves.at
    if "train" not in at.parts or not at.keys:
        return
    yield {"space": "", "circuit": "both"}, scores(at, at.logits, ("train", "test"))
    for space, variant in (("logits", "sum-directions"), ("activations", "neuron-level")):
        P = waves.part(variant, at.keys)
        yield {"space": space, "circuit": "generalising"}, scores(at, P + (waves.L - P).mean(0), ("train", "test"))
        yield {"space": space, "circuit": "memorising"}, scores(at, waves.L - P, ("train", "test"))


def cosines(waves):
    coefficients = waves.cosines
    whole = waves.L.norm()
    centred = (waves.L - waves.L.mean(1, keepdim=True)).norm()
    for i, value in enumerate(coefficients):
        row = {"coefficient": value, "similarity": value / whole, "centred_similarity": value / centred, "share_of_variance": (value / centred) ** 2}
        yield {"frequency": i + 1}, {name: one.item() for name, one in row.items()}


def phase(wave):
    """φ of cos(w x + φ) = cos φ cos w x − sin φ sin w x, of (cos, sin) components."""
    return torch.atan2(-wave[1], wave[0]).item()


def wrapped(angle):
    return math.remainder(angle, 2 * math.pi)


def neurons(waves):
    """Each neuron at the last checkpoint, and each cluster of them."""
    at, n = waves.at, waves.n
    shares = waves.shares(at.neurons)
    best, frequency = shares.nan_to_num(0).max(0)
    maps = at.neurons.reshape(n, n, -1)
    f, g = at.network.input_embeddings(at.weights) if at.pattern is None else (maps.mean(1), maps.mean(0))
    output = waves.F @ waves.W_L.T
    power = output[1::2] ** 2 + output[2::2] ** 2
    alive = at.neurons.var(0) > 0
    each = []
    for i in range(len(best)):
        if not alive[i]:
            each.append({})
            continue
        k = int(frequency[i]) + 1
        two = waves.two(k)
        row = {"frequency": k, "fve": best[i].item(), "phase_a": phase(two @ f[:, i]), "phase_b": phase(two @ g[:, i])}
        row |= {"phase_answer": phase(waves.sums(k) @ at.neurons[:, i]), "phase_output": phase(output[2 * k - 1 : 2 * k + 1, i])}
        row["misalignment"] = wrapped(row["phase_output"] - row["phase_a"] - waves.sign * row["phase_b"])
        row |= {"absolute_misalignment": abs(row["misalignment"]), "output_share": (power[k - 1, i] / power[:, i].sum()).item()}
        each.append(row)
        if at.is_last:
            yield {"group": "neuron", "neuron": i, "frequency": k}, row
    clustered = [row.get("fve", 0) >= 0.85 for row in each]
    groups = {("cluster", k): [row for row, of in zip(each, clustered) if of and row["frequency"] == k] for k in range(1, waves.count + 1)}
    groups["unclustered", None] = [row for row, of in zip(each, clustered) if row and not of]
    for (group, k), rows in groups.items():
        if rows or group == "unclustered":
            # Which frequency a neuron of no cluster follows is a tie for one that fires at a single pair.
            names = ("fve", "absolute_misalignment", "output_share") if group == "cluster" else ("fve",)
            means = {name: sum(row[name] for row in rows) / len(rows) for name in names} if rows else {}
            yield {"group": group, "neuron": None, "frequency": k}, {"neurons": len(rows), **means}
    yield {"group": "constant", "neuron": None, "frequency": None}, {"neurons": sum(not row for row in each)}


def sparsity(waves):
    """Gini of norms; inverse participation ratio Σ (power / Σ power)² of each function over the frequencies."""
    at = waves.at
    for name, M in [*at.network.embeddings(at.weights).items(), ("W_L", waves.W_L.T)]:
        cos, sin, norm = waves.norms(M)
        hat = (waves.F @ M) ** 2
        yield {"matrix": name}, {"gini_per_component": gini(torch.cat([cos, sin])), "gini_per_frequency": gini(norm), **participation(hat[1::2] + hat[2::2])}
    live = at.neurons[:, at.neurons.var(0) > 0]
    power = waves.shares(live) * (live - live.mean(0)).pow(2).sum(0)
    components = []
    for k in range(1, waves.count + 1):
        for U in (waves.two(k)[:, waves.a] / math.sqrt(waves.n), waves.two(k)[:, waves.b] / math.sqrt(waves.n), waves.sums(k, 1), waves.sums(k, -1)):
            components.append((U @ live).norm(dim=1))
    yield {"matrix": "neurons"}, {"gini_per_frequency": gini(power.sum(1).sqrt()), "gini_per_component": gini(torch.cat(components)), **participation(power)}


def participation(power):
    ratio = ((power / power.sum(0)) ** 2).sum(0)
    return {"ipr_mean": ratio.mean().item(), "ipr_median": ratio.quantile(0.5).item()}


def embedding_circles(waves):
    at, n = waves.at, waves.n
    for name, W in at.network.embeddings(at.weights).items():
        centred = W - W.mean(0)
        rest = 1.0
        for k in at.keys:
            u, v = (waves.two(k) @ W) / (waves.two(k) @ W).norm(dim=1, keepdim=True)
            points = torch.stack([centred @ u, centred @ v], 1)
            r = points.norm(dim=1)
            turned = torch.atan2(points[:, 1], points[:, 0]) - 2 * math.pi * k * torch.arange(n) / n
            turned = torch.remainder(turned + math.pi, 2 * math.pi) - math.pi
            share = ((waves.two(k) @ W).norm() ** 2 / centred.norm() ** 2).item()
            rest -= share
            yield {"matrix": name, "frequency": k}, {
                "power_share": share,
                "radius_mean": r.mean().item(),
                "radius_deviation": (r.std(correction=0) / r.mean()).item(),
                "angle_deviation": (turned**2).mean().sqrt().item(),
                "circle_share": ((waves.two(k) @ points) ** 2).sum().item() / (points**2).sum().item(),
                "axes_cosine": (u @ v).item(),
            }
        yield {"matrix": name, "frequency": None}, {"power_share": rest}


def logit_map(waves):
    """W_L without its key frequencies, the directions that it writes, and the logits' parts in waves of a, b, a + b and a − b."""
    at = waves.at
    hat = waves.F @ waves.W_L.T
    hat[0] = 0
    rest = hat.clone()
    for k in at.keys:
        rest[2 * k - 1 : 2 * k + 1] = 0
        for wave, u in zip(("cos", "sin"), hat[2 * k - 1 : 2 * k + 1]):
            values = at.neurons @ u
            explained = (waves.sums(k) @ values).norm() ** 2 / (values - values.mean()).norm() ** 2
            yield {"quantity": "direction", "frequency": k, "wave": wave}, {"norm": u.norm().item(), "share": explained.item()}
    yield {"quantity": "residual", "frequency": None, "wave": ""}, {"norm": rest.norm().item(), "share": (rest.norm() ** 2 / hat.norm() ** 2).item()}
    whole = (waves.L - waves.L.mean(0)).norm() ** 2
    left = whole.item()
    for k in at.keys:
        for wave, U in (
            ("a", waves.two(k)[:, waves.a] / math.sqrt(waves.n)),
            ("b", waves.two(k)[:, waves.b] / math.sqrt(waves.n)),
            ("a+b", waves.sums(k, 1)),
            ("a-b", waves.sums(k, -1)),
        ):
            power = ((U @ waves.L) ** 2).sum()
            left -= power.item()
            yield {"quantity": "logits", "frequency": k, "wave": wave}, {"norm": power.sqrt().item(), "share": (power / whole).item()}
    yield {"quantity": "logits", "frequency": None, "wave": "rest"}, {"norm": math.sqrt(max(0, left)), "share": left / whole.item()}


def certify(waves):
    """The cosines of the key frequencies, their least-squares fit, and what they prove (see docs/measures/certify.md)."""
    at, n, keys = waves.at, waves.n, waves.at.keys
    right = waves.L.gather(1, at.labels[:, None])[:, 0]
    wrong = waves.L.scatter(1, at.labels[:, None], -torch.inf).max(1).values
    row = {**{name: value for name, value in scores(at, waves.L).items() if name.endswith("accuracy")}, "least_margin": (right - wrong).min().item()}
    if keys:
        d = torch.arange(n)
        centred = waves.L - waves.L.mean(1, keepdim=True)
        # D[pair, d] is the answer a ± b + d.
        D = centred.gather(1, (at.labels[:, None] + d) % n)
        C = torch.stack([torch.cos(2 * math.pi * k * d / n) for k in keys])
        alpha = torch.linalg.lstsq(C.T, D.mean(0)[:, None]).solution[:, 0]
        m = alpha @ C
        E = D - m
        row |= {"r_squared": 1 - (E.norm() ** 2 / D.norm() ** 2).item(), "mechanism_gap": (m[0] - m[1:].max()).item()}
        sets = control_sets(keys, waves.count)
        if sets:
            fits = [torch.stack([torch.cos(2 * math.pi * k * d / n) for k in drawn]) for drawn in sets]
            explained = lambda C: ((torch.linalg.lstsq(C.T, D.mean(0)[:, None]).solution[:, 0] @ C).norm() ** 2 * len(D) / D.norm() ** 2).item()
            row["control_r_squared"] = sum(map(explained, fits)) / len(fits)
        proven = m[0] - m[1:].max() > E[:, 1:].max(1).values - E[:, 0]
        row |= {f"{part}_mechanism": proven[pairs].double().mean().item() for part, pairs in at.parts.items()}
    yield {}, row


def algorithm(waves):
    """Clock or Pizza (Zhong et al. 2023, arXiv:2306.17844) of the whole network."""
    n = waves.n
    right = waves.L.gather(1, waves.at.labels[:, None])[:, 0]
    distance = (waves.a - waves.sign * waves.b) % n
    within = torch.stack([right[distance == d].std(correction=0) for d in range(n)])
    centred = waves.L - waves.L.mean(1, keepdim=True)
    clock, pizza = 0.0, 0.0
    for k in range(1, waves.count + 1):
        wave = waves.cube(k)
        clock += (wave * centred).sum().item() ** 2
        wave = wave * torch.cos(math.pi * k * distance / n).abs()[:, None]
        pizza += ((wave * centred).sum() / wave.norm()).item() ** 2
    # The paper's FVE is 2r − 1 of the two sides taken to mean 0 and variance 1.
    fve = lambda power: 2 * math.sqrt(power) / (waves.L - waves.L.mean()).norm().item() - 1
    total = centred.norm().item() ** 2
    yield {"circle": None}, {
        **gradient_symmetricity(waves),
        "circularity": circularity(waves),
        "clock_fve": fve(clock),
        "pizza_fve": fve(pizza),
        "distance_irrelevance": (within.mean() / right.std(correction=0)).item(),
        "clock_r_squared": clock / total,
        "pizza_r_squared": pizza / total,
    }


def circularity(waves):
    """Of the first 4 principal components of each embedding, the mean power share of one frequency."""
    found = []
    for W in waves.at.network.embeddings(waves.at.weights).values():
        U = torch.linalg.svd(W - W.mean(0), full_matrices=False).U[:, :4]
        power = (waves.F @ U) ** 2
        found.append((power[1::2] + power[2::2]).max(0).values.mean().item())
    return sum(found) / len(found)


def gradient_symmetricity(waves):
    """Mean cosine of the gradients at x_a and x_b over the 100 triples that the authors draw, of a transformer."""
    at, n = waves.at, waves.n
    if at.pattern is None:
        return {}
    triples = [(a, b, c) for a in range(n) for b in range(n) for c in range(n)]
    random.Random(42).shuffle(triples)
    cosines = []
    for a, b, c in triples[:100]:
        x = {"x_a": at.weights["W_E"][a].clone().requires_grad_(True), "x_b": at.weights["W_E"][b].clone().requires_grad_(True)}
        logit = at.forward(at.weights, inputs=(x["x_a"], x["x_b"])).every_logit[0, c]
        g, h = torch.autograd.grad(logit, list(x.values()))
        cosines.append(((g @ h) / (g.norm() * h.norm())).item())
    return {"gradient_symmetricity": sum(cosines) / len(cosines)}


def representations(waves):
    """The irreducible representations of Z_n over the reals: rotations by w_k."""
    at, n = waves.at, waves.n
    if waves.sign < 0:
        return
    centred = waves.L - waves.L.mean(1, keepdim=True)
    f, g = at.network.input_embeddings(at.weights)
    Z = at.neurons - at.neurons.mean(0)
    ratio = lambda part, whole: (part.norm() ** 2 / whole.norm() ** 2).item()
    for k in range(1, waves.count + 1):
        similarity = (waves.cube(k) * centred).sum() / centred.norm()
        trace = waves.part("cos-cube", [k])
        neuron = waves.part("neuron-level", [k])
        two = waves.two(k)
        row = {
            "similarity": similarity.item(),
            "share_explained": similarity.item() ** 2,
            "logit_restricted_loss": scores(at, trace, ("all",))["all_loss"],
            "neuron_restricted_loss": scores(at, neuron, ("all",))["all_loss"],
            "embedding_a_share": ratio(two @ f, f),
            "embedding_b_share": ratio(two @ g, g),
            "unembedding_share": ratio(two @ waves.W_L.T, waves.W_L),
            "neuron_a_share": ratio(two[:, waves.a] @ Z / math.sqrt(n), Z),
            "neuron_b_share": ratio(two[:, waves.b] @ Z / math.sqrt(n), Z),
            "neuron_product_share": ratio(waves.sums(k) @ Z, Z),
        }
        if k in at.keys and "train" in at.parts:
            row["logit_excluded_loss"] = scores(at, waves.L - trace, ("train",))["train_loss"]
            row["neuron_excluded_loss"] = scores(at, waves.L - neuron, ("train",))["train_loss"]
        yield {"irrep": f"freq_{k}"}, row


def input_maps(waves):
    """Attention to a, the neurons that the result shows, and the logits' 2-D Fourier components; 3 digits."""
    at, n = waves.at, waves.n
    shown = lambda values: {"lowest": values.min().item(), "highest": values.max().item(), "values": Rounded(values.flatten(), 3)}
    for h in range(0 if at.pattern is None else at.pattern.shape[1]):
        yield {"quantity": "attention", "index": h}, shown(at.pattern[:, h, 0])
    for i in range(at.neurons.shape[1]):
        if at.asked.shown("input-maps", at.checkpoint.epoch, {"quantity": "neuron", "index": i}):
            yield {"quantity": "neuron", "index": i}, shown(at.neurons[:, i])
    hat = torch.einsum("fa,gb,abc->fgc", waves.F, waves.F, waves.L.reshape(n, n, n)).norm(dim=2)
    yield {"quantity": "logits", "index": None}, shown(hat)


OF_FREQUENCIES = {
    "fourier": fourier,
    "restricted-loss": restricted_loss,
    "excluded-loss": excluded_loss,
    "hand-over": hand_over,
    "cosines": cosines,
    "neurons": neurons,
    "sparsity": sparsity,
    "embedding-circles": embedding_circles,
    "logit-map": logit_map,
    "certify": certify,
    "algorithm": algorithm,
    "representations": representations,
    "input-maps": input_maps,
}
