import { z } from 'zod';
import { defineOperator } from '../core/define-operator.ts';
import { entryNames, entrySuffix } from '../core/entry-name.ts';
import { exampleState } from '../core/examples/index.ts';
import { adding, addingAll, entryOf } from '../core/study-state.ts';
import { farTexts } from '../domain/feature-distance.ts';
import { unusualStudy } from './unusual-study.ts';

/**
 * Warns of a study whose features are far from those of the training studies. Reads the `features.*` of several
 * networks, writes `features.*`.
 */
export const compareFeatures = defineOperator({
  name: 'compare-features',
  summary: 'Warn of a study whose features, as networks compute them, are unlike those of their training studies.',
  description:
    'The features are the input of the last layer of a region network. classify computes their distance from those of the training studies, which training records in fold<k>-features.json of the run folder. ' +
    'Adds the warning STUDY_UNUSUAL with every network for which the distance exceeds the bound recorded there. Networks without that file, int8 networks and those of ONNX files are not compared. ' +
    'Grades do not change.',
  options: z.strictObject({
    features: z
      .array(entrySuffix('name of the logits'))
      .min(1)
      .describe('logits of the networks whose features to compare, as classify gives them'),
    as: entrySuffix('name of the distances written'),
  }),
  example: {
    options: { features: ['spinal', 'foraminal'], as: 'networks' },
    study: () =>
      exampleState(
        addingAll(
          adding('features.spinal', [{ network: 'spinal', distance: 2.61, usual: 1.61, bound: 2.42 }]),
          adding('features.foraminal', [{ network: 'foraminal', distance: 0.97, usual: 1.34, bound: 2.01 }]),
        ),
      ),
  },
  reads: (o) => entryNames('features', o.features),
  writes: (o) => [`features.${o.as}`],
  apply:
    ({ features, as }) =>
    (state) => {
      const distances = features.flatMap((suffix) => entryOf(state, `features.${suffix}`));
      return adding(`features.${as}`, distances, unusualStudy(farTexts(distances), FACT, REMEDY));
    },
});

const FACT =
  'what the networks see is unlike the training studies, and the grades may be worse: distance of the features of';
const REMEDY = 'check series, images and keypoints, or have a reader grade the study';
