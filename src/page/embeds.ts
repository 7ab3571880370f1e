/** Where a page lies, as a document beside it names it: a file by its name, anything else by its whole address. */
export function pageName(href: string): string {
  const [bare = ""] = href.split("#");
  return bare.startsWith("file:") ? (bare.split("/").at(-1) ?? bare) : bare;
}

/** A document's element that shows the address. */
export function iframe(address: string, width: number, height: number): string {
  const attributes = Object.entries({ src: address, width, height, style: "border:0", loading: "lazy" }).map(
    ([name, value]) => `${name}="${String(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`,
  );
  return `<iframe ${attributes.join(" ")}></iframe>`;
}

/** A cell of a Python notebook that shows it. */
export function notebookCell(address: string, width: number, height: number): string {
  return `from IPython.display import IFrame\nIFrame(${JSON.stringify(address)}, width=${width}, height=${height})`;
}
