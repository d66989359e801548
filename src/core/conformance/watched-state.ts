import type { StudyState } from '../study-state.ts';

/** A study that notes which of its entries are asked for. */
export interface WatchedState {
  readonly state: StudyState;
  readonly read: ReadonlySet<string>;
  /** Whether somebody went over all entries instead of asking for one by its name. */
  readonly readAll: () => boolean;
}

export const watchedState = (state: StudyState): WatchedState => {
  const read = new Set<string>();
  let readAll = false;
  const noting = (name: unknown) => read.add(String(name));
  const entries = new Proxy(state.entries, {
    get: (target, property) => {
      if (property !== 'get' && property !== 'has') {
        readAll = true;
        const member: unknown = Reflect.get(target, property, target);
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return (name: Parameters<typeof target.get>[0]) => {
        noting(name);
        return target[property](name);
      };
    },
  });
  return { state: { ...state, entries }, read, readAll: () => readAll };
};
