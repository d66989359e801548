import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { spinestream } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const slice = (instance: number, claimSyntaxUid?: string) =>
  dicomFixture({
    orientation: [0, 1, 0, 0, 0, -1],
    position: [4 * instance, 0, 0],
    ...(claimSyntaxUid !== undefined && { claimSyntaxUid }),
    set: { '0020000D': ['UI', '1.2.1'], '0020000E': ['UI', '1.2.1.1'], '0008103E': ['LO', 'SAG T2 DOE^JANE'] },
  });

describe('spinestream inspect', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const inspect = (cwd: string, ...args: readonly string[]) => spinestream(['inspect', ...args], cwd);

  it('shows a study that can be graded, from within its folder, and ends with 0', async () => {
    await writeTree(folder(), { '7/T2/1.dcm': slice(1), '7/T2/2.dcm': slice(2), '7/T2/3.dcm': slice(3) });
    const { stdout, stderr, status } = inspect(join(folder(), '7'), '.');
    expect([status, stderr]).to.deep.equal([0, '']);
    for (const part of [
      'study 7\n  can be graded as it is\n',
      '  series T2  Sagittal T2/STIR (sagittal by ImageOrientationPatient, T2 by SeriesDescription)\n',
      '    Sagittal T2/STIR: ranks first of its kind; stands in for the missing Sagittal T1\n',
      '    3 images in 3 files\n',
      '    3 slices, instances 1 to 3: 4 mm apart by position, SpacingBetweenSlices unknown, unknown thick\n',
      '    stored with rows to P, columns to F\n',
      '    Explicit VR Little Endian (1.2.840.10008.1.2.1)\n',
      '  ranking of Sagittal T2/STIR\n    1. T2 ',
      '  no Axial T2, and nothing stands in for it\n',
    ])
      expect(stdout).to.include(part);
    expect(stdout).not.to.match(/DOE|JANE|SECRET/);
  });

  it('ends with 3 and the reason where a study cannot be graded as it is', async () => {
    const jpegXl = '1.2.840.10008.1.2.4.110';
    await writeTree(folder(), { '7/T2/1.dcm': slice(1, jpegXl), '7/T2/2.dcm': slice(2, jpegXl) });
    const { stdout, status } = inspect(folder(), './7/');
    expect(status).to.equal(3);
    expect(stdout).to.match(
      /CANNOT be graded as it is: series T2: 2 slices: unsupported transfer syntax JPEG XL Lossless .*\[DICOM_TRANSFER_SYNTAX\]\n/,
    );
    expect(stdout).to.include('JPEG XL Lossless (1.2.840.10008.1.2.4.110), NOT READ\n');
    const json = inspect(folder(), '7', '--json');
    expect(json.status).to.equal(3);
    expect(JSON.parse(json.stdout).studies[0]).to.deep.include({ studyId: '7', gradable: false });
    await mkdir(join(folder(), 'empty'));
    expect(inspect(folder(), 'empty')).to.include({ status: 3 });
  });

  it('ends with 2 where there is no such folder, and explains itself', () => {
    const { stderr, status } = inspect(folder(), 'nowhere');
    const reason = 'no such study folder; check the path';
    expect([status, stderr]).to.deep.equal([2, `nowhere: ${reason}\n`]);
    const { stdout } = inspect(folder(), '--help');
    expect(stdout).to.include('Exit status 0').and.to.include('Examples:');
  });
});
