// Starts verify.py with the Python that has PyTorch: `npm run verify RUN`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const python = process.env.TORCH_PYTHON ?? "python3";
const program = fileURLToPath(new URL("verify.py", import.meta.url));
const { status, error } = spawnSync(python, [program, ...process.argv.slice(2)], { stdio: "inherit" });
if (error) console.error(`verify: ${python} cannot be started: name a Python that has PyTorch with TORCH_PYTHON`);
process.exitCode = status ?? 1;
