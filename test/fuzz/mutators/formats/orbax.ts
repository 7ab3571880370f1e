import { deflateSync, gzipSync } from "node:zlib";
import { type Anatomy, defineMutators } from "../../mutators.ts";
import { json } from "../../parts/json.ts";
import { folderSeed } from "../../seeds.ts";

/** A chunk that is compressed otherwise than its description says, or not at all. */
const chunk: Anatomy = {
  edits: {
    raw: (random) => random.bytes(random.pick([20, 80, 4096])),
    gzip: (random) => gzipSync(random.bytes(random.pick([20, 80]))),
    zlib: (random) => deflateSync(new Uint8Array(random.pick([20, 80, 2 ** 24]))),
    // RFC 8878: magic, a frame of one segment whose content has so many bytes, one block of them all alike.
    bomb: (random) => {
      const length = random.pick([20, 80, 2 ** 17, 2 ** 20]);
      const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
      head.writeUInt32LE(length, 5);
      const block = (length << 3) | 2 | 1;
      return Buffer.concat([head, Buffer.of(block & 255, (block >> 8) & 255, (block >> 16) & 255, 7)]);
    },
  },
};

export default defineMutators({
  seeds: () => [folderSeed("formats/libraries/orbax", "_METADATA")],
  anatomyOf: (path) => (/METADATA$|\.zarray$/.test(path) ? json : chunk),
});
