import { createHash } from 'node:crypto';
import type { OpenSource } from '../../src/core/define-source.ts';
import type { StudyItem } from '../../src/core/study-item.ts';
import { type ReadBytes, sliceStore, standardStack } from '../../src/dicom/index.ts';
import type { SliceHeader } from '../../src/domain/slice-header.ts';
import type { SeriesRef } from '../../src/domain/study.ts';

/** What is known of an image before it is decoded, wherever it comes from. */
const withoutPlace = ({ pixelData: _place, transferSyntaxUid: _syntax, ...header }: SliceHeader) => header;

const digestOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): string =>
  createHash('sha1')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');

const readSeries = async ({ id, kind, slices = [] }: SeriesRef, read: ReadBytes, known: boolean) => {
  const stack = standardStack(slices, kind);
  const headers = new Map(slices.map(({ file, header }) => [`${file.path} ${header.frame}`, header]));
  const store = sliceStore(read, {}, known ? { known: ({ path, frame }) => headers.get(`${path} ${frame}`) } : {});
  const decoded = await Promise.all(
    stack.files.map((file) =>
      store.slice(file, id).then(
        ({ header, pixels, notes }) => ({ header: withoutPlace(header), pixels: digestOf(pixels), notes }),
        (error) => ({ error: error.code }),
      ),
    ),
  );
  return {
    ...{ id, kind, spacingMm: stack.spacingMm, gaps: stack.gaps.length, unplaced: stack.unplaced.length },
    images: slices.map(({ file, header }) => [file.name, withoutPlace(header)]),
    stack: stack.files.map(({ name, instanceNumber, frame, canonical }) => ({
      name,
      instanceNumber,
      frame,
      canonical,
    })),
    decoded,
  };
};

/** Everything of a study that grading rests on, down to its pixels: equal for the same images, wherever they come from. */
export const studyRead = async (item: StudyItem, { readBytes }: OpenSource['files'], { known = true } = {}) => ({
  id: item.study.id,
  error: item.error?.code,
  warnings: (item.warnings ?? []).map(({ code, seriesId }) => [code, seriesId]),
  series:
    item.error === undefined
      ? await Promise.all(item.study.series.map((ref) => readSeries(ref, readBytes, known)))
      : [],
});

/** All items of a source. */
export const itemsOf = async ({ studies }: OpenSource): Promise<readonly StudyItem[]> => {
  const items: StudyItem[] = [];
  for await (const item of studies) items.push(item);
  return items;
};
