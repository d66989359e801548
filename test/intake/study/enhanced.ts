import { type Attributes, DataSet, type Samples } from './data-set.ts';
import { decimals } from './decimals.ts';
import type { Keyword } from './dictionary.ts';
import {
  contrastOf,
  type Groups,
  IMAGE,
  measureGroups,
  timingGroups,
  typeGroups,
  valueGroups,
} from './functional-groups.ts';
import { directionsOf, positionOf, type Vector } from './placing.ts';
import type { Slice } from './slice.ts';
import { uid } from './uid.ts';

/** Multi-frame objects out of slices (PS3.3 A.36.2, C.7.6.16, C.8.13; A.71). */

export const ENHANCED_MR = '1.2.840.10008.5.1.4.1.1.4.1';
export const ENHANCED_MR_COLOUR = '1.2.840.10008.5.1.4.1.1.4.3';
export const LEGACY_CONVERTED_MR = '1.2.840.10008.5.1.4.1.1.4.4';

/** What a frame says in a functional group, and the object as a whole does not. */
const OF_FRAMES: readonly Keyword[] = [
  'ImagePositionPatient',
  'ImageOrientationPatient',
  'PixelSpacing',
  'SliceThickness',
  'SpacingBetweenSlices',
  'EchoTime',
  'RepetitionTime',
  'InversionTime',
  'ScanningSequence',
  'SequenceVariant',
  'ScanOptions',
  'EchoTrainLength',
  'WindowCenter',
  'WindowWidth',
  'RescaleSlope',
  'RescaleIntercept',
  'RescaleType',
  'Laterality',
  'AcquisitionDate',
  'AcquisitionTime',
];

const USUAL: readonly Groups[] = [measureGroups, typeGroups, timingGroups, valueGroups];

/** Stack and place in it of each slice, from 1. */
export type Stacks = ReadonlyMap<Slice, { readonly stack: number; readonly place: number }>;

/** A stack of each list, places along the normal. */
export const inStacks = (lists: readonly (readonly Slice[])[]): Stacks =>
  new Map(
    lists.flatMap((slices, index) => {
      const { row, column } = directionsOf(slices[0]!);
      const normal = cross(row, column);
      const ordered = [...slices].sort((a, b) => dot(normal, positionOf(a)) - dot(normal, positionOf(b)));
      return ordered.map((slice, place) => [slice, { stack: index + 1, place: place + 1 }] as const);
    }),
  );

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export interface EnhancedOptions {
  /** Groups that all frames share, and those that each has. */
  readonly shared?: readonly Groups[];
  readonly each?: readonly Groups[];
  readonly stacks?: Stacks;
  readonly sopClass?: string;
}

const groupsOf = (slice: Slice, makers: readonly Groups[]): Attributes =>
  Object.assign({}, ...makers.map((make) => make(slice)));

const STACK_ID = '00209056';
const PLACE_IN_STACK = '00209057';
const FRAME_CONTENT = '00209111';

const dimensions = (instance: string): Attributes => {
  const organization = uid(instance, 'dimensions');
  return {
    DimensionOrganizationSequence: { DimensionOrganizationUID: organization },
    DimensionIndexSequence: [STACK_ID, PLACE_IN_STACK].map((pointer) => ({
      DimensionOrganizationUID: organization,
      DimensionIndexPointer: pointer,
      FunctionalGroupPointer: FRAME_CONTENT,
    })),
  };
};

const frameItem = (slice: Slice, each: readonly Groups[], { stack, place }: { stack: number; place: number }) =>
  DataSet.of({
    FrameContentSequence: {
      FrameAcquisitionNumber: 1,
      FrameReferenceDateTime: '20240315101600',
      FrameAcquisitionDateTime: '20240315101600',
      FrameAcquisitionDuration: 1000,
      DimensionIndexValues: [stack, place],
      StackID: `${stack}`,
      InStackPositionNumber: place,
    },
    PlanePositionSequence: { ImagePositionPatient: decimals(positionOf(slice)) },
    ...groupsOf(slice, each),
  });

const joined = (slices: readonly Slice[]): Samples => {
  if (slices.some(({ pixels }) => pixels.BYTES_PER_ELEMENT !== 2)) throw new Error('frames must have 16 bits');
  const values = new Uint16Array(slices.reduce((sum, { pixels }) => sum + pixels.length, 0));
  let start = 0;
  for (const { pixels } of slices) {
    values.set(pixels, start); // negative values as their bits, as Uint16Array.from does
    start += pixels.length;
  }
  return values;
};

/** One object of these slices, its frames in their order; pixels are not compressed. */
export const enhanced = (slices: readonly Slice[], o: EnhancedOptions = {}): DataSet => {
  const { shared = USUAL, each = [], stacks = inStacks([slices]), sopClass = ENHANCED_MR } = o;
  const first = slices[0]!;
  const contrast = contrastOf(first);
  const instance = uid(first.dataSet.text('SOPInstanceUID'), 'enhanced');
  const dataSet = first.dataSet
    .copy()
    .delete(...OF_FRAMES)
    .set({
      SOPClassUID: sopClass,
      SOPInstanceUID: instance,
      ImageType: ['ORIGINAL', 'PRIMARY', contrast, 'NONE'],
      AcquisitionContrast: contrast,
      InstanceNumber: '1',
      NumberOfFrames: `${slices.length}`,
      AcquisitionDateTime: '20240315101600',
      ContentQualification: 'RESEARCH',
      MagneticFieldStrength: '1.5',
      LossyImageCompression: '00',
      PresentationLUTShape: 'IDENTITY',
      EchoPulseSequence: 'SPIN',
      EchoPlanarPulseSequence: 'NO',
      DeviceSerialNumber: '1',
      SoftwareVersions: '1',
      AcquisitionContextSequence: [],
      ...IMAGE,
      ...dimensions(instance),
      SharedFunctionalGroupsSequence: [DataSet.of(groupsOf(first, shared))],
      PerFrameFunctionalGroupsSequence: slices.map((slice) => frameItem(slice, each, stacks.get(slice)!)),
    });
  return dataSet.put('7FE00010', { vr: 'OW', value: joined(slices) });
};
