"""The right answer of each pair, from the task's definition."""
import json
from pathlib import Path

import torch

from reading import Unknown


def answers(task, given):
    """[pair] of the n² pairs in lexicographic order, of the task as a result names it; −1 where there is none; `given` is the file of a group's table."""
    name, n = task["name"], task["p"]
    a, b = torch.cartesian_prod(torch.arange(n), torch.arange(n)).T
    if name == "table":
        if given is None:
            raise Unknown(f"the table of {task['formula']} is not known here: give it with --task FILE")
        return torch.tensor(json.loads(Path(given).read_text())["table"]).flatten()
    if name == "dihedral":
        # r^i is i and r^i s is i + m: r^i r^j = r^{i+j}, s r^j = r^{−j} s.
        m = n // 2
        i, j, s, t = a % m, b % m, a // m, b // m
        return (i + torch.where(s == 1, -j, j)) % m + m * (s ^ t)
    inverse = torch.tensor([pow(x, -1, n) if x else 0 for x in range(n)]) if name == "division" else None
    rules = {
        "addition": lambda: a + b,
        "subtraction": lambda: a - b,
        "multiplication": lambda: a * b,
        "division": lambda: a * inverse[b],
        "quadratic": lambda: a**2 + a * b + b**2,
        "cubic": lambda: a**3 + a * b,
    }
    if name not in rules:
        raise Unknown(f"the task {name} is not known here")
    found = rules[name]() % n
    return torch.where(b == 0, -1, found) if name == "division" else found

