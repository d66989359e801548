import { instanceNumbersOf, standardStack } from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import type { StudyContents } from '../../streams/sources/study-items.ts';
import type { FoundSeries } from './found-series.ts';
import type { FileNames } from './inspected.ts';

type SliceNames = FileNames['slices'][number];

const slicesOf = ({ id, slices, kind }: FoundSeries): readonly SliceNames[] => {
  const stacked = kind === undefined ? [] : standardStack(slices, kind).slices;
  const numbers = instanceNumbersOf(stacked);
  const numberOf = new Map(stacked.map((slice, index) => [slice, numbers[index]!]));
  const leftOut = slices.filter((slice) => !numberOf.has(slice));
  const inFiles = grouped([...stacked, ...leftOut], ({ file }) => file.path);
  return [...inFiles.values()].map((members) => ({
    seriesId: id,
    instances: members.flatMap((slice) => numberOf.get(slice) ?? []),
    file: members[0]!.file.name,
    copies: members[0]!.copies.map(({ name }) => name),
  }));
};

export const fileNames = (series: readonly FoundSeries[], { index }: StudyContents): FileNames => ({
  slices: series.flatMap(slicesOf),
  unreadable: index.unreadable.map(({ name, file, error }) => ({ name, file: file.name, code: error.code })),
});
