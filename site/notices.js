import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licences of the packages that a bundle has taken in, as esbuild's metafile lists them: what they ask for in return. */
export function notices({ inputs }) {
  const folders = Object.keys(inputs).flatMap((path) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].map(notice).sort().join(`\n${"-".repeat(80)}\n\n`);
}

/** Its own file, else that part of its README, else the name of the licence and of whom to thank. */
function notice(folder) {
  const text = (pattern) => {
    const file = readdirSync(folder).find((name) => pattern.test(name));
    return file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  };
  const { name, version, license, author, homepage } = JSON.parse(text(/^package\.json$/));
  if (!license) throw new Error(`${folder} states no licence: it cannot be bundled`);
  const stated = [license, author?.name ?? author, homepage].filter(Boolean).join(", ");
  const words = text(/^licen[cs]e/i) || /^#+ *licen[cs]e.*/ims.exec(text(/^readme/i))?.[0] || stated;
  return `${name} ${version}\n\n${words.trim()}\n`;
}
