import { expect, test } from "vitest";
import { concatenated } from "#formats/_concatenated.js";

test("parts one after another", () => {
  expect(concatenated([Uint8Array.of(1, 2), new Uint8Array(), Uint8Array.of(3), Uint8Array.of(4)])).toEqual(
    Uint8Array.of(1, 2, 3, 4),
  );
});
