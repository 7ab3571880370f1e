// Every block of a network, one a file. Written by `npm test -- -u`.
export { default as attention } from "./attention.ts";
export { default as embedding } from "./embedding.ts";
export { default as firstLayer } from "./first-layer.ts";
export { default as layer } from "./layer.ts";
export { default as layerNorm } from "./layer-norm.ts";
export { default as layerScale } from "./layer-scale.ts";
export { default as learnedPositions } from "./learned-positions.ts";
export { default as mlp } from "./mlp.ts";
export { default as parallel } from "./parallel.ts";
export { default as residual } from "./residual.ts";
export { default as rmsNorm } from "./rms-norm.ts";
export { default as sinusoidalPositions } from "./sinusoidal-positions.ts";
export { default as unembedding } from "./unembedding.ts";
