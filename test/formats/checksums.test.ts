import { deflateSync, gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readExtent } from "#formats/_sources.js";
import { file } from "./_builders.ts";

it.each([
  ["gzip", gzipSync],
  ["zlib", deflateSync],
] as const)("a %s stream of which one bit is another is refused", (codec, deflated) => {
  const whole = Buffer.from(new Float64Array(2000).map((_, i) => Math.sin(i)).buffer);
  const bytes = deflated(whole);
  const read = (stored: Uint8Array) =>
    readExtent({ path: file(stored), offset: 0, byteLength: stored.length, inflatedLength: whole.length, codec });
  expect(Buffer.from(read(bytes)).equals(whole)).toBe(true);
  for (let at = 40; at < bytes.length; at += 301) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] as number) ^ 4;
    expect(() => read(damaged)).toThrow(/checksum does not match|cannot be inflated|bytes expected/);
  }
});
