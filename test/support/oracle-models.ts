import { join } from 'node:path';
import { readBytes, readHeader } from '../../src/dicom/index.ts';
import {
  CONDITIONS,
  conditionOfTitle,
  LEVELS,
  type Level,
  LOCATIONS,
  levelOfTitle,
  locationOf,
  SEVERITIES,
  SIDES,
} from '../../src/domain/vocabulary.ts';
import { csvRows } from '../../src/files/csv-table.ts';
import { gaussianHeatmaps } from '../../src/imaging/index.ts';
import type { ModelStore } from '../../src/models/model-store.ts';
import type { Tensors } from '../../src/models/runtime/runtime.ts';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { fakeModel } from './fake-models.ts';
import { SHIPPED_MODELS } from './write-untrained-models.ts';

interface Truth {
  readonly points: ReadonlyMap<string, { readonly xNorm: number; readonly yNorm: number }>;
  readonly labels: ReadonlyMap<string, number>;
}

const SIZE = 512;
const [CANAL, LEFT_FORAMEN, RIGHT_FORAMEN, LEFT_RECESS, RIGHT_RECESS] = CONDITIONS;

const truthOf = async (folder: string): Promise<ReadonlyMap<string, Truth>> => {
  const labels = new Map<string, Map<string, number>>();
  for await (const { values } of csvRows(join(folder, 'train.csv'), ['study_id']))
    labels.set(
      values.study_id ?? '',
      new Map(
        LOCATIONS.map((location) => [location, Math.max(0, SEVERITIES.map(String).indexOf(values[location] ?? ''))]),
      ),
    );
  const points = new Map<string, Map<string, { xNorm: number; yNorm: number }>>();
  for await (const { values } of csvRows(join(folder, 'train_label_coordinates.csv'), ['study_id'])) {
    const { study_id: study = '', series_id: series = '', instance_number: number = '' } = values;
    const name = `${number}.dcm`;
    const path = join(folder, 'train_images', study, series, name);
    const { columns = 1, rows = 1 } = await readHeader(readBytes, { name, path }, {});
    const condition = conditionOfTitle((values.condition ?? '').replace(/\b\w/g, (letter) => letter.toUpperCase()));
    const level = levelOfTitle(values.level ?? '');
    const ofStudy = points.get(study) ?? new Map();
    points.set(
      study,
      ofStudy.set(locationOf(condition!, level!), {
        xNorm: Number(values.x) / columns,
        yNorm: Number(values.y) / rows,
      }),
    );
  }
  return new Map([...labels].map(([study, own]) => [study, { labels: own, points: points.get(study) ?? new Map() }]));
};

/** Half a unit to either side, the same for the same study and place. */
const wobble = (study: string, index: number): number => uniformAt(Number(study) % 1e6, index) - 0.5;

/** Maps about the true points, a few pixels off. */
const mapsAt = (truth: Truth, study: string, locations: readonly string[]): Tensors => {
  const at = (location: string, index: number) => {
    const point = truth.points.get(location);
    return (
      point && {
        xNorm: point.xNorm + 0.01 * wobble(study, index),
        yNorm: point.yNorm + 0.01 * wobble(study, index + 9),
      }
    );
  };
  const data = gaussianHeatmaps(locations.map(at), { sizePx: SIZE, stdPx: 10 });
  return { heatmaps: { shape: [1, locations.length, SIZE, SIZE], data } };
};

/** Logits that mostly favour the true severity. [rows, 3] */
const logitsOf = (truth: Truth, study: string, locations: readonly string[]): Tensors => {
  const data = Float32Array.from(
    locations.flatMap((location, row) =>
      SEVERITIES.map(
        (_, severity) =>
          2.2 * -Math.abs((truth.labels.get(location) ?? 0) - severity) + 3.2 * wobble(study, 31 * row + severity),
      ),
    ),
  );
  return { logits: { shape: [locations.length, 3], data } };
};

/** As the global model gives them: a row a level, severities outermost. [5, 15] */
const globalLogits = (truth: Truth, study: string): Tensors => {
  const byLocation = logitsOf(truth, study, LOCATIONS).logits!.data; // conditions outermost
  const rows = LEVELS.flatMap((_, level) =>
    SEVERITIES.flatMap((__, severity) =>
      CONDITIONS.map(
        (___, condition) => byLocation[(condition * LEVELS.length + level) * SEVERITIES.length + severity]!,
      ),
    ),
  );
  return { logits: { shape: [LEVELS.length, 15], data: Float32Array.from(rows) } };
};

const bothSides = (left: string, right: string) =>
  LEVELS.flatMap((level) => SIDES.map((side) => `${side === 'left' ? left : right}_${level}`));
const atLevels = (condition: string) => LEVELS.map((level) => `${condition}_${level}`);
const recesses = (level: Level) => [`${LEFT_RECESS}_${level}`, `${RIGHT_RECESS}_${level}`];

/** What the n-th call for a study asks of a model, in the order in which pipelines ask. */
const LOCATIONS_OF: Readonly<Record<string, (call: number) => readonly string[]>> = {
  coord_sagt2: () => atLevels(CANAL),
  coord_sagt1: (call) => atLevels(call % 2 === 0 ? LEFT_FORAMEN : RIGHT_FORAMEN),
  coord_axi: (call) => recesses(LEVELS[call % LEVELS.length]!),
  spinal: () => atLevels(CANAL),
  foraminal: () => bothSides(LEFT_FORAMEN, RIGHT_FORAMEN),
  subarticular: () => bothSides(LEFT_RECESS, RIGHT_RECESS),
};

/**
 * Models of the pipelines' names that know the truth of a folder of phantoms: keypoints a few pixels beside it, severities mostly right.
 * For pictures that look as they would with good weights; it answers by the order of calls, and serves one study at a time.
 */
export const oracleModels = async (folder: string): Promise<ModelStore> => {
  const studies = await truthOf(folder);
  const calls = new Map<string, number>();
  return {
    get: async (name, study = '') => {
      const truth = studies.get(study)!;
      const locations = LOCATIONS_OF[name] ?? (() => []);
      const key = `${name} ${study}`;
      const shape = Object.entries(SHIPPED_MODELS).find(([model]) => model.startsWith(name))![1];
      const call = calls.get(key) ?? 0;
      calls.set(key, call + 1);
      const answer = (): Tensors => {
        const asked = locations(call);
        if (name.startsWith('coord')) return mapsAt(truth, study, asked);
        return name === 'global' ? globalLogits(truth, study) : logitsOf(truth, study, asked);
      };
      return fakeModel({
        name,
        architecture: shape.architecture,
        resolutionPx: shape.input.resolutionPx,
        answers: [answer],
      });
    },
  };
};
