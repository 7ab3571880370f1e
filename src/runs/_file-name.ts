import { plain } from "../plain.ts";

/** Bytes that a name may have on the usual file systems. */
const MOST = 255;

/**
 * What a file or folder about a run is called: its name and an ending. One that file systems do not take is cut, and told from
 * others that are cut alike by eight digits of its own.
 */
export function fileName(name: string, ending: string): string {
  if (isFileName(name, ending)) return `${name}${ending}`;
  const end = `-${digits(name)}${ending}`;
  let cut = "";
  // Whole characters, not halves of them.
  for (const sign of name) {
    if (!isFileName(cut + sign, end)) break;
    cut += sign;
  }
  return `${cut}${end}`;
}

/** Whether file systems take a name with this ending. */
export function isFileName(name: string, ending: string): boolean {
  return new TextEncoder().encode(`${name}${ending}`).length <= MOST;
}

/** That a name was cut, for whoever looks for its folder or file; undefined where it was not. */
export function cutInWords(name: string, ending: string): string | undefined {
  return isFileName(name, ending) ? undefined : `the run's name leaves no room for ${ending}: it is cut there`;
}

/** `fileName` of a name that somebody else has given, as results do: it leads out of no folder, and steers no terminal. */
export function safeFileName(name: string, ending: string): string {
  return fileName(plain(name).replace(/[/\\]/g, "-"), ending);
}

/** FNV-1a over the UTF-16 units, as eight hexadecimal digits. */
function digits(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
