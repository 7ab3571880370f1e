import { type DocumentParts, documentHtml } from "../report/_document.ts";
import { explorerStyle } from "./_explorer-style.ts";

/** What a page that lists runs has of its own: `script` as the build bundles it from an entry of src/page, and rules of style besides the common ones. */
export type ExplorerParts = Pick<DocumentParts, "title" | "script" | "policy" | "nonce"> & { readonly style?: string };

/** The document of the page that lists runs: a style sheet and one script, which makes all that is to be seen. */
export function explorerHtml({ style = "", ...parts }: ExplorerParts): string {
  return documentHtml({
    ...parts,
    style: `${explorerStyle()}\n${style}`.trimEnd(),
    body: "<noscript>The list of runs needs JavaScript.</noscript>",
  });
}
