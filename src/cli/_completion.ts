import complete from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { hand } from "./_out.ts";

/** What a shell is told beside the completions: that it may offer file names, and that it may not. */
const [FILES, NO_FILES] = [0, 4];

/** Adds `completion`, which prints a script for a shell, and the hidden command that the script asks. */
export function addCompletion(root: Command): void {
  const asked = complete(root, { completionCommandName: "completion" });
  // A run, a folder, a number: where there is nothing to choose from, a file's name may be what is wanted.
  Object.defineProperty(asked, "directive", {
    get: () => (asked.completions.length === 0 ? FILES : NO_FILES),
    set: () => {},
  });
  root.commands
    .find((command) => command.name() === "completion")
    ?.description("Prints a script that makes a shell complete commands, options and their values.")
    .action((shell: string) => {
      if (shell === "bash") hand(BASH);
      else asked.setup(root.name(), root.name(), shell);
    })
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  source <(grok-analyze completion bash)        in ~/.bashrc",
        "  source <(grok-analyze completion zsh)         in ~/.zshrc",
        "  grok-analyze completion fish > ~/.config/fish/completions/grok-analyze.fish",
      ].join("\n"),
    );
}

/** Needs nothing but bash itself, which completes file names where the command has no answer. */
const BASH = `# bash completion for grok-analyze
_grok_analyze() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    [[ $line == :* ]] || COMPREPLY+=("\${line%%$'\\t'*}")
  done < <(grok-analyze complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _grok_analyze grok-analyze
`;
