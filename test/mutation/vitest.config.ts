import { defineConfig } from "vitest/config";

/** The tests of the rooms whose files are changed, in one process: `run.js` names them. */
const rooms = (process.env.MUTATED_ROOMS ?? "").split(",");

export default defineConfig({
  test: {
    include: rooms.map((room) => `test/${room}/**/*.test.ts`),
    setupFiles: "test/_host.ts",
    testTimeout: 60_000,
    isolate: false,
    server: { deps: { external: [/\/dist\//] } },
  },
});
