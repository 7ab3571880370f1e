import type { Model } from "../../networks/model.ts";
import type { Network } from "../../runs/run.ts";
import { accuracies, losses } from "../split-losses.ts";
import { totalSumOfSquares } from "../sum-of-squares.ts";
import { modelBetween, scaledModel } from "./weights-along.ts";

/** How well a network on a curve through the space of weights does. */
export interface LandscapePoint {
  /** α of αw, or t of (1 − t) w₁ + t w₂. */
  readonly at: number;
  /** √Σw² of all its weights. */
  readonly weightNorm: number;
  readonly loss: ReturnType<typeof losses>;
  readonly accuracy: ReturnType<typeof accuracies>;
}

/**
 * Losses of αw for each α, in the order given: the ray through a network. At α = 1 they are those of the network, at α = 0
 * those of a guess, ln p, biases and all being 0. Omnigrok (Liu et al. 2022, arXiv:2210.01117) trains at each norm anew,
 * and so draws the least loss on each sphere; this is the loss at one point of each.
 */
export function alongRay(model: Model, network: Network, alphas: readonly number[]): readonly LandscapePoint[] {
  return alphas.map((alpha) => pointOf(alpha, alpha === 1 ? model : scaledModel(model, alpha), network));
}

/** Losses at `points` places evenly from one network to another, both ends among them (Frankle et al. 2020). */
export function alongLine(from: Model, to: Model, network: Network, points: number): readonly LandscapePoint[] {
  return Array.from({ length: points }, (_, i) => {
    const t = i / (points - 1);
    return pointOf(t, t === 0 ? from : t === 1 ? to : modelBetween(from, to, t), network);
  });
}

function pointOf(at: number, model: Model, network: Network): LandscapePoint {
  return {
    at,
    weightNorm: Math.sqrt(totalSumOfSquares(model)),
    loss: losses(model, network),
    accuracy: accuracies(model, network),
  };
}

/**
 * max_t L(t) − max(L(0), L(1)) of the losses along a line: how far a mountain on it rises over the higher of its ends; 0
 * where none does. Frankle et al. 2020 (arXiv:1912.05671) take the mean of the ends, which are alike for them; of a
 * network that memorised and one that generalised that would call the mere slope between them a barrier. NaN where a loss is.
 */
export function barrier(losses: readonly number[]): number {
  return Math.max(...losses) - Math.max(losses[0], losses[losses.length - 1]);
}

/** The share of a guess's loss that a barrier must rise by to be called one, after the 2 % of error of Frankle et al. 2020. */
const BARRIER_SHARE = 0.02;

/** From how many nats on a barrier is called one: 2 % of ln p. */
export function barrierThreshold(p: number): number {
  return BARRIER_SHARE * Math.log(p);
}
