import { expect, test } from "vitest";
import { distinct, filesOfInput } from "#page/site/dropped-files.js";

const file = (lastModified: number, text = "weights") => new File([text], "0.pth", { lastModified });
const folder = (root: string, ...files: readonly (readonly [string, File])[]) => ({
  root,
  files: new Map(files.map(([name, each]) => [`${root}/${name}`, each])),
});

test("a second folder of one name gets a number; the same one again, as when its run went on, keeps its own", () => {
  const first = folder("run", ["0.pth", file(1)], ["log.csv", file(2, "epoch")]);
  const known = new Map<string, ReadonlyMap<string, Blob>>([["run", first.files]]);
  expect(distinct(folder("other", ["0.pth", file(1)]), known).root).toBe("other");

  const other = distinct(folder("run", ["0.pth", file(9)], ["log.csv", file(9, "epoch")]), known);
  expect([other.root, ...other.files.keys()]).toEqual(["run (2)", "run (2)/0.pth", "run (2)/log.csv"]);

  known.set(other.root, other.files);
  const on = (changed: number) =>
    folder("run", ["0.pth", file(changed)], ["log.csv", file(77, "epoch,loss")], ["100.pth", file(77)]);
  expect(distinct(on(1), known).root).toBe("run");
  expect(distinct(on(9), known).root).toBe("run (2)");
  expect(distinct(on(5), known).root).toBe("run (3)");
});

test("a second file of one name gets one too", () => {
  const drop = (changed: number) => filesOfInput([file(changed)] as never);
  const [first, second] = [drop(1), drop(2)];
  if (first === undefined || second === undefined) throw new Error("nothing was dropped");
  const named = distinct(second, new Map([[first.root, first.files]]));
  expect([named.root, [...named.files.keys()]]).toEqual(["0.pth (2)", ["0.pth (2)"]]);
});
