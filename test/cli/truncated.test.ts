import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { GrokError } from "#errors.js";
import { openRun } from "#runs/open.js";
import { folder, PATIENCE } from "./_cli.ts";
import { refused } from "./_refused.ts";

const FILES = [
  ...["zip.pth", "legacy.pth", "half.pth", "bfloat16.pth", "double.pth", "bare.safetensors", "arrays.npz"],
  ...["arrays-compressed.npz", "dtypes.pth", "dtypes-legacy.pth", "views.pth", "views-legacy.pth", "nested.pth"],
  ...["nested-legacy.pth", "tfjs/model.json", "tfjs/group1-shard2of2.bin"],
].map((name) => `fixtures/formats/${name}`);
/** Lengths tried in this process for each file, evenly from none of its bytes to all but one … */
const CUTS = 60;
/** … and through the command line, which takes as long as all of those: a file of each container. */
const CUTS_BY_PROCESS = 2;
const BY_PROCESS = ["zip.pth", "legacy.pth", "bare.safetensors", "arrays-compressed.npz", "tfjs/model.json"];

function cuts(length: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor(((length - 1) * i) / (count - 1)));
}

describe.each([...FILES, "fixtures/tiny/final.pth", "fixtures/tiny/100.pth"])("%s", (original) => {
  const whole = readFileSync(original);
  // JSON is whole without the line's end.
  const bytes = original.endsWith(".json") ? Buffer.from(whole.toString().trimEnd()) : whole;
  /** Shortens a copy of the file; returns what to open, which for a shard is the model that it belongs to. */
  const shortener = () => {
    const at = folder();
    const path = join(at, basename(original));
    const model = original.endsWith(".bin") ? join(at, "model.json") : path;
    if (original.includes("tfjs")) cpSync("fixtures/formats/tfjs", at, { recursive: true });
    return (length: number) => {
      writeFileSync(path, bytes.subarray(0, length));
      return model;
    };
  };

  test("is refused on one line when cut anywhere", async () => {
    const shortened = shortener();
    for (const length of cuts(bytes.length, CUTS)) {
      const path = shortened(length);
      const error: unknown = await openRun(path).catch((thrown: unknown) => thrown);
      expect(error, `the first ${length} of ${bytes.length} bytes`).toBeInstanceOf(GrokError);
      expect((error as GrokError).message).toMatch(/^[^\n]*; [^\n]*$/);
      expect((error as GrokError).message).toContain(path.slice(0, path.lastIndexOf("/")));
    }
  });

  test.runIf(BY_PROCESS.some((name) => original.endsWith(`formats/${name}`)))(
    "is refused by the command when cut anywhere",
    async () => {
      const shortened = shortener();
      for (const length of cuts(bytes.length, CUTS_BY_PROCESS + 2).slice(1, -1)) await refused(shortened(length));
    },
    PATIENCE,
  );
});
