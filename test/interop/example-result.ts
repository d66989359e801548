import { copiedAttributes } from '../../src/dicom/index.ts';
import type { Seen } from '../../src/domain/basis.ts';
import type { LocationProbabilities } from '../../src/domain/results.ts';
import { createRng, type Rng } from '../../src/domain/seeded-rng.ts';
import { CONDITIONS, LEVELS, SERIES_KINDS } from '../../src/domain/vocabulary.ts';
import { sourceAttributes } from '../../src/interop/source/source-attributes.ts';
import type { LocationKeypoint, StudyResult, UsedSeries } from '../../src/interop/study-result.ts';
import { dicomFixture, type FixtureItem } from '../support/dicom-fixture.ts';

export const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';
export const ENHANCED_MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4.1';

const FRAME_OF_REFERENCE = '2.25.7001';

/** An image that names an invented patient and study. */
export const sourceImage = (set: FixtureItem = {}): Uint8Array<ArrayBuffer> =>
  dicomFixture({
    set: {
      '00080020': ['DA', '20260102'],
      '00080030': ['TM', '101500'],
      '00080050': ['SH', 'ACC-1'],
      '00080090': ['PN', 'Referrer^Example'],
      '00081030': ['LO', 'Lumbar spine'],
      '00100010': ['PN', 'Example^Patient'],
      '00100020': ['LO', 'ID-1'],
      '00100030': ['DA', '19600101'],
      '00100040': ['CS', 'O'],
      '0020000D': ['UI', '2.25.7000'],
      '00200010': ['SH', 'S1'],
      ...set,
    },
  });

const chosen = <T>(rng: Rng, of: readonly T[]): T => of[Math.floor(rng() * of.length)]!;

const probabilities = (rng: Rng): readonly number[] => {
  const weights = [rng() ** 3 + 1e-9, rng() ** 3 + 1e-9, rng() ** 3 + 1e-9];
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((weight) => weight / sum);
};

const SEEN: readonly Seen[] = ['all', 'all', 'all', 'some', 'none', 'unknown'];

const grade = (rng: Rng, place: Pick<LocationProbabilities, 'condition' | 'level'>): LocationProbabilities => {
  const seen = chosen(rng, SEEN);
  const reasons =
    seen === 'none' || seen === 'some' ? [chosen(rng, ['SERIES_MISSING', 'AXIAL_TOO_FAR', 'REGION_BLANK'])] : [];
  const doubtful = seen !== 'none' && rng() < 0.2;
  return {
    ...place,
    probabilities: probabilities(rng),
    basis: { seen, doubtful, reasons: doubtful ? [...reasons, 'KEYPOINTS_IMPLAUSIBLE'].sort() : reasons },
  };
};

const seriesOf = (rng: Rng, kind: UsedSeries['kind'], index: number): UsedSeries => {
  const enhanced = rng() < 0.3;
  const count = 1 + Math.floor(rng() * 6);
  return {
    kind,
    seriesUid: `2.25.71${index}`,
    frameOfReferenceUid: rng() < 0.9 ? FRAME_OF_REFERENCE : undefined,
    images: Array.from({ length: count }, (_, image) =>
      enhanced
        ? { sopClassUid: ENHANCED_MR_IMAGE, sopInstanceUid: `2.25.72${index}`, frame: image + 1 }
        : { sopClassUid: MR_IMAGE, sopInstanceUid: `2.25.73${index}${image}` },
    ),
  };
};

const keypointsOf = (rng: Rng, series: readonly UsedSeries[]): readonly LocationKeypoint[] =>
  CONDITIONS.flatMap((condition) =>
    LEVELS.flatMap((level) => {
      const used = series[Math.floor(rng() * (series.length + 1))]; // none of them now and then
      if (used === undefined) return [];
      const { frameOfReferenceUid } = used;
      return [
        {
          condition,
          level,
          image: chosen(rng, used.images),
          pointPx: { xPx: rng() * 383, yPx: rng() * 383 },
          patient:
            frameOfReferenceUid === undefined
              ? undefined
              : { frameOfReferenceUid, pointMm: { x: rng() * 100 - 50, y: rng() * 100, z: rng() * -300 } },
        },
      ];
    }),
  );

/**
 * A result as runs leave them, from a seed: any severities, locations that were not or partly seen or are doubtful, keypoints and series
 * that are missing, frames of enhanced objects, studies without any grade.
 */
export const exampleResult = (seed: number, source = sourceImage()): StudyResult => {
  const rng = createRng(seed);
  const failed = rng() < 0.1;
  const kinds = SERIES_KINDS.filter(() => rng() < 0.8);
  const series = failed && rng() < 0.5 ? [] : kinds.map((kind, index) => seriesOf(rng, kind, index));
  const places = CONDITIONS.flatMap((condition) => LEVELS.map((level) => ({ condition, level })));
  return {
    source: sourceAttributes(copiedAttributes(source)),
    series,
    grades: failed ? [] : places.map((place) => grade(rng, place)),
    keypoints: failed ? [] : keypointsOf(rng, series),
    notices: kinds.length === SERIES_KINDS.length ? [] : ['SERIES_MISSING', 'SERIES_SUBSTITUTED'],
    failure: failed ? { code: 'NO_USABLE_SERIES' } : undefined,
    maker: {
      version: '0.1.0',
      pipeline: 'two-stage',
      pipelineSha256: 'ab'.repeat(32),
      models: [
        { name: 'spinal', folds: [0, 1, 2].map((fold) => ({ fold, sha256: `${fold}`.repeat(64) })) },
        { name: 'foraminal', folds: [{ fold: 0, sha256: 'f'.repeat(64) }] },
      ],
    },
    lastImageAt: '20260102103000.500000',
  };
};
