import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { cached } from '../../../src/training/data/sample-cache.ts';
import type { StudyGiven } from '../../../src/training/data/study-flow.ts';
import type { TrainSample } from '../../../src/training/data/train-sample.ts';
import { experimentDataset } from '../../../src/training/run/experiment-dataset.ts';
import { openData } from '../../../src/training/run/open-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, KEYPOINTS, withLine } from '../small-experiments.ts';

describe('the cache of samples', () => {
  const folder = temporaryFolder();
  const samples: readonly TrainSample[] = [
    {
      studyId: '1',
      site: { level: 'l1_l2', side: 'left' },
      inputs: [{ name: 'stack', source: 'sagt2', shape: [1, 1, 2], pixels: Float32Array.of(0.1, -3) }],
      answer: { kind: 'points', points: [undefined, { xNorm: 0.1, yNorm: 1 / 3 }] },
    },
    {
      studyId: '1',
      site: {},
      inputs: [],
      answer: { kind: 'grades', grades: [2, -100] },
    },
  ];
  const given = async (): Promise<StudyGiven> => {
    const data = await openData(experimentOf(FORAMINAL), { data: folder() });
    return { study: data.studiesOf(['100'])[0]!, labels: data.labels.get('100')!, rng: undefined };
  };
  /** Whether a study is prepared again, after a first time. */
  const again = async (change: (given: StudyGiven) => Promise<StudyGiven>, recipe = 'recipe'): Promise<boolean> => {
    const folderOfCache = join(folder(), 'cache');
    const first = await given();
    await cached(async () => samples, { folder: folderOfCache, recipe: 'recipe' })(first);
    let prepared = false;
    const prepare = async () => {
      prepared = true;
      return samples;
    };
    expect(await cached(prepare, { folder: folderOfCache, recipe })(await change(first))).to.eql(samples);
    return prepared;
  };
  const unchanged = async (same: StudyGiven) => same;
  beforeEach(() => labelledStudies(folder(), 3));

  it('gives back what it was given, without preparing it again', async () => {
    expect(await again(unchanged)).to.equal(false);
  });

  it('prepares again when steps, labels, series or files change', async () => {
    expect(await again(unchanged, 'other steps')).to.equal(true);
    expect(await again(async (one) => ({ ...one, labels: { ...one.labels, coordinates: [] } }))).to.equal(true);
    const fewer = async (one: StudyGiven) => ({ ...one, study: { ...one.study, series: one.study.series.slice(1) } });
    expect(await again(fewer)).to.equal(true);
    const touched = async (one: StudyGiven) => {
      await utimes(join(one.study.series[0]!.folder, '1.dcm'), 1, 1);
      return one;
    };
    expect(await again(touched)).to.equal(true);
  });

  it('takes a damaged file for none', async () => {
    const damaged = async (one: StudyGiven) => {
      const [name] = await readdir(join(folder(), 'cache'));
      await writeFile(join(folder(), 'cache', name!), 'damaged');
      return one;
    };
    expect(await again(damaged)).to.equal(true);
  });

  const names = async (text: string): Promise<readonly string[]> => {
    const experiment = experimentOf(text);
    const { labels, studiesOf } = await openData(experiment, { data: folder() });
    const source = { studies: studiesOf(['100', '101']), labels, signal: new AbortController().signal };
    const cache = join(folder(), 'cache');
    const runs = [];
    for (const where of [undefined, cache, cache]) {
      const batches = [];
      for await (const batch of experimentDataset(experiment, { ...source, cache: where }).training({ epoch: 0 }))
        batches.push(batch);
      runs.push(batches);
    }
    expect(runs[1]).to.eql(runs[0]);
    expect(runs[2]).to.eql(runs[0]);
    return readdir(cache).catch(() => []);
  };

  it('gives the same batches as without it', async () => {
    expect(await names(FORAMINAL)).to.have.length(2);
    expect(await names(KEYPOINTS)).to.have.length(4);
  });

  it('keeps nothing where pictures vary from epoch to epoch', async () => {
    const steps =
      '  - shift-slices: { selections: sagt1, by: 1, as: moved }\n  - crop-rois: { keypoints: sagt1, selections: moved,';
    expect(await names(withLine(FORAMINAL, '  - crop-rois: { keypoints: sagt1, selections: sagt1,', steps))).to.eql([]);
  });
});
