import { z } from 'zod';
import type { BoundOperator } from '../../../core/define-operator.ts';
import { defineOperator } from '../../../core/define-operator.ts';
import type { EntryName } from '../../../core/entries.ts';
import type { Step } from '../../../core/pipeline.ts';
import { adding, entryOf } from '../../../core/study-state.ts';
import { sitesAgree } from '../../../domain/site.ts';

/** A placeholder for a stack's pixels: 0 if it will be blank. */
const ONE = { shape: [1, 1, 1] } as const;
const pixelOf = (blank: boolean): Float32Array => Float32Array.of(blank ? 0 : 1);

type Under<Prefix extends string> = Extract<EntryName, `${Prefix}.${string}`>;
const isUnder =
  <Prefix extends string>(prefix: Prefix) =>
  (name: EntryName): name is Under<Prefix> =>
    name.startsWith(`${prefix}.`);

const isSelections = isUnder('selections');
const isKeypoints = isUnder('keypoints');
const isRois = isUnder('rois');
const isStacks = isUnder('stacks');

/** Replaces steps that read pixels: they produce regions and stacks of one number each. Other steps stay unchanged. */
export const withoutPixels = (step: Step): Step => {
  const { reads, writes, name } = step.operator;
  const [selections, keypoints] = [reads.find(isSelections), reads.find(isKeypoints)];
  const [rois, stacks] = [writes.find(isRois), writes.find(isStacks)];
  if (rois !== undefined && selections !== undefined && keypoints !== undefined)
    return replaced(step, (state) => {
      const chosen = entryOf(state, selections);
      const regions = entryOf(state, keypoints).map(({ site, point }) => {
        const files = chosen.find((one) => sitesAgree(one.site, site))?.files ?? [];
        const blank = point === undefined || files.length === 0;
        return { ...ONE, site, blank, pixels: pixelOf(blank) };
      });
      return adding(rois, regions);
    });
  if (stacks !== undefined && selections !== undefined && name === 'normalise')
    return replaced(step, (state) =>
      adding(
        stacks,
        entryOf(state, selections).map((selection) => {
          const blank = selection.files.length === 0;
          return { ...ONE, site: selection.site, selection, blank, pixels: pixelOf(blank) };
        }),
      ),
    );
  return step;
};

type Work = ReturnType<Parameters<typeof defineOperator>[0]['apply']>;

const replaced = (step: Step, work: Work): Step => {
  const { name, reads, writes } = step.operator;
  const operator: BoundOperator = defineOperator({
    name,
    summary: 'Stands in for a step that reads pixels.',
    options: z.strictObject({}),
    reads: () => reads,
    writes: () => writes,
    apply: () => work,
  }).spec.bind({});
  return { ...step, operator };
};
