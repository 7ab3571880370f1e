import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { file, folder, grok, MAIN, printed } from "./_cli.ts";

const noBash = spawnSync("bash", ["-c", "true"]).status !== 0;

/** A folder on PATH in which the command has its name, as npm puts it there. */
function installed(): string {
  const bin = folder();
  const command = join(bin, "grok-analyze");
  writeFileSync(command, `#!/bin/sh\nexec "${process.execPath}" "${MAIN}" "$@"\n`);
  chmodSync(command, 0o755);
  return bin;
}

/**
 * What bash offers for the last of the words: what the function that is registered replies, and where it replies nothing
 * and is registered with `-o default`, what bash itself does then, which is names of files.
 */
async function offered(words: readonly string[], cwd = process.cwd()): Promise<readonly string[]> {
  const source = file("completion", await printed(["completion", "bash"]));
  const script = `
    source "$0"
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) typed=\${!#}
    registered=$(complete -p grok-analyze)
    [[ $registered =~ -F\\ ([^ ]+) ]] && "\${BASH_REMATCH[1]}" grok-analyze "$typed" "\${COMP_WORDS[COMP_CWORD - 1]}"
    if [[ \${#COMPREPLY[@]} == 0 && $registered == *"-o default"* ]]; then
      mapfile -t COMPREPLY < <(compgen -f -- "$typed")
    fi
    printf "%s\\n" "\${COMPREPLY[@]}"`;
  const PATH = `${installed()}${delimiter}${process.env.PATH}`;
  const out = execFileSync("bash", ["--norc", "-c", script, source, "grok-analyze", ...words], {
    cwd,
    env: { PATH, HOME: cwd },
    encoding: "utf8",
  });
  return out.split("\n").filter((line) => line !== "");
}

describe.skipIf(noBash)(`completion in bash${noBash ? " (there is no bash)" : ""}`, () => {
  test.each<[readonly string[], readonly string[]]>([
    [["re"], ["report", "representations", "restricted-loss"]],
    [
      ["figures", "--th"],
      ["--theme", "--threads"],
    ],
    [
      ["figures", "x", "--theme", ""],
      ["screen", "dark", "paper"],
    ],
    [["figures", "x", "--theme", "p"], ["paper"]],
    [
      ["train", "x", "--preset", "t"],
      ["transformer-lens-demo", "tiny"],
    ],
    [["completion", "b"], ["bash"]],
    [
      ["explain", "grokk"],
      ["grokked", "grokking", "grokking-not-finished"],
    ],
  ])("%j", async (words, expected) => {
    const found = await offered(words);
    // An option that figures has not is not among them.
    expect(expected).toEqual(expect.arrayContaining([...found]));
    expect(found.length).toBeGreaterThan(0);
    for (const word of found) expect(word.startsWith(words.at(-1) ?? "")).toBe(true);
  });

  test("files and folders for a run, of whatever names, and for an option's", async () => {
    const cwd = folder();
    for (const name of ["my run", "my-run"]) mkdirSync(join(cwd, name));
    writeFileSync(join(cwd, "mine.pth"), "");
    expect((await offered(["losses", "my"], cwd)).toSorted()).toEqual(["my run", "my-run"]);
    expect(await offered(["report", "my-run", "mi"], cwd)).toEqual(["mine.pth"]);
    expect(await offered(["figures", "my-run", "--results", "my-"], cwd)).toEqual(["my-run"]);
  });

  test("what is typed is not run", async () => {
    const cwd = folder();
    await offered(["losses", `$(touch ${join(cwd, "made")})`, ""], cwd);
    expect(await offered(["losses", ""], cwd)).toEqual([]);
  });
});

test.each(["zsh", "fish", "powershell"])("a script for %s names the command", async (shell) => {
  expect(await printed(["completion", shell])).toContain("grok-analyze");
});

test("another shell is asked wrongly", async () => {
  const { code, out, err } = await grok(["completion", "tcsh"]);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: [^\n]*'tcsh'[^\n]*zsh, bash, fish, powershell[^\n]*\n$/);
});
