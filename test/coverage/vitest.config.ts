import { defineConfig, mergeConfig } from "vitest/config";
import config from "../../vitest.config.ts";

/** The tests as always, each file's lines written down as it ends. */
export default mergeConfig(config, defineConfig({ test: { setupFiles: ["test/coverage/_take.ts"] } }));
