import { describe, expect, test } from "vitest";
import { addressOf, namedSections, sectionNames, viewAt } from "#page/address.js";
import { iframe, notebookCell, pageName } from "#page/embeds.js";
import { FIRST_VIEW, type View } from "#page/view.js";

const page = { epochs: [0, 500, 1000], keys: [14, 35], panels: [{ id: "losses" }, { id: "norms" }] };
const first: View = { ...FIRST_VIEW, step: 2 };
const viewOf = (hash: string): View => ({ ...first, ...viewAt(hash, page) });

describe("the address", () => {
  test.each<readonly [string, Partial<View>]>([
    ["", {}],
    ["#epoch=500&k=14&panel=losses", { step: 1, followed: 14, panel: "losses" }],
    ["#epoch=0&beside=1000&section=fourier", { step: 0, beside: 2, section: "fourier" }],
    ["#panel=norms&present=1", { panel: "norms", present: true }],
    [
      "#x=100..2500.5&smooth=0.9&log=losses,norms",
      { zoom: [100, 2500.5], smoothing: 0.9, scales: { losses: "log", norms: "log" } },
    ],
    [
      "#linear=losses&open=fourier,edges&theme=dark",
      { scales: { losses: "linear" }, open: ["fourier", "edges"], theme: "dark", chosen: true },
    ],
    ["#open=none&theme=light", { open: ["none"], theme: "screen", chosen: true }],
  ])("%s is a view, and the view that address", (hash, view) => {
    expect(viewOf(hash)).toEqual({ ...first, ...view });
    expect(addressOf({ ...first, ...view }, page)).toBe(hash);
  });

  test.each([
    ["an epoch between two goes to the nearer one", "#epoch=700", { step: 1 }],
    ["a link within the page is to a section", "#fourier", { section: "fourier" }],
    [
      "what the page has not is passed over",
      "#k=3&panel=other&present=1&epoch=soon&smooth=7&x=1&theme=blue&more=1",
      {},
    ],
  ])("%s", (_, hash, view) => {
    expect(viewOf(hash)).toEqual({ ...first, ...view });
  });

  test("of a page without epochs names none", () => {
    expect(viewAt("#epoch=3&beside=4", { ...page, epochs: [] })).toMatchObject({ step: -1, beside: undefined });
  });
});

test("lists of sections are short where all or none are open", () => {
  const all = ["a", "b", "c"];
  for (const open of [[], ["b"], all]) expect(namedSections(sectionNames(open, all), all)).toEqual(open);
  expect(sectionNames(all, all)).toEqual(["all"]);
});

test("an embedded panel names a file as a document beside it does, and quotes what HTML and Python would read", () => {
  expect(pageName("file:///a/b/report.html#epoch=3")).toBe("report.html");
  expect(pageName("http://localhost:8000/r/?t=1#k=3")).toBe("http://localhost:8000/r/?t=1");
  expect(iframe(`r.html#k=3&x="1"`, 9, 6)).toContain('src="r.html#k=3&amp;x=&quot;1&quot;" width="9"');
  expect(notebookCell("r.html#k=3", 9, 6)).toBe(
    'from IPython.display import IFrame\nIFrame("r.html#k=3", width=9, height=6)',
  );
});
