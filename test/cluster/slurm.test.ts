import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { folder, MAIN, PATIENCE, printed, TINY } from "../cli/_cli.ts";
import { NO_SLURM, type Slurm, startSlurm, until } from "./_slurm.ts";

/** The bytes of every file below a folder but those that say how it came about. */
const bytesIn = (at: string, isLeftOut: RegExp) =>
  Object.fromEntries(
    readdirSync(at, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !isLeftOut.test(path.slice(at.length)))
      .sort()
      .map((path) => [path.slice(at.length), readFileSync(path, "latin1")]),
  );

describe.skipIf(NO_SLURM !== undefined)("on a Slurm of one node", () => {
  let slurm: Slurm | undefined;
  beforeAll(async () => {
    slurm = await startSlurm();
  }, PATIENCE);
  afterAll(() => slurm?.end(), PATIENCE);

  const running = () => slurm as Slurm;

  test(
    "a run's checkpoints as an array, a node that dies, and only what is missing again: the bytes of one process",
    async () => {
      const [at, alone] = [join(folder(), "out"), join(folder(), "out")];
      const ONLY = ["--only", "restricted-loss,phases,losses,input-maps,weight-norms"];
      const command = ["analyze", TINY, "--out", at, ...ONLY];
      const rows = () =>
        existsSync(join(at, "cache"))
          ? readdirSync(join(at, "cache")).flatMap((name) =>
              readFileSync(join(at, "cache", name), "utf8")
                .trimEnd()
                .split("\n"),
            )
          : [];
      const script = (array: string) =>
        [
          "#!/bin/sh",
          `#SBATCH --array=${array} --cpus-per-task=1 --no-requeue --output=${at}-%a.txt`,
          `exec ${process.execPath} ${MAIN} ${command.join(" ")} --shard /4 --threads 1`,
          "",
        ].join("\n");
      const job = running().submit(script("0-3"));
      await until(() => rows().length > 20);
      await running().killNode();
      // Those that had not begun would begin again by themselves.
      running().ask("scancel", job);
      await running().idle();
      const before = rows();
      const missing = (await printed([...command, "--missing", "--shard", "/4"])).trim();
      expect(missing).not.toBe("");
      await running().startNode();
      running().submit(script(missing));
      await running().idle();
      expect(await printed([...command, "--missing"])).toBe("");
      expect(await printed(command)).toContain("23 checkpoints, 23 from the cache");
      await printed(["analyze", TINY, "--out", alone, ...ONLY]);
      expect(bytesIn(at, /^.cache/)).toEqual(bytesIn(alone, /^.cache/));
      // What was there before the node died stays, and none of it is done twice.
      const after = rows().filter((line) => line.endsWith("}"));
      expect(new Set(after).size).toBe(after.length);
      expect(before.filter((line) => line.endsWith("]}")).every((line) => after.includes(line))).toBe(true);
    },
    PATIENCE,
  );

  test(
    "a sweep as an array that is cancelled midway, and only what is missing again: the bytes of one process",
    async () => {
      const [at, alone] = [join(folder(), "sweep"), join(folder(), "sweep")];
      const settings = ["family=mlp", "neurons=16", "activation=square", "epochs=150", "checkpoint_every=50"];
      const spec = [
        ...settings.flatMap((one) => ["--set", one]),
        ...["p=7,8,9,10,11,12", "weight_decay=0,1"].flatMap((one) => ["--grid", one]),
      ];
      const { env } = running();
      const ended = () =>
        Object.fromEntries(
          readdirSync(join(at, "cells"))
            .filter((name) => /^[^.].*\.json$/.test(name))
            .map((name) => [name, readFileSync(join(at, "cells", name), "utf8")]),
        );
      const submit = ["sweep", "submit", at, "--command", `${process.execPath} ${MAIN}`, "--sbatch", "no-requeue"];
      await printed(["sweep", "plan", ...spec, "-o", at]);
      const said = await printed(submit, { env });
      expect(said).toContain("--array=0-11\n");
      await until(() => Object.keys(ended()).length >= 3);
      running().ask("scancel", /^Submitted batch job (\d+)$/m.exec(said)?.[1] ?? "");
      await running().idle();
      const before = ended();
      expect(Object.keys(before).length).toBeLessThan(12);
      const missing = (await printed(["sweep", "missing", at])).trim();
      expect(await printed(submit, { env })).toContain(`--array=${missing}\n`);
      await running().idle();
      expect(await printed(["sweep", "missing", at])).toBe("");
      // With the seconds that each took: none has been run again.
      expect(ended()).toMatchObject(before);
      expect(Object.keys(ended())).toHaveLength(12);
      await printed(["sweep", ...spec, "-o", alone]);
      const runs = bytesIn(join(at, "runs"), /^$/);
      expect(Object.keys(runs).length).toBeGreaterThan(24);
      expect(runs).toEqual(bytesIn(join(alone, "runs"), /^$/));
    },
    PATIENCE,
  );
});
