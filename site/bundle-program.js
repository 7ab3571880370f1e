import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

// The program as users run it: its own modules and the packages of pure JavaScript in a few files, which Node reads in a
// fraction of the time that it takes to find and parse them one by one. What `dependencies` names stays a package of its
// own: native code, and what reads files from beside it.
const OUT = "dist/bundle";
const { name, dependencies, optionalDependencies } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync(OUT, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [
    ...["index", "cli/main", "cli/run", "results/_pass-worker", "training/_shard-worker", "sweeps/_cell-worker"],
    ...["explorer/_follow-worker", "explorer/_report-worker", "explorer/_analysis-worker"],
  ].map((path) => `dist/${path}.js`),
  bundle: true,
  splitting: true,
  external: [name, ...Object.keys({ ...dependencies, ...optionalDependencies })],
  mainFields: ["module", "main"],
  platform: "node",
  format: "esm",
  // CommonJS within asks for Node's own modules by `require`.
  banner: { js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);' },
  entryNames: "[name]",
  outdir: OUT,
  metafile: true,
  logLevel: "warning",
});
// Whose notices go with it: notices.js reads it.
writeFileSync("dist/program.meta.json", JSON.stringify(metafile));
