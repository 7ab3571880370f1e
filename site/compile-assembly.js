// What src/compiled/assembly says, as WebAssembly in a module of its own: whoever runs the package, or a page with it, has
// it without reading another file.
import { writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const OPTIONS = ["-O3", "--enable", "simd", "--runtime", "stub", "--noAssert", "--outFile", "kernels.wasm"];

const { error, stderr } = await asc.main(["src/compiled/assembly/index.ts", ...OPTIONS], {
  writeFile: (_, bytes) =>
    writeFileSync("dist/compiled/wasm.js", `export const BASE64 = "${Buffer.from(bytes).toString("base64")}";\n`),
});
if (error) throw new Error(`${stderr}${error.message}`);
