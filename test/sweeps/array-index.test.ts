import { expect, test } from "vitest";
import { arrayIndex } from "#sweeps/array-index.js";
import { ranges } from "#sweeps/array-ranges.js";

test.each([
  [{}, undefined],
  [{ SLURM_ARRAY_TASK_ID: "0" }, 0],
  [{ SLURM_ARRAY_TASK_ID: "17" }, 17],
  [{ PBS_ARRAY_INDEX: "3" }, 3],
  [{ JOB_COMPLETION_INDEX: "0" }, 0],
  // These begin at 1; 0 and "undefined" are of a job that is no array.
  [{ LSB_JOBINDEX: "1" }, 0],
  [{ LSB_JOBINDEX: "0" }, undefined],
  [{ SGE_TASK_ID: "5" }, 4],
  [{ SGE_TASK_ID: "undefined" }, undefined],
  [{ SLURM_ARRAY_TASK_ID: "" }, undefined],
  // Slurm started by Grid Engine's name for it.
  [{ SLURM_ARRAY_TASK_ID: "4", SGE_TASK_ID: "5" }, 4],
])("%j is place %s, from 0", (env, index) => {
  expect(arrayIndex(env)?.index).toBe(index);
});

test("what is no number, or two, is an error that names it", () => {
  expect(() => arrayIndex({ SLURM_ARRAY_TASK_ID: "-1" })).toThrow(
    /^SLURM_ARRAY_TASK_ID: must be a whole number from 0, got -1/,
  );
  expect(() => arrayIndex({ PBS_ARRAY_INDEX: "3", SGE_TASK_ID: "3" })).toThrow(
    /^PBS_ARRAY_INDEX: is place 3, counted from 0, but SGE_TASK_ID is place 2/,
  );
});

test("places as an array's list", () => {
  expect(ranges([])).toBe("");
  expect(ranges([5])).toBe("5");
  expect(ranges([9, 0, 1, 2, 7, 10])).toBe("0-2,7,9-10");
});
