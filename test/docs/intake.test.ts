import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withTables } from '../../scripts/doc-tables.ts';
import { transferSyntaxes } from '../../src/dicom/index.ts';
import { REASON_CODES } from '../../src/domain/reason-codes/index.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (name: string) => readFileSync(join(ROOT, name), 'utf8');

/** Where what is said of a study comes from. */
const SOURCES = ['src/dicom', 'src/dicomweb', 'src/files', 'src/streams', 'src/operators', 'src/run/inspection'];

/** In these files quoted words are terms of DICOM; what is a code stands behind `code:` or in a call. */
const TERMS = [
  'obstacle',
  'own-reasons',
  'rank-kind',
  'contrast-names',
  'water-fat',
  'split-series',
  'slice-facts',
  'connections',
  'credentials',
];

/** Files whose codes are those of a queue or a server that results are sent to. */
const NOT_OF_STUDIES = /^(queue\/|outputs\/stow|sources\/queue)/;

/** Of runs, pipelines and models, not of studies. */
const OTHERS = [
  ...['QUEUE_SHARDED', 'IDS_UNREADABLE', 'OUTPUT_UNWRITABLE', 'DISK_FULL'],
  ...['CHANNELS_MISMATCH', 'MIRROR_UNKNOWN'],
  ...['COVERAGE_UNEVEN', 'MODEL_KIND_UNEXPECTED', 'MODEL_INPUT_MISMATCH', 'MODEL_OUTPUT_MISSING'],
  ...['LOGITS_MISSING', 'NETWORKS_DIFFER'],
  ...['SERIES_UNKNOWN', 'INSTANCE_UNKNOWN'],
];

const QUOTED = /'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
const CALLED = /(?:code: |(?:refusal|reason|warning|speaks)\(\s*)'([A-Z][A-Z0-9_]*)'/g;

/** Codes by the file that gives them. */
const usedCodes = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const source of SOURCES)
    for (const name of readdirSync(join(ROOT, source), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || NOT_OF_STUDIES.test(name)) continue;
      const ofTerms = TERMS.some((one) => name.endsWith(`${one}.ts`));
      const text = textOf(join(source, name));
      for (const pattern of ofTerms ? [CALLED] : [QUOTED, CALLED])
        for (const [, code = ''] of text.matchAll(pattern)) found.set(code, join(source, name));
    }
  for (const [, code = ''] of textOf('src/run/errors.ts').matchAll(
    /code: '(STUDY_\w+|SOURCE_EMPTY|OUTPUT_INSIDE_STUDY)'/g,
  ))
    found.set(code, 'src/run/errors.ts');
  return found;
};

const declared = Object.values(REASON_CODES).flatMap((codes) => Object.keys(codes));

describe('docs/intake.md', () => {
  it('has the tables that follow from the code (npm run generate)', () => {
    expect(textOf('docs/intake.md')).to.equal(withTables(textOf('docs/intake.md')));
  });

  it('lists every code once, and every transfer syntax that is read', () => {
    expect(new Set(declared).size).to.equal(declared.length);
    const page = textOf('docs/intake.md');
    for (const code of declared) expect(page.split(`| \`${code}\` |`), code).to.have.length(2);
    for (const { uid, name } of transferSyntaxes()) expect(page).to.include(`| ${name} | \`${uid}\` |`);
  });

  it('has each code that the intake gives, and no other', () => {
    const used = usedCodes();
    const undeclared = [...used].filter(([code]) => !declared.includes(code) && !OTHERS.includes(code));
    expect(undeclared, 'declare these in src/domain/reason-codes').to.deep.equal([]);
    expect(
      declared.filter((code) => !used.has(code)),
      'no longer given',
    ).to.deep.equal([]);
    expect(
      OTHERS.filter((code) => !used.has(code)),
      'not needed here any more',
    ).to.deep.equal([]);
  });

  it('says of each code what it means and what to do, in a cell of a table', () => {
    for (const codes of Object.values(REASON_CODES))
      for (const [code, { meaning, remedy }] of Object.entries(codes))
        for (const text of [meaning, remedy]) expect(text, code).to.match(/^[^|\n]{4,200}$/);
  });
});
