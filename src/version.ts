import { createRequire } from "node:module";

const { version: own } = createRequire(import.meta.url)("grok-analyze/package.json") as { version: string };

/** Version of this package. */
export const version: string = own;
