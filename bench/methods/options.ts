import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDifficulty } from '../../src/phantom/difficulty.ts';
import { METHODS, type Method } from './methods.ts';

export interface MethodsOptions {
  readonly studies: number;
  readonly seed: number;
  readonly difficulty: number;
  /** For every network; default: those of the experiment files. */
  readonly epochs: number | undefined;
  readonly foldCount: number;
  /** Of `foldCount`; fewer folds grade fewer studies, always with networks that have not seen them. */
  readonly folds: readonly number[];
  readonly methods: readonly Method[];
  /** Existing keypoint networks, e.g. weights/nano: then only region networks are trained. */
  readonly keypoints: string | undefined;
  /** Of training and grading; default: all cores. */
  readonly threads: number | undefined;
  readonly out: string;
}

export const DEFAULT_FOLD_COUNT = 5;

const FLAGS = {
  studies: { type: 'string', default: '300' },
  seed: { type: 'string', default: '17' },
  difficulty: { type: 'string', default: 'hard' },
  epochs: { type: 'string' },
  'fold-count': { type: 'string', default: String(DEFAULT_FOLD_COUNT) },
  folds: { type: 'string' },
  only: { type: 'string' },
  keypoints: { type: 'string' },
  threads: { type: 'string' },
  out: { type: 'string', default: 'out/methods' },
} as const;

const wholeNumber = (flag: string, text: string, from: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < from) throw new Error(`--${flag}: ${text} is no whole number from ${from}`);
  return value;
};

const named = (name: string): Method => {
  const found = METHODS.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`--only: there is no ${name}, only ${METHODS.map((one) => one.name).join(', ')}`);
  return found;
};

/** @param flags  command-line arguments, e.g. `--studies=12`. @throws for unknown flags or values */
export const methodsOptions = (flags: readonly string[]): MethodsOptions => {
  const { values } = parseArgs({ args: [...flags], options: FLAGS, strict: true });
  const foldCount = wholeNumber('fold-count', values['fold-count'], 2);
  const folds =
    values.folds?.split(',').map((text) => wholeNumber('folds', text, 1)) ??
    Array.from({ length: foldCount }, (_, index) => index + 1);
  return {
    studies: wholeNumber('studies', values.studies, 5),
    seed: wholeNumber('seed', values.seed, 0),
    difficulty: parseDifficulty(values.difficulty),
    epochs: values.epochs === undefined ? undefined : wholeNumber('epochs', values.epochs, 1),
    foldCount,
    folds,
    methods: values.only?.split(',').map(named) ?? METHODS,
    keypoints: values.keypoints === undefined ? undefined : resolve(values.keypoints),
    threads: values.threads === undefined ? undefined : wholeNumber('threads', values.threads, 1),
    out: resolve(values.out),
  };
};
