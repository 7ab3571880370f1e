"""What a checkpoint's weights and losses say of any task: row by row, under the names of the analyzers' columns."""
import numpy as np
import torch

class Rounded:
    """A list that the result rounds to so many digits."""

    def __init__(self, values, digits):
        self.values, self.digits = [float(value) for value in values], digits


ACCURACY_OF = ("train", "test", "all")


def cross_entropy(logits, labels):
    return torch.nn.functional.cross_entropy(logits, labels, reduction="none")


def loss(logits, labels):
    return cross_entropy(logits.double(), labels).mean().item()


def accuracy(logits, labels):
    return (logits.argmax(1) == labels).double().mean().item()


def scores(at, logits, parts=ACCURACY_OF):
    """{train_loss, train_accuracy, …} of logits [pair, answer], of the parts of the split that are known."""
    found = {}
    for part in parts:
        pairs = at.parts.get(part)
        if pairs is not None and len(pairs) > 0:
            found[f"{part}_loss"] = loss(logits[pairs], at.labels[pairs])
            found[f"{part}_accuracy"] = accuracy(logits[pairs], at.labels[pairs])
    return found


def losses(at):
    """With the losses that the file stores, and ours once more as its training code computed them, where that is said."""
    row = scores(at, at.logits)
    logged = at.asked.stored_losses
    if logged and logged["lag"] == 0:
        row |= {f"stored_{name}": value for name, value in at.checkpoint.stored.items()}
        z = at.as_trained if logged["over"] == "all" else at.as_trained[:, : at.n]
        z = z.to(getattr(torch, logged["dtype"]))
        for part in ("train", "test"):
            pairs = at.parts.get(part)
            if pairs is not None and f"{part}_loss" in at.checkpoint.stored:
                value = cross_entropy(z[pairs], at.labels[pairs]).mean().item()
                row |= {f"{part}_loss_as_logged": value, f"{part}_difference": value / at.checkpoint.stored[f"{part}_loss"] - 1}
    yield {}, row


def split(at):
    if "test" not in at.parts or not torch.equal(at.table, at.table.T):
        return
    n = at.n
    a, b = at.parts["test"] // n, at.parts["test"] % n
    trained = torch.zeros(n * n, dtype=torch.bool)
    trained[at.parts["train"]] = True
    mirrored = (a != b) & trained[b * n + a]
    row = {"test_accuracy": accuracy(at.logits[at.parts["test"]], at.labels[at.parts["test"]])}
    for name, mask in (("mirrored", mirrored), ("unmirrored", (a != b) & ~mirrored), ("diagonal", a == b)):
        pairs = at.parts["test"][mask]
        if len(pairs) > 0:
            row[f"{name}_loss"], row[f"{name}_accuracy"] = loss(at.logits[pairs], at.labels[pairs]), accuracy(at.logits[pairs], at.labels[pairs])
    yield {}, row


def as_matrix(name, w):
    """Per-head matrices as [d_model, head·d_head], W_O as [head·d_head, d_model]."""
    if w.ndim < 3:
        return w
    return w.flatten(0, 1) if name == "W_O" else w.transpose(0, 1).flatten(1)


def is_matrix(name, w):
    return w.ndim > 1 and not name.startswith("b_")


def effective_rank(sigma):
    q = sigma / sigma.sum()
    q = q[q > 0]
    return float(np.exp(-(q * np.log(q)).sum()))


def weight_norms(at):
    total, count = 0.0, 0
    for name, w in at.weights.items():
        squares = (w**2).sum().item()
        row = {"sum_of_squares": squares, "l2": squares**0.5, "values": w.numel()}
        if is_matrix(name, w):
            row["effective_rank"] = effective_rank(np.linalg.svd(as_matrix(name, w).numpy(), compute_uv=False))
        yield {"parameter": name}, row
        total, count = total + squares, count + w.numel()
    yield {"parameter": "total"}, {"sum_of_squares": total, "l2": total**0.5, "values": count}


def spectra(at):
    for name, w in at.weights.items():
        if not is_matrix(name, w):
            continue
        sigma = np.linalg.svd(as_matrix(name, w).numpy(), compute_uv=False)
        frobenius = float(np.sqrt((sigma**2).sum()))
        row = {"spectral_norm": sigma[0], "frobenius_norm": frobenius, "stable_rank": (frobenius / sigma[0]) ** 2, "effective_rank": effective_rank(sigma)}
        yield {"matrix": name}, {key: float(value) for key, value in row.items()} | ({"squares": Rounded(sigma**2, 4)} if at.is_last else {})


