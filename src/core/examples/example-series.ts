import type { Selection, Series } from '../../domain/results.ts';
import type { Site } from '../../domain/site.ts';
import type { SliceFile } from '../../domain/study.ts';
import { EXAMPLE_GRID, exampleFileNames } from './example-files.ts';
import { exampleState } from './example-state.ts';

/** The three series of the example study: five slices each, 10 mm apart, in anatomical order. */
export const exampleSeries = (): readonly Series[] =>
  exampleState().study.series.map(({ id, kind, folder }) => {
    const files = exampleFileNames().map(
      (name, index): SliceFile => ({ name, path: `${folder}/${name}`, instanceNumber: index + 1 }),
    );
    return { id, kind, files, orderedFiles: files, spacingBetweenSlicesMm: EXAMPLE_GRID.sliceSpacingMm };
  });

/** The first `count` slices of a series of the example study, chosen for each of these places. */
export const exampleSelections = (
  seriesId: string,
  count: number,
  sites: readonly Site[] = [{}],
): readonly Selection[] => {
  const series = exampleSeries().find(({ id }) => id === seriesId);
  const files = series?.orderedFiles.slice(0, count) ?? [];
  return sites.map((site) => ({ site, series, instanceNumber: undefined, files, count }));
};
