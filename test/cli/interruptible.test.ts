import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const ROOM = resolve("dist/cli/_interruptible.js");

test("a signal that came while the process was busy ends it, though nobody listens while a run is opened", () => {
  const script = `
    const { endBetweenActions, endingAtOnce } = await import(${JSON.stringify(ROOM)});
    endBetweenActions();
    process.kill(process.pid, "SIGINT");
    await endingAtOnce(async () => {});
    console.log("lost");`;
  const { signal, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
  });
  expect({ signal, stdout }).toEqual({ signal: "SIGINT", stdout: "" });
});
