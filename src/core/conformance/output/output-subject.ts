import type {
  BoundOutput,
  OpenOutput,
  OutputEnv,
  OutputExample,
  OutputInfo,
  RunFacts,
  StudyOutcome,
  StudyOutput,
} from '../../define-output.ts';
import type { StudyState } from '../../study-state.ts';
import type { Law } from '../law.ts';
import { refused } from '../refused.ts';
import { withinTime } from '../within-time.ts';

/** An output with its example's options. */
export interface OutputSubject {
  readonly info: OutputInfo;
  readonly example: OutputExample;
  readonly bound: BoundOutput;
  /** Time limit of each call. */
  readonly timeoutMs: number;
}

export type OutputLaw = Law<OutputSubject>;

const EXAMPLE_RUN: RunFacts = {
  fingerprint: 'example',
  nameSalt: 'example',
  spinestream: '0.0.0',
  pipeline: 'example',
  stepsSha256: '',
  models: [],
};

/** Opens the output as a run does; refuses reads that the example does not provide. */
export const openedOutput = (
  { bound, example, timeoutMs }: OutputSubject,
  signal?: AbortSignal,
): Promise<OpenOutput> => {
  const env: OutputEnv = {
    readBytes: (path) => refused('output', `the file ${path} (readBytes)`),
    listFiles: (folder) => refused('output', `the folder ${folder} (listFiles)`),
    signal: signal ?? new AbortController().signal,
    ...example.env?.(),
  };
  return withinTime('"open"', timeoutMs, () => bound.open(EXAMPLE_RUN, env));
};

export const gradedOutcome = (state: StudyState): StudyOutcome => ({ study: state.study, state });

/** Result of a newly opened output for its example. */
export const madeOfExample = async (subject: OutputSubject, state = subject.example.study()): Promise<StudyOutput> =>
  madeOf(await openedOutput(subject), gradedOutcome(state), subject);

/** Result of an open output for a study. */
export const madeOf = (
  output: OpenOutput,
  outcome: StudyOutcome,
  { example, timeoutMs }: OutputSubject,
): Promise<StudyOutput> => withinTime('"ofStudy"', timeoutMs, () => output.ofStudy(outcome, example.made?.() ?? []));
