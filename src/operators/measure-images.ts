import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entrySuffix } from '../core/entry-name.ts';
import { exampleFiles, exampleModels, exampleSeries, exampleSlices, exampleState } from '../core/examples/index.ts';
import { adding, entryOf } from '../core/study-state.ts';
import { unusualMeasures } from '../imaging/index.ts';
import { measuredStudy } from './images/measured-study.ts';
import { unusualStudy } from './unusual-study.ts';

/**
 * Measures the images of a study and compares them with those that a model was trained on. Reads `series` and `slices`,
 * writes `statistics.*`, and warns of an unusual study.
 */
export const measureImages = defineOperator({
  name: 'measure-images',
  summary:
    'Measure spacing, contrast, noise and sharpness of the images, and warn of a study unlike the training studies.',
  description:
    'Per kind of series: number and distance of slices, pixel spacing, field of view, grey levels, contrast, noise and sharpness of three slices; scanner manufacturer and field strength. ' +
    'Compares them with image-statistics.json in the run folder of the model, which training writes, and adds the warning STUDY_UNUSUAL with every measure beyond the bound recorded there. Without a model, or without that file, nothing is compared. ' +
    'Grades do not change.',
  options: z.strictObject({
    model: z.string().min(1).describe('name of the model whose training studies to compare with').optional(),
    as: entrySuffix('name of the statistics written'),
  }),
  example: {
    options: { model: 'coord', as: 'images' },
    study: () => exampleState(adding('series', exampleSeries()), adding('slices', exampleSlices())),
    env: () => ({
      ...exampleFiles(),
      models: exampleModels({
        coord: {
          architecture: { kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 },
          resolutionPx: 32,
        },
      }),
    }),
  },
  reads: () => ['series', 'slices'],
  writes: (o) => [`statistics.${o.as}`],
  models: ({ model }) => (model === undefined ? [] : [model]),
  apply:
    ({ model, as }, env) =>
    async (state) => {
      const statistics = await measuredStudy(entryOf(state, 'series'), entryOf(state, 'slices'), env);
      const reference = model === undefined ? undefined : (await env.models.get(model)).imageReference;
      const unusual = reference && unusualMeasures(statistics, reference);
      const texts = unusual?.map(({ text }) => text) ?? [];
      return adding(`statistics.${as}`, { ...statistics, unusual }, unusualStudy(texts, FACT, REMEDY));
    },
});

const FACT = 'the images are unlike those that the model was trained on, and its grades may be worse:';
const REMEDY = 'check series and images, or have a reader grade the study';
