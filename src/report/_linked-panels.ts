import * as analyzers from "../analyzers/index.ts";
import type { Figure } from "../figures/_figure.ts";
import { hasValues } from "../figures/_ranges.ts";
import { withBands } from "../figures/bands.ts";
import { panels } from "../figures/panels.ts";
import type { Analysis } from "../results/analysis.ts";
import { figuresOf } from "../results/figures-of.ts";
import type { Result } from "../results/result.ts";
import { tableOf } from "../results/table-of.ts";
import type { Columns, Row } from "../tables/column.ts";
import { csv } from "../tables/csv.ts";
import { type Curve, curveOf, curvesFigure, isKnown, trainingCurves } from "./_curves.ts";
import { keysOf, phasesOf } from "./_facts.ts";
import { moving } from "./_moving.ts";
import { EXACT_CELLS, LEVELS } from "./_pack.ts";
import type { Panel } from "./_panel.ts";
import { spectra, spectrum } from "./_spectrum.ts";

/** What the page does to the numbers of a map. */
const MAPS = `Colours are those of the last epoch; what lies beyond them has the outermost. On this page a map of more than ${EXACT_CELLS} cells has ${LEVELS} levels; the results have its values.`;

/** The panels that the slider drives; those that this analysis has. */
export function linkedPanels(analysis: Analysis): readonly Panel[] {
  return [
    circuitDiagram(analysis),
    lossPanel(analysis),
    circuitPanel(analysis),
    ofFigure(analysis, "embedding-circles", "circles", "The embedding on its key circles"),
    spectrumPanel(analysis),
    ofFigure(analysis, "input-maps", "cluster-neurons", "A neuron of each cluster", MAPS),
    ofFigure(analysis, "input-maps", "attention-maps", "Attention to a", MAPS),
    ofFigure(analysis, "input-maps", "logit-components", "The logits' waves", MAPS),
  ].filter((panel) => panel !== undefined);
}

/** Numbers in lists, such as maps, past which a page does without them: as text each takes eight bytes of the page. */
const MAX_LISTED = 10_000;

/** The CSV that a panel of an analyzer offers; without long lists where there are very many, as the results have them. */
export function tableCsv({ analyzer, table }: Result): Panel["table"] {
  const columns: Columns = table.columns;
  const lists = Object.keys(columns).filter((name) => columns[name].kind === "numbers");
  const listed = (table.rows as readonly Row<Columns>[]).reduce(
    (sum, row) =>
      sum + lists.reduce((count, name) => count + ((row[name] as readonly number[] | null)?.length ?? 0), 0),
    0,
  );
  if (listed <= MAX_LISTED) return { name: `${analyzer}.csv`, csv: csv(table) };
  const kept = Object.fromEntries(Object.entries(columns).filter(([name]) => !lists.includes(name)));
  return { name: `${analyzer}-without-${lists.join("-")}.csv`, csv: csv({ columns: kept, rows: table.rows as never }) };
}

function resultOf(analysis: Analysis, analyzer: string): Result | undefined {
  return analysis.results.find((one) => one.analyzer === analyzer);
}

function lossPanel(analysis: Analysis): Panel | undefined {
  const result = resultOf(analysis, "phases") ?? resultOf(analysis, "losses");
  if (!result) return undefined;
  const rows = tableOf(analysis, analyzers.phases)?.rows ?? [];
  if (new Set(rows.map(({ series }) => series)).size > 1) return undefined;
  const { curves, originOf, axis } = trainingCurves(analysis);
  const keys = keysOf(analysis);
  const restricted: Curve = { ...curveOf("restricted loss", rows, (row) => row.restricted_loss), role: "restricted" };
  const excluded: Curve = { ...curveOf("excluded loss", rows, (row) => row.excluded_loss), role: "excluded" };
  const trained = [curves.train_loss, curves.test_loss];
  const measures = keys.length === 0 ? [] : [restricted, excluded].filter(isKnown);
  const figure = curvesFigure([...trained, restricted, excluded], {
    name: "losses",
    title: "Losses",
    caption: [
      ...described(trained.filter(isKnown), originOf(["train_loss", "test_loss"])),
      ...described(measures, `variant sum-directions, key frequencies ${keys.join(", ")}, float64`),
    ].join(" "),
    axis,
    y: "loss (nats)",
    log: "y",
  });
  return overEpochs("losses", figure, analysis, result);
}

