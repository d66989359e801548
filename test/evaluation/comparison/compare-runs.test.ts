import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StudyRecord } from '../../../src/core/study-record.ts';
import { LOCATIONS } from '../../../src/domain/vocabulary.ts';
import { type CompareOptions, compareRuns } from '../../../src/evaluation/comparison/compare-runs.ts';
import { studyPage } from '../../../src/report/index.ts';
import { openJournal } from '../../../src/run/journal/journal.ts';
import { sampleStudy } from '../../report/sample-study.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { madeRecord } from './records.ts';

const [FIRST = ''] = LOCATIONS;

describe('compareRuns', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const at = (name: string) => join(folder(), name);

  const run = async (name: string, records: readonly StudyRecord[]): Promise<void> => {
    await mkdir(at(name), { recursive: true });
    const journal = await openJournal(join(at(name), 'journal.jsonl'), {
      fingerprint: name,
      origin: { pipeline: name },
    });
    for (const record of records) await journal.append(record);
    await journal.close();
  };
  const compare = (more: Partial<CompareOptions> = {}) =>
    compareRuns({ runs: [at('a'), at('b')], out: at('out'), ...more });

  beforeEach(async () => {
    await run(
      'a',
      ['DOE 1', 'DOE 2', 'DOE 3', '=4'].map((id) => madeRecord(id)),
    );
    await run('b', [
      madeRecord('=4', { grades: { [FIRST]: [0.1, 0.1, 0.8] } }),
      madeRecord('DOE 2', { x: 0.52 }),
      madeRecord('DOE 3'),
      madeRecord('DOE 5'),
    ]);
  });

  it('counts studies, and writes a page and the rows of every study that differs', async () => {
    const expected = { inBoth: 3, onlyInA: 1, onlyInB: 1, equal: 1, different: 2, gradeChanges: 1, gradedInOne: 0 };
    expect(await compare()).to.deep.include(expected);
    const table = (await readFile(join(at('out'), 'comparison.csv'), 'utf8')).trim().split('\n');
    expect(table).to.have.length(1 + 2 * LOCATIONS.length);
    const [graver = ''] = table.filter((line) => line.includes(',graver,'));
    expect(graver.startsWith(`'=4_${FIRST},report/studies/`)).to.equal(true); // a spreadsheet must not compute it
    expect(await readdir(join(at('out'), 'report', 'studies'))).to.have.length(2);
  });

  it('lists the largest difference first, with signs beside the colours, and names no study', async () => {
    await compare();
    const index = await readFile(join(at('out'), 'report', 'index.html'), 'utf8');
    const links = [...index.matchAll(/href="(studies\/[^"]+)">/g)].map(([, link = '']) => link);
    expect(links).to.have.length(2);
    expect(index.indexOf('▲ 1 graver')).to.be.within(1, index.indexOf('= same'));
    expect(index).to.include('B was made with another pipeline');
    const page = await readFile(join(at('out'), 'report', links[0]!), 'utf8');
    expect(page).to.include('▲ graver').and.to.include('0.700');
    for (const text of [index, page]) expect(text).to.not.match(/DOE|=4/);
    await compare({ overwrite: true, withIdentifiers: true });
    expect(await readFile(join(at('out'), 'report', 'index.html'), 'utf8')).to.include('DOE 2');
  });

  it('shows a study of which only the confidence differs', async () => {
    await run('sure', [madeRecord('DOE 2', { confidence: { [FIRST]: [0.9, 'no'] } })]);
    await run('unsure', [madeRecord('DOE 2', { confidence: { [FIRST]: [0.6, 'yes'] } })]);
    const expected = {
      equal: 0,
      different: 1,
      gradeChanges: 0,
      largestChange: 0,
      confidenceChanges: 1,
      referredInOne: 1,
    };
    expect(await compare({ runs: [at('sure'), at('unsure')] })).to.deep.include(expected);
    const index = await readFile(join(at('out'), 'report', 'index.html'), 'utf8');
    expect(index).to.include('1, up to 0.300; 1 referred in one run only');
    const [, link = ''] = /href="(studies\/[^"]+)">/.exec(index) ?? [];
    const page = await readFile(join(at('out'), 'report', link), 'utf8');
    expect(page).to.include('of a confidence 0.300; 1 referred to a reader in one run only.');
    expect(page).to.match(/<tr class="differs">(?:(?!<\/tr>).)*−0\.300, referred in B only/s);
  });

  it('shows the key slices of both reports where a run has one', async () => {
    const page = await studyPage(sampleStudy(), { boxMm: 50 });
    await mkdir(join(at('a'), 'report', 'studies'), { recursive: true });
    await writeFile(join(at('a'), 'report', 'studies', 'p.html'), page);
    await run('a', [madeRecord('DOE 2', { more: { files: ['report/studies/p.html'] } })]);
    await compare();
    const [name = ''] = (await readdir(join(at('out'), 'report', 'studies'))).slice(0, 1);
    const pages = await Promise.all(
      (await readdir(join(at('out'), 'report', 'studies'))).map((one) =>
        readFile(join(at('out'), 'report', 'studies', one), 'utf8'),
      ),
    );
    expect(name).to.match(/^[0-9a-f]{32}\.html$/);
    const shown = pages.find((text) => text.includes('Key slices'))!;
    expect(shown.match(/<img src="data:image\/jpeg;base64,/g)).to.have.length(sampleStudy().views.length);
    expect(shown).to.include('class="point"').and.to.include('B: no picture');
  });

  it('refuses one run twice, a folder that is not empty, a run as its destination, and runs without a common study', async () => {
    const codeOf = async (more: Partial<CompareOptions>) => (await rejectionOf(compare(more))).code;
    expect(await codeOf({ runs: [at('a'), at('a')] })).to.equal('COMPARISON_OF_ONE');
    expect(await codeOf({ out: at('b') })).to.equal('COMPARISON_INTO_RUN');
    expect(await codeOf({ runs: [at('a'), at('nowhere')] })).to.equal('PART_MISSING');
    await run('c', [madeRecord('9')]);
    expect(await codeOf({ runs: [at('a'), at('c')] })).to.equal('COMPARISON_EMPTY');
    await compare();
    expect(await codeOf({})).to.equal('OUTPUT_NOT_EMPTY');
    await mkdir(join(at('other'), 'report'), { recursive: true });
    expect(await codeOf({ out: at('other'), overwrite: true })).to.equal('COMPARISON_INTO_OTHER');
    expect(await readdir(at('other'))).to.deep.equal(['report']);
  });
});
