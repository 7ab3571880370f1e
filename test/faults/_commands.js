// What is killed: commands with small inputs, each in a folder of its own, where the same command can be given again.
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
export const cli = fileURLToPath(new URL("dist/bundle/main.js", root));
const tiny = fileURLToPath(new URL("fixtures/tiny", root));

const NETWORK = { p: 11, d_model: 8, heads: 2, neurons: 8, checkpoint_every: 10 };
const FEW = "losses,weight-norms,phases";

/** By name: what lies in the folder before it begins, as files or as a command that is prepared makes them, and its words. */
export const COMMANDS = {
  train: {
    words: [
      ..."train run --resume --preset tiny --epochs 400".split(" "),
      ...Object.entries(NETWORK).flatMap(([name, value]) => [`--${name.replaceAll("_", "-")}`, String(value)]),
    ],
  },
  analyze: { words: ["analyze", tiny, "--only", `${FEW},fourier`, "--out", "results"] },
  sweep: {
    files: (at) =>
      writeFileSync(
        join(at, "spec.json"),
        JSON.stringify({ preset: "tiny", settings: { ...NETWORK, epochs: 150 }, grid: { seed: [0, 1] } }),
      ),
    words: ["sweep", "spec.json", "-o", "sweep", "--jobs", "2"],
  },
  watch: {
    files: (at) => {
      for (const name of ["0.pth", "500.pth", "2000.pth", "final.pth"]) cpSync(join(tiny, name), join(at, "run", name));
    },
    words: ["watch", "run", "--once", "--out", "results", "--report", "live.html"],
  },
  figures: {
    prepared: ["analyze", tiny, "--only", FEW, "--out", "results"],
    words: ["figures", "results", "--only", FEW, "-o", "figures", "--format", "svg,json"],
  },
  report: {
    prepared: ["analyze", tiny, "--only", FEW, "--out", "results"],
    words: ["report", "results", "-o", "page.html"],
  },
};
