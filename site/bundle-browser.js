import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";

// What runs in a page's workers, as the package exports it: scripts, and what they fetch from beside them.
const require = createRequire(import.meta.url);
const OUT = "dist/bundle/browser";

const { metafile } = await build({
  entryPoints: ["index", "reproducible-math", "explorer-worker", "_pass-worker"].map((name) => `dist/browser/${name}.js`),
  inject: ["dist/browser/globals.js"],
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "browser",
  outdir: OUT,
  metafile: true,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
});

// Whose notices go with it: notices.js reads it.
writeFileSync("dist/browser.meta.json", JSON.stringify(metafile));
mkdirSync(OUT, { recursive: true });
const wasm = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
for (const name of ["tfjs-backend-wasm.wasm", "tfjs-backend-wasm-simd.wasm"])
  copyFileSync(join(wasm, "wasm-out", name), join(OUT, name));
copyFileSync(
  require.resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js"),
  join(OUT, "plotly.min.cjs"),
);
copyFileSync("dist/page.js", join(OUT, "report.js"));
copyFileSync("dist/comparison-page.js", join(OUT, "comparison.js"));
