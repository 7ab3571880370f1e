import { expect, test } from "vitest";
import { pageScript } from "#report/_page-script.js";

test("the page's script parses as one classic script, and cannot end its element", () => {
  const script = pageScript();
  expect(() => new Function(script)).not.toThrow();
  expect(script).toMatch(/main\(\)\.catch/);
  expect(script).not.toMatch(/^(import|export)\b/m);
  expect(script).not.toMatch(/<\/script/i);
});
