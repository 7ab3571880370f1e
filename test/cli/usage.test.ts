import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apart, file, folder, grok, PATIENCE, printed, TINY } from "./_cli.ts";

const COMMANDS = ["info", "fourier", "losses", "weight-norms"];
const NATIVE = existsSync("node_modules/@tensorflow/tfjs-node");

test.each([
  [["losses"], /missing required argument 'run'/],
  [["losses", TINY, "more"], /too many arguments/],
  [["nonsense", TINY], /unknown command 'nonsense'/],
  [["losses", TINY, "--ever", "2"], /unknown option '--ever' \(Did you mean --every\?\)/],
  [["info", TINY, "--every", "2"], /unknown option '--every'/],
  [["losses", TINY, "--every", "0"], /'--every <n>' argument '0' is invalid/],
  [["losses", TINY, "--every", "1.5"], /'1\.5' is invalid/],
  [["losses", TINY, "--threads", "0"], /'--threads <n>' argument '0' is invalid/],
  [["losses", TINY, "--epochs", "5..1"], /'5\.\.1' is invalid.*from the smaller epoch to the larger/],
  [["losses", TINY, "--epochs", "5"], /'5' is invalid.*a range such as/],
  [["losses", TINY, "--epochs", ".."], /'\.\.' is invalid/],
  [["info", TINY, "--p", "many"], /'many' is invalid/],
  [["info", TINY, "--layout", "mine"], /'mine' is invalid.*mainline/],
  [["info", TINY, "--backend", "cuda"], /'cuda' is invalid.*wasm/],
  [["info", TINY, "--task", "mine"], /"mine" is neither a task nor .*; choose one of addition/],
  [["info", TINY, "--map", "gone.json"], /"gone\.json" is not a readable JSON file/],
  [["fourier", TINY, "--rules", "most"], /'most' is invalid.*last, every/],
  [["info", TINY, "--json", "--csv"], /'--json' cannot be used with option '--csv'/],
  [["losses", TINY, "--csv", "--json"], /'--json' cannot be used with option '--csv'/],
])("%j is asked wrongly: one line, exit 2", async (args, message) => {
  const { code, out, err } = await grok(args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: [^\n]*; [^\n]*\n$/);
  expect(err).toMatch(message);
});

test.skipIf(NATIVE)("--backend tensorflow where it is not installed (skipped where it is)", async () => {
  const { code, out, err } = await apart(["info", TINY, "--backend", "tensorflow"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: --backend: tensorflow is not installed; npm install @tensorflow\/tfjs-node[^\n]*\n$/);
});

test("no command at all shows the help on stderr, exit 2", async () => {
  const { code, out, err } = await grok([]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  for (const command of COMMANDS) expect(err).toContain(command);
});

test.each(COMMANDS)("%s --help says what it answers, takes and gives", async (command) => {
  const help = await printed([command, "--help"]);
  for (const option of ["--task", "--p", "--layout", "--map", "--backend", "--json", "--csv", "--out"])
    expect(help).toContain(option);
  if (command === "info") return;
  for (const word of ["--every", "--epochs", "--last", "--threads", "Columns:", "Source:"])
    expect(help).toContain(word);
  const [header] = (await printed([command, join(TINY, "final.pth"), "--csv"])).split("\r\n");
  for (const column of header?.split(",") ?? []) expect(help).toMatch(new RegExp(`^  ${column} `, "m"));
});

test("help and version are no failures", async () => {
  expect(await printed(["--help"])).toContain("Examples:");
  expect(await printed(["--version"])).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test("epochs that the run does not have: exit 1, with those it has", async () => {
  const { code, out, err } = await grok(["losses", TINY, "--epochs", "7..8"]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error: .*tiny: no checkpoint in epochs 7\.\.8; the run has epochs 0 to 6000\n$/);
});

test.each<[string, () => string]>([
  ["a file", () => file("results", "mine")],
  ["a folder below a file", () => join(file("results", "mine"), "deeper")],
  ["a file system that takes no folders", () => "/proc/results"],
  ["no name", () => ""],
])("--out as %s: exit 1, nothing printed", async (_, made) => {
  const { code, out, err } = await grok(["losses", join(TINY, "final.pth"), "--out", made()]);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error: [^\n]*cannot be written: [^\n]*; choose another --out\n$/);
});

test(
  "two results into one folder stand side by side",
  async () => {
    const at = join(folder(), "out");
    for (const command of COMMANDS) {
      const out = await printed([command, join(TINY, "final.pth"), "--out", at]);
      for (const kind of ["json", "csv"]) expect(out).toContain(`wrote ${join(at, `${command}.${kind}`)}\n`);
    }
    for (const command of COMMANDS) expect(existsSync(join(at, `${command}.json`))).toBe(true);
  },
  PATIENCE,
);
