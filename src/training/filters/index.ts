// Every filter of gradients, one a file. Written by `npm test -- -u`.
export { default as grokfast } from "./grokfast.ts";
export { default as none } from "./none.ts";
export { default as orthogonal } from "./orthogonal.ts";
