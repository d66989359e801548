import { entryOf, type StudyState } from '../../../core/study-state.ts';
import { isLossy } from '../../../dicom/index.ts';
import { fileOfInstance } from '../../../domain/stored-point.ts';
import type { KeyPicture } from '../../../interop/sc/secondary-capture.ts';
import { edgeLetters, keyImages } from '../../../report/index.ts';
import { reportNames } from '../report/report-names.ts';
import { reportViews } from '../report/report-views.ts';
import type { ResultOptions } from './options.ts';
import { imageOfFile, selectionsOf, type UsedImage } from './used-images.ts';

export interface PictureOptions extends ResultOptions {
  readonly boxMm: number;
}

/** A picture of the key slice of each selection, drawn like the report's, with its source image. */
export const keyPictures = async (
  state: StudyState,
  options: PictureOptions,
  images: readonly UsedImage[],
): Promise<readonly KeyPicture[]> => {
  const series = entryOf(state, 'series');
  const names = reportNames({ id: state.study.id, series }, { withIdentifiers: false, salt: '' });
  const views = await reportViews({ state, entries: { families: options, heatmaps: false }, names });
  const selections = selectionsOf(state, options); // one per view, in the same order
  const grades = entryOf(state, `probabilities.${options.probabilities}`);
  const ungraded = grades.map((grade) => ({ ...grade, truth: undefined }));
  const drawn = await keyImages(views, ungraded, { boxMm: options.boxMm });
  return drawn.flatMap(({ view, picture }) => {
    const selection = selections[views.indexOf(view)];
    const file = selection && fileOfInstance(selection.files, selection.instanceNumber);
    const used = imageOfFile(images, selection?.series?.id, file);
    if (used === undefined) return [];
    const geometry = view.slices[view.keySlice]?.geometry;
    const letters = geometry && edgeLetters(geometry);
    return [
      {
        ...picture,
        seriesUid: used.seriesUid,
        image: used.image,
        orientation: letters && ([letters.right, letters.bottom] as const),
        lossy: isLossy(used.header.transferSyntaxUid),
      },
    ];
  });
};
