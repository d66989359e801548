import type { BatchChoice, BatchHalved, BatchOptions } from '../models/runtime/batching/batch-networks.ts';
import type { CompleteSettings } from './settings.ts';

/** Batch size of a model, for the record of a run. */
export interface RecordedBatch extends BatchChoice {
  /** The size that memory sufficed for, if it did not suffice for `maxRows`. */
  readonly halvedTo?: number;
}

export type BatchEvent =
  | ({ readonly type: 'batch-chosen' } & BatchChoice)
  | ({ readonly type: 'batch-halved' } & BatchHalved);

/** The options of a run's batches, and what became of them. */
export const batchRecord = (
  { batch: size, memoryBudget }: Pick<CompleteSettings, 'batch' | 'memoryBudget'>,
  onEvent: ((event: BatchEvent) => void) | undefined,
): { readonly options: BatchOptions; readonly batches: () => readonly RecordedBatch[] | undefined } => {
  const recorded = new Map<string, RecordedBatch>();
  return {
    options: {
      ...{ size, budgetBytes: memoryBudget },
      onChosen: (choice) => {
        recorded.set(choice.model, choice);
        onEvent?.({ type: 'batch-chosen', ...choice });
      },
      onHalved: (halved) => {
        const { model, rows } = halved;
        const known = recorded.get(model);
        if (known !== undefined)
          recorded.set(model, { ...known, halvedTo: Math.min(rows, known.halvedTo ?? Number.POSITIVE_INFINITY) });
        onEvent?.({ type: 'batch-halved', ...halved });
      },
    },
    batches: () => (recorded.size === 0 ? undefined : [...recorded.values()]),
  };
};
