/** The first, the last, and evenly spaced items between. */
export const thinned = <T>(items: readonly T[], atMost: number): readonly T[] =>
  items.length <= atMost
    ? items
    : Array.from({ length: atMost }, (_, i) => items[Math.round((i * (items.length - 1)) / (atMost - 1))]!);
