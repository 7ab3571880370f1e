import { expect, test } from "vitest";
import { startBackend } from "#engine/backend.js";
import { UsageError } from "#errors.js";
import { openRun } from "#runs/open.js";

// First in this file, while no backend runs yet.
test("several runs can be opened at once, the first of a process among them", async () => {
  const paths = ["fixtures/tasks/addition", "fixtures/tasks/subtraction", "fixtures/layouts/two-layer-mlp"];
  const runs = await Promise.all(paths.map((path) => openRun(path)));
  expect(runs.map(({ name }) => name)).toEqual(["addition", "subtraction", "two-layer-mlp"]);
});

test("a backend starts once a process: the same one may be asked for again, another one not", async () => {
  const running = await startBackend();
  expect(await startBackend(running)).toBe(running);
  await expect(startBackend(running === "wasm" ? "tensorflow" : "wasm")).rejects.toThrow(UsageError);
});

test("a backend that there is not is refused by name", async () => {
  await expect(openRun("fixtures/tasks/addition", { backend: "webgl" as "wasm" })).rejects.toThrow(UsageError);
});
