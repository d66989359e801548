import type { GradeEvent } from '../../run/grade-studies.ts';

/** What is done when an event of a run occurs, by its type. */
export type ByEvent = { readonly [T in GradeEvent['type']]: (event: Extract<GradeEvent, { type: T }>) => void };

/** Does what a table has for an event, if anything. */
export const takeEvent = (table: Partial<ByEvent>, event: GradeEvent): void => {
  const take = table[event.type] as ((of: GradeEvent) => void) | undefined; // of its own type
  take?.(event);
};
