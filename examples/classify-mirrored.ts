import {
  adding,
  basisOfRegions,
  CONDITIONS,
  defineOperator,
  entryOf,
  entrySuffix,
  exampleModels,
  exampleRegions,
  exampleSites,
  exampleState,
  LEVELS,
  type LocationLogits,
  type ModelSet,
  meanPrediction,
  mirroredColumns,
  SEVERITIES,
  SpineError,
  type Stack,
  type Tensor,
  type Warning,
  z,
} from 'spinestream';

const [SPINAL] = CONDITIONS;

/** The mean of lists of numbers that come one after the other. */
const runningMean = () => {
  let mean: readonly number[] = [];
  let count = 0;
  return (values: readonly number[]): readonly number[] => {
    count++;
    mean = values.map((value, index) => (mean[index] ?? 0) + (value - (mean[index] ?? 0)) / count);
    return mean;
  };
};

/** A region of the mirrored patient: sagittal slices come in the other order, axial ones have left and right exchanged. */
export const mirroredRegion = (region: Stack, plane: 'sagittal' | 'axial'): Stack => {
  const [slices, rows, columns] = region.shape;
  const size = rows * columns;
  if (plane === 'axial') return { ...region, pixels: mirroredColumns(region.pixels, { rows, columns }) };
  const pixels = new Float32Array(region.pixels.length);
  for (let slice = 0; slice < slices; slice++)
    pixels.set(region.pixels.subarray(slice * size, (slice + 1) * size), (slices - 1 - slice) * size);
  return { ...region, pixels };
};

/** The regions of the five levels, one below the other. */
const batchOf = (regions: readonly Stack[]): Tensor => {
  const ofLevels = LEVELS.map((level) => regions.find(({ site }) => site.level === level));
  const [first] = ofLevels;
  if (first === undefined || ofLevels.includes(undefined))
    throw new SpineError({ code: 'REGION_MISSING', reason: 'expected a region of every level; crop them before' });
  const data = new Float32Array(LEVELS.length * first.pixels.length);
  for (const [index, region] of ofLevels.entries()) data.set(region?.pixels ?? [], index * first.pixels.length);
  return { shape: [LEVELS.length, ...first.shape], data };
};

const gradesOf = async (model: ModelSet, sagittal: readonly Stack[], axial: readonly Stack[]) => {
  const { logits } = await meanPrediction(model, { sagt2: batchOf(sagittal), axial_centre: batchOf(axial) });
  if (logits === undefined) throw new SpineError({ code: 'LOGITS_MISSING', reason: 'expected a model with logits' });
  return LEVELS.map((_, row) => [...logits.data.subarray(row * SEVERITIES.length, (row + 1) * SEVERITIES.length)]);
};

const severityOf = (logits: readonly number[]): number => logits.indexOf(Math.max(...logits));

export const classifyMirrored = defineOperator({
  name: 'classify-mirrored',
  summary: 'Grade the spinal canal twice, as it is and mirrored left to right, and average the logits.',
  description:
    'The canal is symmetric, so its grade should not change in the mirror. A level whose two grades differ gets a warning.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of a model of the kind "spinal"'),
    sagittal: entrySuffix('the Sag T2 regions'),
    axial: entrySuffix('the axial regions about the centre'),
    as: entrySuffix('name of the logits written'),
  }),
  example: {
    options: { model: 'spinal', sagittal: 'sagt2', axial: 'axial-centre', as: 'spinal' },
    study: () =>
      exampleState(
        adding('rois.sagt2', exampleRegions(exampleSites('one'), { slices: 2, sizePx: 32 })),
        adding('rois.axial-centre', exampleRegions(exampleSites('one'), { slices: 2, sizePx: 32 })),
      ),
    env: () => ({
      models: exampleModels({
        spinal: { architecture: { kind: 'spinal', backbone: 'resnet18', slices: 2, hidden: 8 }, resolutionPx: 32 },
      }),
    }),
  },
  reads: (o) => [`rois.${o.sagittal}`, `rois.${o.axial}`],
  writes: (o) => [`logits.${o.as}`],
  models: (o) => [o.model],
  apply: (o, env) => {
    let model: Promise<ModelSet> | undefined; // of the whole run: asked for by the first study, kept for the others
    return async (study) => {
      model ??= env.models.get(o.model);
      const set = await model;
      const [sagittal, axial] = [entryOf(study, `rois.${o.sagittal}`), entryOf(study, `rois.${o.axial}`)];
      const asItIs = await gradesOf(set, sagittal, axial);
      const mirrored = await gradesOf(
        set,
        sagittal.map((region) => mirroredRegion(region, 'sagittal')),
        axial.map((region) => mirroredRegion(region, 'axial')),
      );
      const graded = LEVELS.map((level, row) => {
        const views = [asItIs[row] ?? [], mirrored[row] ?? []];
        const add = runningMean();
        const logits = views.map(add).at(-1) ?? [];
        const differ = new Set(views.map(severityOf)).size > 1;
        const here = [...sagittal, ...axial].filter(({ site }) => site.level === level);
        const basis = basisOfRegions(here);
        return { grade: { condition: SPINAL, level, logits, basis } satisfies LocationLogits, differ };
      });
      const warnings = graded.flatMap(({ grade: { level }, differ }): Warning[] =>
        differ ? [{ code: 'VIEWS_DIFFER', message: 'another grade in the mirror', site: { level } }] : [],
      );
      return adding(
        `logits.${o.as}`,
        graded.map(({ grade }) => grade),
        warnings,
      );
    };
  },
});
