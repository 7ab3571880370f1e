import { spawnSync } from "node:child_process";
import { commandOnPath, isExecutable } from "#render/_assets.js";
import { NO_SLURM } from "./cluster/_slurm.ts";

/** A Python that may have PyTorch. */
export const python: string = process.env.TORCH_PYTHON ?? "python3";

interface Tool {
  /** Any of these, on the PATH or by its own. */
  readonly commands: readonly string[];
  /** With what it succeeds where it has all that is needed. */
  readonly args?: readonly string[];
  readonly missing: string;
}

/** What some tests need besides Node, and how it is had on Debian. */
const TOOLS: readonly Tool[] = [
  {
    commands: [process.env.CHROME_PATH ?? "chromium", "chromium-browser", "google-chrome"],
    missing: "no Chromium: tests of pages in a browser are skipped (apt install chromium, or set CHROME_PATH)",
  },
  {
    commands: ["firefox-esr", "firefox"],
    missing: "no Firefox: the explorer is not tried in it (apt install firefox-esr)",
  },
  {
    commands: [python],
    // To import it takes seconds.
    args: ["-c", "import importlib.util, sys; sys.exit(importlib.util.find_spec('torch') is None)"],
    missing:
      "no PyTorch: the callback for Python and verify are not run (pip install torch, or name a Python with TORCH_PYTHON)",
  },
  {
    commands: ["jupyter-nbconvert"],
    missing: "no Jupyter: notebooks are not executed (apt install jupyter-nbconvert jupyter-client python3-ipykernel)",
  },
  {
    commands: ["pdflatex"],
    missing: "no LaTeX: figures for it are not set (apt install texlive-latex-base texlive-pictures)",
  },
];

/** Says once, before all tests, which of them cannot run here. */
export default function missingTools(): void {
  for (const { commands, missing, args } of TOOLS) {
    const command = commands.find(isExecutable) ?? commandOnPath(commands, process.env.PATH ?? "");
    const found = command !== undefined && (args === undefined || spawnSync(command, args).status === 0);
    if (!found) process.stderr.write(`${missing}\n`);
  }
  if (NO_SLURM) process.stderr.write(`no job array is run: ${NO_SLURM}\n`);
}
