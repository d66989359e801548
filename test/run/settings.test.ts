import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { withTables } from '../../scripts/doc-tables.ts';
import { completeSettings, type RunSettings, settingInfos } from '../../src/run/settings.ts';
import { thrownBy } from '../support/thrown-by.ts';

describe('the settings of a run', () => {
  it('have defaults for everything but the folder of results', () => {
    expect(completeSettings({ out: 'o' })).to.include({
      models: 'models',
      concurrency: 2,
      existing: 'refuse',
      backend: 'onnx',
    });
  });

  it('take bytes as a number or with a unit', () => {
    for (const memoryBudget of [200_000_000, '200MB', ' 0.2 gb'])
      expect(completeSettings({ out: 'o', memoryBudget }).memoryBudget).to.equal(200_000_000);
  });

  it('take a batch as a number, as text of the command line, or as auto', () => {
    for (const batch of [8, '8']) expect(completeSettings({ out: 'o', batch }).batch).to.equal(8);
    for (const given of [{}, { batch: 'auto' }])
      expect(completeSettings({ out: 'o', ...given }).batch).to.equal('auto');
  });

  const wrong: readonly (readonly [Partial<RunSettings>, string])[] = [
    [{ concurrency: 0 }, 'concurrency 0: expected an integer from 1 to 1024'],
    [{ concurrency: 2000 }, 'concurrency 2000: expected an integer from 1 to 1024'],
    [{ concurrency: Number.NaN }, 'concurrency is not a number: expected an integer from 1 to 1024'],
    [{ retries: -1 }, 'retries -1: expected an integer, at least 0'],
    [{ stepTimeoutS: 0 }, 'stepTimeoutS 0: expected a positive number of seconds'],
    [{ threads: 1.5 }, 'threads 1.5: expected an integer, at least 1'],
    [{ batch: 0 }, 'batch 0: expected auto, or an integer of at least 1'],
    [{ batch: '2.5' }, 'batch 2.5: expected auto, or an integer of at least 1'],
    [{ batch: 'automatic' }, 'batch automatic: expected auto, or an integer of at least 1'],
    [{ memoryBudget: 'much' }, 'memoryBudget much: expected a size in bytes, e.g. 200MB or 1.5GiB'],
  ];
  for (const [given, message] of wrong)
    it(`say what is wrong: ${message}`, () => {
      const error = thrownBy(() => completeSettings({ out: 'o', ...given }));
      expect(error.code).to.equal('SETTING_INVALID');
      expect(error.reason).to.equal(message);
    });

  it('name the choice that was meant', () => {
    const { reason } = thrownBy(() => completeSettings({ out: 'o', precision: JSON.parse('"int-8"') }));
    expect(reason).to.equal('precision int-8: unknown value; did you mean "int8"? (known: float32, int8)');
  });

  it('are called as the caller calls them', () => {
    const error = thrownBy(() => completeSettings({ out: 'o', stepTimeoutS: 0 }, ({ flag }) => `--${flag}`));
    expect(error.reason).to.equal('--step-timeout 0: expected a positive number of seconds');
  });

  it('are described, and listed in docs/run.md (npm run generate)', () => {
    for (const { name, description } of settingInfos()) expect(description, name).to.match(/^\S.{8,}/);
    const page = readFileSync(fileURLToPath(new URL('../../docs/run.md', import.meta.url)), 'utf8');
    expect(page).to.equal(withTables(page));
  });
});
