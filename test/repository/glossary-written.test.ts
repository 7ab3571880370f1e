import { slug } from "github-slugger";
import { expect, test } from "vitest";
import { GROUPS, type Term } from "#glossary/_term.js";
import * as glossary from "#glossary/index.js";

const terms = Object.values<Term>(glossary);
const titles = new Map(terms.map(({ name, title }) => [name, title]));

const HEAD = `# Glossary

Written by \`npm test -- -u\` from \`src/glossary/\`; \`grok-analyze explain TERM\` prints a part of it.
`;

const cited = (text: string) =>
  text.replace(/arXiv:(\d{4}\.\d{4,5})/g, (paper, number: string) => `[${paper}](https://arxiv.org/abs/${number})`);
const linked = (names: readonly string[]) =>
  names.map((name) => `[${titles.get(name)}](#${slug(titles.get(name) ?? name)})`).join(", ");

function section({ title, also, what, why, formula, reading, careful, source, shownBy, related }: Term): string {
  return [
    `### ${title}\n`,
    ...(also ? [`Also ${also.join(", ")}.\n`] : []),
    `${what}\n`,
    `* Why: ${why}`,
    ...(formula === undefined ? [] : [`* Formula: \`${formula}\``]),
    `* Reading: ${reading}`,
    `* Careful: ${cited(careful)}`,
    `* Source: ${cited(source)}.`,
    ...(shownBy.length > 0 ? [`* Shown by: ${shownBy.map((command) => `\`${command}\``).join(", ")}`] : []),
    `* Related: ${linked(related)}`,
  ].join("\n");
}

test("docs/glossary.md is the glossary: `npm test -- -u` writes it", async () => {
  const groups = Object.entries(GROUPS).flatMap(([group, title]) => [
    `## ${title}`,
    ...terms.filter((term) => term.group === group).map(section),
  ]);
  await expect(`${[HEAD.trimEnd(), ...groups].join("\n\n")}\n`).toMatchFileSnapshot("../../docs/glossary.md");
});
