import type { OperatorEnv } from '../../src/core/operator-env.ts';
import type { SeriesRef, StudyRef } from '../../src/domain/study.ts';
import type { SeriesKind } from '../../src/domain/vocabulary.ts';
import type { ModelStore } from '../../src/models/model-store.ts';
import { type DicomFixture, dicomFixture } from './dicom-fixture.ts';
import { NO_MODELS } from './operator-flow.ts';

/** A series in memory: its files by name. */
export interface SmallSeries {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly files: Readonly<Record<string, DicomFixture | Uint8Array>>;
}

const SAGITTAL = [0, 1, 0, 0, 0, -1];
const AXIAL = [1, 0, 0, 0, 1, 0];

/** `count` slices from 1.dcm, 4 mm apart: sagittal from the patient's right to left about the middle, axial from feet to head. */
export const evenSeries = (
  id: string,
  kind: SeriesKind,
  { count = 5, ...fixture }: DicomFixture & { readonly count?: number } = {},
): SmallSeries => {
  const sagittal = kind !== 'Axial T2';
  const positionOf = (index: number): [number, number, number] =>
    sagittal ? [4 * (index - (count - 1) / 2), 0, 0] : [0, 0, 4 * index];
  const files = Array.from({ length: count }, (_, index): [string, DicomFixture] => [
    `${index + 1}.dcm`,
    {
      orientation: sagittal ? SAGITTAL : AXIAL,
      position: positionOf(index),
      spacingBetweenSlicesMm: 4,
      ...fixture,
    },
  ]);
  return { id, kind, files: Object.fromEntries(files) };
};

/** A study that exists in memory only, and the environment in which it can be read. */
export const smallStudy = (
  series: readonly SmallSeries[],
  models: ModelStore = NO_MODELS,
): { readonly study: StudyRef; readonly env: OperatorEnv } => {
  const folders = new Map(series.map(({ id, files }) => [`memory/${id}`, files]));
  const files = new Map(
    series.flatMap(({ id, files: named }) =>
      Object.entries(named).map(([name, file]): [string, Uint8Array] => [
        `memory/${id}/${name}`,
        file instanceof Uint8Array ? file : dicomFixture(file),
      ]),
    ),
  );
  const absent = (path: string) => Promise.reject(new Error(`ENOENT: ${path}`));
  return {
    study: { id: 'small', series: series.map(({ id, kind }): SeriesRef => ({ id, kind, folder: `memory/${id}` })) },
    env: {
      readBytes: async (path, maxBytes) => files.get(path)?.slice(0, maxBytes) ?? absent(path),
      listFiles: async (folder) => Object.keys(folders.get(folder) ?? (await absent(folder))),
      models,
    },
  };
};
