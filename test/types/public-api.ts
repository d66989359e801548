// What the types of the public API allow and refuse; `npm run typecheck` fails where a line below is not as it says.
import {
  adding,
  defineOperator,
  defineOutput,
  defineSource,
  entryOf,
  type GradeOptions,
  gradeStudies,
  type Keypoint,
  type LocationProbabilities,
  type RunSummary,
  type StudyState,
  z,
} from 'spinestream';
import type { cropRois } from 'spinestream/operators';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>(): void => {};

declare const study: StudyState;
declare const env: Parameters<typeof cropRois>[0];

// an entry has the type that its name says
const keypoints = entryOf(study, 'keypoints.sagt2');
holds<Equal<typeof keypoints, readonly Keypoint[]>>();
const probabilities = entryOf(study, 'probabilities.final');
holds<Equal<typeof probabilities, readonly LocationProbabilities[]>>();
// @ts-expect-error: no entry is called so
entryOf(study, 'keypoint.sagt2');
// @ts-expect-error: keypoints are a list
adding('keypoints.sagt2', 'none');

// options of an operator are those of its schema, with defaults filled in for the work
const scale = defineOperator({
  name: 'scale',
  summary: 'Multiply.',
  options: z.strictObject({ factor: z.number().default(2), name: z.string() }),
  reads: () => [],
  writes: (o) => {
    holds<Equal<typeof o, { factor: number; name: string }>>();
    return ['custom.scaled'];
  },
  apply: (o) => () => adding('custom.scaled', o.factor),
});
scale(env, { name: 'x' });
// @ts-expect-error: "name" has no default
scale(env, {});
// @ts-expect-error: no such option
scale(env, { name: 'x', factors: 3 });

// an operator writes entries
defineOperator({
  name: 'wrong',
  summary: 'Write what is no entry.',
  options: z.strictObject({}),
  reads: () => [],
  // @ts-expect-error: no entry is called so
  writes: () => ['nothing'],
  apply: () => () => adding('custom.x', 1),
});

// a table has rows; files come from an output that is opened
defineOutput({
  name: 'rows',
  summary: 'A table.',
  columns: ['study_id'],
  options: z.strictObject({}),
  reads: () => [],
  rows: () => (state) => [[state.study.id]],
});
defineOutput({
  name: 'bytes',
  summary: 'A file.',
  folder: 'bytes',
  options: z.strictObject({}),
  reads: () => [],
  open: () => ({ ofStudy: ({ study: { id } }) => ({ files: [{ path: `bytes/${id}`, content: Uint8Array.of(1) }] }) }),
});

// a source hands out studies and what reads them
defineSource({
  name: 'none',
  summary: 'No study.',
  options: z.strictObject({}),
  // @ts-expect-error: "studies" and "files" are missing
  open: async () => ({ count: 0, location: 'nowhere', origin: {} }),
});

// a run needs a pipeline and a folder for its results, and nothing else
const least: GradeOptions = { pipeline: 'two-stage', out: 'out' };
// @ts-expect-error: "out" has no default
const less: GradeOptions = { pipeline: 'two-stage' };
// @ts-expect-error: a number of studies
const wrong: GradeOptions = { ...least, concurrency: 'two' };
const run = (): Promise<RunSummary> =>
  gradeStudies({ ...least, memoryBudget: '200MB', variables: { rules: 'original' } });

export const checked = { less, wrong, run };
