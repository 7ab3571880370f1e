import { Argument, type Command } from "commander";
import { jsonText } from "../tables/json-text.ts";
import { explained, listed } from "./_glossary.ts";
import { hand, isColoured, show } from "./_out.ts";
import { termOf, terms } from "./_term-of.ts";

/** Adds `explain`. */
export function addExplain(root: Command): void {
  const words = new Argument("[term...]", "what to explain; else all terms are listed");
  // For the completion: any other word is answered with the nearest terms, and the help would be all names.
  words.argChoices = terms.map(({ name }) => name);
  root
    .command("explain")
    .description("Says what a term is, why one asks it, its formula and source, and how it is read.")
    .addArgument(words)
    .option("--json", "print it as JSON")
    .configureHelp({ argumentDescription: ({ description }) => description })
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  grok-analyze explain",
        "  grok-analyze explain excluded-loss",
        "  grok-analyze explain memorised, not generalised",
      ].join("\n"),
    )
    .action(explain);
}

function explain(words: readonly string[], { json }: { readonly json?: true }): void {
  const { columns } = process.stdout;
  const asked = words.length === 0 ? undefined : termOf(words);
  if (json) hand(`${jsonText(asked ?? terms, 2)}\n`);
  else show(asked ? explained(asked, columns, isColoured()) : listed(columns, isColoured()));
}
