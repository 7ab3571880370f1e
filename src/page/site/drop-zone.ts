import { made, say } from "../explorer/made.ts";
import { type Dropped, filesOfDrop, filesOfInput } from "./dropped-files.ts";

/** Where a reader drops files or chooses them; the whole window takes what is dropped. `take` rejects with one line. */
export function dropZone(take: (dropped: Dropped) => Promise<void>): HTMLElement {
  const files = made("input", { type: "file", id: "files", multiple: true, hidden: true });
  const folder = made("input", { type: "file", id: "folder", webkitdirectory: true, hidden: true });
  const [chooseFiles, chooseFolder] = [
    made("button", { type: "button" }, "Choose files"),
    made("button", { type: "button" }, "Choose a folder"),
  ];
  const trouble = made("p", { class: "trouble", role: "alert", hidden: true });
  const zone = made(
    "section",
    { class: "drop", "aria-label": "Add a run" },
    made(
      "p",
      {},
      made("b", {}, "Drop a checkpoint, a folder of them, or a training log here"),
      made("br"),
      made("span", { class: "soft" }, "It is read and analysed in this browser. Nothing is uploaded."),
    ),
    chooseFiles,
    chooseFolder,
    files,
    folder,
    trouble,
  );
  const taken = async (dropped: Dropped | undefined) => {
    trouble.hidden = true;
    try {
      if (dropped) await take(dropped);
    } catch (error) {
      trouble.hidden = false;
      say(trouble, error instanceof Error ? error.message : String(error));
    }
  };
  chooseFiles.addEventListener("click", () => files.click());
  chooseFolder.addEventListener("click", () => folder.click());
  for (const input of [files, folder])
    input.addEventListener("change", () => {
      if (input.files) void taken(filesOfInput(input.files));
      // The same files can be chosen again.
      input.value = "";
    });
  addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) zone.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer) void filesOfDrop(event.dataTransfer).then(taken, taken);
  });
  return zone;
}
