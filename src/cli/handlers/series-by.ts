import type { GradeOptions } from '../../run/grade-studies.ts';
import { refuseResultsAsStudies } from '../../streams/sources/list-studies.ts';
import { readLabels } from '../../training/data/labels/read-labels.ts';
import { bySeriesOfLabels } from '../../training/series-of-labels.ts';
import type { SeriesBy } from '../options/shared-options.ts';

/** How a pipeline chooses sagittal series: as without labels, or the series that most label coordinates refer to. */
export const seriesBy = async (by: SeriesBy, data: string): Promise<GradeOptions['arranged']> => {
  if (by === 'inference') return undefined;
  await refuseResultsAsStudies(data);
  const { labels } = await readLabels({ root: data });
  return (pipeline) => bySeriesOfLabels(pipeline, labels);
};
