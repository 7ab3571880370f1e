import { existsSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { safeFileName } from "../runs/_file-name.ts";

/** Where a comparison's page has the report of one of its runs: runs.html that of a/b in runs-reports/a/b.html. */
export function ownFile(file: string, run: string): string {
  return join(dirname(file), ...ownParts(file, run));
}

/** The same from the page's folder. Results of others state their run's name: it leads out of no folder. */
function ownParts(file: string, run: string): readonly string[] {
  const names = `${run}.html`.split(/[/\\]/).filter((name) => !/^\.*$/.test(name));
  return [`${basename(file, extname(file))}-reports`, ...names];
}

/** The address from a comparison's page of a run's own report: in its folder, or beside the page as `report` of one run writes it. */
export function addressFrom(file: string, run: string): string | undefined {
  const beside = join(dirname(file), safeFileName(basename(run), "-report.html"));
  const found = [ownFile(file, run), beside].find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const parts = found === beside ? [basename(beside)] : ownParts(file, run);
  return parts.map(encodeURIComponent).join("/");
}
