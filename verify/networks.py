"""The networks that are known here, from their papers' formulas, as functions of canonical weights in the dtype that these have.

One-block transformer (Nanda et al. 2023, arXiv:2301.05217, section 3; TransformerLens; Clock and Pizza's attention): the answer
is read at the last sign, so that one query alone is computed, and a causal mask hides nothing from it. MLPs of one hidden layer
(Gromov 2023, arXiv:2301.02679; He et al. 2026, arXiv:2602.16849; Chughtai et al. 2023, arXiv:2302.03025).
"""
import math
from dataclasses import dataclass, field

import torch

ACTIVATIONS = {"relu": torch.relu, "square": torch.square, "gelu": torch.nn.functional.gelu, "tanh": torch.tanh, "identity": lambda x: x}


@dataclass
class Forward:
    """What a network computes for each of the n² pairs, in lexicographic order."""

    every_logit: torch.Tensor  # [pair, vocabulary]
    neurons: torch.Tensor  # [pair, neuron], after their nonlinearity
    pattern: torch.Tensor = None  # [pair, head, position], the last sign's attention


@dataclass
class Transformer:
    """W_E [sign, d], W_pos [position, d], W_Q, W_K, W_V [head, d, d_head], W_O [head, d_head, d], W_in [d, m], W_out [m, d], W_U [d, sign]; biases where there are any."""

    n: int
    activation: str = "relu"
    alpha: float = 1.0  # attention is α softmax + 1 − α
    kind: str = field(default="one-block transformer", init=False)

    def signs(self, w):
        a, b = torch.cartesian_prod(torch.arange(self.n), torch.arange(self.n)).T
        return torch.stack([a, b] + [torch.full_like(a, self.n)] * (len(w["W_pos"]) - 2), 1)

    def forward(self, w, attention=lambda z: z, head=lambda i, z: z, skip=lambda r: r, mlp=lambda x: x, inputs=None):
        """
        The functions given change what each part adds [pair, …] before it is added: an ablation. `inputs` are the embeddings of
        one pair, in place of all.
        """
        bias = lambda name: w.get(name, 0)
        if inputs is None:
            x = w["W_E"][self.signs(w)]
        else:
            x = torch.stack([*inputs, *w["W_E"][self.n :].double()][: len(w["W_pos"])])[None].to(w["W_E"].dtype)
        x = x + w["W_pos"]
        q = torch.einsum("pd,hdk->phk", x[:, -1], w["W_Q"]) + bias("b_Q")
        k = torch.einsum("psd,hdk->pshk", x, w["W_K"]) + bias("b_K")
        v = torch.einsum("psd,hdk->pshk", x, w["W_V"]) + bias("b_V")
        scores = torch.einsum("phk,pshk->phs", q, k) / math.sqrt(q.shape[-1])
        pattern = self.alpha * scores.softmax(-1) + (1 - self.alpha)
        z = torch.einsum("phs,pshk->phk", pattern, v)
        heads = [head(i, z[:, i] @ W_O) for i, W_O in enumerate(w["W_O"])]
        r = x[:, -1] + attention(sum(heads) + bias("b_O"))
        m = ACTIVATIONS[self.activation](r @ w["W_in"] + bias("b_in"))
        out = skip(r) + mlp(m @ w["W_out"] + bias("b_out"))
        return Forward(out @ w["W_U"] + bias("b_U"), m, pattern)

    def logit_map(self, w):
        """W_L = W_out W_U [neuron, answer]."""
        return w["W_out"] @ w["W_U"][:, : self.n]

    def embeddings(self, w):
        return {"W_E": w["W_E"][: self.n]}

    def input_embeddings(self, w):
        """What reads a and what reads b [input, d]."""
        return w["W_E"][: self.n], w["W_E"][: self.n]


@dataclass
class MLP:
    """
    Logits W_Uᵀ act(f(a) + g(b)): f and g are W_x and W_y [input, neuron], W_E twice, or, where W_in [d_a + d_b, neuron] reads the
    two side by side, W_x and W_y [input, d] through their rows of it.
    """

    n: int
    activation: str
    kind: str = field(default="MLP of one hidden layer", init=False)

    def embeddings(self, w):
        return {"W_E": w["W_E"]} if "W_E" in w else {"W_x": w["W_x"], "W_y": w["W_y"]}

    def input_embeddings(self, w):
        x, y = (w["W_E"], w["W_E"]) if "W_E" in w else (w["W_x"], w["W_y"])
        return (x @ w["W_in"][: x.shape[1]], y @ w["W_in"][x.shape[1] :]) if "W_in" in w else (x, y)

    def forward(self, w):
        f, g = self.input_embeddings(w)
        m = ACTIVATIONS[self.activation]((f[:, None] + g[None]).flatten(0, 1))
        return Forward(m @ w["W_U"], m)

    def logit_map(self, w):
        return w["W_U"]
