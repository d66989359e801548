import type { StudyState } from '../study-state.ts';

/** A study that records which entries are read. */
export interface WatchedState {
  readonly state: StudyState;
  readonly read: ReadonlySet<string>;
  /** Whether all entries were iterated instead of reading one by name. */
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
