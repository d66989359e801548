import { basename, dirname } from 'node:path';
import { grouped } from '../../domain/grouped.ts';
import type { IndexedSeries, IndexedSlice } from '../../domain/indexed.ts';
import { planeOf } from '../series/plane.ts';
import { splitSeries } from './split-series.ts';

/** A series with a new UID per slice shows as this many single-slice series that agree in all other series attributes. */
const FEWEST_TO_MERGE = 3;

const isUid = (text: string | undefined): text is string => text !== undefined && /^\d[\d.]{0,63}$/.test(text);

/** Folder of a file relative to the study's folder: `.` for the study's own. */
const folderOf = ({ file }: IndexedSlice): string => dirname(file.name);

const seriesKey = (slice: IndexedSlice): string => slice.header.seriesUid ?? `in ${folderOf(slice)}`;

/** Attributes shared by the slices of one series, independent of UIDs. */
const likeness = ({ header }: IndexedSlice): string =>
  JSON.stringify([
    header.seriesNumber,
    header.seriesDescription,
    header.protocolName,
    header.modality,
    planeOf(header),
    header.frameOfReferenceUid,
    header.rows,
    header.columns,
    header.pixelSpacingMm,
    header.echoMs,
    header.repetitionMs,
    header.imageType,
  ]);

interface Group {
  readonly slices: readonly IndexedSlice[];
  readonly merged: boolean;
}

/** Groups by SeriesInstanceUID; joins single-slice series if several of a kind exist. */
const groupsOf = (slices: readonly IndexedSlice[]): readonly Group[] => {
  const all = [...grouped(slices, seriesKey).values()];
  const singles = all.flatMap((members) => (members.length === 1 ? members : []));
  const alike = [...grouped(singles, likeness).values()];
  const merged = alike.filter(({ length }) => length >= FEWEST_TO_MERGE);
  const joined = new Set(merged.flat());
  return [
    ...all
      .filter(([first]) => first !== undefined && !joined.has(first))
      .map((members) => ({ slices: members, merged: false })),
    ...merged.map((members) => ({ slices: members, merged: true })),
  ];
};

/** Name of a series: its folder if directly below the study's and exclusive to the series, else its UID. */
const idOf = ({ slices, merged }: Group, place: number, inFolder: ReadonlyMap<string, number>): string => {
  const folders = new Set(slices.map(folderOf));
  const [only = ''] = folders;
  const isNamed = folders.size === 1 && only !== '.' && !only.includes('/') && inFolder.get(only) === slices.length;
  if (isNamed) return only;
  const uid = slices[0]?.header.seriesUid;
  return isUid(uid) && !merged ? uid : `${basename(only === '.' ? 'series' : only)}-${place + 1}`;
};

/**
 * Returns the series of a study, each with one plane, echo, contrast, frame of reference and station, so that it can be one stack. If a series holds
 * several, it is split: the largest part keeps the name, the others get a numeric suffix.
 */
export const seriesOf = (slices: readonly IndexedSlice[]): readonly IndexedSeries[] => {
  const inFolder = new Map([...grouped(slices, folderOf)].map(([folder, members]) => [folder, members.length]));
  return groupsOf(slices).flatMap((group, place): readonly IndexedSeries[] => {
    const id = idOf(group, place, inFolder);
    const parts = splitSeries(group.slices);
    return parts.map((part, index) => ({
      id: index === 0 ? id : `${id}-${index + 1}`,
      slices: part,
      origin: group.merged ? 'merged' : parts.length > 1 ? 'split' : 'whole',
    }));
  });
};
