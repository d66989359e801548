import { DCM, SCT } from '../codes/index.ts';
import type { UsedSeries } from '../study-result.ts';
import { codeValue, container, type Item, imageValue, uidValue } from './items.ts';

const group = ({ frameOfReferenceUid, images }: UsedSeries): Item =>
  container({
    relationship: 'CONTAINS',
    name: DCM.imageLibraryGroup,
    children: [
      codeValue({ relationship: 'HAS ACQ CONTEXT', name: DCM.modality }, DCM.mr),
      codeValue({ relationship: 'HAS ACQ CONTEXT', name: DCM.targetRegion }, SCT.lumbarSpine),
      ...(frameOfReferenceUid === undefined
        ? []
        : [uidValue({ relationship: 'HAS ACQ CONTEXT', name: DCM.frameOfReference }, frameOfReferenceUid)]),
      ...images.map((image) => imageValue({ relationship: 'CONTAINS' }, image)),
    ],
  });

/** The images used, one group per series (TID 1600); absent if there are none. */
export const imageLibrary = (series: readonly UsedSeries[]): readonly Item[] => {
  const groups = series.filter(({ images }) => images.length > 0).map(group);
  return groups.length === 0
    ? []
    : [container({ relationship: 'CONTAINS', name: DCM.imageLibrary, children: groups }, '1600')];
};
