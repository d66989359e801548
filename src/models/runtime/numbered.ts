/** What a thread holds for its client, by the numbers that calls use. @param what  for the message about a number that is no longer known */
export const numbered = <V>(what: string) => {
  const held = new Map<number, V>();
  let next = 0;
  const get = (id: number): V => {
    const value = held.get(id);
    if (value === undefined) throw new Error(`the ${what} was released`);
    return value;
  };
  return {
    add: (value: V): number => {
      held.set(next, value);
      return next++;
    },
    get,
    take: (id: number): V => {
      const value = get(id);
      held.delete(id);
      return value;
    },
    takeAll: (): readonly V[] => {
      const all = [...held.values()];
      held.clear();
      return all;
    },
  };
};
