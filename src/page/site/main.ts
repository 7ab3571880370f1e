import { explorer } from "../explorer/explorer.ts";
import { hashOf } from "../explorer/route.ts";
import { dropZone } from "./drop-zone.ts";
import { type DroppedSource, droppedSource } from "./dropped-source.ts";

/** The files of the example that lies beside the page, from its folder. */
const EXAMPLE = "./example/files.json";

const only = new URLSearchParams(location.search).get("only")?.split(",");
const source = droppedSource("Explorer", only);
explorer(source);
document.querySelector("header")?.after(
  dropZone(async (dropped) => {
    const found = await source.add(dropped);
    const [id] = found;
    if (found.length !== 1 || id === undefined) return;
    await source.analyse(id);
    location.hash = hashOf({ view: "report", id });
  }),
);
void addExample(source);
void navigator.serviceWorker?.register("./service-worker.js").catch(() => {});

/** Adds the bundled example: a run with its results. */
async function addExample(to: DroppedSource): Promise<void> {
  const { root, paths } = (await (await fetch(EXAMPLE)).json()) as { readonly root: string; readonly paths: string[] };
  const files = await Promise.all(
    paths.map(async (path) => [path, await (await fetch(`./example/${path}`)).blob()] as const),
  );
  await to.add({ root, files: new Map(files) });
}
