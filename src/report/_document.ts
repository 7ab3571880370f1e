import { escaped } from "./_page-text.ts";

/** A page's own content security policy: nothing is fetched, nothing is sent, its own scripts, styles and pictures are all there is. */
export const ALONE =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'";

/** What a page is made of. */
export interface DocumentParts {
  readonly title: string;
  readonly style: string;
  /** HTML. */
  readonly body: string;
  /** Its code, which runs once the body is there. */
  readonly script: string;
  /** Its content security policy; none where the server that sends it says one. */
  readonly policy?: string | undefined;
  /** Marks style sheet and scripts for a policy that names them by it. */
  readonly nonce?: string | undefined;
  /** It reloads itself after so many seconds. */
  readonly reload?: number | undefined;
  /** A class of its root. */
  readonly kind?: string | undefined;
}

/** The text of a page that is one file. What is for readers with JavaScript alone is seen from the first paint on. */
export function documentHtml({ title, style, body, script, policy, nonce, reload, kind }: DocumentParts): string {
  const attribute = (name: string, value?: string) => (value === undefined ? "" : ` ${name}="${escaped(value)}"`);
  const meta = (name: string, content?: string) =>
    content === undefined ? "" : `<meta http-equiv="${name}" content="${escaped(content)}">\n`;
  const marked = attribute("nonce", nonce);
  return `<!doctype html>
<html lang="en"${attribute("class", kind)}>
<head>
<meta charset="utf-8">
${meta("Content-Security-Policy", policy)}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${meta("refresh", reload === undefined ? undefined : String(reload))}<title>${escaped(title)}</title>
<style${marked}>
${style}
</style>
<script${marked}>document.documentElement.classList.add("js")</script>
</head>
<body>
${body}
<script${marked}>
${script}
</script>
</body>
</html>
`;
}
