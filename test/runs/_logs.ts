/** A run that memorises by epoch 290 and generalises by 2380, a row every ten epochs. */
export interface LogRow {
  readonly epoch: number;
  readonly train_loss: number;
  readonly test_loss: number;
  readonly train_acc: number;
  readonly test_acc: number;
}

const COLUMNS = ["epoch", "train_loss", "test_loss", "train_acc", "test_acc"] as const;

export const ROWS: readonly LogRow[] = Array.from({ length: 400 }, (_, i) => {
  const epoch = 10 * i;
  const late = 1 / (1 + Math.exp((2200 - epoch) / 60));
  return {
    epoch,
    train_loss: 5 * Math.exp(-epoch / 200) + 1e-4,
    test_loss: (5 + 2 * (1 - Math.exp(-epoch / 400))) * (1 - late) + 1e-3,
    train_acc: Math.min(1, epoch / 290),
    test_acc: epoch < 2000 ? 0 : Math.min(1, (epoch - 2000) / 400),
  };
});

/** The rows as text, with these separators, and cells as `cell` writes them. */
export function csvOf(
  rows: readonly LogRow[] = ROWS,
  { separator = ",", end = "\n", cell = (value: number, _name: string) => String(value) } = {},
): string {
  const lines = rows.map((row) => COLUMNS.map((name) => cell(row[name], name)).join(separator));
  return [COLUMNS.join(separator), ...lines, ""].join(end);
}