/** Over which pairs the measures are. */
const PAIRS: Readonly<Record<string, string>> = {
  "restricted loss": " (all pairs)",
  "excluded loss": " (training pairs)",
};

/** A sentence of the curves that are drawn, as "Train loss and test loss: …."; none where there are none. */
function described(curves: readonly Curve[], what: string): readonly string[] {
  const names = curves.map(({ name }) => `${name}${PAIRS[name] ?? ""}`).join(" and ");
  return names === "" ? [] : [`${names[0].toUpperCase()}${names.slice(1)}: ${what}.`];
}

/** The network itself, which gives what it memorised for what it generalises as the slider moves. */
function circuitDiagram(analysis: Analysis): Panel | undefined {
  const panel = ofFigure(analysis, "edges", "circuit", "The circuit: what each edge carries");
  return panel && { ...panel, wide: true };
}

function circuitPanel(analysis: Analysis): Panel | undefined {
  const result = resultOf(analysis, "hand-over");
  // Without key frequencies there is no circuit beside the whole.
  if (!result || keysOf(analysis).length === 0) return undefined;
  const figure = figuresOf(result).find(({ name }) => name === "accuracy-by-circuit-logits");
  return figure && overEpochs("circuits", figure, analysis, result);
}

/** Panels over the epochs have a line where the slider is … */
export const CURSOR = { cursor: true } as const;

/** … which one checkpoint has not. */
export function hasSlider({ provenance }: Analysis): boolean {
  return provenance.checkpoints.length > 1;
}

/** A panel over the epochs, phases shaded; undefined where it has no values. */
function overEpochs(id: string, figure: Figure, analysis: Analysis, result: Result): Panel | undefined {
  if (!hasValues(figure)) return undefined;
  const banded = withBands(figure, phasesOf(analysis));
  return {
    id,
    title: figure.title,
    caption: banded.caption,
    figure: banded,
    ...(hasSlider(analysis) ? CURSOR : {}),
    table: tableCsv(result),
  };
}

/** A figure that an analyzer draws of the last epoch of its table, at each of them. */
function ofFigure(analysis: Analysis, analyzer: string, name: string, title: string, note = ""): Panel | undefined {
  const result = resultOf(analysis, analyzer);
  if (!result) return undefined;
  const { columns, rows } = result.table;
  const epochs = [...new Set(rows.map(({ epoch }) => epoch as number))];
  const found = moving(epochs, (epoch) => {
    const table = { columns, rows: rows.filter((row) => row.epoch === epoch) };
    return figuresOf({ ...result, table } as Result).find((figure) => figure.name === name);
  });
  if (!found) return undefined;
  // The slider says which epoch it is of.
  const caption = [found.figure.caption, note].join(" ").trim();
  return { id: `${analyzer}-${name}`, title, caption, ...found, table: tableCsv(result) };
}

function spectrumPanel(analysis: Analysis): Panel | undefined {
  const result = resultOf(analysis, "fourier");
  if (!result) return undefined;
  const { matrices, epochs } = spectra(analysis);
  const keys = keysOf(analysis);
  const found = moving(epochs, (epoch) => {
    const figures = matrices.map((matrix) =>
      spectrum(analysis, { name: matrix, matrix, epoch, components: "together" }),
    );
    return panels(
      figures.filter((figure) => figure !== undefined),
      {
        name: "spectrum",
        title: "Spectrum",
        caption: `Norm √(cos² + sin²) of each frequency of ${matrices.join(" and ")}, without the constant.${keys.length > 0 ? ` In colour: the key frequencies ${keys.join(", ")}.` : ""}`,
        columns: 1,
        letters: false,
      },
    );
  });
  return (
    found && { id: "spectrum", title: "Spectrum", caption: found.figure.caption, ...found, table: tableCsv(result) }
  );
}
