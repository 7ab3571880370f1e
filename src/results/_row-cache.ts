import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import { epoch } from "../analyzers/_analyzer.ts";
import { momentsDigest } from "../runs/_digest.ts";
import type { Network } from "../runs/run.ts";
import type { Columns } from "../tables/column.ts";
import { version } from "../version.ts";
import { attempt } from "./_attempt.ts";
import { keptRows } from "./_kept.ts";
import type { OpenCache, RowCache } from "./_known.ts";
import type { Moment, Question } from "./_measure.ts";
import { isOurs } from "./_pass.ts";
import { digestOf } from "./_provenance.ts";

/** How the file of rows begins that one shard's process keeps. */
const SHARD = "shard.";

export interface RowCacheSettings {
  /** Whether rows are added to a file of this process alone: file systems of several hosts tear what two add to one. */
  readonly alone?: boolean;
}

/** Rows that a folder keeps: a file an analyzer, and one for each process that kept to itself. */
export function rowCache(folder: string, settings: RowCacheSettings = {}): OpenCache {
  return (questions, network, backend) => opened(folder, questions, network, backend, settings);
}

function opened(
  folder: string,
  questions: readonly Question[],
  network: Network,
  backend: string,
  { alone = false }: RowCacheSettings,
): RowCache {
  // A version says nothing of an analyzer of the user's own: its rows are not kept.
  const files = new Map(
    questions.flatMap(({ analyzer }) => (isOurs(analyzer) ? [[analyzer, keptRows(folder, analyzer.name)]] : [])),
  );
  const names = attempt(folder, () => (existsSync(folder) ? readdirSync(folder) : []));
  const ofShards = names.filter((name) => name.startsWith(SHARD) && name.endsWith(".jsonl"));
  const shards = ofShards.map((name) => keptRows(folder, name.slice(0, -".jsonl".length)));
  const own = alone ? keptRows(folder, `${SHARD}${hostname()}-${process.pid}`) : undefined;
  const common = [version, backend, networkDigest(network)];
  /** SHA-256 over everything that the rows depend on. */
  const key = ({ analyzer, options, prepared, reference }: Question, { checkpoint, last, stored }: Moment) => {
    // As words, for JSON would make a NaN that was logged what it makes of nothing logged.
    const losses = stored.map(({ train, test }) => `${train} ${test}`);
    const asked = [analyzer.name, kindsOf(analyzer.columns), options, prepared];
    const against = reference ? [digestOf(reference)] : [];
    const moments = analyzer.asksMoments ? [momentsDigest(checkpoint)] : [];
    return digest([...common, ...asked, ...against, checkpoint.epoch, last, losses, digestOf(checkpoint), ...moments]);
  };
  return {
    find: (question, moment) => {
      const { analyzer } = question;
      const file = files.get(analyzer);
      if (!file) return undefined;
      const [name, columns] = [key(question, moment), { epoch, ...analyzer.columns }];
      for (const one of [file, ...shards]) {
        const rows = one.find(name, columns);
        if (rows) return rows;
      }
      return undefined;
    },
    add: (question, moment, text) => {
      const file = files.get(question.analyzer);
      if (file) (own ?? file).add(key(question, moment), text());
    },
    compact: () => {
      for (const file of [...files.values(), ...shards]) file.compact();
    },
  };
}

function kindsOf(columns: Columns): readonly (readonly [name: string, kind: string])[] {
  return Object.entries(columns).map(([name, { kind }]) => [name, kind]);
}

function networkDigest({ architecture, task, split }: Network): string {
  return digest([
    architecture,
    task.name,
    task.formula,
    task.p,
    [...task.answers],
    split && [split.kind, ...split.member],
  ]);
}

function digest(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
