import { addressOf } from "./address.ts";
import { element, elements } from "./elements.ts";
import { iframe, notebookCell, pageName } from "./embeds.ts";
import type { PageData } from "./page-data.ts";
import type { Plotly } from "./plotly.ts";
import { plotPng, plotSvg, save, saveTable } from "./saving.ts";
import type { Viewing } from "./view.ts";

/** Pixels of an embedded panel. */
const EMBEDDED = [900, 640] as const;

/** The dialog of a panel's button: its table and its picture as files, and what can be copied of it. */
export function watchTaking(plotly: Plotly, viewing: Viewing, page: PageData): void {
  const dialog = element<HTMLDialogElement>("#taking");
  const said = element<HTMLOutputElement>("output", dialog);
  const text = element<HTMLTextAreaElement>("textarea", dialog);
  let figure: HTMLElement | undefined;

  const say = (words: string, copied?: string) => {
    said.textContent = words;
    text.hidden = copied === undefined;
    text.value = copied ?? "";
  };
  for (const button of elements<HTMLButtonElement>("[data-take]")) {
    button.addEventListener("click", () => {
      figure = button.closest("figure") ?? undefined;
      element("p", dialog).textContent = figure?.querySelector(".title")?.textContent ?? "";
      say("");
      dialog.showModal();
    });
  }
  element(".close", dialog).addEventListener("click", () => dialog.close());

  const picture = (of: HTMLElement) => ({
    plot: element<HTMLElement>(".plot", of),
    name: of.dataset.panel ?? "",
    words: [element(".title", of).textContent ?? "", element("figcaption", of).textContent ?? ""] as const,
  });
  /** The page at what the reader sees, the panel alone. */
  const address = (of: HTMLElement) =>
    pageName(location.href) +
    addressOf({ ...viewing.now(), section: undefined, panel: of.dataset.panel, present: true }, page);
  const copyText = async (what: string, words: string) => {
    say(`${what}: copy it from here.`, words);
    text.select();
    try {
      await navigator.clipboard.writeText(words);
      say(`${what} copied.`, words);
    } catch {
      // A page that may not copy leaves it to the reader.
    }
  };
  const actions: Readonly<Record<string, (of: HTMLElement) => Promise<void>>> = {
    csv: async (of) => {
      await saveTable(of.dataset.table ?? "");
      say("Table saved.");
    },
    svg: async (of) => {
      const { plot, name, words } = picture(of);
      save(`${name}.svg`, await plotSvg(plotly, plot, words), "image/svg+xml");
      say("SVG saved.");
    },
    png: async (of) => {
      const { plot, name } = picture(of);
      save(`${name}.png`, await plotPng(plotly, plot), "image/png");
      say("PNG saved.");
    },
    "copy-svg": async (of) => {
      const { plot, words } = picture(of);
      await copyText("SVG", await plotSvg(plotly, plot, words));
    },
    "copy-png": async (of) => {
      const { plot, name } = picture(of);
      const png = await plotPng(plotly, plot);
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
        say("PNG copied.");
      } catch {
        save(`${name}.png`, png, "image/png");
        say("This browser copies no pictures: saved as a file.");
      }
    },
    link: (of) => copyText("Address", `${location.href.split("#")[0]}${address(of).replace(/^[^#]*/, "")}`),
    iframe: (of) => copyText("Iframe", iframe(address(of), ...EMBEDDED)),
    cell: (of) => copyText("Notebook cell", notebookCell(address(of), ...EMBEDDED)),
  };
  for (const button of elements<HTMLButtonElement>("[data-get]", dialog)) {
    button.addEventListener("click", () => {
      if (figure) actions[button.dataset.get ?? ""]?.(figure).catch((error: unknown) => say(String(error)));
    });
  }
}
