/** Elements that want keys for themselves. */
const OWN_KEYS = "input, select, textarea, dialog, [contenteditable]";

/** Whether a key is the page's to answer: nothing that has keys of its own is in focus, and no other key is held with it. */
export function isFree({ target, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (altKey || ctrlKey || metaKey || document.querySelector("dialog[open]") !== null) return false;
  return !(target instanceof Element && target.closest(OWN_KEYS) !== null);
}
