import { defineOperation } from "./_task.ts";

export default defineOperation({
  name: "quadratic",
  spellings: /^(quadratic|x2xyy2|x\*\*2\+xy\+y\*\*2|x\*\*2\+x\*y\+y\*\*2|a\^2\+ab\+b\^2|x\^2\+xy\+y\^2)$/i,
  formula: "a² + ab + b² mod p",
  defined: () => true,
  answer: (a, b, p) => (a * a + a * b + b * b) % p,
});
