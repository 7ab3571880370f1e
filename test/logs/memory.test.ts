import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readMemory } from "#logs/_memory.js";
import { logFormatOf, readLog } from "#logs/_read.js";
import { folder } from "../runs/_made.ts";
import { losses, told } from "./_texts.ts";

const HEADER = "step,train_loss\n";

test("a memory keeps what is asked for in a reading and the next, and no longer", () => {
  const [path, memory] = [`${folder()}/a.txt`, readMemory()];
  writeFileSync(path, "1");
  let count = 0;
  const read = (use: string) => memory.kept(use, [path], () => ++count);
  expect([read("a"), read("a"), read("b")]).toEqual([1, 1, 2]);
  memory.settle();
  expect([read("a"), read("a")]).toEqual([1, 1]);
  memory.settle();
  expect([read("a"), read("b")]).toEqual([1, 3]);
  writeFileSync(path, "22");
  expect([read("a"), read("b")]).toEqual([4, 5]);
  memory.settle();
  memory.settle();
  expect(read("a")).toBe(6);
});

test("a log that a reading did not ask for is forgotten", () => {
  const [path, memory] = [`${folder()}/a.csv`, readMemory()];
  const steps = () => readLog(path, { memory })?.curves[0]?.at.length;
  writeFileSync(path, HEADER + losses(0, 4000));
  expect(steps()).toBe(4000);
  memory.settle();
  writeFileSync(path, HEADER + losses(4000, 4010));
  expect(steps()).toBe(4010);
  memory.settle();
  memory.settle();
  writeFileSync(path, HEADER + losses(5000, 5010));
  expect(steps()).toBe(10);
});

test("a log of no lines is read anew where it has changed, and doubts of lines are said as they are", () => {
  const [at, memory] = [folder(), readMemory()];
  writeFileSync(`${at}/a.json`, '{"train_loss": [3, 2, 1]}');
  expect(told(readLog(`${at}/a.json`, { memory }))).toEqual([["train_loss by row", [0, 1, 2], [3, 2, 1]]]);
  writeFileSync(`${at}/a.jsonl`, '{"step": 1, "train_loss": 3}\n{"step": 2, "tr\n');
  expect(readLog(`${at}/a.jsonl`, { memory })).toMatchObject({
    format: "json-lines",
    doubts: ["1 line is no JSON object, and left out"],
  });
  expect(readLog(`${at}/a.jsonl`, { memory })).toBe(readLog(`${at}/a.jsonl`, { memory }));
  writeFileSync(`${at}/a.bin`, Buffer.from([1, 2, 3]));
  expect([logFormatOf(`${at}/a.bin`, { memory }), readLog(`${at}/a.bin`, { memory }), readLog(`${at}/a.bin`)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
