import { defineOperation } from "./_task.ts";

export default defineOperation({
  name: "cubic",
  spellings: /^(cubic|x3xy|x\*\*3\+xy|x\*\*3\+x\*y|a\^3\+ab|x\^3\+xy)$/i,
  formula: "a³ + ab mod p",
  defined: () => true,
  answer: (a, b, p) => (a * a * a + a * b) % p,
});
