/** Gives each run of a database the name that its user chose; where a second run has it, with its identifier behind. */
export function runNamer(): (id: string, name: string) => string {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return (id, name) => {
    const known = names.get(id);
    if (known !== undefined) return known;
    const given = taken.has(name) ? `${name} ${id}` : name;
    names.set(id, given);
    taken.add(given);
    return given;
  };
}
