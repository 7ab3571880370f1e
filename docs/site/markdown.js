// Markdown as GitHub reads it: what a page says as HTML, and where its links and headings are.
import { readFileSync } from "node:fs";
import GithubSlugger from "github-slugger";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";

/**
 * A Markdown page or a notebook: its title, its HTML, its anchors, and its links (pictures too) as they stand, each with the section that it is in. `rewritten` says
 * where a link leads on the site.
 */
export function parsed(path, rewritten = (target) => target) {
  const source = readFileSync(path, "utf8");
  const text = path.endsWith(".ipynb") ? fromNotebook(JSON.parse(source)) : source;
  const slugger = new GithubSlugger();
  const anchors = [];
  const markdown = new MarkdownIt({ html: true }).use(anchor, {
    slugify: (title) => slugger.slug(title),
    permalink: anchor.permalink.headerLink({ safariReaderFix: true }),
    callback: (_, { slug }) => anchors.push(slug),
  });
  const tokens = markdown.parse(text, {});
  const links = [];
  let under = "";
  for (const [i, { type, tag, children }] of tokens.entries()) {
    if (type === "heading_open" && tag === "h2") under = wordsOf(tokens[i + 1]);
    for (const token of children ?? []) {
      const name = { link_open: "href", image: "src" }[token.type];
      const target = name && token.attrGet(name);
      if (!target || (token.attrGet("class") ?? "").includes("header-anchor")) continue;
      const picture = token.type === "image";
      const words = picture ? token.content : (children[children.indexOf(token) + 1]?.content ?? "");
      links.push({ target, words, under, picture });
      token.attrSet(name, rewritten(target));
    }
  }
  const heading = tokens.findIndex(({ type, tag }) => type === "heading_open" && tag === "h1");
  const title = heading < 0 ? path : wordsOf(tokens[heading + 1]);
  return { path, title, html: wide(markdown.renderer.render(tokens, markdown.options, {})), anchors, links };
}

const wordsOf = ({ children }) => children.map(({ content }) => content).join("");

/** Tables scroll by themselves where they are wider than the page. */
function wide(html) {
  return html.replaceAll("<table>", '<div class="wide" tabindex="0"><table>').replaceAll("</table>", "</table></div>");
}

/** A notebook as the Markdown of its cells and of what they put out. */
function fromNotebook({ cells }) {
  const joined = (text) => [text].flat().join("");
  const fenced = (language, text) => `\`\`\`\`${language}\n${joined(text).trimEnd()}\n\`\`\`\``;
  const shown = ({ output_type, text, data = {} }) => {
    if (output_type === "stream") return fenced("text", text);
    const png = data["image/png"];
    if (png) return `![What this cell draws](data:image/png;base64,${joined(png).replaceAll("\n", "")})`;
    return data["text/plain"] ? fenced("text", data["text/plain"]) : "";
  };
  const parts = cells.map(({ cell_type, source, outputs = [] }) =>
    cell_type === "code" ? [fenced("ts", source), ...outputs.map(shown)].join("\n\n") : joined(source),
  );
  return parts.join("\n\n");
}
