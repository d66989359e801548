import { DCM, LN, OWN, RFC5646, reasonCode } from '../codes/index.ts';
import type { Attributes } from '../dicom/attributes.ts';
import { deviceUid, MANUFACTURER, RESEARCH_ONLY } from '../dicom/common-modules.ts';
import { locationResults } from '../location-result.ts';
import type { StudyResult } from '../study-result.ts';
import { algorithmIdentification } from './algorithm.ts';
import { imageLibrary } from './image-library.ts';
import { codeItem, codeValue, container, type Item, templateOf, textValue, uidValue } from './items.ts';
import { measurementGroup } from './measurement-group.ts';

const observer = (result: StudyResult): readonly Item[] => {
  const head = (name: typeof DCM.observerType) => ({ relationship: 'HAS OBS CONTEXT', name }) as const;
  return [
    codeValue(head(DCM.observerType), DCM.device),
    uidValue(head(DCM.deviceUid), deviceUid(result)),
    textValue(head(DCM.deviceName), MANUFACTURER),
    textValue(head(DCM.deviceManufacturer), MANUFACTURER),
    textValue(head(DCM.deviceModel), `${MANUFACTURER} ${result.maker.version}`),
  ];
};

const comment = (text: string): Item => textValue({ relationship: 'CONTAINS', name: DCM.comment }, text);

/** Notes that precede the measurements. */
const remarks = ({ failure, notices }: StudyResult): readonly Item[] => [
  comment(RESEARCH_ONLY),
  ...(failure === undefined ? [] : [comment(`The study was not graded: ${failure.code}.`)]),
  ...notices.map((code) => codeValue({ relationship: 'CONTAINS', name: OWN.notice }, reasonCode(code))),
];

/** Report content: a Measurement Report (TID 1500) with a group for each of the 25 locations. */
export const measurementReport = (result: StudyResult): Attributes => ({
  ValueType: 'CONTAINER',
  ConceptNameCodeSequence: [codeItem(DCM.measurementReport)],
  ContinuityOfContent: 'SEPARATE',
  ...templateOf('1500'),
  ContentSequence: [
    codeValue({ relationship: 'HAS CONCEPT MOD', name: DCM.language }, RFC5646.english),
    ...observer(result),
    codeValue({ relationship: 'HAS CONCEPT MOD', name: DCM.procedureReported }, LN.mri),
    ...remarks(result),
    ...imageLibrary(result.series),
    container({
      relationship: 'CONTAINS',
      name: DCM.measurements,
      children: [
        ...algorithmIdentification(result),
        ...locationResults(result).map((location) => measurementGroup(location, result)),
      ],
    }),
  ],
});
