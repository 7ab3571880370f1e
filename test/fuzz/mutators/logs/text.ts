import { printed } from "../../generated.ts";
import { alone, defineMutators } from "../../mutators.ts";
import { text } from "../../parts/text.ts";

export default defineMutators({
  seeds: () => printed.map((lines) => alone("train.out", Buffer.from(lines))),
  anatomyOf: () => text,
});
