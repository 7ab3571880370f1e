import { passService } from "../results/_pass-service.ts";
import { startInBrowser } from "./browser-host.ts";
import { scope } from "./scope.ts";

let work: ReturnType<typeof passService> | undefined;

scope.onmessage = ({ data: message }) => {
  if (!work) {
    startInBrowser(message.files);
    work = passService(message.data);
    return;
  }
  work(message.work).then(
    (result) => scope.postMessage({ result }),
    (error: unknown) => scope.postMessage({ error: error instanceof Error ? error.message : String(error) }),
  );
};
