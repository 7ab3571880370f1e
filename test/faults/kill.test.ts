import { expect, test } from "vitest";
import { PATIENCE } from "../cli/_cli.ts";
import { killed, seeded } from "./_killed.js";

test(
  "killed at random moments and begun again, training leaves the bytes of an undisturbed run and nothing else",
  async () => {
    const { kills, differing, left, codes, varying } = await killed("train", 2, seeded(1));
    expect(kills).toBe(2);
    expect([...differing, ...left, ...codes, ...varying]).toEqual([]);
  },
  PATIENCE,
);
