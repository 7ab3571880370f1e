import json
import os

import torch


class GrokLog:
    """Writes what `grok-analyze watch` reads: a row an evaluation, and checkpoints."""

    def __init__(self, folder):
        os.makedirs(folder, exist_ok=True)
        self.folder = folder
        self.rows = open(os.path.join(folder, "metrics.jsonl"), "a")

    def log(self, epoch, **measures):
        """log(100, train_loss=a, test_loss=b, train_accuracy=c, test_accuracy=d), of what there is."""
        row = {"epoch": epoch, **{name: float(value) for name, value in measures.items()}}
        self.rows.write(json.dumps(row) + "\n")
        self.rows.flush()

    def save(self, epoch, model):
        """Under a hidden name first, so that nobody reads half of it."""
        hidden = os.path.join(self.folder, f".{epoch}.pth")
        torch.save(model.state_dict(), hidden)
        os.replace(hidden, os.path.join(self.folder, f"{epoch}.pth"))
