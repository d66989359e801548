import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStudyFolder } from '../../../src/streams/study-folder.ts';
import { checkLabels } from '../../../src/training/data/check-labels.ts';
import { readLabels } from '../../../src/training/data/read-labels.ts';
import { studiesOfLabels } from '../../../src/training/data/studies-of-labels.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies } from '../labelled-studies.ts';

describe('readLabels', () => {
  const folder = temporaryFolder();
  const edit = async (name: string, change: (text: string) => string): Promise<void> => {
    const path = join(folder(), name);
    await writeFile(path, change(await readFile(path, 'utf8')));
  };
  const rejection = () => rejectionOf(readLabels({ root: folder() }));
  beforeEach(() =>
    labelledStudies(folder(), 2, {
      ungraded: ['100 spinal_canal_stenosis_l1_l2'],
      unplaced: ['101 spinal_canal_stenosis_l5_s1'],
    }),
  );

  it('reads grades and coordinates in the order of the studies', async () => {
    const { labels } = await readLabels({ root: folder() });
    expect([...labels.keys()]).to.eql(['100', '101']);
    const { grades, coordinates } = labels.get('100')!;
    expect(grades.spinal_canal_stenosis_l1_l2).to.equal(-100);
    expect(grades.spinal_canal_stenosis_l2_l3).to.equal(1);
    expect(grades.right_subarticular_stenosis_l5_s1).to.equal(2);
    expect(coordinates).to.have.length(25);
    expect(coordinates[0]).to.eql({
      condition: 'spinal_canal_stenosis',
      level: 'l1_l2',
      seriesId: '11',
      instanceNumber: 3,
      point: { xPx: 14, yPx: 7 },
    });
    expect(labels.get('101')!.coordinates).to.have.length(24);
  });

  it('fills missing and dropped coordinates with predicted ones, and no others', async () => {
    const header = 'study_id,series_id,instance_number,condition,level,x_norm,y_norm,row_id';
    const predicted = [
      '101,11,,Spinal Canal Stenosis,L5/S1,0.25,0.5,spinal_canal_stenosis_l5_s1',
      '101,11,,Spinal Canal Stenosis,L4/L5,0.75,0.5,spinal_canal_stenosis_l4_l5',
      '101,13,2,Left Subarticular Stenosis,L4/L5,0.5,0.5,left_subarticular_stenosis_l4_l5',
      '101,,,Left Neural Foraminal Narrowing,L4/L5,,,left_neural_foraminal_narrowing_l4_l5',
    ];
    const imputeFrom = join(folder(), 'coordinates.csv');
    const drop = join(folder(), 'bad.csv');
    await writeFile(imputeFrom, [header, ...predicted].join('\n'));
    await writeFile(drop, 'study_id,row_id\n101,left_subarticular_stenosis_l4_l5\n100,spinal_canal_stenosis_l1_l2\n');
    const { labels } = await readLabels({ root: folder(), imputeFrom, drop });
    const pointAt = (condition: string, level: string) =>
      labels.get('101')!.coordinates.find((one) => one.condition === condition && one.level === level)?.point;
    expect(pointAt('spinal_canal_stenosis', 'l5_s1')).to.eql({ xNorm: 0.25, yNorm: 0.5 });
    expect(pointAt('spinal_canal_stenosis', 'l4_l5')).to.have.property('xPx');
    expect(pointAt('left_subarticular_stenosis', 'l4_l5')).to.eql({ xNorm: 0.5, yNorm: 0.5 });
    expect(labels.get('100')!.coordinates).to.have.length(24);
  });

  it('leaves excluded studies out', async () => {
    expect([...(await readLabels({ root: folder(), exclude: ['100'] })).labels.keys()]).to.eql(['101']);
    const { code, reason } = await rejectionOf(readLabels({ root: folder(), exclude: ['100', '101'] }));
    expect([code, reason]).to.eql([
      'LABELS_EMPTY',
      'no study is labelled here; check that this is the right file, and labels.exclude',
    ]);
  });

  it('refuses a severity that is none', async () => {
    await edit('train.csv', (text) => text.replace('Moderate', 'Medium'));
    expect((await rejection()).message).to.equal(
      `${join(folder(), 'train.csv')}:2: "Medium" in column "spinal_canal_stenosis_l2_l3", expected Normal/Mild, Moderate, Severe, or nothing`,
    );
  });

  it('refuses a column of a level that there is not', async () => {
    await edit('train.csv', (text) => text.replace('spinal_canal_stenosis_l5_s1', 'spinal_canal_stenosis_l5_s2'));
    expect((await rejection()).message).to.contain(
      'train.csv: the column "spinal_canal_stenosis_l5_s2" is no location; did you mean "spinal_canal_stenosis_l5_s1"?',
    );
    await edit('train.csv', (text) => text.replace('spinal_canal_stenosis_l5_s2', 'left_subarticular_stenosis_l4_l6'));
    expect((await rejection()).message).to.contain('did you mean "left_subarticular_stenosis_l4_l5"?');
    await edit('train.csv', (text) => text.replace('left_subarticular_stenosis_l4_l6', 'age'));
    expect((await rejection()).reason).to.equal(
      'the column "age" is no location; expected a condition at a level, such as spinal_canal_stenosis_l1_l2',
    );
  });

  it('refuses a study that is labelled twice', async () => {
    await edit('train.csv', (text) => `${text}${text.trim().split('\n').at(-1)}\n`);
    const { code, message } = await rejection();
    expect(code).to.equal('LABEL_STUDY_TWICE');
    expect(message).to.contain('train.csv:4: the labels have a second row for this study; remove one of the two');
  });

  it('refuses coordinates of a level or condition that there is not, that stand twice, or are no numbers', async () => {
    const file = 'train_label_coordinates.csv';
    const original = await readFile(join(folder(), file), 'utf8');
    const messageAfter = async (change: (text: string) => string) => {
      await writeFile(join(folder(), file), change(original));
      return (await rejection()).message.replace(`${folder()}/`, '');
    };
    expect(await messageAfter((text) => text.replace('L1/L2', 'T12/L1'))).to.equal(
      `${file}:2: "T12/L1" in column "level", expected a level from L1/L2 to L5/S1`,
    );
    expect(await messageAfter((text) => text.replace('Spinal Canal', 'Canal'))).to.equal(
      `${file}:2: "Canal Stenosis" in column "condition", expected a condition such as Spinal Canal Stenosis`,
    );
    expect(await messageAfter((text) => text.replace('L1/L2,14', 'L1/L2,here'))).to.equal(
      `${file}:2: "here" in column "x", expected a number`,
    );
    expect(await messageAfter((text) => text.replace('L2/L3', 'L1/L2'))).to.equal(
      `study 100 / ${file}:3: spinal_canal_stenosis_l1_l2: this coordinate stands in line 2 already; remove one of the two`,
    );
  });

  it('refuses coordinates of studies without labels', async () => {
    await edit('train_label_coordinates.csv', (text) => text.replaceAll(/^101,/gm, '777,'));
    const { code, reason } = await rejection();
    expect([code, reason]).to.eql([
      'LABEL_STUDIES_UNKNOWN',
      '1 studies have coordinates but no labels (777); remove their rows, list them in labels.exclude, or bring what is missing',
    ]);
    expect([...(await readLabels({ root: folder(), exclude: ['777'] })).labels.keys()]).to.eql(['100', '101']);
  });

  it('says which file of labels is not there', async () => {
    const { code, message } = await rejectionOf(readLabels({ root: folder(), drop: '/nowhere/bad.csv' }));
    expect([code, message]).to.eql([
      'LABEL_FILE_MISSING',
      '/nowhere/bad.csv: the list of coordinates to drop cannot be read; check the path',
    ]);
  });

  it('refuses a list of coordinates to drop that names something else', async () => {
    const drop = join(folder(), 'bad.csv');
    await writeFile(drop, 'study_id,row_id\n101,somewhere\n');
    expect((await rejectionOf(readLabels({ root: folder(), drop }))).reason).to.equal(
      '"somewhere" in column "row_id", expected a location such as spinal_canal_stenosis_l1_l2',
    );
  });
});

