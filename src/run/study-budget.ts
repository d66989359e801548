import { concatMap, defer, finalize, from, type Observable } from 'rxjs';
import { bytesOf } from '../core/bytes-of.ts';
import type { OpenSource } from '../core/define-source.ts';
import type { StudyState } from '../core/study-state.ts';
import { type Admission, byteBudget } from '../streams/byte-budget.ts';
import type { StudyItem } from '../streams/sources/study-folder.ts';

/** Limits the bytes of pixels and numbers that all studies in progress hold. */
export interface StudyBudget {
  /** Starts the work on a study when there is room for it. */
  readonly within: <T>(item: StudyItem, work: Observable<T>) => Observable<T>;
  /**
   * Keeps the reservation of a study that leaves until its remaining work has ended, since its pixels are still in
   * memory.
   */
  readonly holdUntil: (studyId: string, ended: Promise<void>) => void;
  /** Must be called with every state of every study. */
  readonly measure: (state: StudyState) => void;
  /** Current total of all studies in progress. */
  readonly heldBytes: () => number;
  /** Maximum total so far. */
  readonly peakBytes: () => number;
}

export const studyBudget = (budgetBytes: number, inputOf: OpenSource['inputOf']): StudyBudget => {
  const budget = byteBudget(budgetBytes);
  const admitted = new Map<string, Admission>();
  const heldBy = new Map<string, Promise<void>[]>();
  return {
    within: (item, work) =>
      defer(() => {
        const admission = inputOf(item.study).then(({ bytes }) => budget.admit(bytes));
        const leave = async () => {
          admitted.delete(item.study.id);
          const held = heldBy.get(item.study.id);
          heldBy.delete(item.study.id);
          await Promise.all(held ?? []);
          (await admission).leave(); // even if admitted without waiting
        };
        return from(admission).pipe(
          concatMap((taken) => {
            admitted.set(item.study.id, taken);
            return work;
          }),
          finalize(() => void leave()),
        );
      }),
    holdUntil: (studyId, ended) => void heldBy.set(studyId, [...(heldBy.get(studyId) ?? []), ended]),
    measure: (state) => admitted.get(state.study.id)?.uses(bytesOf(state)),
    heldBytes: budget.usedBytes,
    peakBytes: budget.peakBytes,
  };
};
