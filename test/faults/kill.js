// Kills commands at random moments, starts them again, and prints a line each: what differs in the end, and what is left over.
// Usage: npm run kill -- [--command train,analyze] [--times 50] [--seed 1]
import { parseArgs } from "node:util";
import { COMMANDS } from "./_commands.js";
import { killed, seeded } from "./_killed.js";

const { values } = parseArgs({
  options: {
    command: { type: "string", default: Object.keys(COMMANDS).join(",") },
    times: { type: "string", default: "50" },
    seed: { type: "string", default: "1" },
  },
});
const names = values.command.split(",");
const stray = names.find((name) => !Object.hasOwn(COMMANDS, name));
if (stray !== undefined) {
  console.error(`error: --command: there is no "${stray}"; choose among ${Object.keys(COMMANDS).join(", ")}`);
  process.exit(2);
}
for (const name of names) {
  const { kills, rounds, differing, left, codes, varying } = await killed(
    name,
    Number(values.times),
    seeded(Number(values.seed)),
  );
  const list = (all) => ([...all].length === 0 ? "none" : [...all].join(", "));
  console.log(
    `${name.padEnd(8)} ${kills} kills in ${rounds} rounds; differing: ${list(differing)}; left over: ${list(left)}; ended otherwise: ${list(codes)}; not compared, as they hold times: ${list(varying)}`,
  );
  if (differing.size + left.size + codes.size > 0) process.exitCode = 1;
}
