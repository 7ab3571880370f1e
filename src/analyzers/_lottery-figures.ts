import type { Figure } from "../figures/_figure.ts";
import { bars } from "../figures/bars.ts";
import { lines } from "../figures/lines.ts";
import { TICKET_RULE_NAMES, type TicketRule } from "../quantities/lottery/tickets.ts";
import * as column from "../tables/column.ts";

/** What the figures need of a row. */
interface LotteryRow {
  readonly epoch: number;
  readonly rule: TicketRule;
  readonly right_share: number | null;
  readonly right_low: number | null;
  readonly right_high: number | null;
  readonly shuffled_share: number | null;
  readonly chance_share: number;
  readonly majority_share: number | null;
  readonly key_share: number | null;
  readonly key_chance: number | null;
}

/** What there is to beat, beside the rules. */
const BESIDE = { chance: "chance", majority: "most common" } as const;
/** Rules that have no line of their own over the epochs, as they follow those of both magnitudes: bars and table have them. */
const UNDRAWN: readonly string[] = ["input", "output"] satisfies readonly TicketRule[];
type Name = TicketRule | keyof typeof BESIDE;

const COLUMNS = {
  epoch: column.integer("epoch of the checkpoint"),
  rule: column.text<Name>("the rule, or what it is to beat"),
  share: column.optionalNumber("share that is right", "share"),
  low: column.optionalNumber("lower end of its interval of 95 %", "share"),
  high: column.optionalNumber("upper end", "share"),
};
type Drawn = column.Row<typeof COLUMNS>;

/** What each rule foretells at the first checkpoint, at every one, and of the network's key frequencies. */
export function lotteryFigures(
  rows: readonly LotteryRow[],
  counted: { readonly neurons: number } | undefined,
): readonly Figure[] {
  const of = counted === undefined ? "the neurons that count" : `the ${counted.neurons} neurons that count`;
  const neurons = withChance(
    rows,
    ({ right_share, right_low, right_high }) => [right_share, right_low, right_high],
    ({ chance_share, majority_share }) => ({ chance: chance_share, majority: majority_share }),
  );
  const keys = withChance(
    rows.filter(({ key_share }) => key_share !== null),
    ({ key_share }) => [key_share, null, null],
    ({ key_chance }) => ({ chance: key_chance }),
  );
  const first = rows[0]?.epoch;
  const common = {
    x: "epoch",
    y: ["share"],
    series: "rule",
    labels: BESIDE,
    background: ({ rule }: Drawn) => rule in BESIDE,
    backgroundName: "chance, most common",
  } as const;
  return [
    bars(
      { columns: COLUMNS, rows: neurons.filter(({ epoch }) => epoch === first) },
      {
        name: "foretold-neurons",
        title: "Neurons foretold by each rule",
        caption: `Share of ${of} whose frequency at the last checkpoint each rule foretells ${first === undefined ? "at the first one" : `at epoch ${first}, the first checkpoint`}; lines are intervals of 95 %. Grey is what there is to beat: one frequency of all at random, and the most common final one for all.`,
        x: "rule",
        y: ["share"],
        horizontal: true,
        labels: { ...BESIDE, share: "foretold" },
        highlight: ({ rule }) => !(rule in BESIDE),
        backgroundName: "to beat",
        spread: { share: ["low", "high"] },
        axes: { x: "rule", y: "share that is right" },
      },
    ),
    lines(
      { columns: COLUMNS, rows: neurons.filter(({ rule }) => !UNDRAWN.includes(rule)) },
      {
        ...common,
        name: "lottery",
        title: "Neurons foretold over the epochs",
        caption: `Share of ${of} whose frequency at the last checkpoint five rules foretell from the weights at an epoch; activation is the frequency that explains most of a neuron's variance over all pairs by then. Grey: one frequency of all at random, and the most common final one for all.`,
        axes: { y: "share of neurons" },
      },
    ),
    ...(keys.length === 0
      ? []
      : [
          lines(
            { columns: COLUMNS, rows: keys.filter(({ rule }) => !UNDRAWN.includes(rule)) },
            {
              ...common,
              backgroundName: BESIDE.chance,
              name: "foretold-keys",
              title: "Key frequencies foretold over the epochs",
              caption:
                "Share of the last checkpoint's key frequencies among as many that have the largest scores summed over all neurons, by five rules. Grey: as many frequencies at random, in the mean.",
              axes: { y: "share of key frequencies" },
            },
          ),
        ]),
  ];
}

/** The rows as those of one share each, and after each epoch's the ones of chance. */
function withChance(
  rows: readonly LotteryRow[],
  values: (row: LotteryRow) => readonly [share: number | null, low: number | null, high: number | null],
  chance: (row: LotteryRow) => Readonly<Partial<Record<keyof typeof BESIDE, number | null>>>,
): readonly Drawn[] {
  return rows.flatMap((row) => {
    const [share, low, high] = values(row);
    const own: Drawn = { epoch: row.epoch, rule: row.rule, share, low, high };
    if (row.rule !== TICKET_RULE_NAMES[TICKET_RULE_NAMES.length - 1]) return [own];
    const beside = Object.entries(chance(row)).map(
      ([rule, value]): Drawn => ({ epoch: row.epoch, rule: rule as Name, share: value, low: null, high: null }),
    );
    return [own, ...beside];
  });
}
