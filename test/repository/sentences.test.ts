import { describe, expect, test } from "vitest";
import { readSentences } from "./_sentences.ts";
import { sources } from "./_source.ts";

/** Where results become findings, pages, figures and lines: facts come to them as data, and they make the sentences. */
const ROOMS = ["analyzers", "report", "figures", "cli"];

const files = sources.filter(({ room }) => ROOMS.includes(room));

test.each(files.map(({ path, text }) => [path, text] as const))("src/%s reads no sentence", (_, text) => {
  expect(readSentences(text)).toEqual([]);
});

test("there are files in each room", () => {
  expect(new Set(files.map(({ room }) => room))).toEqual(new Set(ROOMS));
});

describe("a sentence is known", () => {
  test.each([
    ["as a caption", `const caption = figure.caption.replace(/,? at epoch \\d+/g, "");`],
    ["as a doubt", `const broken = doubts.some((doubt) => doubt.includes("not finite"));`],
    ["under another name", `const { doubts: told } = run; told.some((one) => one.includes("finite"));`],
    ["within a pattern", `function why({ provenance: { doubts: told } }) { return told[0].startsWith("no"); }`],
    ["in a callback", `const none = all.findings.map(({ value }) => value.startsWith("none: "));`],
    [
      "in a name given to what is found",
      `const turn = String(finding(analysis, "hand-over")); turn.startsWith("from");`,
    ],
    ["in a call", `String(finding(analysis, "attention", "frequencies of C_j") ?? NONE).replace(/^none: /, "")`],
    ["in a list", `const said = NAMES.map((name) => finding(name)); said.find((value) => value.match(/x/));`],
    ["in a longer one", `const line = caption + ", " + at; line.split(", ");`],
    ["in the words of a function", `const why = whyNoResult(analysis, NAMES); why.includes("no frequencies");`],
    ["given to a pattern", `/of (\\d+)/.exec(result.reason)`],
    ["given to a function of the file", `function key(words) { return words.split(" "); } key(result.caption);`],
    ["from a function of the file", `const lineOf = (one) => one.reason ?? ""; lineOf(skip).includes("weights");`],
    ["compared with words", `if (result.reason === "no weights") stop();`],
  ])("%s", (_, text) => {
    expect(readSentences(text)).toHaveLength(1);
  });

  test.each([
    `results.find((one) => one.analyzer === name)?.findings.find((one) => one.label.startsWith(label))?.value`,
    `const last = result.findings.at(-1);`,
    `const first = result.findings[0];`,
    `const delay = findings.filter(({ label }) => label === "delay");`,
  ])("where one of the findings is looked up: %s", (text) => {
    expect(readSentences(text)).toHaveLength(1);
  });

  test.each([
    `const said = findings.map((finding) => findingInWords(finding));`,
    `const caption = [figure.caption, note].join(" ").trim();`,
    `const named = names.includes(name) ? keys : [];`,
    `const same = skipped.filter((one) => one.reason === reason);`,
    `const word = option.split(",").map((one) => one.trim());`,
    `const [first] = doubts; if (first === "") stop();`,
    `const few = doubts.filter(({ kind }) => kind === "few evaluations");`,
    `const ends = evidence.map((fact) => fact.kind === "level" && factInWords(fact));`,
  ])("and nothing else is: %s", (text) => {
    expect(readSentences(text)).toEqual([]);
  });
});
