import { expect, test } from "vitest";
import { pagesInWal } from "#logs/_sqlite-wal.js";
import { sqliteWal } from "../fuzz/parts/sqlite-wal.ts";
import { folder } from "../runs/_made.ts";

const PAGE = 512;
const [LITTLE, BIG] = [0x377f0682, 0x377f0683];
/** A page, how it is filled, and whether its transaction ends with it. */
type Frame = readonly [number: number, fill: number, ends?: "commit"];

/** A log of these frames, with checksums that hold. */
function walOf(frames: readonly Frame[], magic = LITTLE): Buffer {
  const header = Buffer.alloc(32);
  for (const [i, word] of [magic, 3007000, PAGE, 1, 0x12345678, 0x9abcdef0].entries())
    header.writeUInt32BE(word, 4 * i);
  const parts = frames.map(([number, fill, ends]) => {
    const frame = Buffer.alloc(24 + PAGE, fill);
    frame.writeUInt32BE(number, 0);
    frame.writeUInt32BE(ends ? 9 : 0, 4);
    header.copy(frame, 8, 16, 24);
    return frame;
  });
  return sqliteWal.seal?.(Buffer.concat([header, ...parts])) as Buffer;
}

/** The pages that are read of a log, and how each is filled. */
function pages(bytes: Uint8Array, size = PAGE) {
  const path = `${folder({ "a-wal": bytes })}/a-wal`;
  return [...pagesInWal(path, size)].map(([number, page]) => [number, page.length, ...new Set(page)]);
}

const FRAMES: readonly Frame[] = [
  [1, 10],
  [3, 11, "commit"],
  [1, 12],
  [2, 13, "commit"],
  [3, 14],
];
const [FIRST, BOTH] = [
  [
    [1, PAGE, 10],
    [3, PAGE, 11],
  ],
  [
    [1, PAGE, 12],
    [3, PAGE, 11],
    [2, PAGE, 13],
  ],
];
const at = (frame: number) => 32 + frame * (24 + PAGE);

test("of a log the last page of each number counts, up to the end of the last transaction, whichever end is first", () => {
  expect(pages(walOf(FRAMES))).toEqual(BOTH);
  expect(pages(walOf(FRAMES, BIG))).toEqual(BOTH);
  expect(pages(walOf([...FRAMES.slice(0, 4), [3, 14, "commit"]]))).toContainEqual([3, PAGE, 14]);
  expect(pages(walOf([[1, 10]]))).toEqual([]);
  expect(pages(walOf([]))).toEqual([]);
  expect([...pagesInWal(`${folder()}/absent-wal`, PAGE)]).toEqual([]);
});

test("a log that is cut has its whole transactions", () => {
  const log = walOf(FRAMES);
  for (const [length, wanted] of [
    [0, []],
    [31, []],
    [32, []],
    [at(2) - 1, []],
    [at(2), FIRST],
    [at(4) - 1, FIRST],
    [at(4), BOTH],
  ] as const)
    expect([length, pages(log.subarray(0, length))]).toEqual([length, wanted]);
});

test("what follows a frame that does not hold is none: other salts, another checksum, no number", () => {
  const changed = (place: number) => {
    const copy = walOf(FRAMES);
    copy[place] = (copy[place] as number) ^ 1;
    return pages(copy);
  };
  // Of the third frame: its number, its size, both salts, both sums, and the page from end to end.
  for (const place of [0, 4, 8, 15, 16, 20, 23, 24, 28, 23 + PAGE])
    expect([place, changed(at(2) + place)]).toEqual([place, FIRST]);
  for (const place of [0, 4, 11, 12, 19, 24, 31]) expect([place, changed(place)]).toEqual([place, []]);
  expect(pages(walOf([...FRAMES.slice(0, 3), [0, 13, "commit"], [3, 14, "commit"]]))).toEqual(FIRST);
  const salted = walOf(FRAMES);
  salted.writeUInt32BE(7, at(2) + 8);
  expect(pages(sqliteWal.seal?.(salted) as Buffer)).toEqual(FIRST);
});

test("a log of another page size, or another kind of file, has none", () => {
  expect(pages(walOf(FRAMES), 1024)).toEqual([]);
  expect(pages(walOf(FRAMES, 0x377f0684))).toEqual([]);
});
