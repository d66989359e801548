import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's libdcmtk-dev has DCMTK's dictionaries of coded concepts. */
const FOLDER = '/usr/include/dcmtk/dcmsr';

/** `DSRBasicCodedEntry("126000", "DCM", "Imaging Measurement Report")` of its dictionaries of schemes. */
const ENTRY = /DSRBasicCodedEntry\("([^"]+)", "([^"]+)", "([^"]+)"\)/g;
/** `(25056-3,LN,"MRI unspecified body region")` of its classes of context groups. */
const MEMBER = /\/\/\/ \(([^,]+),([^,]+),"([^"]+)"\)/g;

/** What DCMTK knows of a code. */
export interface KnownCode {
  readonly meanings: readonly string[];
  /** Numbers of the context groups that have it, of those that DCMTK has a class for. */
  readonly groups: readonly number[];
}

export interface DcmtkCodes {
  /** By scheme and value with a blank between them. */
  readonly codes: ReadonlyMap<string, KnownCode>;
  /** Numbers of the context groups that DCMTK has a class for. */
  readonly groups: readonly number[];
}

/** A `describe` that is pending, with one line saying why, where DCMTK's dictionaries are not installed. */
export const describeDcmtkCodes = (title: string, body: () => void): void => {
  if (existsSync(FOLDER)) describe(title, body);
  else describe(title, () => it('pending: DCMTK has no dictionaries here (Debian: libdcmtk-dev)'));
};

export const dcmtkCodes = (): DcmtkCodes => {
  const codes = new Map<string, KnownCode>();
  const add = ([, value, scheme, meaning = '']: readonly string[], group: readonly number[]) => {
    const { meanings = [], groups = [] } = codes.get(`${scheme} ${value}`) ?? {};
    codes.set(`${scheme} ${value}`, { meanings: [...meanings, meaning], groups: [...groups, ...group] });
  };
  const textsIn = (folder: string) =>
    readdirSync(join(FOLDER, folder)).map((name) => ({ name, text: readFileSync(join(FOLDER, folder, name), 'utf8') }));
  for (const { text } of textsIn('codes')) for (const match of text.matchAll(ENTRY)) add(match, []);
  const groups = new Set<number>();
  for (const { name, text } of textsIn('cmr')) {
    const [, number] = /^cid(\d+)\.h$/.exec(name) ?? [];
    if (number === undefined) continue;
    groups.add(Number(number));
    for (const match of text.matchAll(MEMBER)) add(match, [Number(number)]);
  }
  return { codes, groups: [...groups] };
};
