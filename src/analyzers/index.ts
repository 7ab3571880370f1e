// Every analyzer, one a file. Written by `npm test -- -u`.
export { default as fourier } from "./fourier.ts";
export { default as losses } from "./losses.ts";
export { default as weightNorms } from "./weight-norms.ts";
