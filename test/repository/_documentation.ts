import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Command, Option } from "commander";
import type { Analyzer } from "#analyzers/_analyzer.js";
import * as units from "#analyzers/index.js";
import { program } from "#cli/program.js";
import type { Columns } from "#tables/column.js";
import type { Fields } from "#tables/field.js";

/** What stands below this line of a page is written from the program. */
export const MARKER = "<!-- written by `npm test -- -u` from the program, to the end of the page -->";

export const analyzers: readonly Analyzer[] = Object.values<Analyzer>(units);
const ofAnalyzers = new Set(analyzers.map(({ name }) => name));
const root = program();
export const commands: readonly Command[] = root
  .createHelp()
  .visibleCommands(root)
  .filter((command) => command.name() !== "help");
const analyzerCommands = commands.filter((command) => ofAnalyzers.has(command.name()));

/** The page of a command, whose head people write. */
export function pageOf(command: string): string {
  return `docs/${ofAnalyzers.has(command) ? "measures" : "commands"}/${command}.md`;
}

/** What people wrote of a page; of one that is not there yet, its title. */
export function headOf(page: string, title: string): string {
  const text = existsSync(page) ? readFileSync(page, "utf8") : `# ${title}\n`;
  const [head] = text.split(MARKER);
  return head.trimEnd();
}

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

function optionsTable(options: readonly Option[]): string {
  const rows = options.map((option) => {
    const choices = option.argChoices ? [`. One of ${option.argChoices.map(code).join(", ")}`] : [];
    const value: unknown = option.defaultValueDescription ?? option.defaultValue;
    const usual = value === undefined || value === false ? [] : [`. Default: ${code(String(value))}`];
    return [code(option.flags), [cell(option.description), ...choices, ...usual].join("")];
  });
  return table(["option", "what it does"], rows);
}

/** The options that every analyzer has. */
const shared: readonly Option[] = analyzerCommands[0].options.filter(({ flags }) =>
  analyzerCommands.every((command) => command.options.some((option) => option.flags === flags)),
);
const isShared = ({ flags }: Option) => shared.some((option) => option.flags === flags);

/** What is written below the marker of a command's page. */
export function writtenOf(command: Command): string {
  const analyzer = analyzers.find(({ name }) => name === command.name());
  return [
    MARKER,
    "## The command",
    ["```text", usage(command), "```"].join("\n"),
    ...(analyzer ? [] : [command.description()]),
    ...optionsOf(command),
    ...command.commands.flatMap((verb) => [
      `### ${command.name()} ${verb.name()}`,
      ["```text", `grok-analyze ${command.name()} ${verb.name()} ${verb.usage()}`, "```"].join("\n"),
      verb.description(),
      ...optionsOf(verb),
    ]),
    ...(analyzer ? analyzerParts(analyzer) : []),
  ].join("\n\n");
}

const usage = (command: Command) => `grok-analyze ${command.name()} ${command.usage()}`;

function optionsOf(command: Command): readonly string[] {
  const own = command.options.filter((option) => !isShared(option) && !option.hidden);
  const rest = command.options.filter(isShared).map(({ long, flags }) => code(long ?? flags));
  const link = `[the options of every analyzer](${sharedAt(command)})`;
  const besides = rest.length === shared.length ? `It takes ${link} too.` : `Of ${link} it takes ${rest.join(", ")}.`;
  return [...(own.length > 0 ? [optionsTable(own)] : []), ...(rest.length > 0 ? [besides] : [])];
}

function sharedAt(command: Command): string {
  const name = command.parent === root || command.parent === null ? command.name() : command.parent.name();
  return `${ofAnalyzers.has(name) ? "../commands/" : ""}README.md#options-of-every-analyzer`;
}

function analyzerParts({ columns, conclusion, source }: Analyzer): readonly string[] {
  const described: Columns = columns;
  const rows = Object.entries(described).map(([name, column]) => [code(name), meaning(column)]);
  return [
    "### Columns of its table",
    table(["column", "what it holds"], [[code("epoch"), "of the checkpoint"], ...rows]),
    ...(conclusion === undefined
      ? []
      : ["### What it concludes, in `--json`", table(["field", "what it holds"], fields(conclusion))]),
    "### Source",
    `${cited(cell(source))}.`,
  ];
}

const meaning = ({ description, unit }: { readonly description: string; readonly unit?: string }) =>
  `${cell(description)}${unit === undefined ? "" : ` (${unit})`}`;

function fields(all: Fields, above = ""): readonly (readonly string[])[] {
  return Object.entries(all).flatMap(([name, field]) => [
    [code(`${above}${name}`), meaning(field)],
    ...fields(field.fields ?? {}, `${above}${name}.`),
  ]);
}

const cited = (text: string) =>
  text.replace(/arXiv:(\d{4}\.\d{4,5})/g, (paper, number: string) => `[${paper}](https://arxiv.org/abs/${number})`);

/** The table of the commands that are no analyzers, and the options that all analyzers have. */
export function commandsWritten(): string {
  const rows = commands
    .filter((command) => !ofAnalyzers.has(command.name()))
    .map((command) => [`[${command.name()}](${command.name()}.md)`, cell(command.description())]);
  return [
    MARKER,
    table(["command", "what it does"], rows),
    "And [a command an analyzer](../measures/README.md).",
    "## Options of every analyzer",
    optionsTable(shared),
  ].join("\n\n");
}

/** The table of the analyzers. */
export function measuresWritten(): string {
  const rows = analyzers.map(({ name, question, source }) => [
    `[${name}](${name}.md)`,
    cell(question),
    cited(cell(source)),
  ]);
  const others = readdirSync("docs/measures")
    .map((file) => file.replace(/\.md$/, ""))
    .filter((name) => name !== "README" && !ofAnalyzers.has(name))
    .map((name) => `[${titleOf(`docs/measures/${name}.md`)}](${name}.md)`);
  return [MARKER, table(["command", "answers", "definitions"], rows), ...others.map((link) => `* ${link}`)].join(
    "\n\n",
  );
}

function titleOf(page: string): string {
  return /^# (.+)$/m.exec(readFileSync(page, "utf8"))?.[1] ?? page;
}
