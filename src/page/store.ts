/** What a reader looks at, of which all that a page shows follows. */
export interface Store<V> {
  now(): V;
  change(part: Partial<V>): void;
  /** Calls it now and after every change. */
  watch(listener: (view: V, before: V | undefined) => void): void;
}

export function store<V extends object>(first: V): Store<V> {
  const listeners: ((view: V, before: V | undefined) => void)[] = [];
  let view = first;
  return {
    now: () => view,
    change: (part) => {
      const before = view;
      view = { ...view, ...part };
      const names = Object.keys(part) as (keyof V)[];
      if (names.some((name) => view[name] !== before[name])) for (const listener of listeners) listener(view, before);
    },
    watch: (listener) => {
      listeners.push(listener);
      listener(view, undefined);
    },
  };
}
