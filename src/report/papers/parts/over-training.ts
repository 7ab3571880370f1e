import type { Analysis } from "../../../results/analysis.ts";
import type { Recipe } from "./paper.ts";

/** The figure of a recipe where it has several checkpoints to be a curve over; of one alone the reason. */
export function overTraining(recipe: Recipe): Recipe {
  return (analysis) => (isOneCheckpoint(analysis) ? "there is one checkpoint alone, and no curve" : recipe(analysis));
}

function isOneCheckpoint({ provenance }: Analysis): boolean {
  return provenance.checkpoints.length === 1;
}
