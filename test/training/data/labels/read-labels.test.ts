import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { openStudyFolder } from '../../../../src/streams/sources/study-folder.ts';
import { type LabelFiles, readLabels } from '../../../../src/training/data/labels/read-labels.ts';
import { checkLabels, studiesOfLabels } from '../../../../src/training/data/labels/studies-of-labels.ts';
import type { Labels } from '../../../../src/training/data/labels/study-labels.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';
import { labelledStudies } from '../../labelled-studies.ts';

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

  it('drops single grades that a list names, and keeps predicted points beside labelled ones', async () => {
    const dropGrades = join(folder(), 'wrong.csv');
    await writeFile(dropGrades, 'study_id,row_id\n100,spinal_canal_stenosis_l1_l2\n999,spinal_canal_stenosis_l1_l2\n');
    const before = (await readLabels({ root: folder() })).labels.get('100')!;
    const { labels, unknown } = await readLabels({ root: folder(), dropGrades });
    expect(labels.get('100')).to.eql({
      ...before,
      grades: { ...before.grades, spinal_canal_stenosis_l1_l2: -100 },
    });
    expect(unknown.ungraded).to.eql([{ studyId: '999', line: 3 }]);
    expect(before).to.not.have.property('predicted');
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
      'no labelled study in this file; check the file, and labels.exclude',
    ]);
  });

  it('refuses a severity that is none', async () => {
    await edit('train.csv', (text) => text.replace('Moderate', 'Medium'));
    expect((await rejection()).message).to.equal(
      `${join(folder(), 'train.csv')}:2: "Medium" in column "spinal_canal_stenosis_l2_l3"; expected Normal/Mild, Moderate, Severe, or nothing`,
    );
  });

  it('refuses a column of a level that there is not', async () => {
    await edit('train.csv', (text) => text.replace('spinal_canal_stenosis_l5_s1', 'spinal_canal_stenosis_l5_s2'));
    expect((await rejection()).message).to.contain(
      'train.csv: unknown column "spinal_canal_stenosis_l5_s2"; did you mean "spinal_canal_stenosis_l5_s1"?',
    );
    await edit('train.csv', (text) => text.replace('spinal_canal_stenosis_l5_s2', 'left_subarticular_stenosis_l4_l6'));
    expect((await rejection()).message).to.contain('did you mean "left_subarticular_stenosis_l4_l5"?');
  });

  const noted = async (files: Partial<LabelFiles> = {}) => {
    const { labels, notes } = await readLabels({ root: folder(), ...files });
    return { labels, notes: notes.map(({ message }) => message) };
  };

  it('passes extra columns over, and says so', async () => {
    const { labels: expected } = await noted();
    await edit('train.csv', (text) =>
      text
        .trim()
        .split('\n')
        .map((line, index) => `${index === 0 ? 'Unnamed: 0' : index - 1},${line},${index === 0 ? 'age' : '61'},`)
        .join('\n'),
    );
    const { labels, notes } = await noted();
    expect(labels).to.eql(expected);
    expect(notes).to.eql(['columns that are no locations are not used: "unnamed: 0", "age"']);
  });

  it('says which locations have no column, and refuses a table that has none of them', async () => {
    await edit('train.csv', (text) =>
      text
        .split('\n')
        .map((line) => line.split(',').slice(0, 3).join(','))
        .join('\n'),
    );
    const { labels, notes } = await noted();
    expect(notes).to.eql([
      'no column for 23 of 25 locations (spinal_canal_stenosis_l3_l4, ...); they count as not graded',
    ]);
    expect(labels.get('100')!.grades.right_subarticular_stenosis_l5_s1).to.equal(-100);
    await edit('train.csv', () => 'study_id,age\n100,61\n');
    expect((await rejection()).reason).to.equal(
      'unknown column "age"; expected a location, e.g. spinal_canal_stenosis_l1_l2',
    );
  });

  it('takes conditions, levels and severities in words and in snake case', async () => {
    const { labels: expected } = await noted();
    await edit('train.csv', (text) =>
      text
        .replace('spinal_canal_stenosis_l1_l2', 'Spinal Canal Stenosis L1/L2')
        .replace('left_subarticular_stenosis_l4_l5', 'LEFT_SUBARTICULAR_STENOSIS_L4_L5')
        .replace('Normal/Mild', 'normal_mild')
        .replace('Severe', 'severe'),
    );
    await edit('train_label_coordinates.csv', (text) =>
      text
        .replaceAll('Spinal Canal Stenosis', 'spinal_canal_stenosis')
        .replaceAll(/L(\d)\/L/g, 'l$1_l')
        .replaceAll('L5/S1', 'l5_s1'),
    );
    const { labels, notes } = await noted();
    expect([labels, notes]).to.eql([expected, []]);
    await edit('train.csv', (text) => text.replace('spinal_canal_stenosis_l2_l3', 'Spinal Canal Stenosis L1-L2'));
    expect((await rejection()).reason).to.equal(
      'the columns "spinal canal stenosis l1/l2" and "spinal canal stenosis l1-l2" both mean spinal_canal_stenosis_l1_l2; remove one',
    );
  });

  it('takes tables as spreadsheets and pandas save them, and says how they were read', async () => {
    const { labels: expected } = await noted();
    await edit('train.csv', (text) => {
      const rows = text.replaceAll(',', ';').replaceAll('\n', '\r\n');
      return `\ufeffsep=;\r\n${rows}${';'.repeat(25)}\r\n`; // with a row of nothing at its end
    });
    await edit('train_label_coordinates.csv', (text) =>
      text
        .replaceAll(',', ';')
        .replaceAll(/;(\d+);(\d+)$/gm, ';$1,0;$2,0')
        .replaceAll(/^(\d+);(\d+);/gm, '$1.0;$2.0;')
        .replace('study_id', 'STUDY_ID'),
    );
    const { labels, notes } = await noted();
    expect(labels).to.eql(expected);
    expect(notes).to.eql([
      'columns are separated by semicolons',
      'columns are separated by semicolons',
      'names of columns are written with capitals',
    ]);
  });

  it('takes what pandas writes for nothing as no grade, and refuses "None", which may mean no stenosis', async () => {
    await edit('train.csv', (text) => text.replace('Moderate', 'NaN'));
    expect((await noted()).labels.get('100')!.grades.spinal_canal_stenosis_l2_l3).to.equal(-100);
    await edit('train.csv', (text) => text.replace('NaN', 'None'));
    expect((await rejection()).reason).to.equal(
      '"None" in column "spinal_canal_stenosis_l2_l3"; expected Normal/Mild, Moderate, Severe, or nothing',
    );
  });

  it('refuses an id that a spreadsheet has rounded', async () => {
    await edit('train.csv', (text) => text.replace('\n100,', '\n1.20E+09,'));
    expect((await rejection()).reason).to.equal(
      '"1.20E+09" in column "study_id"; expected an id with all its digits, which a spreadsheet has rounded here; export the column as text',
    );
  });

  it('takes the first of two coordinates of a location, or neither, where it may', async () => {
    await edit('train_label_coordinates.csv', (text) => text.replace('L2/L3', 'L1/L2'));
    const pointsOf = (labels: Labels) =>
      labels
        .get('100')!
        .coordinates.filter(({ level }) => level === 'l1_l2')
        .map(({ point }) => point);
    const first = await noted({ onConflict: 'first' });
    expect(pointsOf(first.labels)[0]).to.eql({ xPx: 14, yPx: 7 });
    expect(first.notes).to.eql([
      '1 locations have a second coordinate (spinal_canal_stenosis_l1_l2 of study 100); the first is used',
    ]);
    const neither = await noted({ onConflict: 'drop' });
    expect(pointsOf(neither.labels)).to.have.length(pointsOf(first.labels).length - 1);
    expect(neither.notes[0]).to.contain('; neither is used');
  });

  it('refuses a study that is labelled twice', async () => {
    await edit('train.csv', (text) => `${text}${text.trim().split('\n').at(-1)}\n`);
    const { code, message } = await rejection();
    expect(code).to.equal('LABEL_STUDY_TWICE');
    expect(message).to.contain('train.csv:4: duplicate row for this study; remove one');
  });

  it('refuses coordinates of a level or condition that there is not, that stand twice, or are no numbers', async () => {
    const file = 'train_label_coordinates.csv';
    const original = await readFile(join(folder(), file), 'utf8');
    const messageAfter = async (change: (text: string) => string) => {
      await writeFile(join(folder(), file), change(original));
      return (await rejection()).message.replace(`${folder()}/`, '');
    };
    expect(await messageAfter((text) => text.replace('L1/L2', 'T12/L1'))).to.equal(
      `${file}:2: "T12/L1" in column "level"; expected a level from L1/L2 to L5/S1`,
    );
    expect(await messageAfter((text) => text.replace('Spinal Canal', 'Canal'))).to.equal(
      `${file}:2: "Canal Stenosis" in column "condition"; expected a condition such as Spinal Canal Stenosis`,
    );
    expect(await messageAfter((text) => text.replace('L1/L2,14', 'L1/L2,here'))).to.equal(
      `${file}:2: "here" in column "x"; expected a number`,
    );
    expect(await messageAfter((text) => text.replace('L2/L3', 'L1/L2'))).to.equal(
      `study 100 / ${file}:3: spinal_canal_stenosis_l1_l2: duplicate coordinate, first in line 2; remove one`,
    );
  });

  it('refuses coordinates of studies without labels', async () => {
    await edit('train_label_coordinates.csv', (text) => text.replaceAll(/^101,/gm, '777,'));
    const { code, reason } = await rejection();
    expect([code, reason]).to.eql([
      'LABEL_STUDIES_UNKNOWN',
      '1 studies have coordinates but no labels (777); remove their rows, list them in labels.exclude, or add the missing data',
    ]);
    expect([...(await readLabels({ root: folder(), exclude: ['777'] })).labels.keys()]).to.eql(['100', '101']);
  });

  it('says which file of labels is not there', async () => {
    const { code, message } = await rejectionOf(readLabels({ root: folder(), drop: '/nowhere/bad.csv' }));
    expect([code, message]).to.eql([
      'LABEL_FILE_MISSING',
      '/nowhere/bad.csv: cannot read the list of coordinates to drop; check the path',
    ]);
  });

  it('refuses a list of coordinates to drop that names something else', async () => {
    const drop = join(folder(), 'bad.csv');
    await writeFile(drop, 'study_id,row_id\n101,somewhere\n');
    expect((await rejectionOf(readLabels({ root: folder(), drop }))).reason).to.equal(
      '"somewhere" in column "row_id"; expected a location such as spinal_canal_stenosis_l1_l2',
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
      '1 studies are labelled but have no pictures (5); remove their rows, list them in labels.exclude, or add the missing data',
    ]);
  });

  it('refuses coordinates on a series that the study does not have', async () => {
    await labelledStudies(folder(), 1);
    const file = join(folder(), 'train_label_coordinates.csv');
    await writeFile(file, (await readFile(file, 'utf8')).replace('100,13,', '100,99,'));
    const { code, message } = await found();
    expect([code, message]).to.eql([
      'LABEL_SERIES_UNKNOWN',
      'study 100 / series 99: left_subarticular_stenosis_l1_l2: the coordinate refers to a series that the study does not have or that is not of a graded kind; correct it, or list it in labels.drop',
    ]);
  });
});
