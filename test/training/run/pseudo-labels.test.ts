import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { LOCATIONS, type Location } from '../../../src/domain/vocabulary.ts';
import { writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { formatSplits } from '../../../src/models/weights/splits.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { softLabels } from '../../../src/training/run/pseudo-labels.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { writeRunRecord } from './write-run-record.ts';

const CONFIG = { kind: 'foraminal', backbone: 'resnet10_nano', slices: 1, hidden: 2 } as const;
const [FIRST, SECOND] = LOCATIONS;

const grades = Object.fromEntries(LOCATIONS.map((location) => [location, -100])) as Record<Location, number>;
const labels = new Map(
  ['1', '2', '3'].map((id) => [id, { grades: { ...grades, [FIRST!]: Number(id) % 3 }, coordinates: [] }]),
);

describe('softLabels', () => {
  const folder = temporaryFolder();

  /** A run over studies 1 and 2 by a network of one fold that was trained on `trained`. */
  const runOf = async (trained: readonly string[], folds: 'all' | 'out-of-fold') => {
    const model = join(folder(), 'model');
    await writeRunFolder(model, {
      config: { name: 'm', architecture: { ...CONFIG }, input: { slices: 1, resolutionPx: 32 } },
      folds: [{ fold: 1, which: 'best', weights: filledWeights(architectureOf(CONFIG, { resolutionPx: 32 })) }],
    });
    await writeFile(join(model, 'splits.csv'), formatSplits([{ fold: 1, train: trained, validation: ['9'] }]));
    const run = join(folder(), 'run');
    await writeRunRecord(run, { name: 'm', path: model, folds });
    const rows = ['1', '2'].flatMap((id) => [FIRST, SECOND].map((location) => `${id}_${location},0.5,0.25,0.25`));
    await writeFile(join(run, 'submission.csv'), `row_id,normal_mild,moderate,severe\n${rows.join('\n')}\n`);
    return run;
  };

  it('mixes what a run says with the true labels, and leaves studies that it has not', async () => {
    const { labels: soft, warnings } = await softLabels(labels, { run: await runOf(['8'], 'all'), weight: 0.5 });
    expect(soft.get('1')!.grades[FIRST!]).to.eql([0.25, 0.625, 0.125]);
    expect(soft.get('1')!.grades[SECOND!]).to.eql([0.25, 0.125, 0.125]);
    expect(soft.get('3')).to.eql(labels.get('3'));
    expect(warnings.map(({ code, message }) => `${code} ${message}`)).to.eql([
      'PSEUDO_LABELS_FEWER labels.pseudo: the run graded 2 of 3 studies',
    ]);
  });

  it('refuses what networks say that have learned the labels', async () => {
    const error = await rejectionOf(softLabels(labels, { run: await runOf(['2', '8'], 'all'), weight: 0.5 }));
    expect(error.code).to.equal('EVALUATION_LEAKS');
  });

  it('warns that folds of the networks have learned studies that are validated', async () => {
    const { warnings } = await softLabels(labels, { run: await runOf(['3'], 'all'), weight: 0.5 });
    expect(warnings.map(({ code }) => code)).to.eql(['PSEUDO_LABELS_FEWER', 'PSEUDO_LABELS_NESTED']);
  });

  it('refuses a run over other studies', async () => {
    const others = new Map([['7', labels.get('1')!]]);
    const error = await rejectionOf(softLabels(others, { run: await runOf(['8'], 'all'), weight: 0.5 }));
    expect(error.code).to.equal('PSEUDO_LABELS_NONE');
  });
});