def dynamics(at):
    """Gradients of the mean loss over the training pairs, softmax over every logit."""
    if "train" not in at.parts:
        return
    w = {name: value.clone().requires_grad_(True) for name, value in at.weights.items()}
    pairs = at.parts["train"]
    z = at.forward(w).every_logit[pairs]
    value = cross_entropy(z, at.labels[pairs]).mean()
    gradients = dict(zip(w, torch.autograd.grad(value, list(w.values()))))
    cosine = lambda g, x: (-(g * x).sum() / (g.norm() * x.norm())).item()
    flat = lambda tensors: torch.cat([one.flatten() for one in tensors.values()])
    g, x = flat(gradients), flat(at.weights)
    for name, one in gradients.items():
        # A bias of the keys moves nothing: its gradient is rounding.
        if one.norm() > 1e-9 * g.norm():
            yield {"parameter": name}, {"gradient_norm": one.norm().item(), **({"weight_cosine": cosine(one, at.weights[name])} if at.weights[name].norm() > 0 else {})}
    # Σ exp(z − max z) is exactly 1 in float32 where the largest log-probability is exactly 0.
    single = at.as_trained[pairs].float()
    collapsed = torch.log_softmax(single, 1).max(1).values == 0
    yield {"parameter": "total"}, {
        "gradient_norm": g.norm().item(),
        "weight_cosine": cosine(g, x),
        "train_loss": value.item(),
        "train_accuracy": accuracy(at.logits[pairs], at.labels[pairs]),
        "test_accuracy": accuracy(at.logits[at.parts["test"]], at.labels[at.parts["test"]]),
        "collapsed": collapsed.double().mean().item(),
        "zero_loss": (cross_entropy(single, at.labels[pairs]) == 0).double().mean().item(),
    }


def landscape(at):
    """αw for each α, and (1 − t) w + t w_last."""
    flat = lambda w: torch.sqrt(sum((one**2).sum() for one in w.values())).item()

    def row(w):
        found = scores(at, at.forward(w).every_logit[:, : at.n])
        # Of weights that are all 0 every answer is as large as any other.
        return {"weight_norm": flat(w), **(found if flat(w) > 0 else {k: v for k, v in found.items() if k.endswith("loss")})}

    for alpha in (0, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2):
        yield {"path": "scale", "at": alpha}, row({name: alpha * w for name, w in at.weights.items()})
    for i in range(0 if at.is_last else 9):
        t = i / 8
        yield {"path": "line", "at": t}, row({name: (1 - t) * w + t * at.last[name] for name, w in at.weights.items()})


def attention(at):
    """Of the pattern alone, and of the circuits QK = W_Q W_Kᵀ and OV = W_V W_O."""
    if at.pattern is None:
        return
    w = at.weights
    names = ("a", "b", "self") if at.pattern.shape[2] > 2 else ("a", "b")
    for h in range(at.pattern.shape[1]):
        row = {}
        for i, name in enumerate(names):
            row[f"to_{name}"] = at.pattern[:, h, i].mean().item()
            row[f"deviation_{name}"] = at.pattern[:, h, i].std(correction=0).item()
        for name, circuit in (("qk", w["W_Q"][h] @ w["W_K"][h].T), ("ov", w["W_V"][h] @ w["W_O"][h])):
            sigma = np.linalg.svd(circuit.numpy(), compute_uv=False)[: w["W_Q"].shape[2]]
            row.update({f"{name}_1": float(sigma[0]), f"{name}_2": float(sigma[1]), f"{name}_rank": effective_rank(sigma)})
        yield {"head": h}, {**row, **at.frequencies_of_attention(h)}


def trajectory(run):
    """(epoch, values) of the path of all weights: distances, angles and principal components, each towards the last checkpoint."""
    X = torch.stack([torch.cat([w.double().flatten() for w in one.weights.values()]) for one in run.checkpoints])
    steps = X.diff(dim=0)
    lengths = steps.norm(dim=1)
    centred = X - X.mean(0)
    U, S, _ = torch.linalg.svd(centred, full_matrices=False)
    along = U[:, :3] * S[:3]
    along = torch.where(along[-1] < along[0], -along, along)
    for i, checkpoint in enumerate(run.checkpoints):
        row = {"from_start": (X[i] - X[0]).norm().item(), "path_length": lengths[:i].sum().item()}
        if len(X) > 3:
            row |= {f"pc{j + 1}": along[i, j].item() for j in range(3)}
        if i > 0:
            row["step"] = lengths[i - 1].item()
        if 0 < i < len(X) - 1 and lengths[i - 1] * lengths[i] > 0:
            row["turn_cosine"] = ((steps[i - 1] @ steps[i]) / (lengths[i - 1] * lengths[i])).item()
        yield checkpoint.epoch, row


def ablations(at):
    """Parts of a transformer's block at the last sign taken away, or put at their mean over all pairs."""
    if at.pattern is None:
        return
    intact = scores(at, at.logits)
    yield {"component": "intact", "what": "", "kind": "none"}, intact
    zero, mean = (lambda x: torch.zeros_like(x)), (lambda x: x.mean(0, keepdim=True).expand_as(x))
    for kind, change in (("zero", zero), ("mean", mean)):
        parts = {("attention", "whole"): {"attention": change}, ("skip", "whole"): {"skip": change}, ("mlp", "whole"): {"mlp": change}}
        for h in range(at.pattern.shape[1]):
            parts["head", f"head {h}"] = {"head": lambda i, z, h=h, change=change: change(z) if i == h else z}
        for (component, what), hooks in parts.items():
            found = scores(at, at.forward(at.weights, **hooks).every_logit[:, : at.n])
            deltas = {f"{part}_delta": found[f"{part}_loss"] - intact[f"{part}_loss"] for part in ("train", "all") if f"{part}_loss" in found}
            yield {"component": component, "what": what, "kind": kind}, {**found, **deltas}
