export { bidiagonal } from "./bidiagonal";
export { exponentials } from "./exponential";
export { outcomes } from "./outcomes";
export { product } from "./product";
export { ratios } from "./ratios";
export { residueSums } from "./residue-sums";
