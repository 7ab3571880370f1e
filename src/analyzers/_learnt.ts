/** A network that gets this share right has learnt the pairs; as `phases` counts it. */
export const LEARNT = 0.95;
