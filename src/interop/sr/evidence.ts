import type { Attributes } from '../dicom/attributes.ts';
import type { StudyResult, UsedSeries } from '../study-result.ts';

const seriesItem = ({ seriesUid, images }: UsedSeries): Attributes => {
  const instances = new Map(images.map(({ sopInstanceUid, sopClassUid }) => [sopInstanceUid, sopClassUid]));
  return {
    SeriesInstanceUID: seriesUid,
    ReferencedSOPSequence: [...instances].map(([instance, sopClass]) => ({
      ReferencedSOPClassUID: sopClass,
      ReferencedSOPInstanceUID: instance,
    })),
  };
};

/** Every instance that the content references, once, below its series and study; absent if there are none. */
export const evidence = ({ series, source }: StudyResult): Attributes => {
  const used = series.filter(({ images }) => images.length > 0);
  if (used.length === 0) return {};
  return {
    CurrentRequestedProcedureEvidenceSequence: [
      { StudyInstanceUID: source.studyUid, ReferencedSeriesSequence: used.map(seriesItem) },
    ],
  };
};
