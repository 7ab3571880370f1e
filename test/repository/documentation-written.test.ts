import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyzers, commands, commandsWritten, headOf, measuresWritten, pageOf, writtenOf } from "./_documentation.ts";

const compared = (page: string, head: string, tail: string) =>
  expect(`${head}\n\n${tail}\n`).toMatchFileSnapshot(`../../${page}`);

test.each(commands.map((command) => [command.name(), command] as const))(
  "the page of %s ends with what the program says of it: `npm test -- -u` writes it",
  async (name, command) => {
    await compared(pageOf(name), headOf(pageOf(name), name), writtenOf(command));
  },
);

test("the lists of commands and of analyzers are the program's", async () => {
  await compared("docs/commands/README.md", headOf("docs/commands/README.md", "Commands"), commandsWritten());
  await compared("docs/measures/README.md", headOf("docs/measures/README.md", "Analyzers"), measuresWritten());
});

describe("the page of an analyzer", () => {
  test.each(analyzers.map(({ name, question }) => [name, question] as const))(
    "%s: question, picture or output, definition, how to read it, what it cannot tell, cost",
    (name, question) => {
      const head = headOf(pageOf(name), name);
      expect(head).toMatch(new RegExp(`^# ${name}\\b`));
      expect(head.replace(/\s+/g, " ")).toContain(`**Question.** ${question}`);
      expect(head).toMatch(/^(```|!\[| {4}\S)/m);
      const sections = Array.from(head.matchAll(/^## (.+)$/gm), ([, title]) => title);
      for (const title of ["Definition", "How to read it", "What it cannot tell", "Cost"])
        expect(sections).toContain(title);
    },
  );

  test("no page says a thing twice: each has its sections once", () => {
    for (const { name } of analyzers) {
      const sections = readFileSync(pageOf(name), "utf8").match(/^##+ .+$/gm) ?? [];
      expect(new Set(sections).size, name).toBe(sections.length);
    }
  });
});
