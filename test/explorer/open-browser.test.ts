import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { PATIENCE, start } from "../cli/_cli.ts";
import { threeRuns } from "./_exploring.ts";

test.skipIf(process.platform !== "linux")(
  "what a browser is started with names a file that its owner alone can read, not the token",
  async () => {
    const at = threeRuns();
    const [bin, told] = [join(at, "bin"), join(at, "told")];
    mkdirSync(bin);
    writeFileSync(
      join(bin, "xdg-open"),
      `#!/bin/sh\nprintf '%s' "$*" > "${told}.part" && /bin/mv "${told}.part" "${told}"\n`,
    );
    chmodSync(join(bin, "xdg-open"), 0o755);
    const { child, ended } = start(["explore", "runs"], { cwd: at, env: { ...process.env, PATH: bin, DISPLAY: ":0" } });
    onTestFinished(() => void child.kill("SIGKILL"));
    const address = await new Promise<string>((resolve) =>
      child.stdout.once("data", (chunk: Buffer) => resolve(String(chunk).trim())),
    );
    await expect.poll(() => existsSync(told), { timeout: PATIENCE }).toBe(true);
    const given = readFileSync(told, "utf8");
    expect(given).toMatch(/^file:\/\/\S+\.html$/);
    expect(given).not.toContain(new URL(address).searchParams.get("token"));
    const file = fileURLToPath(given);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8")).toContain(`content="0; url=${address}"`);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0 });
    expect(existsSync(file)).toBe(false);
  },
  PATIENCE,
);
