import type { SliceHeader } from '../../src/dicom/index.ts';
import type { IndexedSeries } from '../../src/domain/indexed.ts';
import type { Vec3 } from '../../src/domain/vec3.ts';

export interface SeriesGiven {
  readonly id: string;
  readonly plane: 'sagittal' | 'axial' | 'coronal';
  readonly slices?: number;
  /** Of the whole stack. */
  readonly centreMm?: Vec3;
  /** From slice to slice. */
  readonly gapMm?: number;
  /** Width and height of the picture. */
  readonly fieldMm?: number;
  readonly header?: Partial<SliceHeader>;
}

const vector = (x: number, y: number, z: number): Vec3 => ({ x, y, z });
const PLANES = {
  sagittal: { rowDirection: vector(0, 1, 0), columnDirection: vector(0, 0, -1), normal: vector(1, 0, 0) },
  axial: { rowDirection: vector(1, 0, 0), columnDirection: vector(0, 1, 0), normal: vector(0, 0, 1) },
  coronal: { rowDirection: vector(1, 0, 0), columnDirection: vector(0, 0, -1), normal: vector(0, 1, 0) },
} as const;

const moved = (from: Vec3, ...steps: readonly (readonly [direction: Vec3, mm: number])[]): Vec3 =>
  steps.reduce(
    ({ x, y, z }, [direction, mm]) => vector(x + direction.x * mm, y + direction.y * mm, z + direction.z * mm),
    from,
  );

/** A stack of parallel slices with pixels of 1 mm, 15 sagittal ones of the lumbar spine where not said otherwise. */
export const indexedSeries = ({
  id,
  plane,
  slices = 15,
  centreMm = vector(0, 0, 0),
  gapMm = 4,
  fieldMm = plane === 'axial' ? 180 : 280,
  header = {},
}: SeriesGiven): IndexedSeries => {
  const { rowDirection, columnDirection, normal } = PLANES[plane];
  const corner = -(fieldMm - 1) / 2;
  return {
    id,
    origin: 'whole',
    slices: Array.from({ length: slices }, (_, place) => ({
      file: { name: `${id}/${place + 1}.dcm`, path: `/studies/7/${id}/${place + 1}.dcm` },
      copies: [],
      header: {
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        seriesUid: id,
        instanceNumber: place + 1,
        modality: 'MR',
        imageType: ['ORIGINAL', 'PRIMARY', 'M'],
        scanningSequence: ['SE'],
        frameOfReferenceUid: '1.2.3',
        rows: fieldMm,
        columns: fieldMm,
        pixelSpacingMm: { xSpacingMm: 1, ySpacingMm: 1 },
        sliceThicknessMm: gapMm,
        rowDirection,
        columnDirection,
        positionMm: moved(
          centreMm,
          [normal, (place - (slices - 1) / 2) * gapMm],
          [rowDirection, corner],
          [columnDirection, corner],
        ),
        ...header,
      },
    })),
  };
};
