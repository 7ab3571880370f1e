import { defineOperation } from "./_task.ts";

export default defineOperation({
  name: "subtraction",
  spellings: /^(sub|subtract|subtraction|minus|-|x - y|a - b)$|^lambda x: ?\(x\[0\] ?- ?x\[1\]\) ?% ?\d+$/i,
  formula: "a − b mod p",
  cyclic: { group: "additive", sign: -1 },
  defined: () => true,
  answer: (a, b, p) => (a - b + p) % p,
});
