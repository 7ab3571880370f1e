import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { copiedFolder, writing } from "../runs/_write.ts";
import { say } from "./_out.ts";

/** The run that the package brings: a transformer that learnt a + b mod 29, as PyTorch saved it. */
const EXAMPLE = "fixtures/tiny";

/** Adds `example`. */
export function addExample(root: Command): void {
  root
    .command("example")
    .description("Writes a small run to try everything on: 24 checkpoints of a network that learnt a + b mod 29.")
    .argument("[folder]", "where to; it must not be there yet", "example-run")
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  grok-analyze example",
        "  grok-analyze example runs/tiny && grok-analyze report runs/tiny",
      ].join("\n"),
    )
    .action(example);
}

function example(folder: string): void {
  if (existsSync(folder))
    throw new UsageError(folder, "is there already", "nothing is written over: name a folder that is not there yet");
  const own = createRequire(import.meta.url).resolve("grok-analyze/package.json");
  const from = join(dirname(own), EXAMPLE);
  writing(folder, "free space, or name another folder", () => copiedFolder(from, resolve(folder)));
  const files = readdirSync(folder).length;
  say(`wrote ${files} files to ${folder}`);
  say(`look at them: grok-analyze info ${folder}`);
  say(`or all at once: grok-analyze report ${folder}`);
}
