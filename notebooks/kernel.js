import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the notebooks, and the package's. */
export const NOTEBOOKS = dirname(fileURLToPath(import.meta.url));
const PACKAGE = dirname(NOTEBOOKS);

/** What to install where Jupyter is missing. */
export const REMEDY = `Install it with one of
  sudo apt install jupyter-notebook jupyter-nbconvert
  python3 -m pip install jupyterlab plotly nbconvert
and run this again; "python3 -m pip install jupyterlab plotly" is what makes figures interactive.
`;

/**
 * Registers tslab as a kernel beside the project, in .jupyter/, and lets cells import the package by its name. Returns the
 * environment in which Jupyter finds the kernel. Nothing outside the project's folder is touched.
 */
export function prepared() {
  linked();
  const share = join(PACKAGE, ".jupyter", "share", "jupyter");
  const kernel = join(share, "kernels", "tslab");
  const tslab = join(dirname(createRequire(import.meta.url).resolve("tslab/package.json")), "bin", "tslab");
  mkdirSync(kernel, { recursive: true });
  writeFileSync(
    join(kernel, "kernel.json"),
    JSON.stringify({
      // This very Node: the one on Jupyter's PATH may be too old.
      argv: [process.execPath, tslab, "kernel", "--config-path", "{connection_file}"],
      display_name: "TypeScript",
      language: "typescript",
    }),
  );
  const { JUPYTER_PATH } = process.env;
  return { ...process.env, JUPYTER_PATH: JUPYTER_PATH ? `${share}${delimiter}${JUPYTER_PATH}` : share };
}

/** notebooks/node_modules/grok-analyze is the package: the kernel's compiler knows no self-reference by name. */
function linked() {
  const link = join(NOTEBOOKS, "node_modules", "grok-analyze");
  if (leadsToPackage(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  try {
    symlinkSync(relative(dirname(link), PACKAGE), link, "junction");
  } catch (error) {
    // Another process may have been faster.
    if (!leadsToPackage(link)) throw error;
  }
}

function leadsToPackage(link) {
  try {
    return realpathSync(link) === realpathSync(PACKAGE);
  } catch {
    return false;
  }
}
