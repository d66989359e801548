import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { IndexedSlice } from '../../../domain/indexed.ts';
import { namesNobody } from '../../../domain/slice-name.ts';
import type { Where } from '../../../domain/spine-error.ts';
import type { SliceFile } from '../../../domain/study.ts';

/** What may be known of a study by name; what is known depends on how far it came. */
export interface Named {
  readonly id: string;
  readonly series: readonly {
    readonly id: string;
    readonly folder?: string;
    readonly files?: readonly SliceFile[] | undefined;
    /** Of a series that was found, and not loaded. */
    readonly slices?: readonly IndexedSlice[] | undefined;
  }[];
}

export interface NamingOptions {
  /** The study's and series' own ids are shown. */
  readonly withIdentifiers: boolean;
  /** Of the run; without it nobody finds the id of a study by trying all. */
  readonly salt: string;
}

/** What a study and its parts are called on pages. */
export interface ReportNames {
  readonly study: string;
  /** Name of its page's file, without extension. */
  readonly page: string;
  readonly series: (id: string | undefined) => string | undefined;
  /** A text with the names of folders and files exchanged for those of the page. */
  readonly text: (text: string) => string;
  /** The name of a file or slice if it names nobody, or the instance that it is; undefined where it might name somebody. */
  readonly file: (name: string) => string | undefined;
  /** A place in words; names of files only where they are numbers. */
  readonly where: (where: Where) => string;
}

const SAFE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
const KEY_LENGTH = 10;

/** Short numbers are left alone: they name nobody, and a text says "3 of 5" of other things. */
const isTelling = (name: string): boolean => name.length > 3 || !/^\d*$/.test(name);

const escapedForSearch = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const replacer = (names: ReadonlyMap<string, string>): ((text: string) => string) => {
  const telling = [...names.keys()].filter(isTelling).sort((a, b) => b.length - a.length);
  if (telling.length === 0) return (text) => text;
  const pattern = new RegExp(`(?<!\\w)(${telling.map(escapedForSearch).join('|')})(?!\\w)`, 'g');
  return (text) => text.replace(pattern, (name) => names.get(name) ?? '');
};

const hidden = ({ id, series }: Named, study: string): ReadonlyMap<string, string> => {
  const names: [string, string][] = [[id, study]];
  for (const [index, one] of series.entries()) {
    const label = seriesLabel(index);
    names.push([one.id, label]);
    if (one.folder !== undefined) names.push([one.folder, label]);
    for (const { file, copies } of one.slices ?? [])
      for (const { name } of [file, ...copies]) {
        const base = name.slice(name.lastIndexOf('/') + 1);
        if (!namesNobody(base)) names.push([base, 'a file']);
      }
    for (const { name, path, instanceNumber } of one.files ?? []) {
      names.push([path, `${label} / instance ${instanceNumber}`]);
      for (const one of [name, basename(path)]) if (!namesNobody(one)) names.push([one, `instance ${instanceNumber}`]);
    }
  }
  return new Map(names);
};

const seriesLabel = (index: number): string => `series ${index + 1}`;

/**
 * Names for the pages of a study. Ids of folders may be those of people or visits, so without `withIdentifiers` a study is called by a
 * salted hash and its series are counted; `report.csv`, which stays with the results, says which is which.
 */
export const reportNames = (study: Named, { withIdentifiers, salt }: NamingOptions): ReportNames => {
  const key = createHash('sha256').update(`${salt} ${study.id}`).digest('hex').slice(0, KEY_LENGTH);
  const name = withIdentifiers ? study.id : key;
  const text = withIdentifiers ? (given: string) => given : replacer(hidden(study, name));
  const series = (id: string | undefined): string | undefined => {
    if (id === undefined || withIdentifiers) return id;
    const index = study.series.findIndex((one) => one.id === id);
    return index < 0 ? 'a series' : seriesLabel(index);
  };
  const file = (given: string): string | undefined => {
    if (withIdentifiers || namesNobody(given)) return given;
    return text(given) === given ? undefined : text(given);
  };
  const where = (at: Where): string =>
    [series(at.seriesId), at.file === undefined ? undefined : file(at.file), at.operator]
      .filter((part) => part !== undefined)
      .join(' / ');
  const page = withIdentifiers && SAFE_NAME.test(study.id) ? study.id : key;
  return { study: name, page, series, text, file, where };
};
