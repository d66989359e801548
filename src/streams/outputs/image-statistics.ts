import { z } from 'zod';
import { defineOutput } from '../../core/define-output.ts';
import { entrySuffix } from '../../core/entry-name.ts';
import { exampleState } from '../../core/examples/index.ts';
import { adding, entryOf } from '../../core/study-state.ts';
import { IMAGE_MEASURES } from '../../domain/statistics/image-statistics.ts';

export const IMAGE_STATISTICS_COLUMNS = [
  'study_id',
  'kind',
  ...IMAGE_MEASURES,
  'manufacturer',
  'field_strength_t',
  'unusual',
] as const;

const DIGITS = 6;
const shortened = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(DIGITS));

export const imageStatistics = defineOutput({
  name: 'image-statistics',
  summary:
    'Spacing, contrast, noise and scanner of the images, and what is unusual of them: one row per kind of series.',
  description:
    'For spinestream drift. `unusual` lists the measures beyond the training range of the model, `none`, or `unknown` if the model does not record its training images; unusual scanners are listed in every row of the study. Contains no identifiers but the study id.',
  columns: IMAGE_STATISTICS_COLUMNS,
  options: z.strictObject({ statistics: entrySuffix('the statistics to write, as measure-images gives them') }),
  example: {
    options: { statistics: 'images' },
    study: () =>
      exampleState(
        adding('statistics.images', {
          series: [{ kind: 'Sagittal T1', measures: { slices: 5, gap_mm: 4, spacing_mm: 4, noise: 0.02 } }],
          manufacturer: undefined,
          fieldStrengthT: '1.5',
          unusual: [{ kind: 'Sagittal T1', measure: 'spacing_mm', text: 'Sagittal T1 pixel spacing 4.00 mm' }],
        }),
      ),
  },
  reads: (o) => [`statistics.${o.statistics}`],
  rows: (o) => (state) => {
    const { series, manufacturer, fieldStrengthT, unusual } = entryOf(state, `statistics.${o.statistics}`);
    return series.map(({ kind, measures }) => {
      const own = unusual?.filter((one) => one.kind === undefined || one.kind === kind);
      const named = own && (own.length === 0 ? 'none' : own.map(({ measure }) => measure).join(' '));
      return [
        ...[state.study.id, kind, ...IMAGE_MEASURES.map((measure) => shortened(measures[measure]))],
        ...[manufacturer, fieldStrengthT, named ?? 'unknown'],
      ];
    });
  },
});
