import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { commandOnPath } from "../render/_assets.ts";
import { temporaryFolder } from "../runs/_temporary-folder.ts";

/** A page that was handed to a browser. */
export interface OpenedPage {
  /** Removes what leads to it; the browser has it by then. */
  readonly remove: () => void;
}

/**
 * Opens the address in the reader's browser; undefined where there is none. Everybody on this machine sees what a program is
 * started with, and the address lets in: the browser is given a file that leads there, which its owner alone can read.
 */
export function openBrowser(address: string): OpenedPage | undefined {
  const [command, args] = opener();
  if (command === undefined) return undefined;
  if (process.platform === "linux" && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return undefined;
  const { path, remove } = temporaryFolder();
  const file = join(path, "open.html");
  writeFileSync(file, redirect(address), { mode: 0o600 });
  const browser = spawn(command, [...args, pathToFileURL(file).href], { stdio: "ignore", detached: true });
  browser.on("error", () => {});
  browser.unref();
  return { remove };
}

function opener(): readonly [command: string | undefined, args: readonly string[]] {
  if (process.platform === "darwin") return ["open", []];
  if (process.platform === "win32") return ["cmd", ["/c", "start", ""]];
  return [commandOnPath(["xdg-open"], process.env.PATH ?? ""), []];
}

function redirect(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>grok-analyze</title><meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">The explorer</a>\n`;
}
