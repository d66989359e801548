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

/** An output with the options of its example. */
export interface OutputSubject {
  readonly info: OutputInfo;
  readonly example: OutputExample;
  readonly bound: BoundOutput;
  /** How long anything of it may take. */
  readonly timeoutMs: number;
}

export type OutputLaw = Law<OutputSubject>;

const EXAMPLE_RUN: RunFacts = {
  fingerprint: 'example',
  spinestream: '0.0.0',
  pipeline: 'example',
  stepsSha256: '',
  models: [],
};

/** Opens the output as a run does; what the example does not give to read is refused. */
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

/** What an open output makes of a study. */
export const madeOf = (
  output: OpenOutput,
  outcome: StudyOutcome,
  { example, timeoutMs }: OutputSubject,
): Promise<StudyOutput> => withinTime('"ofStudy"', timeoutMs, () => output.ofStudy(outcome, example.made?.() ?? []));
