/** The elements by what `key` gives for each, in the order in which they come. */
export function groupedBy<T, K>(list: readonly T[], key: (element: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const element of list) {
    const group = groups.get(key(element));
    if (group) group.push(element);
    else groups.set(key(element), [element]);
  }
  return groups;
}
