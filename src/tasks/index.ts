// Every task, one a file. Written by `npm test -- -u`.
export { default as addition } from "./addition.ts";
export { default as cubic } from "./cubic.ts";
export { default as dihedral } from "./dihedral.ts";
export { default as division } from "./division.ts";
export { default as multiplication } from "./multiplication.ts";
export { default as quadratic } from "./quadratic.ts";
export { default as subtraction } from "./subtraction.ts";
