import { expect } from 'chai';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import type { Graded, Notice } from './grade.ts';
import type { Named } from './re-encoding.ts';

const EXACT = 1e-6;

/** Grades of the study as it is, and of the other one that `split` adds. */
export interface References {
  readonly base: Graded;
  readonly other: Graded;
}

/** The study of that folder, or the studies into which it was divided. */
export const studiesIn = (results: ReadonlyMap<string, Graded>, folder: string): readonly Graded[] =>
  [...results].filter(([id]) => id === folder || id.startsWith(`${folder}/`)).map(([, graded]) => graded);

/** The largest difference of a probability, over the locations that `rows` matches; infinite where one is missing. */
export const differenceOf = (a: Graded, b: Graded, rows = /./): number =>
  Math.max(
    ...LOCATIONS.filter((location) => rows.test(location)).flatMap((location) => {
      const [here, there] = [a.rows.get(location), b.rows.get(location)];
      if (here === undefined || there === undefined) return [Number.POSITIVE_INFINITY];
      return here.map((probability, grade) => Math.abs(probability - there[grade]!));
    }),
  );

const codesOf = (notices: readonly Notice[]): readonly string[] => [...new Set(notices.map(({ code }) => code))].sort();

/** Codes of warnings that the base does not give. */
const newCodes = ({ warnings }: Graded, { base }: References): readonly string[] => {
  const usual = codesOf(base.warnings);
  return codesOf(warnings).filter((code) => !usual.includes(code));
};

const said = ({ warnings, errors }: Graded): string =>
  [...errors, ...warnings].map(({ code, message, reason }) => `${code}: ${message ?? reason}`).join('\n');

/** One cause gives one warning, with a count. */
const expectSaidOnce = ({ warnings }: Graded): void => {
  const texts = warnings.map(({ code, series_id = '', message }) => `${code} ${series_id} ${message}`);
  expect(texts).to.deep.equal([...new Set(texts)]);
};

const onlyOne = (studies: readonly Graded[]): Graded => {
  expect(studies, 'studies in the folder').to.have.length(1);
  return studies[0]!;
};

const expectGraded = (study: Graded): void => {
  expect(study.errors, said(study)).to.deep.equal([]);
  expect(study.rows.size, 'graded locations').to.equal(LOCATIONS.length);
};

const judgeSame = (study: Graded, { base }: References, within: number, rows?: RegExp): void => {
  expectGraded(study);
  expect(differenceOf(study, base, rows), `difference of a probability to the base\n${said(study)}`).to.be.at.most(
    within,
  );
};

const judgeSplit = (studies: readonly Graded[], references: References, codes: readonly string[]): void => {
  const owners = studies
    .filter(({ rows }) => rows.size > 0)
    .map((study) => Object.values(references).findIndex((part) => differenceOf(study, part) <= EXACT));
  expect(owners, `grades that are of neither study\n${studies.map(said).join('\n')}`).to.not.include(-1);
  expect(new Set(owners).size, 'studies graded twice').to.equal(owners.length);
  if (owners.length === 2) return;
  const given = studies.flatMap(({ warnings, errors }) => codesOf([...warnings, ...errors]));
  expect(codes, `codes ${given.join(', ')}`).to.satisfy((one: readonly string[]) => one.some((c) => given.includes(c)));
};

/** Fails unless a re-encoding gave what it must; see `ReEncoding`. */
export const judge = (one: Named, studies: readonly Graded[], references: References): void => {
  const { codes = [] } = one;
  studies.forEach(expectSaidOnce);
  switch (one.expect) {
    case 'same':
    case 'close': {
      const study = onlyOne(studies);
      judgeSame(study, references, one.within ?? EXACT, one.rows);
      if (one.expect === 'same') expect(newCodes(study, references), said(study)).to.deep.equal([...codes].sort());
      else expect(codes, said(study)).to.include.members([...newCodes(study, references)]);
      return;
    }
    case 'warned': {
      const study = onlyOne(studies);
      expectGraded(study);
      expect(newCodes(study, references), said(study)).to.include.members([...codes]);
      return;
    }
    case 'refused': {
      const study = onlyOne(studies);
      expect(study.rows.size, 'graded locations').to.equal(0);
      expect(codes, said(study)).to.include.members(codesOf(study.errors));
      expect(study.errors).to.have.length.above(0);
      return;
    }
    case 'split':
      judgeSplit(studies, references, codes);
  }
};
