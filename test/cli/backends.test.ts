import { describe, expect, test } from "vitest";
import { availableBackends, BACKENDS, loadBackend } from "#engine/backend.js";
import { apart, outOf } from "./_cli.ts";

/** Systems that the package onnxruntime-node has a library for. */
const WITH_ONNXRUNTIME = ["linux x64", "linux arm64", "darwin arm64", "win32 x64", "win32 arm64"];
const here = `${process.platform} ${process.arch}`;
/** Set where optional packages were left out on purpose: `npm ci --omit=optional`. */
const without = process.env.WITHOUT_OPTIONAL !== undefined;

test.skipIf(without || !WITH_ONNXRUNTIME.includes(here))(
  "onnxruntime is there after an ordinary installation (skipped where it has no library, or WITHOUT_OPTIONAL is set)",
  async () => {
    const backend = await loadBackend("onnxruntime");
    expect(backend.name).toBe("onnxruntime");
  },
);

test("WebAssembly is there in any case, and what cannot be had says why and what would bring it", async () => {
  const found = await availableBackends();
  expect(found.map(({ name }) => name)).toEqual([...BACKENDS]);
  expect(found.find(({ name }) => name === "wasm")).toEqual({ name: "wasm" });
  for (const { reason, remedy } of found) expect(reason === undefined || remedy?.startsWith("npm install ")).toBe(true);
});

/** Of a number: sums of float32 in another order. */
const AGREEMENT = 1e-4;
/** Of what is near 0: a share, or by how much of itself a recomputed loss is off the stored one. */
const ROUNDING = 2e-6;

describe("every backend that can be had gives the same numbers, and its name", async () => {
  const available = (await availableBackends()).filter(({ reason }) => reason === undefined).map(({ name }) => name);
  const measured = async (backend: string, ...words: string[]) => {
    // A process has one backend.
    const { provenance, table } = JSON.parse(outOf(await apart([...words, "--json", "--backend", backend])));
    expect(provenance.backend).toBe(backend);
    return table.rows as readonly Record<string, unknown>[];
  };

  test.each([
    ["losses", "fixtures/tiny", "--every", "4"],
    ["restricted-loss", "fixtures/tiny", "--every", "8"],
    ["algorithm", "fixtures/tiny", "--last"],
  ])("%s %s", async (...words) => {
    const [first, ...others] = await Promise.all(available.map((backend) => measured(backend, ...words)));
    for (const rows of others) {
      expect(rows.length).toBe(first.length);
      for (const [i, row] of rows.entries()) {
        for (const [name, value] of Object.entries(row)) {
          const expected = first[i][name];
          if (typeof expected !== "number" || typeof value !== "number") expect(value, name).toEqual(expected);
          else
            expect(Math.abs(value - expected), `${name} of row ${i}`).toBeLessThanOrEqual(
              AGREEMENT * Math.abs(expected) + ROUNDING,
            );
        }
      }
    }
  });
});
