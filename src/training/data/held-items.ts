/** Items that wait beside a stream of their tickets. */
export interface HeldItems<T> {
  /** @returns the item's ticket, from 1 */
  readonly hold: (item: T) => number;
  /** From now on whoever takes an item is told so instead. @returns a ticket, so that somebody does */
  readonly fail: (cause: unknown) => number;
  /** The item of a ticket, which is given out once. @throws what `fail` was told */
  readonly take: (ticket: number) => T;
}

/**
 * `tf.data` looks for tensors in whatever it passes on, pixel by pixel where that is an array of pixels, and a rejection within it that
 * was read ahead ends the process. So tickets go through it, and pixels and failures wait here (docs/decisions/0006).
 */
export const heldItems = <T>(): HeldItems<T> => {
  const held = new Map<number, T>();
  let tickets = 0;
  let failure: { readonly cause: unknown } | undefined;
  return {
    hold: (item) => {
      held.set(++tickets, item);
      return tickets;
    },
    fail: (cause) => {
      failure ??= { cause };
      held.clear();
      return ++tickets;
    },
    take: (ticket) => {
      if (failure !== undefined) throw failure.cause;
      const item = held.get(ticket);
      if (item === undefined) throw new Error(`ticket ${ticket} was taken before`);
      held.delete(ticket);
      return item;
    },
  };
};
