import { IMAGE_MEASURES, type ImageReference, MEASURE_FACTS } from '../../domain/statistics/image-statistics.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import type { CardFacts } from './card-facts.ts';
import { block, NOT_RECORDED, section, table } from './markdown.ts';

const countsText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} (${count})`)
    .join(', ') || NOT_RECORDED;

const imageRows = ({ series }: ImageReference): readonly (readonly string[])[] =>
  SERIES_KINDS.flatMap((kind) =>
    IMAGE_MEASURES.flatMap((measure) => {
      const known = series[kind]?.[measure];
      if (known === undefined) return [];
      const { title, unit, digits } = MEASURE_FACTS[measure];
      const [low, median, high] = [known.low, known.median, known.high].map((value) => value.toFixed(digits));
      return [
        [kind, `${title}${unit === '' ? '' : ` (${unit.trim()})`}`, String(known.count), median!, `${low} to ${high}`],
      ];
    }),
  );

const imageParts = (images: ImageReference | undefined): readonly string[] =>
  images === undefined
    ? [`Images of the training studies: ${NOT_RECORDED} (\`spinestream image-statistics\` measures them).`]
    : [
        `Images of ${images.studies} studies; manufacturers: ${countsText(images.manufacturers)}; field strengths in T: ${countsText(images.fieldStrengthsT)}.`,
        table(['series', 'measure', 'series measured', 'median', '1st to 99th percentile'], imageRows(images)),
      ];

const featureParts = (features: CardFacts['features']): readonly string[] =>
  features.length === 0
    ? []
    : [
        'Distances of features from the training studies, about 1 for a training study; a study beyond the bound is reported as unusual:',
        table(
          ['fold', 'fitted to', 'measured on', 'median', '99th percentile', 'bound'],
          features.map(
            ({
              fold,
              reference: {
                studies,
                distances: { count, median, high },
                bound,
              },
            }) => [
              ...[String(fold), `${studies} training studies`, `${count} validation studies`],
              ...[String(median), String(high), bound === undefined ? 'too few studies' : String(bound)],
            ],
          ),
        ),
      ];

/** Training data: origin, folds and images, without the ids of studies. */
export const dataSection = ({ statements, folds, images, features, training }: CardFacts): string => {
  const labelled = training?.labelled;
  return section(
    'Training data',
    `Source: ${statements.dataSource ?? NOT_RECORDED}. Patients (age, sex, origin): ${NOT_RECORDED}. Hash of the labels: ${typeof labelled === 'string' ? `\`${labelled}\`` : NOT_RECORDED}.`,
    folds.length === 0
      ? `Studies of the folds: ${NOT_RECORDED}.`
      : table(
          [
            'fold',
            'trained on',
            'validated on',
            'SHA-256 of the training studies',
            'SHA-256 of the validation studies',
          ],
          folds.map((one) => [
            ...[String(one.fold), `${one.train} studies`, `${one.validation} studies`],
            ...[`\`${one.trainSha256}\``, `\`${one.validationSha256}\``],
          ]),
        ),
    'The ids of the studies are not part of this folder. The hash is of the JSON list of the sorted ids.',
    ...imageParts(images),
    ...featureParts(features),
  );
};

/** Hashes are in the table of the data. */
const HASHES = ['labelled', 'folds', 'pretrained'];

/** How the weights were made. */
export const recipeSection = async ({ training, bestEpochs, model }: CardFacts): Promise<string> => {
  const { stringify } = await import('yaml');
  const recipe = Object.fromEntries(Object.entries(training ?? {}).filter(([name]) => !HASHES.includes(name)));
  const pretrained = training?.pretrained;
  return section(
    'Recipe',
    'Network:',
    block('yaml', stringify({ architecture: model.architecture, ...(model.input && { input: model.input }) })),
    `Starting weights: ${typeof pretrained === 'string' ? `SHA-256 \`${pretrained}\`` : training === undefined ? NOT_RECORDED : 'random, or as `start` states'}.`,
    training === undefined
      ? `Training: ${NOT_RECORDED}.`
      : `Experiment, as for \`spinestream train\`:\n\n${block('yaml', stringify(recipe))}`,
    bestEpochs.length === 0
      ? `Epochs: ${NOT_RECORDED}.`
      : table(
          ['fold', 'epochs', 'best epoch', 'its validation loss'],
          bestEpochs.map((one) => [one.fold, one.epochs, one.epoch, one.validationLoss.toPrecision(4)].map(String)),
        ),
  );
};
