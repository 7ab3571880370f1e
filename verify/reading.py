"""Reads a run's checkpoints with PyTorch alone, weights_only=True, and names its weights canonically; other layouts are said not to be known."""
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError

import torch

from networks import MLP, Transformer


class Unknown(Exception):
    """A run that this program cannot read: one sentence."""


@dataclass
class Checkpoint:
    epoch: int
    weights: dict  # canonical name → tensor, in the dtype of the file
    stored: dict  # train_loss, test_loss, where the file holds them


@dataclass
class Run:
    network: object
    checkpoints: list
    train: torch.Tensor  # places of the pairs in lexicographic order; None where the split is not known
    test: torch.Tensor
    split: str


def read_run(path, n, labels):
    """A file with a whole run, or a folder of checkpoints; n is how many inputs the task has, labels its answers [pair]."""
    path = Path(path)
    found = whole_run(path) if path.is_file() else folder(path)
    if not found:
        raise Unknown(f"{path} holds no checkpoint of a layout that is known here")
    config = settings(path)
    checkpoints = [Checkpoint(epoch, canonical(state, config), stored) for epoch, state, stored in sorted(found, key=lambda one: one[0])]
    train, test, split = read_split(path, n, config)
    network = network_of(checkpoints, n, config, train, labels)
    return Run(network, checkpoints, train, test, split)


def load(path):
    if path.suffix != ".safetensors":
        try:
            return torch.load(path, weights_only=True, map_location="cpu")
        except UnpicklingError:
            raise Unknown(f"{path} holds more than tensors and plain values: torch.load(weights_only=True) refuses it") from None
    from safetensors import safe_open

    with safe_open(path, "pt") as file:
        epoch = (file.metadata() or {}).get("epoch")
        return {"model": {name: file.get_tensor(name) for name in file.keys()}, **({} if epoch is None else {"epoch": int(epoch)})}


def whole_run(path):
    content = load(path)
    if "state_dicts" in content:
        return [(int(epoch), state, {}) for epoch, state in zip(content["epochs"], content["state_dicts"])]
    if "checkpoints" in content:
        return [(int(epoch), state, {}) for epoch, state in zip(content["checkpoint_epochs"], content["checkpoints"])]
    return [one(path, content, settings(path).get("epoch", 0))]


def folder(path):
    """Files of weights in the folder or in its checkpoints/; of two of one epoch, that whose name is the epoch."""
    files = [file for at in (path, path / "checkpoints") if at.is_dir() for file in at.iterdir() if file.suffix in (".pth", ".pt", ".safetensors")]
    config = settings(path)
    found = {}
    for file in sorted(files, key=lambda one: not re.search(r"\d", one.stem)):
        content = load(file)
        if not isinstance(content, dict) or not any(isinstance(value, torch.Tensor) and value.ndim > 1 for value in state_of(content).values()):
            continue
        number = re.search(r"(?:^|[-_])(\d+)$", file.stem)
        default = int(number.group(1)) if number else config.get("num_epochs", config.get("epoch", 0))
        checkpoint = one(file, content, default)
        found.setdefault(checkpoint[0], checkpoint)
    return list(found.values())


def one(file, content, default):
    stored = {name: float(content[name]) for name in ("train_loss", "test_loss") if name in content}
    return int(content.get("epoch", default)), state_of(content), stored


def state_of(content):
    return next((content[name] for name in ("model", "model_state_dict", "state_dict") if name in content), content)


def settings(path):
    """run.json, cfg.json or config_*.json beside the weights, or the config of a whole run."""
    if path.is_file():
        content = load(path)
        beside = sorted(path.parent.glob(f"config_{path.stem.removeprefix('model_')}.json"))
        return dict(content["config"]) if isinstance(content.get("config"), dict) else json.loads(beside[0].read_text()) if beside else {}
    beside = [file for name in ("run.json", "cfg.json", "config_*.json") for file in sorted(path.glob(name))]
    return json.loads(beside[0].read_text()) if beside else {}


