import type { Selection, Series } from '../../domain/results.ts';
import type { Site } from '../../domain/site.ts';
import type { SliceFile } from '../../domain/study.ts';
import { EXAMPLE_GRID, exampleFileNames } from './example-files.ts';
import { exampleState } from './example-state.ts';

/**
 * Returns the three series of the example study as `load-series` writes them: five slices each, 10 mm apart, in anatomical order.
 *
 * @example
 * import { exampleSeries } from 'spinestream/testing';
 *
 * exampleSeries().map(({ id, kind }) => `${id} ${kind}`); // ['11 Sagittal T2/STIR', '12 Sagittal T1', '13 Axial T2']
 */
export const exampleSeries = (): readonly Series[] =>
  exampleState().study.series.map(({ id, kind, folder }) => {
    const files = exampleFileNames().map(
      (name, index): SliceFile => ({ name, path: `${folder}/${name}`, instanceNumber: index + 1 }),
    );
    return { id, kind, files, orderedFiles: files, spacingBetweenSlicesMm: EXAMPLE_GRID.sliceSpacingMm };
  });

/**
 * Returns the first `count` slices of a series of the example study, chosen for each of these sites; as `select-slices` writes them.
 * @param seriesId  11, 12 or 13
 *
 * @example
 * import { exampleSelections } from 'spinestream/testing';
 *
 * exampleSelections('12', 2)[0]?.files.map(({ name }) => name); // ['1.dcm', '2.dcm']
 */
export const exampleSelections = (
  seriesId: string,
  count: number,
  sites: readonly Site[] = [{}],
): readonly Selection[] => {
  const series = exampleSeries().find(({ id }) => id === seriesId);
  const files = series?.orderedFiles.slice(0, count) ?? [];
  return sites.map((site) => ({ site, series, instanceNumber: undefined, files, count }));
};
