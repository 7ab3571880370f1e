import { expect, test } from "vitest";
import { asset } from "#node/assets.js";

test("the page's script parses as one classic script, is small, and cannot end its element", () => {
  const script = asset("report");
  expect(() => new Function(script)).not.toThrow();
  expect(script).toContain("cannot be drawn in this browser");
  expect(script.length).toBeLessThan(40_000);
  expect(script).not.toMatch(/^(import|export)\b/m);
  expect(script).not.toMatch(/<\/script/i);
});
