// Runs notebooks as their kernel does, with its own compiler and executor, in one process and without Jupyter: all that a
// kernel takes to start is taken once. On its input the notebooks, by name, each with cells to be refused after its own;
// on its output what every cell gave, what the cells of each declared, and why each of the others was refused.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { sys } = require("@tslab/typescript-for-tslab");
const { createConverter } = require("tslab/dist/converter.js");
const { createExecutor } = require("tslab/dist/executor.js");
// `show` hands its figures to what speaks to Jupyter, wherever that is loaded.
const jupyter = require("tslab/dist/jupyter.js");

// What else runs changes files: a compiler that watches them compiles anew in the midst of a cell.
const watched = () => ({ close() {} });
Object.assign(sys, { watchFile: watched, watchDirectory: watched });

const given = JSON.parse(readFileSync(0, "utf8"));
process.chdir("notebooks");
const converter = createConverter({ isJS: false, isBrowser: false });
const answer = process.stdout.write.bind(process.stdout);

let outputs = [];
for (const name of ["stdout", "stderr"])
  process[name].write = (text) => {
    const last = outputs.at(-1);
    if (last?.name === name) last.text += text;
    else outputs.push({ output_type: "stream", name, text: String(text) });
    return true;
  };
jupyter.lastWriteDisplayData = ({ data }) => outputs.push({ output_type: "display_data", data });

const made = [];
for (const { name, refused } of given) {
  let declared = "";
  const node = {
    ...converter,
    convert(before, cell) {
      const converted = converter.convert(before, cell);
      declared = converted.declOutput ?? "";
      return converted;
    },
  };
  const executor = createExecutor(process.cwd(), { node, close() {} }, { log: console.log, error: console.error });
  const cells = [];
  for (const cell of JSON.parse(readFileSync(name, "utf8")).cells.filter(({ cell_type }) => cell_type === "code")) {
    outputs = [];
    await executor.execute(cell.source.join(""));
    cells.push({ ...cell, outputs });
  }
  const reasons = refused.map((text) => converter.convert(declared, text).diagnostics.map((one) => one.messageText));
  made.push({ name, cells, declared, reasons });
}
converter.close();
answer(JSON.stringify(made), () => process.exit());
