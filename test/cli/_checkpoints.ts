import { constants, deflateRawSync } from "node:zlib";
import { f32, type Picklable, tensor, torchZip, zip } from "../formats/_builders.ts";

/** Sizes of a two-layer MLP small enough to be made at once: logits = W_out relu(W_in (e_a + e_b)). */
export const P = 7;
const NEURONS = 16;

/** The weights of a network that has learnt nothing, W_in changed by the caller: the storages of `state`. */
export function storages(change: (W_in: number[]) => void = () => {}): Record<"0" | "1", Buffer> {
  const waves = (shift: number) => Array.from({ length: NEURONS * P }, (_, i) => Math.sin(i * 1.7 + shift) / 2);
  const W_in = waves(0);
  change(W_in);
  return { 0: f32(...W_in), 1: f32(...waves(1)) };
}

/** Its state dict as opcodes; `type` is PyTorch's name for the class of the storages. */
export function state(type = "FloatStorage"): Map<string, Picklable> {
  return new Map([
    ["mlp.W_in", tensor("0", NEURONS * P, [NEURONS, P], [P, 1], 0, type)],
    ["mlp.W_out", tensor("1", NEURONS * P, [P, NEURONS], [NEURONS, 1], 0, type)],
  ]);
}

/** A file as torch.save writes one: the weights under `model`, and what else stands beside them. */
export function checkpoint(
  beside: Record<string, Picklable> = {},
  data: Record<string, Uint8Array> = storages(),
): Buffer {
  return torchZip(new Map<Picklable, Picklable>([["model", state()], ...Object.entries(beside)]), data);
}

/** Zeros deflate a thousandfold: 3 GiB of them are 3 MB. */
const PIECE = 2 ** 24;
const PIECES = 192;

/** An archive whose deflated data.pkl inflates to 3 GiB, and says so, or says another length. */
export function bomb(declared = PIECES * PIECE): Buffer {
  const deflated = (finishFlush: number) => deflateRawSync(Buffer.alloc(PIECE), { finishFlush });
  // A piece that ends on a whole byte without the final mark can be followed by another.
  const piece = deflated(constants.Z_FULL_FLUSH);
  const data = Buffer.concat([...Array<Buffer>(PIECES - 1).fill(piece), deflated(constants.Z_FINISH)]);
  return zip([{ name: "run/data.pkl", data, method: 8, declared, crc: 0 }]);
}
