import { explorer } from "./explorer.ts";
import { servedSource } from "./served-source.ts";

// The address keeps no token: who reads over a shoulder, or in the history, has nothing of it.
history.replaceState(null, "", `${location.pathname}${location.hash}`);
explorer(servedSource());
