import { defineOperation, NO_ANSWER } from "./_task.ts";

export default defineOperation({
  name: "division",
  spellings: /^(div|divide|division|\/|x \/ y|a \/ b)$/i,
  formula: "a · b⁻¹ mod p",
  cyclic: { group: "multiplicative", sign: -1 },
  defined: (p) => isPrime(p) || `p must be prime for every b but 0 to have an inverse, and ${p} is not`,
  answer: (a, b, p) => (b === 0 ? NO_ANSWER : (a * power(b, p - 2, p)) % p),
});

function isPrime(p: number): boolean {
  for (let d = 2; d * d <= p; d++) if (p % d === 0) return false;
  return p > 1;
}

/** base^exponent mod p: for the exponent p − 2 the inverse of the base, by Fermat. */
function power(base: number, exponent: number, p: number): number {
  if (exponent === 0) return 1;
  const root = power((base * base) % p, Math.floor(exponent / 2), p);
  return exponent % 2 === 0 ? root : (root * base) % p;
}
