"""What weights, neurons and losses say of each frequency: row by row, under the names of the analyzers' columns."""
import math

import torch

from waves import VARIANTS, control_sets, gini
from whole import scores


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
