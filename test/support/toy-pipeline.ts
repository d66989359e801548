import { z } from 'zod';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import type { Diagnostic } from '../../src/config/diagnostic.ts';
import { defineOperator, type OperatorSpec } from '../../src/core/define-operator.ts';
import { defineOutput } from '../../src/core/define-output.ts';
import type { EntryName } from '../../src/core/entries.ts';
import type { StudyContext } from '../../src/core/operator-env.ts';
import type { Pipeline } from '../../src/core/pipeline.ts';
import { registryOf } from '../../src/core/registry.ts';
import { type Additions, adding, addingAll, entryOf, type StudyState } from '../../src/core/study-state.ts';
import type { SpineError } from '../../src/domain/spine-error.ts';
import type { StudyItem } from '../../src/streams/sources/study-folder.ts';

const name = z.string().regex(/^custom\./);
const isCustom = (entry: string): entry is `custom.${string}` => entry.startsWith('custom.');
const options = z.strictObject({ from: z.array(name).default([]), to: z.array(name).default([]) });

/** What a toy operator does with a study before it writes: wait, fail, count. */
export type Work = (state: StudyState, context: StudyContext) => Promise<void> | void;

const customs = (names: readonly string[]): readonly EntryName[] => names.filter(isCustom);

/** An operator that reads some entries and writes others: the id of the study, and how many entries it saw. */
const toy = (operator: string, work: Work) => {
  const apply: OperatorSpec<typeof options>['apply'] =
    (o) =>
    async (state, context): Promise<Additions> => {
      await work(state, context);
      for (const entry of customs(o.from)) entryOf(state, entry);
      const parts = o.to.filter(isCustom).map((entry) => adding(entry, `${state.study.id} ${state.entries.size}`));
      return addingAll(...parts, { entries: new Map(), warnings: [{ code: 'SEEN', message: operator }] });
    };
  return defineOperator({
    name: operator,
    summary: 'Do nothing much.',
    options,
    reads: (o) => customs(o.from),
    writes: (o) => customs(o.to),
    apply,
  }).spec;
};

const table = defineOutput({
  name: 'table',
  summary: 'One entry of each study.',
  columns: ['study_id', 'value'],
  options: z.strictObject({ entry: name }),
  reads: (o) => customs([o.entry]),
  rows: (o) => (state) => [
    [state.study.id, isCustom(o.entry) ? String(entryOf(state, o.entry)) : undefined],
    [state.study.id, undefined],
  ],
});

/** A checked pipeline of toy operators, by what each of them does, with the table "table". */
export const toyPipeline = (
  text: string,
  operators: Readonly<Record<string, Work>>,
): { readonly pipeline: Pipeline; readonly diagnostics: readonly Diagnostic[] } => {
  const toys = Object.entries(operators).map(([operator, work]) => toy(operator, work));
  const { pipeline, diagnostics } = checkPipeline(text, 'toy.yaml', {
    registry: registryOf({ operators: toys, outputs: [table] }),
    variables: {},
  });
  if (pipeline === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return { pipeline, diagnostics };
};

/** Studies without series. */
export async function* toyStudies(...ids: readonly (string | SpineError)[]): AsyncGenerator<StudyItem> {
  for (const id of ids)
    if (typeof id === 'string') yield { study: { id, series: [] } };
    else yield { study: { id: id.where.studyId ?? '' }, error: id };
}
