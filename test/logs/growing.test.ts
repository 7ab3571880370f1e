import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { readMemory } from "#logs/_memory.js";
import { readLog } from "#logs/_read.js";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "growing-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const loss = (i: number) => (5 / (1 + i / 100)).toFixed(4);
const TEXTS: Readonly<Record<string, readonly [head: string, line: (i: number) => string]>> = {
  "a.csv": ["epoch,train_loss,test_loss,note\n", (i) => `${i},${loss(i)},${7 + (i % 5)},"a, ""b""\nc"\n`],
  "windows.tsv": ["step\ttrain_loss\ttest_loss\r\n", (i) => `${i}\t${loss(i)}\t${7 + (i % 5)}\r\n`],
  "a.jsonl": [
    '{"config": {"p": 113}}\n',
    (i) => `{"epoch": ${i}, "train_loss": ${loss(i)}, "test_loss": ${7 + (i % 5)}}\n`,
  ],
  "long.csv": ["step,metric,value\n", (i) => `${i},train_loss,${loss(i)}\n${i},test_loss,${7 + (i % 5)}\n`],
  "printed.log": [
    "begun\n",
    (i) => (i % 2 === 0 ? `epoch ${i}:\n` : `  train loss ${loss(i)}, test loss ${7 + (i % 5)} ünï\n`),
  ],
};

describe.each(Object.entries(TEXTS))("%s", (name, [head, line]) => {
  const text = head + Array.from({ length: 6000 }, (_, i) => line(i)).join("");
  const bytes = Buffer.from(text);

  test("read bit by bit, cut anywhere, is what it is read as a whole", () => {
    const path = join(folder(), name);
    const memory = readMemory();
    writeFileSync(path, bytes.subarray(0, 100));
    // Lengths that are in no step with lines, letters of two bytes, or the pieces that are read.
    for (let from = 100, i = 0; from < bytes.length; i++) {
      const to = Math.min(bytes.length, from + 1 + ((i * 7919) % 9973));
      appendFileSync(path, bytes.subarray(from, to));
      readLog(path, { memory });
      from = to;
    }
    expect(bytes.length).toBeGreaterThan(2 ** 16);
    const { curves, format } = readLog(path) ?? {};
    const followed = readLog(path, { memory });
    expect(curves?.length).toBeGreaterThan(0);
    expect({ format: followed?.format, curves: followed?.curves }).toEqual({ format, curves });
    expect(memory.replaced()).toEqual([]);
  });

  test("is read from its end on alone", () => {
    const path = join(folder(), name);
    const memory = readMemory();
    writeFileSync(path, bytes);
    readLog(path, { memory });
    // A number in the middle that is not looked at again: neither its beginning nor its end has changed.
    const changed = Buffer.from(text.replaceAll("0.35", "9.35"));
    writeFileSync(path, Buffer.concat([changed, Buffer.from(line(6004) + line(6005))]));
    const curve = readLog(path, { memory })?.curves.find(({ measure }) => measure === "train_loss");
    expect(Math.max(...(curve?.values ?? []))).toBeLessThan(9);
    expect(curve?.at[curve.at.length - 1]).toBeGreaterThan(6003);
    expect(Math.max(...(readLog(path)?.curves[0].values ?? []))).toBeGreaterThan(9);
  });
});

test("rows of a log that is followed are bounded, and none of its extremes is lost", () => {
  const path = join(folder(), "a.csv");
  const memory = readMemory();
  writeFileSync(path, "epoch,train_loss\n");
  let epoch = 0;
  for (let part = 0; part < 40; part++) {
    let text = "";
    for (let i = 0; i < 10_000; i++, epoch++) text += `${epoch},${epoch === 123_456 ? 99 : epoch % 7}\n`;
    appendFileSync(path, text);
    const curve = readLog(path, { memory })?.curves[0];
    expect(curve?.values.length).toBeLessThanOrEqual(2 ** 17);
  }
  const { curves = [], doubts } = readLog(path, { memory }) ?? {};
  expect(curves[0].values[curves[0].at.indexOf(123_456)]).toBe(99);
  expect(doubts?.join()).toContain("the log has 400000 rows");
});

test("what has not changed is not read again", () => {
  const path = join(folder(), "a.json");
  writeFileSync(path, JSON.stringify({ train_losses: [3, 2, 1] }));
  const memory = readMemory();
  const first = readLog(path, { memory });
  expect(readLog(path, { memory })).toBe(first);
  writeFileSync(path, readFileSync(path, "utf8").replace("1]", "1, 0.5]"));
  expect(readLog(path, { memory })?.curves[0].values).toEqual([3, 2, 1, 0.5]);
});
