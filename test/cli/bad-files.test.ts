import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { call, pickled, tensor, torchZip, zip } from "../formats/_builders.ts";
import { bomb, checkpoint, state, storages } from "./_checkpoints.ts";
import { file, folder, PATIENCE, TINY } from "./_cli.ts";
import { refused } from "./_refused.ts";

describe("not a checkpoint", () => {
  const PNG = Buffer.from("89504e470d0a1a0a0000000d4948445200000001000000010806000000", "hex");
  const NOISE = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * i * 31 + 7 * i + 165) % 256));

  test.each([
    ["text.pth", "hello world\n"],
    ["picture.pt", PNG],
    ["noise.pth", NOISE],
    ["page.safetensors", "<!doctype html><title>404</title>"],
  ])("%s: its first bytes and the formats are shown", async (name, bytes) => {
    expect(await refused(file(name, bytes))).toMatch(/is not a checkpoint: begins with [0-9a-f]+ .*; the formats are /);
  });

  test.each(["none.pth", "none.json", "none"])("an empty %s", async (name) => {
    expect(await refused(file(name, ""))).toMatch(/ is empty; the formats are /);
  });

  test("a folder that is named as a file", async () => {
    const path = join(folder(), "x.pth");
    mkdirSync(path);
    expect(await refused(path)).toMatch(/ is an empty folder; give a checkpoint/);
  });

  test("no such file, and a file where a folder should be", async () => {
    const path = file("text.pth", "hello");
    for (const missing of [join(folder(), "gone.pth"), join(path, "a.pth")])
      expect(await refused(missing)).toMatch(/: no such file or folder; give a checkpoint/);
  });

  test("a pipe that nobody writes to", async () => {
    const path = join(folder(), "pipe.pth");
    execFileSync("mkfifo", [path]);
    expect(await refused(path)).toMatch(/: cannot be opened: not a regular file; give /);
  });

  test("a socket", async () => {
    const path = join(folder(), "s");
    const server = createServer().listen(path);
    await new Promise((ready) => server.once("listening", ready));
    expect(await refused(path)).toMatch(/: cannot be opened: not a regular file; give /);
    server.close();
  });

  test("links that go round in a circle, and one to nowhere", async () => {
    const at = folder();
    symlinkSync(join(at, "b.pth"), join(at, "a.pth"));
    symlinkSync(join(at, "a.pth"), join(at, "b.pth"));
    symlinkSync("gone", join(at, "c.pth"));
    expect(await refused(join(at, "a.pth"))).toMatch(/: cannot be opened: ELOOP.*; give a checkpoint/);
    expect(await refused(join(at, "c.pth"))).toMatch(/: no such file or folder; give a checkpoint/);
  });

  test.skipIf(process.getuid?.() === 0)("unreadable (skipped for root, who may read all)", async () => {
    const path = file("a.pth", checkpoint());
    chmodSync(path, 0);
    expect(await refused(path)).toMatch(/: cannot be opened: EACCES/);
  });
});

describe("a pickle that asks for os.system", () => {
  const command = (marker: string) => call("os.system", `touch ${marker}`);

  test.each([
    ["in a torch zip", (ask: Buffer) => torchZip(new Map([["model", ask]]))],
    ["beside good weights", (ask: Buffer) => checkpoint({ config: ask })],
    ["as a plain pickle", (ask: Buffer) => pickled(ask)],
  ])("%s is refused, and does not get it", async (_, made) => {
    const marker = join(folder(), "ran");
    const bytes = made(command(marker));
    expect(await refused(file("evil.pth", bytes))).toMatch(/os\.system/);
    expect(existsSync(marker)).toBe(false);
  });

  test("the same pickle does run where it is executed, so that the marker proves something", () => {
    const marker = join(folder(), "ran");
    execFileSync("sh", ["-c", `touch ${marker}`]);
    expect(existsSync(marker)).toBe(true);
  });
});

describe("an archive that is larger than it looks", () => {
  test.each([
    ["which says so", bomb(), /would inflate to 3221225472/],
    ["which lies", bomb(1000), /cannot be inflated/],
  ])("3 GiB of zeros in 3 MB, %s", async (_, bytes, message) => {
    expect(bytes.length).toBeLessThan(4e6);
    expect(await refused(file("bomb.pth", bytes))).toMatch(message);
  });

  test("members that share their bytes", async () => {
    const data = pickled(new Map([["model", 1]]));
    const members = [0, 1, 2].map((i) => ({ name: `run/data.pk${"lmn"[i]}`, data, offset: 0 }));
    expect(await refused(file("overlap.pth", zip(members)))).toMatch(/overlap/);
  });
});

describe("a pickle that cannot be a checkpoint", () => {
  test("nests ten thousand lists", async () => {
    const deep = Buffer.concat([Buffer.from("]".repeat(10_000)), Buffer.from("a".repeat(9_999))]);
    expect(await refused(file("deep.pth", pickled(new Map([["model", deep]]))))).toMatch(/nest|deep/);
  });

  test("holds itself", async () => {
    // A list, memoised, then appended to itself.
    const cyclic = Buffer.concat([Buffer.from("]q"), Buffer.of(0), Buffer.from("h"), Buffer.of(0), Buffer.from("a")]);
    expect(await refused(file("cyclic.pth", pickled(new Map([["model", cyclic]]))))).toMatch(
      /itself|cycl|holds no weights/,
    );
  });

  test("has 100 000 keys and no network", async () => {
    const many = new Map(Array.from({ length: 1e5 }, (_, i) => [`key ${i}`, i]));
    expect(await refused(file("many.pth", pickled(many)))).toMatch(/holds no weights: .*; give a checkpoint/);
  });
});

describe("tensors that are not all there", () => {
  const { 0: W_in, 1: W_out } = storages();

  test("a storage is missing", async () => {
    expect(await refused(file("a.pth", checkpoint({}, { 0: W_in })))).toMatch(/no member run\/data\/1/);
  });

  test("a storage is too short", async () => {
    expect(await refused(file("a.pth", checkpoint({}, { 0: W_in, 1: W_out.subarray(0, 40) })))).toMatch(
      /448 bytes expected .* 40 found; the archive is damaged/,
    );
  });

  test("a tensor reaches beyond its storage", async () => {
    const weights = new Map([...state(), ["mlp.W_in", tensor("0", 112, [16, 8], [8, 1])] as const]);
    expect(await refused(file("a.pth", torchZip(weights, { 0: W_in, 1: W_out })))).toMatch(/storage|elements/);
  });

  test("a byte of a weight has changed", async () => {
    const bytes = checkpoint();
    const at = bytes.indexOf(W_out) + 5;
    bytes[at] ^= 1;
    expect(await refused(file("a.pth", bytes))).toMatch(
      /checksum does not match; the file is damaged, or was edited in place/,
    );
  });
});

test(
  "a folder of damaged files lists each",
  async () => {
    const at = folder();
    const whole = readFileSync(join(TINY, "5000.pth"));
    for (const n of [100, 9_000]) writeFileSync(join(at, `${n}.pth`), whole.subarray(0, n));
    expect(await refused(at)).toMatch(/holds no readable checkpoint: 100\.pth .*9000\.pth /);
  },
  PATIENCE,
);
