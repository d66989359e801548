import { createHmac } from 'node:crypto';
import { basename } from 'node:path';
import type { IndexedSlice } from '../../../domain/indexed.ts';
import { namesNobody } from '../../../domain/slice-name.ts';
import type { Where } from '../../../domain/spine-error.ts';
import type { SliceFile } from '../../../domain/study.ts';

/** The known identifiers of a study, which depend on how far it got. */
export interface Named {
  readonly id: string;
  readonly series: readonly {
    readonly id: string;
    readonly folder?: string;
    readonly files?: readonly SliceFile[] | undefined;
    /** A series that was found but not loaded. */
    readonly slices?: readonly IndexedSlice[] | undefined;
  }[];
}

export interface NamingOptions {
  /** Show the study's and series' own ids. */
  readonly withIdentifiers: boolean;
  /** Secret salt of the run, without which ids could be recovered by trying all. */
  readonly salt: string;
}

/** Names of a study and its parts on pages. */
export interface ReportNames {
  readonly study: string;
  /** Name of its page's file, without extension. */
  readonly page: string;
  readonly series: (id: string | undefined) => string | undefined;
  /** Replaces folder and file names in a text with the page's names. */
  readonly text: (text: string) => string;
  /** The name of a file or slice, or its instance, if it cannot identify a person; otherwise undefined. */
  readonly file: (name: string) => string | undefined;
  /** A site in words; file names only if they are numbers. */
  readonly where: (where: Where) => string;
}

const SAFE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
/** 128 bits, which cannot be found by trying; the beginning is enough to tell studies of a run apart. */
const PAGE_LENGTH = 32;
const LABEL_LENGTH = 10;

/** Keeps short numbers: they identify no one, and texts contain them in other meanings ("3 of 5"). */
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

/** How a study is called whose page has this name. */
export const labelOfPage = (page: string): string => page.slice(0, LABEL_LENGTH);

/**
 * Names for the pages of a study. Folder names may identify people or visits, so without `withIdentifiers` a study's
 * name is a hash with a secret salt and its series are numbered; `report.csv`, which stays with the results, maps them back.
 */
export const reportNames = (study: Named, { withIdentifiers, salt }: NamingOptions): ReportNames => {
  const key = createHmac('sha256', salt).update(study.id).digest('hex').slice(0, PAGE_LENGTH);
  const name = withIdentifiers ? study.id : labelOfPage(key);
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
