import { existsSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";

/** Where a comparison's page has the report of one of its runs: runs.html that of a/b in runs-reports/a/b.html. */
export function ownFile(file: string, run: string): string {
  return join(dirname(file), `${basename(file, extname(file))}-reports`, `${run}.html`);
}

/** The address from a comparison's page of a run's own report: in its folder, or beside the page as `report` of one run writes it. */
export function addressFrom(file: string, run: string): string | undefined {
  const beside = join(dirname(file), `${basename(run)}-report.html`);
  const found = [ownFile(file, run), beside].find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const parts =
    found === beside ? [basename(beside)] : [basename(dirname(ownFile(file, "run"))), ...`${run}.html`.split("/")];
  return parts.map(encodeURIComponent).join("/");
}
