import { expect } from 'chai';
import { REASON_CODES } from '../../../src/domain/reason-codes/index.ts';
import { LEVELS } from '../../../src/domain/vocabulary.ts';
import { ALL_CODES, OWN_SCHEME, OWN_SCHEME_UID, reasonCode } from '../../../src/interop/codes/index.ts';
import { levelCode } from '../../../src/interop/codes/location-codes.ts';
import { dcmtkCodes, describeDcmtkCodes } from '../../support/dcmtk-codes.ts';
import { askPython, describeDicomPython } from '../../support/dicom-python.ts';

/** Schemes that pydicom's dictionaries have. */
const CHECKED = ['DCM', 'SCT', 'LN', 'UCUM'];

/** Concepts of SNOMED CT that DCMTK's dictionaries, which have only a few of them, leave out: pydicom's alone are a check of these. */
const NOT_IN_DCMTK = [
  'SCT Stenosis',
  'SCT Spinal canal structure',
  ...['L1/L2', 'L2/L3', 'L3/L4', 'L4/L5', 'L5/S1'].map((level) => `SCT Level of ${level} intervertebral disc`),
  ...['SCT Severity', 'SCT Moderate', 'SCT Severe'],
];

/** Letters alike, and without what SNOMED CT's full names say of the kind of concept. */
const plain = (meaning: string): string => meaning.toLowerCase().replace(/ \([a-z ]+\)$/, '');

interface Known {
  readonly meanings: readonly string[];
  readonly groups: readonly number[];
}

const isKnown = (answer: unknown): answer is Known =>
  typeof answer === 'object' && answer !== null && 'meanings' in answer && 'groups' in answer;

describe('codes of results', () => {
  it('fit what DICOM writes: values of at most 16 characters, meanings of at most 64', () => {
    for (const { value, scheme, meaning } of ALL_CODES) {
      expect(value, meaning).to.match(/^[\w-]{1,16}$/);
      expect(scheme, meaning).to.match(/^[A-Z0-9]{1,16}$/);
      expect(meaning.length, meaning).to.be.within(1, 64);
    }
  });

  it('are each listed once, and mean different things', () => {
    const values = ALL_CODES.map(({ scheme, value }) => `${scheme} ${value}`);
    const meanings = ALL_CODES.map(({ scheme, meaning }) => `${scheme} ${meaning}`);
    expect(new Set(values).size).to.equal(ALL_CODES.length);
    expect(new Set(meanings).size).to.equal(ALL_CODES.length);
  });

  it('name for each the part of the standard that has it, or what an own code is for', () => {
    for (const { scheme, source, value } of ALL_CODES)
      if (scheme !== OWN_SCHEME) expect(source, value).to.match(/^(CID|TID|PS3\.16)/);
    expect(ALL_CODES.filter(({ source }) => source === '')).to.deep.equal([]);
  });

  it('call levels by different concepts', () => {
    expect(new Set(LEVELS.map((level) => levelCode(level).value)).size).to.equal(LEVELS.length);
  });

  it('write every reason code of the intake in full', () => {
    const reasons = Object.values(REASON_CODES).flatMap((codes) => Object.keys(codes));
    for (const reason of reasons) {
      const { value, scheme, meaning } = reasonCode(reason);
      expect(value).to.equal(reason);
      expect(scheme).to.equal(OWN_SCHEME);
      expect(meaning.length).to.be.within(1, 64);
    }
  });

  it('identify the private scheme by a UID', () => {
    expect(OWN_SCHEME_UID).to.match(/^2\.25\.[1-9]\d{0,38}$/);
  });

  describeDicomPython('in pydicom', () => {
    it('have the same meaning in its dictionaries of PS3.16, and belong to the context groups that are named', function () {
      this.timeout(120_000);
      const codes = ALL_CODES.filter(({ scheme }) => CHECKED.includes(scheme));
      const found = askPython(
        new URL('read-codes.py', import.meta.url),
        codes.map(({ scheme, value }) => [scheme, value]),
      );
      codes.forEach(({ scheme, value, meaning, source }, index) => {
        const known: unknown = found[index];
        if (!isKnown(known)) throw new Error(`pydicom does not know ${scheme} ${value}`);
        expect(known.meanings.map(plain), `${scheme} ${value}`).to.include(plain(meaning));
        const [, group] = /CID (\d+)/.exec(source) ?? [];
        if (group !== undefined) expect(known.groups, `${scheme} ${value}`).to.include(Number(group));
      });
      expect(codes.length).to.be.greaterThan(30);
    });
  });

  describeDcmtkCodes('in DCMTK', () => {
    it('have the same meaning in its dictionaries, and belong to those of the named context groups that it has', () => {
      const known = dcmtkCodes();
      const unknown: string[] = [];
      for (const { scheme, value, meaning, source } of ALL_CODES) {
        if (scheme === OWN_SCHEME) continue;
        const found = known.codes.get(`${scheme} ${value}`);
        if (found === undefined) {
          unknown.push(`${scheme} ${meaning}`);
          continue;
        }
        expect(found.meanings.map(plain), `${scheme} ${value}`).to.include(plain(meaning));
        const group = Number(/CID (\d+)/.exec(source)?.[1]);
        if (known.groups.includes(group)) expect(found.groups, `${scheme} ${value}`).to.include(group);
      }
      expect(unknown).to.deep.equal(NOT_IN_DCMTK);
    });
  });
});
