import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  chooseSlices,
  decodeSlice,
  geometryOf,
  isReversed,
  nearestPlane,
  parseHeader,
  patientPointOf,
  planeDistanceMm,
  readBytes,
  readHeader,
  requirePosition,
  type SliceRule,
  sliceFilesOf,
  sliceStore,
} from '../../src/dicom/index.ts';
import type { SliceFile, SliceGeometry, Vec3 } from '../../src/domain/study.ts';
import { describeGoldens, goldenJson, goldenPath } from '../support/goldens.ts';

/** float64 on both sides; the order of a sum may differ. */
const GEOMETRY_TOL = 1e-9;

const seriesFolder = (studyId: string, seriesId: string): string =>
  goldenPath('studies', 'train_images', studyId, seriesId);
const filesOf = (studyId: string, seriesId: string): SliceFile[] => {
  const folder = seriesFolder(studyId, seriesId);
  return sliceFilesOf(folder, readdirSync(folder).reverse());
};
const names = (files: readonly SliceFile[]): string[] => files.map(({ name }) => name);

describeGoldens('goldens: decoded pixels', () => {
  type Row = [
    study: string,
    series: string,
    file: string,
    rows: number,
    columns: number,
    sum: number,
    max: number,
    weighted: number,
  ];

  it('have the sums, maxima and weighted sums of the original, in every file', async () => {
    const { rows } = goldenJson<{ rows: Row[] }>('studies', 'expected', 'pixels.json');
    expect(rows).to.have.length.above(200);
    for (const [study, series, file, ...expected] of rows) {
      const slice = await decodeSlice(readFileSync(goldenPath('studies', 'train_images', study, series, file)));
      let [sum, max, weighted] = [0, 0, 0];
      slice.pixels.forEach((value, index) => {
        sum += value;
        max = Math.max(max, value);
        weighted += value * ((index % 251) + 1);
      });
      expect([slice.rows, slice.columns, sum, max, weighted], `${study}/${series}/${file}`).to.deep.equal(expected);
    }
  });
});

interface GoldenSelection {
  type: 'middle' | 'filename' | 'centered_mm';
  slices_wanted: number;
  value: number | null;
  files: string[];
  start_index: number;
}
interface GoldenSeries {
  study_id: string;
  series_id: string;
  files_natural_order: string[];
  files_fixed_order: string[];
  reversed: boolean;
  first: { ImagePositionPatient: number[] };
  last: { ImagePositionPatient: number[] };
  ImageOrientationPatient: number[];
  PixelSpacing: [number, number];
  Rows: number;
  Columns: number;
  SpacingBetweenSlices: number | null;
  TransferSyntaxUID: string;
  selections: GoldenSelection[];
}

const vec3 = ([x, y, z]: readonly number[]): Vec3 => ({ x: x!, y: y!, z: z! });

describeGoldens('goldens: order and choice of slices', () => {
  const eachSeries =
    (check: (golden: GoldenSeries, files: SliceFile[], title: string) => void | Promise<void>) => async () => {
      const { series } = goldenJson<{ series: GoldenSeries[] }>('studies', 'expected', 'series.json');
      expect(series).to.not.be.empty;
      for (const golden of series)
        await check(golden, filesOf(golden.study_id, golden.series_id), `${golden.study_id}/${golden.series_id}`);
    };

  it(
    'files are in natural order',
    eachSeries((golden, files, title) => {
      expect(names(files), title).to.deep.equal(golden.files_natural_order);
      expect(
        files.map((file) => file.instanceNumber),
        title,
      ).to.deep.equal(golden.files_natural_order.map((name) => Number.parseInt(name, 10)));
    }),
  );

  it(
    'headers hold what the original read',
    eachSeries(async (golden, files, title) => {
      const header = await readHeader(readBytes, files[0]!);
      expect(header, title).to.include({
        transferSyntaxUid: golden.TransferSyntaxUID,
        rows: golden.Rows,
        columns: golden.Columns,
        spacingBetweenSlicesMm: golden.SpacingBetweenSlices ?? undefined,
      });
      expect(header.positionMm, title).to.deep.equal(vec3(golden.first.ImagePositionPatient));
      expect(header.rowDirection, title).to.deep.equal(vec3(golden.ImageOrientationPatient));
      expect(header.columnDirection, title).to.deep.equal(vec3(golden.ImageOrientationPatient.slice(3)));
      expect(header.pixelSpacingMm, title).to.deep.equal({
        xSpacingMm: golden.PixelSpacing[1],
        ySpacingMm: golden.PixelSpacing[0],
      });
    }),
  );

  it(
    'stacks are turned round where the original turned them',
    eachSeries(async (golden, files, title) => {
      const [first, last] = await Promise.all(
        [files[0]!, files.at(-1)!].map(async (file) => requirePosition(await readHeader(readBytes, file))),
      );
      expect(last, title).to.deep.equal(vec3(golden.last.ImagePositionPatient));
      expect(isReversed(first!, last!), title).to.equal(golden.reversed);
      const ordered = golden.reversed ? files.toReversed() : files;
      expect(names(ordered), title).to.deep.equal(golden.files_fixed_order);
    }),
  );

  it(
    'every selection starts where the original starts and holds the same files',
    eachSeries((golden, _, title) => {
      const ordered = golden.files_fixed_order;
      const ruleOf = ({ type, value }: GoldenSelection): SliceRule => {
        if (type === 'middle') return { kind: 'middle' };
        if (type === 'filename') return { kind: 'instance', index: ordered.indexOf(`${value}.dcm`) };
        return {
          kind: 'centredMm',
          offsetMm: value!,
          spacingBetweenSlicesMm: golden.SpacingBetweenSlices ?? undefined,
        };
      };
      for (const selection of golden.selections) {
        const { start, end } = chooseSlices(ruleOf(selection), {
          sliceCount: ordered.length,
          wanted: selection.slices_wanted,
        });
        expect({ start, files: ordered.slice(start, end) }, `${title} ${JSON.stringify(selection)}`).to.deep.equal({
          start: selection.start_index,
          files: selection.files,
        });
      }
    }),
  );
});

