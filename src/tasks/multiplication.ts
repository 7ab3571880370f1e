import { defineOperation } from "./_task.ts";

export default defineOperation({
  name: "multiplication",
  spellings:
    /^(mul|mult|multiply|multiplication|prod|product|times|\*|x \* y|a \* b)$|^lambda x: ?\(x\[0\] ?\* ?x\[1\]\) ?% ?\d+$/i,
  formula: "a · b mod p",
  cyclic: { group: "multiplicative", sign: 1 },
  defined: () => true,
  answer: (a, b, p) => (a * b) % p,
});
