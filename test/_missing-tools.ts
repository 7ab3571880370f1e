import { spawnSync } from "node:child_process";
import { NO_SLURM } from "./cluster/_slurm.ts";

/** A Python that may have PyTorch. */
export const python: string = process.env.TORCH_PYTHON ?? "python3";

/** What some tests need besides Node, and how it is had on Debian. */
const TOOLS = [
  {
    commands: [process.env.CHROME_PATH ?? "chromium", "chromium-browser", "google-chrome"],
    args: ["--version"],
    missing: "no Chromium: tests of pages in a browser are skipped (apt install chromium, or set CHROME_PATH)",
  },
  {
    commands: ["firefox-esr", "firefox"],
    args: ["--version"],
    missing: "no Firefox: the explorer is not tried in it (apt install firefox-esr)",
  },
  {
    commands: [python],
    args: ["-c", "import torch"],
    missing: "no PyTorch: the callback for Python and verify are not run (pip install torch, or name a Python with TORCH_PYTHON)",
  },
  {
    commands: ["jupyter-nbconvert"],
    args: ["--version"],
    missing: "no Jupyter: notebooks are not executed (apt install jupyter-nbconvert jupyter-client python3-ipykernel)",
  },
  {
    commands: ["pdflatex"],
    args: ["--version"],
    missing: "no LaTeX: figures for it are not set (apt install texlive-latex-base texlive-pictures)",
  },
] as const;

/** Says once, before all tests, which of them cannot run here. */
export default function missingTools(): void {
  for (const { commands, missing, args } of TOOLS) {
    const found = commands.some((command) => spawnSync(command, args).status === 0);
    if (!found) process.stderr.write(`${missing}\n`);
  }
  if (NO_SLURM) process.stderr.write(`no job array is run: ${NO_SLURM}\n`);
}
