import { maskedCrc32c } from "#logs/_crc32c.js";
import { type Anatomy, defineMutators } from "../../mutators.ts";
import { oddInteger } from "../../odd-values.ts";
import { recordsOf, tfRecords } from "../../parts/records.ts";
import { seedsOf } from "../../seeds.ts";

const events = recordsOf(tfRecords);

/** Events as records; a record that says it is longer or shorter than it is, at the checksum of what it says. */
const anatomy: Anatomy = {
  ...events,
  edits: {
    ...events.edits,
    length: (random, bytes) => {
      const changed = Buffer.from(bytes);
      const length = oddInteger(random, bytes.readBigUInt64LE(0), bytes.length);
      changed.writeBigUInt64LE(BigInt.asUintN(64, length));
      changed.writeUInt32LE(maskedCrc32c(changed.subarray(0, 8)), 8);
      return changed;
    },
  },
};

const NAME = "events.out.tfevents.1700000000.host.1.0";

export default defineMutators({
  seeds: seedsOf(
    `logs/tensorboard-scalars/acc/val/${NAME}`,
    `logs/tensorboard-tags/hparams/${NAME}`,
    `logs/tensorboard-folders/validation/${NAME}`,
  ),
  anatomyOf: () => anatomy,
});
