import { z } from 'zod';
import { defineOutput, type OutputFile } from '../../core/define-output.ts';
import { entryNames, entrySuffix } from '../../core/entry-name.ts';
import { exampleRegions, exampleSites, exampleState } from '../../core/examples/index.ts';
import { adding, entryOf, type StudyState } from '../../core/study-state.ts';
import { joinedFloats } from '../../domain/image.ts';
import type { Stack } from '../../domain/results.ts';

const FOLDER = 'npy';
const MAGIC = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0];
/** Alignment of the data in a file. */
const ALIGNMENT = 64;

/** Encodes a NumPy file (.npy, version 1.0) of little-endian float32 in C order. */
export const npyFile = (shape: readonly number[], data: Float32Array): Uint8Array => {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`;
  const unpadded = MAGIC.length + 2 + dictionary.length + 1;
  const header = `${dictionary}${' '.repeat(-unpadded & (ALIGNMENT - 1))}\n`;
  const start = MAGIC.length + 2 + header.length;
  const bytes = new Uint8Array(start + data.byteLength);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint16(MAGIC.length, header.length, true);
  bytes.set(new TextEncoder().encode(header), MAGIC.length + 2);
  for (const [index, value] of data.entries()) view.setFloat32(start + 4 * index, value, true);
  return bytes;
};

/** Concatenates the stacks of an entry, which have one shape: [stacks, slices, rows, columns]. */
const stacked = (stacks: readonly Stack[]): Uint8Array => {
  const shape = stacks[0]?.shape ?? [0, 0, 0];
  const data = joinedFloats(stacks.map(({ pixels }) => pixels));
  return npyFile([stacks.length, ...shape], data);
};

const filesOf = (state: StudyState, kind: 'stacks' | 'rois', suffix: string): readonly OutputFile[] => {
  const stacks: readonly Stack[] = entryOf(state, `${kind}.${suffix}`);
  const path = `${FOLDER}/${state.study.id}/${kind}-${suffix}`;
  const sites = stacks.map(({ site, blank }) => ({ ...site, blank }));
  return [
    { path: `${path}.npy`, content: stacked(stacks) },
    { path: `${path}.json`, content: `${JSON.stringify({ sites })}\n` },
  ];
};

const names = (what: string) =>
  z
    .array(entrySuffix(`names of ${what}`))
    .default([])
    .describe(`names of the ${what} to write`);

export const npy = defineOutput({
  name: 'npy',
  summary: 'Network inputs for other programs: stacks and regions as NumPy arrays, with their sites as JSON.',
  description:
    'npy/<study>/rois-<name>.npy is float32 [regions, slices, rows, columns]; the .json file next to it lists the site of each, and whether it is blank.',
  folder: FOLDER,
  options: z
    .strictObject({ stacks: names('stacks'), rois: names('rois') })
    .refine((o) => o.stacks.length + o.rois.length > 0, 'expected at least one name in "stacks" or "rois"'),
  example: {
    options: { rois: ['sagt2'] },
    study: () => exampleState(adding('rois.sagt2', exampleRegions(exampleSites('one'), { slices: 2, sizePx: 4 }))),
  },
  reads: (o) => [...entryNames('stacks', o.stacks), ...entryNames('rois', o.rois)],
  open: (o) => ({
    ofStudy: ({ state }) =>
      state === undefined
        ? {}
        : {
            files: [
              ...o.stacks.flatMap((suffix) => filesOf(state, 'stacks', suffix)),
              ...o.rois.flatMap((suffix) => filesOf(state, 'rois', suffix)),
            ],
          },
  }),
});
