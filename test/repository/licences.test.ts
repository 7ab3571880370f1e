import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Locked {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync("package-lock.json", "utf8"),
);
const bundled: Readonly<Record<string, readonly string[]>> = JSON.parse(readFileSync("dist/bundled.json", "utf8"));

/** What whoever passes the package on has to do no more for than to leave the notices in. */
const PERMISSIVE = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Zlib",
];
/** What is not, or is not said as such, and why it is here. */
const NAMED: Readonly<Record<string, string>> = {
  "CC0-1.0": "dedicated to the public: data of browsers' style properties, read by jsdom",
  "MPL-2.0":
    "resvg, which draws pictures: its own files stay under this licence, and none of them is changed or bundled here",
  "OFL-1.1": "Arimo, the font of figures: it may be embedded in any document, and not be sold by itself",
  "public domain": "jsfive, which reads HDF5, as its LICENSE.txt says; what it is based on, pyfive, is BSD-3-Clause",
};

/** The licence of a package: what the lock file has, else what the package's own file says. */
function licenceOf(path: string, { license }: Locked): string {
  if (license && !license.startsWith("SEE LICENSE")) return license;
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(join(path, file), "utf8") : "";
  if (/^\s*(The )?MIT License/i.test(text)) return "MIT";
  return /is in the public domain/.test(text) ? "public domain" : "unknown";
}

/** The licences of what is bundled, each package by its file in node_modules. */
const bundledLicences = Object.values(bundled)
  .flat()
  .map((one) => `node_modules/${one.slice(0, one.lastIndexOf(" (")).replace(/ [^ ]*$/, "")}`)
  .map((path) => ({ name: path, licence: licenceOf(path, lock.packages[path]) }));

/** Of an expression all that hold at once, and of alternatives the first that is permissive. */
const terms = (licence: string): readonly string[] =>
  licence
    .replace(/[()]/g, "")
    .split(" AND ")
    .map((one) => one.split(" OR ").find((each) => PERMISSIVE.includes(each)) ?? one);

const installed = Object.entries(lock.packages)
  .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
  .map(([path, locked]) => ({
    name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    ...locked,
    licence: licenceOf(path, locked),
  }));

const HEAD = `# Licences

Written by \`npm test -- -u\` from \`package-lock.json\` and the build. This package is under the MIT licence.

What \`npm install grok-analyze\` installs is under licences that ask for no more than that their notices are left in; others are named below
with the reason why they are here. Code of others that is bundled has its notices in the bundle: at the end of each script, which is also
in the pages made with it, or in \`NOTICES.txt\` beside it.
`;

test("docs/licences.md names the licence of all that is installed and bundled: `npm test -- -u` writes it", async () => {
  const licences = [...new Set(installed.map(({ licence }) => licence))].sort();
  const rows = licences.map((licence) => {
    const names = installed.filter((one) => one.licence === licence);
    const shown = names.map(({ name, version, optional }) => `${name} ${version}${optional ? "\\*" : ""}`);
    return `| ${licence} | ${[...new Set(shown)].sort().join(", ")} |`;
  });
  const all = [...licences, ...bundledLicences.map(({ licence }) => licence)];
  const reasons = [...new Set(all.flatMap(terms))].filter((term) => term in NAMED);
  await expect(
    [
      HEAD,
      "## Not plainly permissive\n",
      ...reasons.map((term) => `* **${term}**: ${NAMED[term]}.`),
      "\n## Installed\n\n\\* of an optional dependency, or for one system alone.\n\n| licence | packages |\n| --- | --- |",
      ...rows,
      "\n## Bundled\n\n| file | code of |\n| --- | --- |",
      ...Object.entries(bundled).map(([file, names]) => `| \`${file}\` | ${names.join(", ") || "none"} |`),
      "",
    ].join("\n"),
  ).toMatchFileSnapshot("../../docs/licences.md");
});

test("every licence is permissive, or named with a reason", () => {
  const unnamed = [...installed, ...bundledLicences].filter(({ licence }) =>
    terms(licence).some((term) => !PERMISSIVE.includes(term) && !(term in NAMED)),
  );
  expect(unnamed.map(({ name, licence }) => `${name}: ${licence}`)).toEqual([]);
});

test("the notices of bundled code go with it", () => {
  for (const [file, names] of Object.entries(bundled)) {
    const at = !/\.c?js$/.test(file) ? join(file, "NOTICES.txt") : file;
    const text = names.length === 0 ? "" : readFileSync(at, "utf8");
    for (const name of names)
      expect(text, at).toContain(name.startsWith("plotly") ? "Licensed under the MIT license" : name.split(" (")[0]);
  }
});

test("only the optional onnxruntime has an install script", () => {
  const scripts = Object.entries(lock.packages).filter(
    ([path, locked]) => path !== "" && !locked.dev && "hasInstallScript" in locked,
  );
  expect(scripts.map(([path]) => path)).toEqual(["node_modules/onnxruntime-node"]);
});
