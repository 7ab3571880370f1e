import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Rooms whose tests leave nothing behind in their process, such as the engine that they set: they share one, and what it takes to start and to warm up. */
const ROOMS = [
  "analyzers",
  "cli",
  "compiled",
  "formats",
  "glossary",
  "host",
  "layouts",
  "logs",
  "networks",
  "numerics",
  "oracles",
  "page",
  "quantities",
  "results",
  "runs",
  "sweeps",
  "tables",
  "tasks",
  "training",
].map((room) => `test/${room}/**/*.test.ts`);

/** Of rooms whose other tests wait for processes and browsers. */
const SOME = ["test/explorer/!(page).test.ts", "test/monitoring/!(watch-*).test.ts"];

/**
 * Tests that draw, read what is drawn, or look at files: they leave nothing behind either, and share what takes seconds to
 * load, the window without a screen in which Plotly draws.
 */
const DRAWN = ["figures", "report", "repository"].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: "test/_missing-tools.ts",
    setupFiles: "test/_host.ts",
    // For what hangs. A busy machine takes a minute for a test of a second.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
    // What is tested is the built package, as users import it: node loads it, worker threads and WebAssembly included.
    server: { deps: { external: [/\/dist\//] } },
    pool: "forks",
    // As many as cores: by default one is left free, which of two is half.
    maxWorkers: availableParallelism(),
    // By their names: those apart, which take longest, come first, so that none of them ends a run alone.
    projects: [
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: [...ROOMS, ...SOME, ...DRAWN] } },
      { extends: true, test: { name: "rooms", include: [...ROOMS, ...SOME], isolate: false } },
      { extends: true, test: { name: "drawn", include: DRAWN, isolate: false } },
    ],
  },
});
