import type { BoundOutput, OutputFile, Row, StudyOutput } from '../../define-output.ts';
import { isInOwnFolder } from '../../output-path.ts';

const rowComplaints = (rows: readonly Row[], { columns }: BoundOutput): readonly string[] => {
  if (columns === undefined) return rows.length === 0 ? [] : ['gives rows and declares no "columns"'];
  const lengths = new Set(rows.map((row) => row.length).filter((length) => length !== columns.length));
  const odd = rows.flat().filter((cell) => (typeof cell === 'number' ? !Number.isFinite(cell) : isOdd(cell)));
  return [
    ...[...lengths].map((length) => `gives a row of ${length} cells for ${columns.length} columns`),
    ...(odd.length === 0 ? [] : [`gives the cell ${String(odd[0])}; a cell is text, a finite number or undefined`]),
  ];
};

const isOdd = (cell: unknown): boolean => cell !== undefined && typeof cell !== 'string';

export const fileComplaints = (files: readonly OutputFile[], { folder }: BoundOutput): readonly string[] => {
  const outside = files.filter(({ path }) => !isInOwnFolder(folder, path));
  const paths = files.map(({ path }) => path);
  const twice = paths.filter((path, index) => paths.indexOf(path) < index);
  const odd = files.filter(({ content }) => typeof content !== 'string' && !(content instanceof Uint8Array));
  const expected = folder === undefined ? 'no file, since it declares no "folder"' : `one in "${folder}/"`;
  return [
    ...outside.map(({ path }) => `gives the file "${path}", expected ${expected}`),
    ...twice.map((path) => `gives the file "${path}" twice`),
    ...odd.map(({ path }) => `the content of "${path}" is neither text nor a Uint8Array`),
  ];
};

/** Deviations from the declaration. */
export const contentComplaints = ({ rows = [], files = [] }: StudyOutput, bound: BoundOutput): readonly string[] => [
  ...rowComplaints(rows, bound),
  ...fileComplaints(files, bound),
];
