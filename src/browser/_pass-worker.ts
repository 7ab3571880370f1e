import { answering } from "../host/pool.ts";
import { passService, type Work } from "../results/_pass-service.ts";
import { startInBrowser } from "./browser-host.ts";
import { scope } from "./scope.ts";

let work: ((work: Work) => void) | undefined;

scope.onmessage = ({ data: message }) => {
  if (work) {
    work(message.work);
    return;
  }
  startInBrowser(message.files);
  work = answering(passService(message.data), (reply) => scope.postMessage(reply));
};