def canonical(state, config):
    """Weights under the names and axes that networks.py has."""
    w = {name: value for name, value in state.items() if not re.search(r"mask|IGNORE|basis|_embed$", name)}
    names = set(w)
    if {"embed.W_E", "pos_embed.W_pos", "unembed.W_U", "blocks.0.attn.W_Q"} <= names and not any(name.startswith("blocks.1.") or ".ln" in name for name in names):
        short = {re.sub(r"^(blocks\.0\.(attn|mlp)|embed|pos_embed|unembed)\.", "", name): value for name, value in w.items()}
        if short["W_E"].shape[0] != short["W_U"].shape[0]:
            return short  # TransformerLens: as it is
        heads = short["W_Q"].shape[0]
        return {
            **short,
            "W_E": short["W_E"].T,
            **{name: short[name].transpose(1, 2) for name in ("W_Q", "W_K", "W_V")},
            "W_O": short["W_O"].T.unflatten(0, (heads, -1)),
            "W_in": short["W_in"].T,
            "W_out": short["W_out"].T,
        }
    if {"W_E", "W_pos", "W_Q", "W_O", "W_in", "W_out", "W_U"} <= names and "blocks" not in config:
        heads = config["heads"]
        split = {name: w[name].unflatten(1, (heads, -1)).transpose(0, 1) for name in ("W_Q", "W_K", "W_V")}
        return {**w, **split, "W_O": w["W_O"].unflatten(0, (heads, -1))}
    if names == {"W_x", "W_y", "W", "W_U"}:
        return {"W_x": w["W_x"], "W_y": w["W_y"], "W_in": w["W"], "W_U": w["W_U"]}
    if names in ({"W_x", "W_y", "W_U"}, {"W_E", "W_U"}) and config.get("meeting") == "neurons":
        return w
    if names == {"mlp.W_in", "mlp.W_out"}:
        return {"W_E": w["mlp.W_in"].T, "W_U": w["mlp.W_out"].T}
    raise Unknown(f"a network with the weights {', '.join(sorted(names))} is not known here: one-block transformers without norms and MLPs of one hidden layer are")


def network_of(checkpoints, n, config, train, labels):
    w = checkpoints[0].weights
    if "W_Q" in w:
        return Transformer(n, config.get("activation", "relu"), float(config.get("attn_coeff", 1)))
    if "W_in" in w or "activation" in config:
        return MLP(n, config.get("activation", "relu"))
    # He et al. 2026 do not store which: the one whose loss is the stored one.
    loss = checkpoints[0].stored.get("train_loss")
    if loss is None or train is None:
        raise Unknown("whether its neurons are ReLU or square is stored nowhere, nor a loss that would tell")

    def miss(activation):
        logits = MLP(n, activation).forward(w).every_logit[train]
        return abs(torch.nn.functional.cross_entropy(logits.double(), labels[train]).item() - loss)

    return MLP(n, min(("relu", "square"), key=miss))


def read_split(path, n, config):
    """(train, test, where it is from): what is stored, else as the training code drew it."""
    places = lambda pairs: torch.tensor([int(pair[0]) * n + int(pair[1]) for pair in pairs])
    if path.is_dir():
        if (path / "init.pth").exists():
            stored = load(path / "init.pth")
            if "train_data" in stored:
                return places(stored["train_data"]), places(stored["test_data"]), "stored in init.pth"
        if (path / "train_data.pth").exists():
            return places(load(path / "train_data.pth")), places(load(path / "test_data.pth")), "stored in train_data.pth and test_data.pth"
    fraction = config.get("fraction", config.get("frac_train"))
    seed = config.get("data_seed", config.get("seed"))
    if fraction is None or seed is None:
        return None, None, "not known"
    count = int(fraction * n * n)
    if config.get("split") == "torch-randperm" or "group" in config:
        order = torch.randperm(n * n, generator=torch.Generator().manual_seed(seed))
        name = "torch.randperm"
    elif config.get("split", "cpython-shuffle") == "cpython-shuffle":
        drawn = list(range(n * n))
        random.Random(seed).shuffle(drawn)
        order = torch.tensor(drawn)
        name = "random.shuffle"
    else:
        return None, None, f"of a kind that is not known here, {config['split']}"
    return order[:count], order[count:], f"{name}, seed {seed}, the first {count} of {n * n} pairs"
