import type { Drawn } from "./_drawn-verdicts.ts";
import { every, lossesOf, PLAN, planted, RUN, seenAt } from "./_planted-curves.ts";

const flat = () => 4.7;
const BEGINNING = seenAt(RUN, (epoch) => epoch <= 3000);

/** Parts of a planted run that groks: its levels and its highest test loss are those of its plan at these epochs. */
export const PARTS: readonly Drawn[] = [
  [
    "a grokking run",
    RUN,
    "grokked, high",
    [],
    ["highest test loss 25@1500", "level train loss 1e-7@16000", "level test loss 0.000001@16000"],
  ],
  [
    "its first 3000 epochs",
    seenAt(RUN, (epoch) => epoch <= 3000),
    "grokking, not finished, high",
    [],
    ["level train loss 1e-7@3000", "level test loss 23@3000", "circuit"],
  ],
  [
    "those without more than losses",
    seenAt(lossesOf(RUN), (epoch) => epoch <= 3000),
    "memorised, not generalised, moderate",
    ["losses alone"],
    ["level train loss 1e-7@3000", "level test loss 23@3000"],
  ],
  [
    "its first 1000 epochs",
    seenAt(RUN, (epoch) => epoch <= 1000),
    "not enough evidence, low",
    ["too early, times 2"],
    ["level train loss 0.000036@1000", "level test loss 14@1000"],
  ],
  [
    "its start and its end",
    planted(PLAN, [0, 13000, 14000, 15000, 16000]),
    "not enough evidence, low",
    ["far apart 0 to 13000", "few evaluations train 5 of 10"],
    [],
  ],
  [
    "its end alone",
    planted(PLAN, every(100, PLAN.N).slice(130)),
    "not enough evidence, low",
    ["from the first test"],
    [],
  ],
  [
    "its first 3000 epochs whose restricted loss stays",
    { ...BEGINNING, restricted_loss: BEGINNING.epochs.map(flat) },
    "memorised, not generalised, high",
    [],
    ["level train loss 1e-7@3000", "level test loss 23@3000"],
  ],
  [
    "the same whose excluded loss does",
    { ...BEGINNING, excluded_loss: BEGINNING.epochs.map(flat) },
    "memorised, not generalised, high",
    [],
    ["level train loss 1e-7@3000", "level test loss 23@3000"],
  ],
];
