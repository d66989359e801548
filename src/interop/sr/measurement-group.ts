import type { Basis } from '../../domain/basis.ts';
import { locationOf } from '../../domain/vocabulary.ts';
import { type Code, DCM, OWN, reasonCode, SCT, UCUM } from '../codes/index.ts';
import { CONDITION_CODES, levelCode, SEVERITY_CODES, sideCode } from '../codes/location-codes.ts';
import { resultUid } from '../derived-uids.ts';
import { type LocationResult, severityOf } from '../location-result.ts';
import type { LocationKeypoint, StudyResult } from '../study-result.ts';
import { algorithmInShort } from './algorithm.ts';
import {
  codeValue,
  container,
  type Item,
  imageValue,
  numberValue,
  pointInSpace,
  pointOnImage,
  textValue,
  uidValue,
} from './items.ts';

const SEEN_CODES: Readonly<Record<Basis['seen'], Code>> = {
  all: OWN.seenAll,
  some: OWN.seenSome,
  none: OWN.seenNone,
  unknown: OWN.seenUnknown,
};

const findingSite = ({ condition, level }: LocationResult): Item => {
  const { site, side } = CONDITION_CODES[condition];
  return codeValue(
    {
      relationship: 'HAS CONCEPT MOD',
      name: SCT.findingSite,
      children: [
        ...(side === undefined
          ? []
          : [codeValue({ relationship: 'HAS CONCEPT MOD', name: SCT.laterality }, sideCode(side))]),
        codeValue({ relationship: 'HAS CONCEPT MOD', name: SCT.topographicalModifier }, levelCode(level)),
      ],
    },
    site,
  );
};

/** The keypoint on its image, as the group's region, and in the patient, as an extension of the template. */
const keypointItems = ({ image, pointPx, patient }: LocationKeypoint): readonly Item[] => {
  const selected = imageValue({ relationship: 'SELECTED FROM' }, image);
  const onImage = pointOnImage({ relationship: 'CONTAINS', name: DCM.imageRegion, children: [selected] }, pointPx);
  if (patient === undefined) return [onImage];
  const { pointMm, frameOfReferenceUid } = patient;
  const inSpace = pointInSpace(
    { relationship: 'CONTAINS', name: OWN.keypoint },
    [pointMm.x, pointMm.y, pointMm.z],
    frameOfReferenceUid,
  );
  return [onImage, inSpace];
};

/** None if nothing was seen. (An empty value with a reason is also legal, but common readers fail on it.) */
const probabilityItems = ({ probabilities = [] }: LocationResult): readonly Item[] =>
  probabilities.map((value, label) => {
    const { severity, probability } = SEVERITY_CODES[label]!;
    const modifier = codeValue({ relationship: 'HAS CONCEPT MOD', name: SCT.severity }, severity);
    return numberValue({ relationship: 'CONTAINS', name: probability, children: [modifier] }, value, UCUM.one);
  });

const evaluations = (location: LocationResult): readonly Item[] => {
  const { basis } = location;
  const label = severityOf(location);
  const evaluation = (name: Code, value: Code) => codeValue({ relationship: 'CONTAINS', name }, value);
  return [
    ...(label === undefined ? [] : [evaluation(SCT.severity, SEVERITY_CODES[label]!.severity)]),
    evaluation(OWN.seen, SEEN_CODES[basis.seen]),
    ...(basis.doubtful ? [evaluation(OWN.trust, OWN.doubtful)] : []),
    ...basis.reasons.map((reason) => evaluation(OWN.reason, reasonCode(reason))),
  ];
};

/** The result of a location: a planar region of interest (TID 1410) with a keypoint, else a group without one (TID 1501). */
export const measurementGroup = (location: LocationResult, result: StudyResult): Item => {
  const { condition, level, keypoint } = location;
  const name = locationOf(condition, level);
  return container(
    {
      relationship: 'CONTAINS',
      name: DCM.measurementGroup,
      children: [
        textValue({ relationship: 'HAS OBS CONTEXT', name: DCM.trackingIdentifier }, name),
        uidValue({ relationship: 'HAS OBS CONTEXT', name: DCM.trackingUid }, resultUid(result, `location ${name}`)),
        codeValue({ relationship: 'CONTAINS', name: DCM.finding }, SCT.stenosis),
        findingSite(location),
        ...algorithmInShort(result),
        ...(keypoint === undefined ? [] : keypointItems(keypoint)),
        ...probabilityItems(location),
        ...evaluations(location),
      ],
    },
    keypoint === undefined ? '1501' : '1410',
  );
};
