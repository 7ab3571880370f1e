import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { call, f32, f64, list, tensor, torchZip, u16 } from "../formats/_builders.ts";
import { checkpoint, P, state, storages } from "./_checkpoints.ts";
import { file, folder, grok, json, PATIENCE, printed, TINY } from "./_cli.ts";
import { refused } from "./_refused.ts";

const finding = (findings: readonly { label: string; value: any }[], label: RegExp) =>
  findings.find((one) => label.test(one.label))?.value;

describe("weights that are not finite are loaded, and reported", () => {
  const two = (weights: number[]) => {
    weights[0] = Number.NaN;
    weights[5] = Number.POSITIVE_INFINITY;
  };
  /** Both matrices alike: each rule for key frequencies looks at one of them at least. */
  const broken = (change = two) => {
    const { 0: weights } = storages(change);
    return file("broken.pth", checkpoint({ epoch: 3, train_loss: Number.NaN }, { 0: weights, 1: weights }));
  };

  test("info counts them and doubts the network", async () => {
    const { findings, provenance, table } = await json(["info", broken()]);
    expect(finding(findings, /not finite/)).toBe(4);
    expect(table.rows.find(({ parameter }) => parameter === "W_E")?.not_finite).toBe(2);
    expect(provenance.doubts.join()).toContain("not finite");
  });

  test("losses are null in JSON and NaN in CSV", async () => {
    const path = broken();
    const { table, provenance } = await json(["losses", path]);
    expect(table.rows).toHaveLength(1);
    expect(table.rows[0]?.all_loss).toBeNull();
    expect(provenance.doubts.join()).toContain("not finite");
    const [header, row] = (await printed(["losses", path, "--csv"])).split("\r\n").map((line) => line.split(","));
    expect(row?.[header?.indexOf("all_loss") ?? -1]).toBe("NaN");
  });

  test("fourier names no key frequency", async () => {
    const { findings } = await json(["fourier", broken((weights) => weights.fill(Number.NaN))]);
    const keys = findings.filter(({ label }) => label.startsWith("key frequencies"));
    expect(keys).toHaveLength(4);
    for (const { value } of keys) expect(value).toMatch(/^none: /);
  });

  test("weight norms are null", async () => {
    const { table } = await json(["weight-norms", broken()]);
    expect(table.rows.map(({ parameter, l2 }) => [parameter, l2])).toEqual([
      ["W_E", null],
      ["W_U", null],
      ["total", null],
    ]);
  });
});

describe("weights of other types are those of float32 as far as they hold them", () => {
  const norm = async (path: string) =>
    (await json(["weight-norms", path])).table.rows.find(({ parameter }) => parameter === "total")?.l2 as number;
  const values = (bytes: Buffer) => [...new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)];
  const half = (x: number) => Math.round(x * 64) / 64;

  test.each<[string, (x: number[]) => Buffer, (x: number) => number]>([
    ["DoubleStorage", (x) => f64(...x), (x) => x],
    [
      "LongStorage",
      (x) => Buffer.from(BigInt64Array.from(x, (v) => BigInt(Math.round(10 * v))).buffer),
      (x) => Math.round(10 * x),
    ],
    ["IntStorage", (x) => Buffer.from(Int32Array.from(x, (v) => Math.round(10 * v)).buffer), (x) => Math.round(10 * x)],
    // Sixty-fourths below 1 have no more bits than bfloat16 keeps: the upper half of a float32 is exact.
    ["BFloat16Storage", (x) => u16(...x.map((v) => f32(half(v)).readUInt16LE(2))), half],
  ])("%s", async (type, encoded, held) => {
    const { 0: W_in, 1: W_out } = storages();
    const bytes = torchZip(state(type), { 0: encoded(values(W_in)), 1: encoded(values(W_out)) });
    const expected = Math.hypot(...[...values(W_in), ...values(W_out)].map(held));
    expect(await norm(file("a.pth", bytes))).toBeCloseTo(expected, 5);
  });
});

describe("the epoch", () => {
  test("as a number, which a float that is whole is too", async () => {
    const { table } = await json(["info", file("model.pth", checkpoint({ epoch: 12.0 }))]);
    expect(table.rows[0]?.epoch).toBe(12);
  });

  test("as words is left alone, and its absence is said", async () => {
    const { provenance } = await json(["info", file("model.pth", checkpoint({ epoch: "twelve" }))]);
    expect(provenance.doubts.join()).toContain("does not say its epoch");
  });
});

