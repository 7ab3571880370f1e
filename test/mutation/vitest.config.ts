import { defineConfig } from "vitest/config";

/** The tests whose files are named, in one process; with a log, each with every change that it reaches: `run.js` starts it. */
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: "test/_host.ts",
    testTimeout: 600_000,
    bail: 1,
    pool: "forks",
    isolate: false,
    maxWorkers: 1,
    maxConcurrency: 1,
    ...(process.env.MUTATION_LOG ? { runner: "test/mutation/runner.ts" } : {}),
    server: { deps: { external: [/\/dist\//] } },
  },
});
