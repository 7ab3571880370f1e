export { exponentials } from "./exponential";
export { outcomes } from "./outcomes";
export { product } from "./product";