describe("tensors that no network has", () => {
  test("empty and 0-d ones beside good weights change nothing", async () => {
    const more = new Map([
      ...state(),
      ["empty", tensor("2", 0, [0, 4], [4, 1])],
      ["step", tensor("2", 1, [], [])],
    ] as const);
    const path = file("a.pth", torchZip(more, { ...storages(), 2: f32(1) }));
    const { code, err } = await grok(["info", path]);
    if (code === 0) expect(err).toBe("");
    else expect(err).toMatch(/^error: .*; /);
  });

  test(
    "twenty thousand of one number each",
    async () => {
      const many = new Map(Array.from({ length: 2e4 }, (_, i) => [`t${i}`, tensor("0", 1, [1, 1], [1, 1])]));
      const { code, out, err } = await grok(["info", file("a.pth", torchZip(many, { 0: f32(1) }))]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err.split("\n")[0]).toMatch(
        /^error: .*a\.pth: holds 20000 tensors: a network is read of 4096 at most; keep the weights of one network alone/,
      );
    },
    PATIENCE,
  );

  test("where nothing fits, the error is followed by a table of every tensor", async () => {
    const path = file(
      "a.pth",
      torchZip(new Map([["strange", tensor("0", 6, [2, 3], [3, 1])]]), { 0: f32(1, 2, 3, 4, 5, 6) }),
    );
    const { code, out, err } = await grok(["info", path]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    const [first, ...table] = err.trim().split("\n");
    expect(first).toBe(`error: ${path}: no layout fits its 1 tensors; state their roles with --map`);
    expect(table.join("\n")).toMatch(/strange +\[2, 3\]/);
  });
});

describe("shapes that do not fit the task", () => {
  test("a table of another group, and another p", async () => {
    const path = file("a.pth", checkpoint());
    const table = file(
      "Z3.json",
      JSON.stringify({
        table: [
          [0, 1, 2],
          [1, 2, 0],
          [2, 0, 1],
        ],
      }),
    );
    for (const options of [
      ["--task", table],
      ["--p", "11"],
    ]) {
      const { code, out, err } = await grok(["info", path, ...options]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(new RegExp(`^error: [^\n]*the network has ${P}[^\n]*; [^\n]*\n$`));
    }
  });

  test("fewer answers than inputs: read with spare tokens, and doubted", async () => {
    const weights = new Map([...state(), ["mlp.W_out", tensor("1", 112, [5, 16], [16, 1])] as const]);
    const { provenance } = await json(["info", file("a.pth", torchZip(weights, storages()))]);
    expect(provenance.task.p).toBe(5);
    expect(provenance.doubts.join()).toMatch(/is assumed: .* no better than by chance; --task states it/);
  });
});

describe("a folder", () => {
  const good = (at: string, ...epochs: number[]) => {
    for (const epoch of epochs) writeFileSync(join(at, `${epoch}.pth`), checkpoint({ epoch }));
    return at;
  };

  test("with one damaged file, and others that are none: they are listed, the run is read", async () => {
    const at = good(folder(), 0, 100, 200);
    writeFileSync(join(at, "300.pth"), checkpoint({ epoch: 300 }).subarray(0, 500));
    writeFileSync(join(at, "notes.txt"), "mine");
    writeFileSync(join(at, "config.json"), "{ nonsense\n");
    writeFileSync(join(at, "log.json"), JSON.stringify({ lines: Array(200_000).fill("a line") }));
    mkdirSync(join(at, "plots"));
    mkdirSync(join(at, "metrics.csv"));
    symlinkSync("gone.pth", join(at, "400.pth"));
    const { provenance } = await json(["losses", at]);
    expect(provenance.checkpoints.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 100, 200]);
    const reasons = Object.fromEntries(provenance.skipped.map(({ file, reason }: any) => [file, reason]));
    expect(Object.keys(reasons).sort()).toEqual(["300.pth", "400.pth", "config.json", "notes.txt"]);
    expect(reasons["300.pth"]).toContain("truncated");
    expect(reasons["config.json"]).toContain("is not JSON");
    for (const reason of Object.values(reasons)) expect(reason).not.toMatch(/\n|\/tmp/);
  });

  test.each<[string, (at: string) => void, RegExp]>([
    ["is empty", () => {}, / is an empty folder; give /],
    [
      "has no checkpoint",
      (at) => writeFileSync(join(at, "notes.txt"), "mine"),
      / holds no checkpoint among 1 files; give /,
    ],
    [
      "has two shapes",
      (at) => cpSync(join(TINY, "100.pth"), join(good(at, 5), "100.pth")),
      / mixes runs: .* differ in .*; open one file/,
    ],
    [
      "has two logs",
      (at) =>
        [1, 2].map((n) => writeFileSync(join(at, `${n}.pth`), checkpoint({ epoch: n, train_losses: list(n, n + 1) }))),
      / mixes runs: train_loss begins with .*; open one file/,
    ],
  ])("that %s is refused", async (_, fill, message) => {
    const at = folder();
    fill(at);
    expect(await refused(at)).toMatch(message);
  });

  test.each<[string, (at: string) => void, RegExp]>([
    [
      "has an epoch twice",
      (at) => cpSync(join(good(at, 5), "5.pth"), join(at, "copy.pth")),
      / mixes runs: .* both of epoch 5; --run takes one/,
    ],
    [
      "has two final ones without epochs",
      (at) => ["a", "b"].map((name) => writeFileSync(join(at, `final_${name}.pth`), checkpoint())),
      / mixes runs: 2 files do not say their epoch.*; --run takes one/,
    ],
  ])(
    "that %s holds several runs: no question is answered, info lists its files, each opens",
    async (_, fill, message) => {
      const at = folder();
      fill(at);
      const { code, out, err } = await grok(["losses", at]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(message);
      const { table } = await json(["info", at]);
      expect(table.rows.map(({ run }) => run)).toEqual(expect.arrayContaining(readdirSync(at)));
      for (const run of readdirSync(at)) await printed(["losses", at, "--run", run]);
    },
  );
});

test("an object of an unknown class in place of the weights is not taken for them", async () => {
  const path = file("a.pth", torchZip(new Map([["model", call("my.Network", 3)]])));
  expect(await refused(path)).toMatch(/holds no weights: .*; give a checkpoint/);
});
