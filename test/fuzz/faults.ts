import { writeFileSync } from "node:fs";
import { FormatError } from "#errors.js";

/** What no reader may do, by what it is to be called: so that the judge is known to see it. */
export const FAULTS: Readonly<Record<string, () => void>> = {
  hang: () => {
    for (;;);
  },
  memory: () => {
    const all: Uint8Array[] = [];
    for (;;) all.push(new Uint8Array(2 ** 24).fill(1));
  },
  "raw error": () => {
    throw new TypeError("a fault of ours");
  },
  written: () => {
    writeFileSync("outside", "");
  },
  executed: () => {
    new Function("return 1")();
  },
  "executed, by a name": () => {
    Object.assign(Object.prototype, { polluted: 1 });
    throw new FormatError("a", "is refused all the same");
  },
  "several lines": () => {
    // As one that makes its message itself would.
    throw Object.assign(new FormatError("a", "b"), { message: "a: b\n\u001b[2J" });
  },
  crash: () => {
    process.exit(3);
  },
};
