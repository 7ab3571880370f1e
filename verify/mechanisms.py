"""How much of a network the mechanism of cosines is: proofs, Clock or Pizza, representations, maps over the inputs; and all that is asked of frequencies."""
import math
import random

import torch

from frequencies import cosines, embedding_circles, excluded_loss, fourier, hand_over, logit_map, neurons, restricted_loss, sparsity
from waves import control_sets
from whole import Rounded, scores


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
