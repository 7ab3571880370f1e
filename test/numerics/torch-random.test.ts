import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { torchGenerator } from "#numerics/torch-random.js";

/** PyTorch's logarithm and sine are approximations: of a million draws the furthest is off by 4.8e-7. */
const NORMAL = 6e-7;

function near(ours: Float32Array, theirs: readonly number[]): void {
  expect(ours).toHaveLength(theirs.length);
  for (const [i, value] of theirs.entries()) expect(Math.abs(ours[i] - value), `value ${i}`).toBeLessThan(NORMAL);
}

/* Printed by this Python (torch 1.13, CPU):
torch.manual_seed(3)
print(torch.rand(5), torch.randn(3), torch.randn(4)); x = torch.randn(37); print(x[:3], x[16:18], x[-18:])
print(torch.randn(1), torch.randn(16)[-3:], torch.randn(2), torch.randperm(6), torch.rand(2), torch.randn(1))
*/
test("one stream through rand, randn of each path and randperm: a normal drawn in pairs waits for its turn", () => {
  const { rand, randn, randperm } = torchGenerator(3);
  near(rand(5), [0.00426352, 0.10556936, 0.28584248, 0.02695483, 0.47161436]);
  near(randn(3), [-2.426926612854004, 0.29218602180480957, 0.8015806674957275]);
  near(randn(4), [0.6046342849731445, 0.35698026418685913, 1.4566794633865356, -3.062739610671997]);
  const long = randn(37);
  near(long.subarray(0, 3), [0.5221869945526123, -0.16680915653705597, 0.05303340032696724]);
  near(long.subarray(16, 18), [-0.06768558919429779, 0.4290330410003662]);
  // The last 16 of 37 are drawn anew, over five of the group before.
  near(
    long.subarray(-18),
    [
      -1.196319580078125, 1.02799654006958, -1.578063726425171, 0.5071300864219666, 0.20301233232021332,
      -0.20442277193069458, -0.412137895822525, 0.6873754262924194, -0.07520250231027603, -0.42329928278923035,
      -0.1214367225766182, 0.6263991594314575, -1.9540929794311523, -1.221632480621338, -0.33041828870773315,
      -0.4243015944957733, 0.5124644041061401, -0.01984540745615959,
    ],
  );
  near(randn(1), [-2.038482189178467]);
  near(randn(16).subarray(-3), [0.686674952507019, 0.32896682620048523, 0.3323023319244385]);
  near(randn(2), [-1.0090070962905884, 1.028834342956543]);
  expect([...randperm(6)]).toEqual([0, 4, 5, 3, 2, 1]);
  near(rand(2), [0.25122910737991333, 0.5850470662117004]);
  near(randn(1), [-0.6914685368537903]);
});

test("of a seed the low 32 bits count, the sign with them", () => {
  expect(torchGenerator(-1).rand(4)).toEqual(torchGenerator(2 ** 32 - 1).rand(4));
  expect(torchGenerator(2 ** 40 + 7).rand(4)).toEqual(torchGenerator(7).rand(4));
  expect(torchGenerator(7).rand(4)).not.toEqual(torchGenerator(8).rand(4));
});

const oracle = "../shared/oracles/rng.json";
describe.skipIf(!existsSync(oracle))(`${oracle} (skipped where it is absent)`, () => {
  const values: Record<string, number[]> = existsSync(oracle) ? JSON.parse(readFileSync(oracle, "utf8")) : {};

  test("randn of 20 and of 5, rand of 8", () => {
    near(torchGenerator(0).randn(20), values.randn_seed0_20);
    near(torchGenerator(0).randn(5), values.seed0_randn_5);
    expect([...torchGenerator(0).rand(8)]).toEqual(values.seed0_rand_8);
  });

  test("the mainline's first two weights", () => {
    const { randn } = torchGenerator(0);
    const first = randn(128 * 114);
    near(first.subarray(0, 8), values.seed0_randn_128x114_head);
    near(first.subarray(-8), values.seed0_randn_128x114_tail);
    near(randn(3 * 128).subarray(0, 8), values.seed0_then_randn_3x128_head);
  });
});