describe('checkLabels and studiesOfLabels', () => {
  const folder = temporaryFolder();
  const found = async () => {
    const { labels } = await readLabels({ root: folder() });
    const studies = await openStudyFolder({ root: folder() });
    return rejectionOf(studiesOfLabels(labels, studies).then((found) => checkLabels(labels, found)));
  };

  it('refuses labels of studies without pictures', async () => {
    await labelledStudies(folder(), 2);
    const row = (await readFile(join(folder(), 'train.csv'), 'utf8')).split('\n')[1]!;
    await writeFile(
      join(folder(), 'train.csv'),
      `${await readFile(join(folder(), 'train.csv'), 'utf8')}${row.replace('100', '5')}\n`,
    );
    const { code, reason } = await found();
    expect([code, reason]).to.eql([
      'LABEL_STUDIES_UNKNOWN',
      '1 studies are labelled but have no pictures (5); remove their rows, list them in labels.exclude, or bring what is missing',
    ]);
  });

  it('refuses coordinates on a series that the study does not have', async () => {
    await labelledStudies(folder(), 1);
    const file = join(folder(), 'train_label_coordinates.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replace('100,13,', '100,99,'));
    const { code, message } = await found();
    expect([code, message]).to.eql([
      'LABEL_SERIES_UNKNOWN',
      'study 100 / series 99: left_subarticular_stenosis_l1_l2: the coordinate names a series that the study does not have, or of a kind that is not graded; correct it, or list it in the file of labels.drop',
    ]);
  });
});
