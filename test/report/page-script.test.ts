import { expect, test } from "vitest";
import { asset } from "#node/assets.js";

test("the page's script parses as one classic script, and cannot end its element", () => {
  const script = asset("report");
  expect(() => new Function(script)).not.toThrow();
  expect(script).toMatch(/main\(\)\.catch/);
  expect(script).not.toMatch(/^(import|export)\b/m);
  expect(script).not.toMatch(/<\/script/i);
});
