import { entryOf, type StudyState } from '../../../core/study-state.ts';
import { namedFamilies } from '../../../domain/families.ts';
import { grouped } from '../../../domain/grouped.ts';
import type { Selection, Series } from '../../../domain/results.ts';
import type { SliceHeader } from '../../../domain/slice-header.ts';
import type { SliceFile } from '../../../domain/study.ts';
import { sourceLacks } from '../../../interop/errors.ts';
import type { ImageReference, UsedSeries } from '../../../interop/study-result.ts';
import type { ResultOptions } from './options.ts';

/** A slice of a graded series, with its header in standard orientation. */
export interface UsedImage {
  readonly series: Series;
  readonly file: SliceFile;
  readonly header: SliceHeader;
  readonly seriesUid: string;
  readonly image: ImageReference;
}

const usedImage = (series: Series, file: SliceFile, header: SliceHeader): UsedImage => {
  const where = { seriesId: series.id, file: file.name };
  const { sopClassUid, sopInstanceUid, seriesUid } = header;
  if (sopClassUid === undefined) throw sourceLacks('SOPClassUID', where);
  if (sopInstanceUid === undefined) throw sourceLacks('SOPInstanceUID', where);
  if (seriesUid === undefined) throw sourceLacks('SeriesInstanceUID', where);
  return { series, file, header, seriesUid, image: { sopClassUid, sopInstanceUid, frame: file.frame } };
};

/** The image of a series' file. */
export const imageOfFile = (
  images: readonly UsedImage[],
  seriesId: string | undefined,
  file: SliceFile | undefined,
): UsedImage | undefined =>
  images.find(
    (image) => image.series.id === seriesId && image.file.path === file?.path && image.file.frame === file.frame,
  );

/** The selections of the result's pictures and keypoints. */
export const selectionsOf = (state: StudyState, o: ResultOptions): readonly Selection[] =>
  namedFamilies(o).flatMap(([, name]) => entryOf(state, `selections.${name}`));

/** Every slice of the series used. @throws INTEROP_SOURCE_INCOMPLETE for one that cannot be referenced */
export const usedImages = (state: StudyState, o: ResultOptions): Promise<readonly UsedImage[]> => {
  const ids = new Set(selectionsOf(state, o).flatMap(({ series }) => series?.id ?? []));
  const used = entryOf(state, 'series').filter(({ id }) => ids.has(id));
  const store = entryOf(state, 'slices');
  return Promise.all(
    used.flatMap((series) =>
      series.files.map(async (file) => usedImage(series, file, await store.header(file, series.id))),
    ),
  );
};

/** Groups images by SeriesInstanceUID, of which several series may be parts, or one series may mix several. */
export const usedSeries = (images: readonly UsedImage[]): readonly UsedSeries[] =>
  [...grouped(images, ({ seriesUid }) => seriesUid)].map(([seriesUid, own]) => ({
    kind: own[0]!.series.kind,
    seriesUid,
    frameOfReferenceUid: own[0]!.header.frameOfReferenceUid,
    images: own.map(({ image }) => image),
  }));
