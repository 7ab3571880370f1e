import type { Finding } from "../analyzers/_analyzer.ts";
import { availableBackends, startBackend } from "../engine/backend.ts";
import type { Architecture, TransformerArchitecture } from "../networks/architecture.ts";
import { parameterName } from "../networks/model.ts";
import { modelAt } from "../runs/model-at.ts";
import type { Run } from "../runs/run.ts";
import * as column from "../tables/column.ts";
import { counts } from "../tasks/_splits.ts";
import { provenance } from "./_provenance.ts";
import type { Result } from "./result.ts";

/** Columns of the table of parameters that `description` gives. */
export const PARAMETER_COLUMNS = {
  parameter: column.text("canonical name, e.g. W_E"),
  shape: column.text("axes and their sizes, in canonical orientation"),
  values: column.integer("how many numbers it has"),
  not_finite: column.integer("how many of them are NaN or infinite"),
};

/**
 * What a path holds, as a result like an analyzer's: findings in words, and a table of the last checkpoint's parameters. The
 * brief one has no table, and no finding that the provenance has.
 */
export async function description(run: Run, { brief = false }: { readonly brief?: boolean } = {}): Promise<Result> {
  const backend = run.network ? await startBackend() : null;
  const last = run.checkpoints.at(-1);
  const model = last && modelAt(run, last);
  const rows = (model?.parameters.names ?? []).map((name) => {
    const parameter = model ? parameterName(model, name) : name;
    const found = model?.parameters.get(name);
    const shape = found ? found.axes.map((axis, i) => `${axis} ${found.shape[i]}`).join(", ") : "";
    const data = found?.data ?? new Float32Array();
    let finite = 0;
    for (const value of data) if (Number.isFinite(value)) finite++;
    return { epoch: last?.epoch ?? 0, parameter, shape, values: data.length, not_finite: data.length - finite };
  });
  const total = rows.reduce((sum, { values }) => sum + values, 0);
  const broken = rows.reduce((sum, { not_finite }) => sum + not_finite, 0);
  const findings = [
    { label: "format", value: run.formats.join(", ") },
    ...(brief ? [] : provenanceFindings(run)),
    ...(run.network ? [{ label: "architecture", value: architectureInWords(run.network.architecture) }] : []),
    ...(rows.length > 0 ? [{ label: "parameters", value: total }] : []),
    ...(broken > 0 ? [{ label: "parameters that are not finite", value: broken }] : []),
    ...historyFindings(run),
    ...(backend === null ? [] : [{ label: "backend", value: backend }]),
    ...(brief ? [] : await detailed(run)),
  ];
  const columns = { epoch: column.integer("epoch of the checkpoint"), ...PARAMETER_COLUMNS };
  return {
    analyzer: "info",
    options: {},
    provenance: provenance(run, backend),
    findings,
    table: { columns, rows: brief ? [] : rows },
  };
}

/** What can do the arithmetic, and what decided how the files were read. */
async function detailed({ evidence }: Run): Promise<readonly Finding[]> {
  return [
    ...(await availableBackends()).map(({ name, reason, remedy }) => ({
      label: `backend ${name}`,
      value: reason ? `${reason}; ${remedy}` : "can be had",
    })),
    ...evidence.map((value) => ({ label: "evidence", value })),
  ];
}

function provenanceFindings({ layout, network, checkpoints }: Run): readonly Finding[] {
  const epochs = checkpoints.map(({ epoch }) => epoch);
  if (!network || !layout) return [];
  const { task, split } = network;
  const size = split && counts(split);
  return [
    { label: "layout", value: layout },
    { label: "task", value: task.formula },
    { label: "p", value: task.p },
    { label: "checkpoints", value: epochs.length },
    { label: "epochs", value: epochs.length === 1 ? `${epochs[0]}` : `${epochs[0]} to ${epochs.at(-1)}` },
    { label: "split", value: size ? `${size.train} train, ${size.test} test pairs: ${split.origin}` : "unknown" },
  ];
}

/** The network in one line, e.g. "transformer, 1 block, 4 heads, relu, no LayerNorm, reads a b 113". */
function architectureInWords(architecture: Architecture): string {
  if (architecture.kind === "mlp") {
    const { hiddenLayers, activation, meeting } = architecture;
    const layers = hiddenLayers === 1 ? "1 hidden layer" : `${hiddenLayers} hidden layers`;
    const inputs = { neurons: "one-hot inputs", sum: "summed embeddings", concatenate: "concatenated embeddings" }[
      meeting
    ];
    return `MLP, ${layers}, ${activation}, ${inputs}`;
  }
  if (architecture.kind === "blocks") {
    const names = architecture.blocks.map(({ block }) => block).join(", ");
    return `blocks ${names}, reads ${architecture.sequence.join(" ")}`;
  }
  const { blocks, heads, keyHeads = heads, activation, causal, attentionCoefficient, sequence } = architecture;
  const { gated, parallel, positions, scale } = architecture;
  const parts = [
    "transformer",
    blocks === 1 ? "1 block" : `${blocks} blocks`,
    `${heads} head${heads === 1 ? "" : "s"}${keyHeads === heads ? "" : ` over ${keyHeads} of keys and values`}`,
    gated ? `gated ${activation}` : activation,
    normsInWords(architecture),
    ...(parallel ? ["attention and MLP in parallel"] : []),
    ...(positions ? [`${positions.scheme} positions, base ${positions.base}`] : []),
    causal ? "causal" : "no causal mask",
    ...(scale === undefined ? [] : [`scores times ${scale}`]),
    ...(attentionCoefficient === 1 ? [] : [`attention coefficient ${attentionCoefficient}`]),
    `reads ${sequence.join(" ")}`,
  ];
  return parts.join(", ");
}

function normsInWords({ normalisation, norm = "layer-norm" }: TransformerArchitecture): string {
  const name = { "layer-norm": "LayerNorm", "rms-norm": "RMSNorm" }[norm];
  const where = {
    none: `no ${name}`,
    pre: `pre-${name}`,
    post: `post-${name}`,
    stream: `${name} on the stream`,
    "stream-at-attention": `${name} on the stream at attention`,
  };
  return where[normalisation];
}

function historyFindings({ history, unread }: Run): readonly Finding[] {
  const series = [...new Set(history.map((curve) => curve.series))];
  if (series.length === 0) return [{ label: "stored history", value: "none" }];
  const sets = [...new Set(history.flatMap(({ set }) => (set === "" ? [] : [set])))];
  const measures = [...new Set(history.map(({ measure }) => measure))].join(", ");
  const values = history.reduce((sum, curve) => sum + curve.values.length, 0);
  const ends = history.flatMap(({ epochs }) => [epochs[0] ?? 0, epochs[epochs.length - 1] ?? 0]);
  const along = `${[...new Set(history.map(({ axis }) => axis))].join(" and ")} ${Math.min(...ends)} to ${Math.max(...ends)}`;
  const many = series.length > 1 ? `${series.length} runs (${series[0]} … ${series.at(-1)}): ` : "";
  return [
    { label: "stored history", value: `${many}${measures}, ${values} values, ${along}` },
    ...(sets.length > 0 ? [{ label: "held-out sets", value: sets.join(", ") }] : []),
    ...(unread.length > 0 ? [{ label: "columns not understood", value: unreadInWords(unread) }] : []),
  ];
}

/** So many columns are named. */
const MAX_UNREAD = 12;

function unreadInWords(unread: readonly string[]): string {
  const more = unread.length - MAX_UNREAD;
  return `${unread.slice(0, MAX_UNREAD).join(", ")}${more > 0 ? ` and ${more} more` : ""}; --columns names them`;
}
