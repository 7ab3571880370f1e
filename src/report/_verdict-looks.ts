import { VERDICTS, type Verdict } from "../quantities/verdicts/verdict.ts";

interface VerdictLook {
  /** One letter on a tile. */
  readonly mark: string;
  /** Of a tile, light enough for dark type; Liu et al.'s phases have the same where sweeps draw them. */
  readonly fill: string;
  /** Of a line, on a light ground and on a dark one. */
  readonly line: readonly [string, string];
}

const LOOKS: Readonly<Record<Verdict, VerdictLook>> = {
  grokked: { mark: "G", fill: "#f0a830", line: ["#b36b00", "#f0a830"] },
  "grokking, not finished": { mark: "g", fill: "#f8d489", line: ["#c99235", "#f8d489"] },
  "memorised, not generalised": { mark: "M", fill: "#f3e79b", line: ["#857a00", "#f3e79b"] },
  "generalised with training": { mark: "T", fill: "#8fd0f2", line: ["#0072b2", "#8fd0f2"] },
  overfitted: { mark: "O", fill: "#f0b3d0", line: ["#b03a7a", "#f0b3d0"] },
  "plateau below its threshold": { mark: "P", fill: "#cdbdf0", line: ["#6a4fc0", "#cdbdf0"] },
  "collapsed after generalising": { mark: "C", fill: "#e2a489", line: ["#8a4524", "#e2a489"] },
  diverged: { mark: "D", fill: "#ee8f8f", line: ["#c02626", "#ee8f8f"] },
  "never learnt": { mark: "N", fill: "#c4c4cc", line: ["#6b6b76", "#c4c4cc"] },
  "not enough evidence": { mark: "?", fill: "#ffffff", line: ["#8c959f", "#8c959f"] },
};

/** What each verdict looks like, in their order. */
export const VERDICT_LOOKS: readonly (VerdictLook & { readonly name: Verdict })[] = VERDICTS.map((name) => ({
  name,
  ...LOOKS[name],
}));
