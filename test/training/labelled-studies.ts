import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CONDITIONS,
  type Condition,
  LEVELS,
  LOCATIONS,
  SEVERITIES,
  titleOfCondition,
  titleOfLevel,
} from '../../src/domain/vocabulary.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';
import { evenSeries } from '../support/study-in-memory.ts';

const SIZE_PX = 48;
/** A region of 50 mm has 12.5 pixels. */
const SPACING_MM = 4;

const SERIES = [
  { id: '11', kind: 'Sagittal T2/STIR' },
  { id: '12', kind: 'Sagittal T1' },
  { id: '13', kind: 'Axial T2' },
] as const;

const DESCRIPTIONS = { 'Sagittal T2/STIR': 'SAG T2', 'Sagittal T1': 'SAG T1', 'Axial T2': 'AX T2' } as const;

const seriesOf = (condition: Condition): string =>
  condition === 'spinal_canal_stenosis' ? '11' : condition.endsWith('foraminal_narrowing') ? '12' : '13';

interface Spot {
  readonly condition: Condition;
  readonly level: number;
  readonly xPx: number;
  readonly yPx: number;
  readonly grade: number;
}

/** A spot for every location: its width is its grade, its column differs a little from study to study. */
const spotsOf = (study: number): readonly Spot[] =>
  CONDITIONS.flatMap((condition, c) =>
    LEVELS.map((_, level) => ({
      condition,
      level,
      xPx: (c % 2 === 0 ? 14 : 34) + (study % 3),
      yPx: 7 + Math.round(8.5 * level),
      grade: (study + level + c) % 3,
    })),
  );

const WIDTHS_PX = [1, 2, 3.2] as const;

const pixelsOf = (study: number, spots: readonly Spot[]): number[] =>
  Array.from({ length: SIZE_PX * SIZE_PX }, (_, i) => {
    const [x, y] = [i % SIZE_PX, Math.floor(i / SIZE_PX)];
    const light = spots.reduce((sum, spot) => {
      const distance = Math.hypot(x - spot.xPx, y - spot.yPx) / WIDTHS_PX[spot.grade]!;
      return sum + 1500 * Math.exp(-(distance ** 2) / 2);
    }, 200);
    return Math.floor(light + ((i * 37 + study * 11) % 64));
  });

export interface LabelledStudiesOptions {
  /** Cells of train.csv that are to be empty, as `<study> <location>`. */
  readonly ungraded?: readonly string[];
  /** Coordinates that are not to be there, as `<study> <location>`. */
  readonly unplaced?: readonly string[];
  /** The id of the first study. Default: 100. */
  readonly first?: number;
}

/** Ids of the studies that `labelledStudies` makes. */
export const studyId = (index: number, first = 100): string => String(first + index);

/**
 * A challenge folder of small studies, 5 slices of 48 x 48 pixels a series, in which a bright spot stands for each location: its width
 * says the grade. A network can learn both in a few steps.
 */
export const labelledStudies = async (
  folder: string,
  count: number,
  { ungraded = [], unplaced = [], first }: LabelledStudiesOptions = {},
): Promise<string> => {
  const labels = [['study_id', ...LOCATIONS].join(',')];
  const descriptions = ['study_id,series_id,series_description'];
  const coordinates = ['study_id,series_id,instance_number,condition,level,x,y'];
  for (let index = 0; index < count; index++) {
    const id = studyId(index, first);
    const spots = spotsOf(index);
    const locationOf = ({ condition, level }: Spot) => `${condition}_${LEVELS[level]}`;
    const gradeAt = (location: string) => spots.find((spot) => locationOf(spot) === location)!.grade;
    labels.push(
      [id, ...LOCATIONS.map((one) => (ungraded.includes(`${id} ${one}`) ? '' : SEVERITIES[gradeAt(one)]))].join(','),
    );
    for (const spot of spots.filter((one) => !unplaced.includes(`${id} ${locationOf(one)}`)))
      coordinates.push(
        [
          id,
          seriesOf(spot.condition),
          3,
          titleOfCondition(spot.condition),
          titleOfLevel(LEVELS[spot.level]!),
          spot.xPx,
          spot.yPx,
        ].join(','),
      );
    for (const { id: seriesId, kind } of SERIES) {
      descriptions.push(`${id},${seriesId},${kind}`);
      const own = spots.filter(({ condition }) => seriesOf(condition) === seriesId);
      await writeSeries(join(folder, 'train_images', id, seriesId), kind, pixelsOf(index, own));
    }
  }
  await writeFile(join(folder, 'train.csv'), `${labels.join('\n')}\n`);
  await writeFile(join(folder, 'train_series_descriptions.csv'), `${descriptions.join('\n')}\n`);
  await writeFile(join(folder, 'train_label_coordinates.csv'), `${coordinates.join('\n')}\n`);
  return folder;
};

const writeSeries = async (
  folder: string,
  kind: (typeof SERIES)[number]['kind'],
  pixels: readonly number[],
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const set = { '0008103E': ['LO', DESCRIPTIONS[kind]] } as const; // headers tell the kind where nobody described it
  const image = { rows: SIZE_PX, columns: SIZE_PX, pixelSpacing: [SPACING_MM, SPACING_MM] as const, pixels, set };
  const { files } = evenSeries('any', kind, image);
  for (const [name, file] of Object.entries(files))
    await writeFile(join(folder, name), file instanceof Uint8Array ? file : dicomFixture(file));
};
