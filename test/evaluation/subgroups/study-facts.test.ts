import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readGroups } from '../../../src/evaluation/subgroups/read-groups.ts';
import { studyFacts } from '../../../src/evaluation/subgroups/study-facts.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { writeStudies } from '../inputs/evaluated-runs.ts';

describe('what groups studies', () => {
  const folder = temporaryFolder();

  it('is told by headers, in bands that name nobody, and by the series that are there', async () => {
    await writeStudies(folder(), ['1', '2']);
    const scanner = dicomFixture({
      set: {
        '00080070': ['LO', 'Siemens '],
        '00180087': ['DS', '1.494 '],
        '00101010': ['AS', '063Y'],
        '00100040': ['CS', 'F '],
      },
    });
    const images = join(folder(), 'train_images', '2', '11');
    for (const name of ['1', '2', '3', '4', '5']) await writeFile(join(images, `${name}.dcm`), scanner);
    const facts = await studyFacts(['1', '2', '3'], {
      root: folder(),
      descriptions: join(folder(), 'train_series_descriptions.csv'),
    });
    expect(facts.get('2')).to.eql({
      series_missing: 'Sagittal T1, Axial T2',
      field_strength: '1.5 T',
      manufacturer: 'SIEMENS',
      age: '60 to 74',
      sex: 'female',
    });
    expect(facts.get('1')).to.include({ series_missing: 'Sagittal T1, Axial T2', sex: undefined });
    expect(facts.has('3')).to.equal(false);
  });

  it('is not known of an image that cannot be read', async () => {
    await writeStudies(folder(), ['1']);
    const images = join(folder(), 'train_images', '1', '11');
    await mkdir(images, { recursive: true });
    for (const name of ['1', '2', '3', '4', '5']) await writeFile(join(images, `${name}.dcm`), 'no image');
    const descriptions = join(folder(), 'train_series_descriptions.csv');
    expect((await studyFacts(['1'], { root: folder(), descriptions })).get('1')).to.eql({
      series_missing: 'Sagittal T1, Axial T2',
    });
  });

  it('comes from a table with any columns, once a study', async () => {
    const file = join(folder(), 'groups.csv');
    await writeFile(file, 'study_id,site\n1,north\n2,\n');
    expect(await readGroups(file)).to.eql(
      new Map([
        ['1', { site: 'north' }],
        ['2', { site: undefined }],
      ]),
    );
    await writeFile(file, 'study_id,site\n1,north\n1,south\n');
    expect(await rejectionOf(readGroups(file))).to.include({ code: 'LABEL_STUDY_TWICE' });
  });
});
