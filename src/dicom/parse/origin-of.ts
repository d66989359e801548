import { TAGS } from '../tags.ts';
import { type DataSet, itemsOf } from './data-set.ts';
import { momentOf, momentOfDateTime } from './date-time.ts';
import { nameKeysOf, patientKeyOf } from './patient-key.ts';
import { freeTextOf, numberOf, textOf } from './values.ts';

/** Time of the frame, else of the acquisition, else of the image, else of the series. */
const acquiredAt = (dataSet: DataSet): string | undefined => {
  const day = textOf(dataSet, TAGS.acquisitionDate);
  const contentDay = textOf(dataSet, TAGS.contentDate);
  const seriesDay = textOf(dataSet, TAGS.seriesDate);
  const time = textOf(dataSet, TAGS.acquisitionTime);
  return (
    momentOfDateTime(textOf(dataSet, TAGS.frameAcquisitionDateTime)) ??
    (time && momentOf(day ?? contentDay ?? seriesDay ?? textOf(dataSet, TAGS.studyDate), time)) ??
    momentOfDateTime(textOf(dataSet, TAGS.acquisitionDateTime)) ??
    momentOfDateTime(textOf(dataSet, TAGS.frameReferenceDateTime)) ??
    momentOf(day, undefined) ??
    momentOf(contentDay, textOf(dataSet, TAGS.contentTime)) ??
    momentOf(seriesDay, textOf(dataSet, TAGS.seriesTime))
  );
};

/** BodyPartExamined, else the meaning of a coded region. */
const bodyPartOf = (dataSet: DataSet): string | undefined => {
  const [region] = itemsOf(dataSet.elements[TAGS.anatomicRegionSequence.key]);
  return (
    textOf(dataSet, TAGS.bodyPartExamined) ?? (region && freeTextOf({ ...dataSet, elements: region }, TAGS.codeMeaning))
  );
};

const keyed = <T>(text: string | undefined, keyOf: (text: string) => T): T | undefined =>
  text === undefined ? undefined : keyOf(text);

/** Patient keys, identifiers and times of an object. */
export const originOf = (dataSet: DataSet) => ({
  sopClassUid: textOf(dataSet, TAGS.sopClassUid),
  sopInstanceUid: textOf(dataSet, TAGS.sopInstanceUid),
  studyUid: textOf(dataSet, TAGS.studyInstanceUid),
  seriesUid: textOf(dataSet, TAGS.seriesInstanceUid),
  patientKey: keyed(freeTextOf(dataSet, TAGS.patientId), patientKeyOf),
  patientName: keyed(freeTextOf(dataSet, TAGS.patientName), nameKeysOf),
  studyStart: momentOf(textOf(dataSet, TAGS.studyDate), textOf(dataSet, TAGS.studyTime)),
  acquiredAt: acquiredAt(dataSet),
  seriesNumber: numberOf(dataSet, TAGS.seriesNumber),
  instanceNumber: numberOf(dataSet, TAGS.instanceNumber),
  modality: textOf(dataSet, TAGS.modality),
  studyDescription: freeTextOf(dataSet, TAGS.studyDescription),
  seriesDescription: freeTextOf(dataSet, TAGS.seriesDescription),
  protocolName: freeTextOf(dataSet, TAGS.protocolName),
  bodyPart: bodyPartOf(dataSet),
});
