import { parseArgs } from 'node:util';
import { NETWORKS, STEP_ENGINES, type StepCase } from './step-cases.ts';

export interface StepOptions {
  readonly cases: readonly StepCase[];
  /** Timed steps of a row, after one warm-up step. */
  readonly steps: number;
  /** Time limit of a row. */
  readonly maxSeconds: number;
  /** A file of measured rows, to which new ones are appended. */
  readonly out: string | undefined;
  /** List the rows without measuring them. */
  readonly list: boolean;
}

const FLAGS = {
  network: { type: 'string' },
  px: { type: 'string' },
  engine: { type: 'string' },
  threads: { type: 'string', default: '1,2' },
  batch: { type: 'string', default: '1,4,16' },
  steps: { type: 'string', default: '3' },
  'max-seconds': { type: 'string', default: '600' },
  out: { type: 'string' },
  list: { type: 'boolean', default: false },
} as const;

const wholeNumber = (flag: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${flag}: ${text} is no whole number from 1`);
  return value;
};

/** The entries of a comma-separated list, each one checked. */
const chosen = <T extends string>(flag: string, list: string | undefined, known: readonly T[]): readonly T[] => {
  if (list === undefined) return known;
  return list.split(',').map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw new Error(`--${flag}: there is no ${name}, only ${known.join(', ')}`);
    return found;
  });
};

/** @param flags  command-line arguments, e.g. `--engine=onnx,wasm`. @throws for unknown flags or values */
export const stepOptions = (flags: readonly string[]): StepOptions => {
  const { values } = parseArgs({ args: [...flags], options: FLAGS, strict: true });
  const numbers = (flag: 'threads' | 'batch') => values[flag].split(',').map((text) => wholeNumber(flag, text));
  const cases: StepCase[] = [];
  for (const network of chosen('network', values.network, Object.keys(NETWORKS)))
    for (const sizePx of values.px?.split(',').map((text) => wholeNumber('px', text)) ?? NETWORKS[network]!.sizesPx)
      for (const batch of numbers('batch'))
        for (const engine of chosen('engine', values.engine, STEP_ENGINES))
          for (const threads of numbers('threads')) cases.push({ network, sizePx, engine, threads, batch });
  return {
    cases,
    steps: wholeNumber('steps', values.steps),
    maxSeconds: wholeNumber('max-seconds', values['max-seconds']),
    out: values.out,
    list: values.list,
  };
};
