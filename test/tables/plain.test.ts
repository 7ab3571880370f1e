import Papa from "papaparse";
import { expect, test } from "vitest";
import { FormatError } from "#errors.js";
import { plain, plainly } from "#plain.js";
import { text as words } from "#tables/column.js";
import { csv } from "#tables/csv.js";
import { jsonText } from "#tables/json-text.js";
import { HOSTILE, STEERING } from "../cli/_hostile-run.ts";
import { textOfCell } from "./_cells.ts";

test("what steers is shown as dots, in names of fields and lists of lists too; what is fit to be shown is the same object", () => {
  expect(plain(HOSTILE)).not.toMatch(STEERING);
  expect(plain("p = 113, réseaux 運転 🧪")).toBe("p = 113, réseaux 運転 🧪");
  const data = { [HOSTILE]: [[HOSTILE, 1]], at: new Float64Array(2) };
  const shown = plainly(data);
  expect(shown).toEqual({ [plain(HOSTILE)]: [[plain(HOSTILE), 1]], at: data.at });
  expect(shown.at).toBe(data.at);
  const fit = { a: ["b", { c: null, d: 1 }] };
  expect(plainly(fit)).toBe(fit);
});

test("an error says nothing that steers, whatever it quotes, and keeps where it is", () => {
  const error = new FormatError(HOSTILE, HOSTILE, HOSTILE);
  for (const said of [error.message, error.messageAt("elsewhere"), error.messageAt(HOSTILE)])
    expect(said).not.toMatch(STEERING);
  expect(error.where).toBe(HOSTILE);
});

test("JSON has nothing that steers and reads back as it was", () => {
  const value = { [HOSTILE]: [HOSTILE, "\u{e0041}\ud800"] };
  expect(jsonText(value)).not.toMatch(STEERING);
  expect(JSON.parse(jsonText(value))).toEqual(value);
});

test("CSV has no formula and nothing that steers: without the mark each text is what it was, and a number stays one", () => {
  const texts = [
    ...["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''=1", "'tis", HOSTILE],
    ...["-1.5", "+2e3", "-.5", "C:\\u0041b", 'say "=1"', "a;=1", "", " =1"],
  ];
  const text = csv({ columns: { name: words("a name") }, rows: texts.map((name) => ({ name })) });
  expect(text.replace(/\r?\n/g, "")).not.toMatch(STEERING);
  const cells = (Papa.parse(text, { header: true, skipEmptyLines: false }).data as { name: string }[]).map(
    ({ name }) => name,
  );
  // The last line has an end.
  cells.pop();
  for (const cell of cells) expect(cell).not.toMatch(/^[=@\t\r＝]|^[+-](?![\d.]+(e\d+)?$)/);
  const read = cells.map(textOfCell);
  expect(read).toEqual(texts);
});