interface GoldenPlane {
  ImageOrientationPatient: number[];
  ImagePositionPatient: number[];
  PixelSpacing: [number, number];
  Rows: number;
  Columns: number;
  file: string;
}
interface GoldenGeometry {
  affine: (GoldenPlane & { affine: number[][] })[];
  projection: {
    name: string;
    sagittal: GoldenPlane;
    axial: GoldenPlane[];
    points: {
      x_norm: number;
      y_norm: number;
      world: number[];
      series_id: string | null;
      instance_number: number | null;
      min_distance: number;
    }[];
  }[];
}

const geometryOfGolden = (plane: GoldenPlane): SliceGeometry => ({
  rows: plane.Rows,
  columns: plane.Columns,
  xSpacingMm: plane.PixelSpacing[1],
  ySpacingMm: plane.PixelSpacing[0],
  positionMm: vec3(plane.ImagePositionPatient),
  rowDirection: vec3(plane.ImageOrientationPatient),
  columnDirection: vec3(plane.ImageOrientationPatient.slice(3)),
});

describeGoldens('goldens: geometry', () => {
  const golden = () => goldenJson<GoldenGeometry>('imaging', 'geometry', 'geometry.json');

  it('the affines take row and column to the same place in the patient', () => {
    const corners = [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const;
    for (const plane of golden().affine)
      for (const [row, column] of corners) {
        const found = patientPointOf(geometryOfGolden(plane), { xPx: column, yPx: row });
        const [x, y, z, one] = plane.affine.map((line) => line[0]! * row + line[1]! * column + line[3]!);
        expect(one).to.equal(1);
        for (const [value, expected] of [[found.x, x!] as const, [found.y, y!] as const, [found.z, z!] as const])
          expect(value, plane.file).to.be.closeTo(expected, GEOMETRY_TOL);
      }
  });

  it('points fall on the same place in the patient and the same plane, within 5 mm', () => {
    for (const { name, sagittal, axial, points } of golden().projection) {
      const planes = axial.map((plane) => ({ file: plane.file, geometry: geometryOfGolden(plane) }));
      const from = geometryOfGolden(sagittal);
      for (const point of points) {
        const title = `${name} ${JSON.stringify(point)}`;
        const world = patientPointOf(from, { xPx: point.x_norm * from.columns, yPx: point.y_norm * from.rows });
        for (const [axis, value] of Object.entries(vec3(point.world)))
          expect(world[axis as keyof Vec3], title).to.be.closeTo(value, GEOMETRY_TOL);
        const least = Math.min(...planes.map(({ geometry }) => planeDistanceMm(geometry, world)));
        expect(least, title).to.be.closeTo(point.min_distance, GEOMETRY_TOL);
        const expected = point.series_id === null ? undefined : `${point.series_id}/${point.instance_number}.dcm`;
        expect(nearestPlane(world, planes, 5)?.file, title).to.equal(expected);
      }
    }
  });
});

describeGoldens('goldens: projection of sagittal points into axial series', () => {
  interface Projected {
    study_id: string;
    sagittal_series_id?: string;
    x_norm: number;
    y_norm: number;
    middle_file: string;
    axial_series_id: string | null;
    axial_instance_number: number | null;
  }

  const axialSeriesOf = (studyId: string): string[] =>
    goldenJson<{ series: (GoldenSeries & { series_description: string })[] }>('studies', 'expected', 'series.json')
      .series.filter((series) => series.study_id === studyId && series.series_description === 'Axial T2')
      .map((series) => series.series_id);

  it('finds the same instance of the same series', async () => {
    const { points } = goldenJson<{ points: Projected[] }>('studies', 'expected', 'projection.json');
    const known = points.filter((point) => point.sagittal_series_id !== undefined);
    expect(known).to.have.length.above(20);
    const store = sliceStore(readBytes);
    for (const point of known) {
      const sagittal = filesOf(point.study_id, point.sagittal_series_id!);
      const middle = sagittal[Math.floor(sagittal.length / 2)]!;
      expect(middle.name).to.equal(point.middle_file);
      const from = geometryOf(await store.header(middle, point.sagittal_series_id!));
      const planes = await Promise.all(
        axialSeriesOf(point.study_id).flatMap((seriesId) =>
          filesOf(point.study_id, seriesId).map(async (file) => ({
            seriesId,
            file,
            geometry: geometryOf(await store.header(file, seriesId)),
          })),
        ),
      );
      const world = patientPointOf(from, { xPx: point.x_norm * from.columns, yPx: point.y_norm * from.rows });
      const nearest = nearestPlane(world, planes, 5);
      expect(nearest?.seriesId ?? null).to.equal(point.axial_series_id);
      expect(nearest?.file.instanceNumber ?? null).to.equal(point.axial_instance_number);
    }
  });
});

describeGoldens('goldens: headers', () => {
  it('the first 8 KiB of a file give the header of the whole file', () => {
    const { rows } = goldenJson<{ rows: [string, string, string][] }>('studies', 'expected', 'pixels.json');
    for (const [study, series, file] of rows) {
      const bytes = readFileSync(goldenPath('studies', 'train_images', study, series, file));
      expect(parseHeader(bytes.subarray(0, 8192))).to.deep.equal(parseHeader(bytes));
    }
  });
});
