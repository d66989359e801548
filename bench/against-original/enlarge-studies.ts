import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import dcmjs from 'dcmjs';

const REAL_COLUMNS = 512;

type Dict = Readonly<Record<string, { readonly Value: readonly unknown[] }>>;

const numbersOf = (dict: Dict, tag: string): readonly number[] => (dict[tag]?.Value ?? []).map(Number);

/** Repeats each pixel `factor` times in both directions. */
const repeated = (pixels: Uint16Array, columns: number, factor: number): Uint16Array => {
  const wide = columns * factor;
  const out = new Uint16Array(pixels.length * factor * factor);
  for (let index = 0; index < out.length; index++) {
    const [row, column] = [Math.floor(index / wide / factor), Math.floor((index % wide) / factor)];
    out[index] = pixels[row * columns + column]!;
  }
  return out;
};

const enlarged = (file: Uint8Array): Uint8Array => {
  const read = dcmjs.data.DicomMessage.readFile(new Uint8Array(file).buffer);
  const [rows = 0] = numbersOf(read.dict, '00280010');
  const [columns = 0] = numbersOf(read.dict, '00280011');
  const factor = Math.max(1, Math.round(REAL_COLUMNS / columns));
  const stored = read.dict['7FE00010']?.Value[0];
  if (!(stored instanceof ArrayBuffer)) throw new Error('a phantom without plain pixels');
  const pixels = repeated(new Uint16Array(stored, 0, rows * columns), columns, factor);
  read.dict = {
    ...read.dict,
    '00280010': { vr: 'US', Value: [rows * factor] },
    '00280011': { vr: 'US', Value: [columns * factor] },
    '00280030': { vr: 'DS', Value: numbersOf(read.dict, '00280030').map((mm) => String(mm / factor).slice(0, 16)) },
    '7FE00010': { vr: 'OW', Value: [pixels.buffer] },
  } as Dict;
  return new Uint8Array(read.write());
};

/** Gives the images of phantoms the matrix of real ones, about 512 x 512, since both sides decode more pixels then. */
export const enlargeStudies = async (root: string): Promise<void> => {
  const folder = join(root, 'train_images');
  for (const name of await readdir(folder, { recursive: true }))
    if (name.endsWith('.dcm')) await writeFile(join(folder, name), enlarged(await readFile(join(folder, name))));
};
