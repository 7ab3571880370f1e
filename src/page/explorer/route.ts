/** What the window shows. */
export type Route =
  | { readonly view: "list" }
  | { readonly view: "report"; readonly id: string }
  | { readonly view: "comparison"; readonly ids: readonly string[] };

/** What the part of the address after its # asks for; the list where it asks for nothing that there is. */
export function routeOf(hash: string): Route {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const run = given.get("run");
  if (run !== null) return { view: "report", id: run };
  const ids = given.getAll("compare");
  return ids.length > 0 ? { view: "comparison", ids } : { view: "list" };
}

/** The part of the address after its #, with it. */
export function hashOf(route: Route): string {
  if (route.view === "list") return "#";
  const pairs = route.view === "report" ? [["run", route.id]] : route.ids.map((id) => ["compare", id]);
  return `#${new URLSearchParams(pairs)}`;
}
