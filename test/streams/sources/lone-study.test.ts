import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { readBytes } from '../../../src/dicom/index.ts';
import { kindOfFolder } from '../../../src/streams/sources/lone-study.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const of = (study?: string) =>
  dicomFixture({ set: { '0020000D': study === undefined ? undefined : ['UI', `1.2.${study}`] } });

describe('kindOfFolder', () => {
  const folder = temporaryFolder();
  const kindOf = async (files: Readonly<Record<string, string | Uint8Array>>) => {
    await writeTree(folder(), files);
    return kindOfFolder(folder(), readBytes);
  };

  it('takes a folder that images lie in for a study, whatever they are called', async () => {
    expect(await kindOf({ IM000001: of() })).to.equal('one-study');
  });

  it('passes over what is no image', async () => {
    const notes = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.txt`, 'notes']));
    expect(await kindOf({ ...notes, 'broken.dcm': 'no DICOM', '.hidden.dcm': of('1') })).to.equal('studies');
  });

  it('takes folders of series of one study for that study', async () => {
    expect(await kindOf({ 'T2/1.dcm': of('1'), 'T1/IM1': of('1'), 'notes/a.txt': '' })).to.equal('one-study');
  });

  it('takes images with folders of the same study beside them for that study', async () => {
    expect(await kindOf({ 'IM1.dcm': of('1'), 'more/2.dcm': of('1') })).to.equal('one-study');
  });

  it('takes folders of different studies, and those that do not say, for studies', async () => {
    expect(await kindOf({ 'a/1.dcm': of('1'), 'b/1.dcm': of('2') })).to.equal('studies');
    expect(await kindOf({ 'a/1.dcm': of(), 'b/1.dcm': of() })).to.equal('studies');
  });

  it('takes a single folder for a study, as it takes several', async () => {
    expect(await kindOf({ 'a/1.dcm': of('1') })).to.equal('studies');
  });

  it('takes folders in which series lie for studies, although all have one UID', async () => {
    const studies = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`s${10 + i}/T2/1.dcm`, of('1')]));
    expect(await kindOf(studies)).to.equal('studies');
    expect(await kindOf({ ...studies, 'z1/1.dcm': of('1'), 'z2/1.dcm': of('1') })).to.equal('studies');
  });

  it('notices images beside the folders of other studies', async () => {
    expect(await kindOf({ 'IM1.dcm': of('1'), 'prior/2.dcm': of('2') })).to.equal('studies-and-images');
  });

  it('follows no link, and takes an empty folder and none for folders of studies', async () => {
    await mkdir(join(folder(), 'a'));
    expect(await kindOf({ 'other/1.dcm': of('1') })).to.equal('studies');
    await symlink(join(folder(), 'other'), join(folder(), 'b'));
    expect(await kindOf({})).to.equal('studies');
    expect(await kindOfFolder(join(folder(), 'none'), readBytes)).to.equal('studies');
  });
});
