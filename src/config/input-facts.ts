import type { Pipeline } from '../core/pipeline.ts';
import { KIND_OF_FAMILY } from '../domain/families.ts';
import { isRecord } from '../domain/is-record.ts';
import type { SeriesKind } from '../domain/vocabulary.ts';
import { BUILT_IN_OPERATORS } from '../operators/built-in.ts';

/** A step of a pipeline file or an experiment, as written and with default options. */
export interface WrittenStep {
  readonly operator: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A property of a network's input, with the step and option that set it. */
export interface Fact {
  readonly value: string | number;
  /** Index of the step. */
  readonly step: number;
  readonly option: string;
}

/**
 * Known properties of stacks or regions: `kind`, `slices`, `resolutionPx`, `sizeMm`, `align`, `mirror`. A custom step
 * contributes none.
 */
export type InputFacts = ReadonlyMap<string, Fact>;

/** The steps of a file, which only needs each to be a map with one key. */
export const writtenSteps = (steps: unknown): readonly WrittenStep[] => {
  if (!Array.isArray(steps)) return [];
  return steps.map((step: unknown): WrittenStep => {
    const [operator = '', given] = isRecord(step) ? (Object.entries(step)[0] ?? []) : [String(step)];
    const schema = BUILT_IN_OPERATORS.find(({ name }) => name === operator)?.options;
    const parsed = schema?.safeParse(given ?? {});
    const options = parsed?.success ? parsed.data : given;
    return { operator, options: isRecord(options) ? options : {} };
  });
};

/** The steps of a checked pipeline. */
export const stepsOf = ({ canonical }: Pick<Pipeline, 'canonical'>): readonly WrittenStep[] =>
  writtenSteps(JSON.parse(canonical).steps);

/** Known properties of the stacks that a step before `end` writes under a name. */
export const stackFacts = (steps: readonly WrittenStep[], name: unknown, end = steps.length): InputFacts => {
  const step = writerOf(steps, ['normalise'], name, end);
  if (step === undefined) return new Map();
  return new Map([...selectionFacts(steps, step.options.selections, step.index), ...own(step, ['resolutionPx'])]);
};

/** Known properties of the regions that a step before `end` writes under a name. */
export const regionFacts = (steps: readonly WrittenStep[], name: unknown, end = steps.length): InputFacts => {
  const step = writerOf(steps, ['crop-rois'], name, end);
  if (step === undefined) return new Map();
  return new Map([
    ...selectionFacts(steps, step.options.selections, step.index),
    ...own(step, ['resolutionPx', 'sizeMm']),
    ['align', { value: String(step.options.align ?? 'none'), step: step.index, option: 'align' }],
    ['mirror', { value: String(step.options.mirror ?? 'none'), step: step.index, option: 'mirror' }],
  ]);
};

interface Writer extends WrittenStep {
  readonly index: number;
}

/** The last step before `end` that writes an entry of that name, if it is one of these operators. */
const writerOf = (
  steps: readonly WrittenStep[],
  operators: readonly string[],
  name: unknown,
  end: number,
): Writer | undefined => {
  const index = steps.slice(0, end).findLastIndex((one) => operators.includes(one.operator) && one.options.as === name);
  const step = steps[index];
  return step && { ...step, index };
};

const own = ({ options, index }: Writer, names: readonly string[]): readonly (readonly [string, Fact])[] =>
  names.flatMap((option) => {
    const value = options[option];
    return typeof value === 'number' || typeof value === 'string'
      ? [[option, { value, step: index, option }] as const]
      : [];
  });

const selectionFacts = (steps: readonly WrittenStep[], name: unknown, end: number): InputFacts => {
  const step = writerOf(steps, ['select-slices'], name, end);
  if (step === undefined) return new Map();
  const { kind, keypoints, instances } = step.options;
  const seen =
    typeof kind === 'string'
      ? kind
      : keypoints === undefined
        ? kindOfInstances(steps, instances, step.index)
        : kindOfKeypoints(steps, keypoints, step.index);
  const option = ['kind', 'keypoints', 'instances'].find((one) => step.options[one] !== undefined) ?? 'kind';
  return new Map([
    ...own(step, ['slices']),
    ...(seen === undefined ? [] : [['kind', { value: seen, step: step.index, option }] as const]),
  ]);
};

/** The kind of series that label coordinates refer to. */
const LABELLED: ReadonlyMap<string, SeriesKind> = new Map(Object.entries(KIND_OF_FAMILY));

/** The kind of series that keypoints are on; undefined for keypoints of a custom step. */
const kindOfKeypoints = (steps: readonly WrittenStep[], name: unknown, end: number): string | undefined => {
  const step = writerOf(steps, ['heatmap-keypoints', 'label-keypoints', 'average-sides'], name, end);
  if (step?.operator === 'label-keypoints') return LABELLED.get(String(step.options.conditions));
  if (step?.operator === 'average-sides') return kindOfKeypoints(steps, step.options.keypoints, step.index);
  const found = step && stackFacts(steps, step.options.stacks, step.index).get('kind')?.value;
  return found === undefined ? undefined : String(found);
};

const kindOfInstances = (steps: readonly WrittenStep[], name: unknown, end: number): string | undefined => {
  const step = writerOf(steps, ['project-to-axial', 'label-anchors'], name, end);
  if (step?.operator === 'project-to-axial') return 'Axial T2';
  return step && kindOfKeypoints(steps, step.options.keypoints, step.index);
};
