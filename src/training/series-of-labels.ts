import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import type { Pipeline, Step } from '../core/pipeline.ts';
import { adding, entryOf } from '../core/study-state.ts';
import type { Keypoint } from '../domain/results.ts';
import { sitesAgree } from '../domain/site.ts';
import { CONDITIONS, type Condition, type SeriesKind, SIDES } from '../domain/vocabulary.ts';
import { sha256Of } from '../files/sha256.ts';
import { selectSlices } from '../operators/select-slices.ts';
import { ANCHOR_SITES, anchorOf } from './data/labels/label-anchors.ts';
import type { Labels } from './data/labels/study-labels.ts';

/** The conditions whose coordinates are labelled on a kind of series that stage 1 selects. */
const CONDITIONS_ON: Partial<Record<SeriesKind, readonly Condition[]>> = {
  'Sagittal T2/STIR': CONDITIONS.filter((condition) => condition.startsWith('spinal')),
  'Sagittal T1': CONDITIONS.filter((condition) => condition.includes('foraminal')),
};

const byKind = z.looseObject({
  kind: z.enum(['Sagittal T2/STIR', 'Sagittal T1']),
  position: z.enum(['middle', 'lateral', 'instance']).default('middle'),
});
const canonicalSteps = z.looseObject({ steps: z.array(z.unknown()) });

type Choice = z.output<typeof byKind>;

/** The kind of series that a step selects by, if any. */
const choiceOf = (step: unknown): Choice | undefined => {
  const parsed = z.looseObject({ 'select-slices': byKind }).safeParse(step);
  return parsed.success ? parsed.data['select-slices'] : undefined;
};

/**
 * Finds the series that most of a study's labels of a kind refer to, for the study or for each side; none without
 * labels.
 */
const anchorStep = (labels: Labels, { kind, position }: Choice, as: `instances.${string}`): Step['operator'] =>
  defineOperator({
    name: 'series-of-labels',
    summary: 'Choose the series that most label coordinates of its kind name.',
    options: z.strictObject({}),
    reads: () => ['series'],
    writes: () => [as],
    apply: () => (state) => {
      const ofKind = new Set(entryOf(state, 'series').flatMap((series) => (series.kind === kind ? [series.id] : [])));
      const keypoints = (labels.get(state.study.id)?.coordinates ?? []).flatMap((label): readonly Keypoint[] => {
        if (CONDITIONS_ON[kind]?.includes(label.condition) !== true || !ofKind.has(label.seriesId)) return [];
        const side = SIDES.find((one) => label.condition.startsWith(one));
        const { level, seriesId, instanceNumber } = label;
        return [{ site: { level, ...(side !== undefined && { side }) }, seriesId, instanceNumber, point: undefined }];
      });
      const sites = ANCHOR_SITES[position === 'lateral' ? 'side' : 'study'];
      return adding(
        as,
        sites.map((site) =>
          anchorOf(
            keypoints.filter((one) => sitesAgree(one.site, site)),
            site,
          ),
        ),
      );
    },
  }).spec.bind({});

/**
 * Returns the pipeline in which stage 1 uses the sagittal series that most label coordinates refer to, for each side of
 * Sag T1, like the original's out-of-fold predictions. Otherwise a study is seen as without labels: series are selected
 * by kind, and one kind substitutes for the other.
 */
export const bySeriesOfLabels = (pipeline: Pipeline, labels: Labels): Pipeline => {
  const canonical = canonicalSteps.parse(JSON.parse(pipeline.canonical));
  const steps = pipeline.steps.flatMap((step, index): readonly Step[] => {
    const choice = choiceOf(canonical.steps[index]);
    if (choice === undefined) return [step];
    const { kind: _, ...options } = choice;
    const name = `labels-${index}`;
    const entry = `instances.${name}` as const;
    return [
      { ...step, operator: anchorStep(labels, choice, entry), dropsAfter: [] },
      {
        ...step,
        operator: selectSlices.spec.bind({ ...options, instances: name }),
        dropsAfter: [...step.dropsAfter, entry],
      },
    ];
  });
  const sha256 = sha256Of(JSON.stringify([...labels]));
  return { ...pipeline, steps, canonical: JSON.stringify({ ...canonical, seriesOfLabels: sha256 }) };
};
