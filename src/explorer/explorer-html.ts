import { escaped } from "../report/_page-text.ts";
import { explorerStyle } from "./_explorer-style.ts";

/**
 * The document of the page that lists runs: a style sheet and one script, which makes all that is to be seen. `script` is the
 * page's code, as the build bundles it from an entry of src/page; `policy` is its content security policy, for a document
 * that no server sends with one; `nonce` marks style sheet and script for the policy that a server sends.
 */
export function explorerHtml(title: string, script: string, policy?: string, nonce?: string): string {
  const meta = policy === undefined ? "" : `\n<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">`;
  const marked = nonce === undefined ? "" : ` nonce="${escaped(nonce)}"`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">${meta}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style${marked}>
${explorerStyle()}
</style>
</head>
<body>
<noscript>The list of runs needs JavaScript.</noscript>
<script${marked}>
${script}
</script>
</body>
</html>
`;
}
