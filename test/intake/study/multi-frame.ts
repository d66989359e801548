import type { DataSet } from './data-set.ts';
import { enhanced } from './enhanced.ts';
import { encodeFile, type SyntaxName } from './file.ts';
import type { Slice } from './slice.ts';
import type { Study } from './study.ts';
import { uid } from './uid.ts';

/** Every series becomes the one object that `make` makes of its slices. */
export const joinSeries = (
  study: Study,
  make: (slices: readonly Slice[]) => DataSet,
  syntax: SyntaxName = 'explicit',
): void => {
  for (const [kind, slices] of study.series())
    study.files.set(`${slices[0]!.folder}/${kind}.dcm`, encodeFile(make(slices), syntax));
  study.slices = [];
};

/** One Enhanced MR object of these slices, cut into so many instances (PS3.3 C.7.6.16.2.2.4). */
export const concatenation = (slices: readonly Slice[], parts: number): readonly DataSet[] => {
  const whole = enhanced(slices);
  const source = whole.text('SOPInstanceUID');
  const groups = whole.items('PerFrameFunctionalGroupsSequence');
  const length = Math.ceil(slices.length / parts);
  return Array.from({ length: parts }, (_, index) => {
    const [from, to] = [index * length, Math.min((index + 1) * length, slices.length)];
    const part = enhanced(slices.slice(from, to));
    return part.set({
      SOPInstanceUID: uid(source, 'part', index + 1),
      ConcatenationUID: uid(source, 'concatenation'),
      SOPInstanceUIDOfConcatenationSource: source,
      InConcatenationNumber: index + 1,
      InConcatenationTotalNumber: parts,
      ConcatenationFrameOffsetNumber: from,
      InstanceNumber: '1',
      PerFrameFunctionalGroupsSequence: groups.slice(from, to),
    });
  });
};
