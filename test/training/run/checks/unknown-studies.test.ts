import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { formatDiagnostic } from '../../../../src/config/diagnostic.ts';
import { unknownStudyDiagnostics } from '../../../../src/training/run/checks/unknown-studies.ts';
import { openData } from '../../../../src/training/run/open-data.ts';
import { trainJobs } from '../../../../src/training/run/train-experiments.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { labelledStudies } from '../../labelled-studies.ts';
import { experimentOf, FORAMINAL } from '../../small-experiments.ts';

const withLabels = (labels: string) => experimentOf(`${FORAMINAL}labels: ${labels}\n`);

describe('unknownStudyDiagnostics', () => {
  const folder = temporaryFolder();
  beforeEach(() => labelledStudies(folder(), 6)); // 100 to 105
  const warningsOf = async (labels: string) =>
    (await openData(withLabels(labels), { data: folder() })).warnings.map(formatDiagnostic);

  it('names an excluded study that has no labels, with its line', async () => {
    expect(await warningsOf('{ exclude: [100, 1O1] }')).to.eql([
      'test.yaml:18:26  warning  labels.exclude: 1 of 2 studies have no labels here, nothing is left out for them (1O1); correct them, unless they are of other data',
    ]);
  });

  it('names the studies of the table of points to drop that have no labels, with its line', async () => {
    const drop = join(folder(), 'bad.csv');
    const rows = [
      '777,spinal_canal_stenosis_l1_l2',
      '100,spinal_canal_stenosis_l1_l2',
      '1033,spinal_canal_stenosis_l1_l2',
    ];
    await writeFile(drop, ['study_id,row_id', ...rows, rows[2]].join('\n'));
    expect(await warningsOf(`{ drop: "${drop}" }`)).to.eql([
      `${drop}:2:1  warning  labels.drop: 2 of the studies here have no labels, no point is dropped for them (777, 1033); correct them, unless they are of other data`,
    ]);
  });

  it('is quiet where all are known, also those of which there are only coordinates', async () => {
    const drop = join(folder(), 'bad.csv');
    await writeFile(drop, 'study_id,row_id\n100,spinal_canal_stenosis_l1_l2\n101,spinal_canal_stenosis_l1_l2\n');
    expect(await warningsOf(`{ exclude: [100], drop: "${drop}" }`)).to.eql([]);
    const coordinates =
      'study_id,series_id,instance_number,condition,level,x,y\n888,11,3,Spinal Canal Stenosis,L1/L2,1,1\n';
    await writeFile(join(folder(), 'train_label_coordinates.csv'), coordinates);
    expect(await warningsOf('{ exclude: [888] }')).to.eql([]);
  });

  it('does not take a study for mistyped that --limit leaves out', async () => {
    const { warnings } = await openData(withLabels('{ exclude: [105] }'), { data: folder(), limit: 3 });
    expect(warnings).to.eql([]);
  });

  it('lists the first few of many', () => {
    const excluded = ['1', '2', '3', '4', '4003252999'];
    const experiment = withLabels(`{ exclude: ${JSON.stringify(excluded)} }`);
    const [diagnostic] = unknownStudyDiagnostics(experiment, { excluded, dropped: [], ungraded: [] });
    expect(diagnostic?.message).to.contain('5 of 5 studies have no labels here');
    expect(diagnostic?.message).to.contain('(1, 2, 3 and 2 more)');
  });

  it('is told once for several experiments, before a job is listed', async () => {
    const drop = join(folder(), 'bad.csv');
    await writeFile(drop, 'study_id,row_id\n777,spinal_canal_stenosis_l1_l2\n');
    const text = `${FORAMINAL}labels: { drop: "${drop}" }\n`;
    const experiments = [experimentOf(text), experimentOf(text.replace('name: foraminal', 'name: other'))];
    const told: string[] = [];
    const onWarning = (one: { readonly code: string }) => void told.push(one.code);
    await trainJobs(experiments, { data: folder(), out: join(folder(), 'models'), onWarning });
    expect(told).to.eql(['LABEL_STUDY_UNKNOWN']);
  });
});
