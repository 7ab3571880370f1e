// Every layout, one a file. Written by `npm test -- -u`.
export { default as clockAndPizza } from "./clock-and-pizza.ts";
export { default as grokAnalyze } from "./grok-analyze.ts";
export { default as mainline } from "./mainline.ts";
export { default as power } from "./power.ts";
export { default as structural } from "./structural.ts";
export { default as transformerLens } from "./transformer-lens.ts";
export { default as twoLayerMlp } from "./two-layer-mlp.ts";
export { default as universality } from "./universality.ts";
