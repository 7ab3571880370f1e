import { escaped } from "../report/_page-text.ts";
import { explorerStyle } from "./_explorer-style.ts";

/**
 * The document of the page that lists runs: styles and one script, which makes all that is to be seen. `script` is the
 * page's code, as the build bundles it from an entry of src/page; `policy` is its content security policy, besides which
 * nothing is loaded, or none where the server sends it.
 */
export function explorerHtml(title: string, script: string, policy?: string): string {
  const meta = policy === undefined ? "" : `\n<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">${meta}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>
${explorerStyle()}
</style>
<script>document.documentElement.classList.add("js")</script>
</head>
<body>
<noscript>The list of runs needs JavaScript.</noscript>
<script>
${script}
</script>
</body>
</html>
`;
}
