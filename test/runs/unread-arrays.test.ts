import { expect, test } from "vitest";
import type { Inert, Value } from "#formats/_values.js";
import { unreadArrays } from "#layouts/_unread-arrays.js";
import { openRun } from "#runs/open.js";
import { call, list, type Picklable, pickled } from "../formats/_builders.ts";
import { folder } from "./_made.ts";

/** As no writer makes one: the class itself is called, with a shape and without bytes. */
const called = call("numpy.ndarray", [3]);
const doubtsOf = async (held: Readonly<Record<string, Picklable>>) => {
  const path = folder({ "a.pkl": pickled(new Map(Object.entries(held))) });
  return (await openRun(`${path}/a.pkl`)).doubts.filter((doubt) => doubt.includes("not read"));
};

test("a curve whose numbers are not read is named; those beside it are read", async () => {
  const beside = { test_loss: list(3, 2, 1), epochs: list(0, 1, 2) };
  expect(await doubtsOf({ train_loss: called, ...beside })).toEqual([
    "arrays whose numbers are not read: train_loss (numpy.ndarray); save them as float32 or float64",
  ]);
  expect(await doubtsOf({ train_loss: list(3, 2, 1), ...beside })).toEqual([]);
});

test("of many five are named", async () => {
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, i) => [`a${i}`, called]));
  const weights = new Map(Object.entries(many));
  const [doubt] = await doubtsOf({ weights, train_loss: list(3, 2, 1), epochs: list(0, 1, 2) });
  expect(doubt).toMatch(/: weights\.a0 \(.*weights\.a4 \(numpy\.ndarray\) and 2 more; save them as float/);
});

test("the state of a random generator, which nobody misses, is not", async () => {
  const held = { rng_states: new Map([["numpy", list("MT19937", called, 624)]]), vocabulary: called };
  expect(await doubtsOf({ ...held, train_loss: list(3, 2, 1), epochs: list(0, 1, 2) })).toEqual([]);
});

test("they are found wherever they lie, each once, and other objects are none", () => {
  const inert = (name: string, state: Value = null): Inert => ({ type: "inert", class: name, arguments: [], state });
  const array = inert("numpy.ndarray");
  const tensor = inert("torch._utils._rebuild_sparse_tensor");
  const whole = new Map<string, Value>([
    ["a", array],
    ["again", array],
    ["own", inert("my.State", new Map([["b", [1, tensor]]]))],
    ["type", inert("numpy.dtype")],
  ]);
  expect(unreadArrays(whole)).toEqual([
    { at: "a", class: "numpy.ndarray" },
    { at: "own.b.1", class: tensor.class },
  ]);
  expect(unreadArrays(array)).toEqual([{ at: "", class: "numpy.ndarray" }]);
  let deep: Value = array;
  for (let i = 0; i < 12; i++) deep = [deep];
  expect([unreadArrays(deep).length, unreadArrays([deep]).length]).toEqual([1, 0]);
});
