import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { credentialsFrom, PASSWORD, TOKEN, USER } from '../../../src/dicomweb/http/credentials.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

describe('credentials for a DICOMweb server', () => {
  const folder = temporaryFolder();
  const inFile = async (text: string, mode = 0o600) => {
    const file = join(folder(), 'credentials');
    await writeFile(file, text);
    await chmod(file, mode);
    return credentialsFrom({ env: { [TOKEN]: 'from-environment' }, file });
  };

  it('are none where none are given', async () => {
    const { authorization, warnings } = await credentialsFrom({ env: { [TOKEN]: '' } });
    expect(authorization()).to.equal(undefined);
    expect(warnings).to.deep.equal([]);
  });

  it('come from a file rather than from the environment', async () => {
    expect((await inFile('Bearer abc123==\n')).authorization()).to.equal('Bearer abc123==');
    const basic = (await inFile('basic grader:a b:c\r\n')).authorization();
    expect(basic).to.equal(`Basic ${Buffer.from('grader:a b:c').toString('base64')}`);
  });

  it('warn of a file that others may read', async () => {
    expect((await inFile('Bearer x', 0o600)).warnings).to.deep.equal([]);
    expect((await inFile('Bearer x', 0o644)).warnings.map(({ code }) => code)).to.deep.equal([
      'DICOMWEB_CREDENTIALS_EXPOSED',
    ]);
  });

  it('are refused where they are unclear, incomplete, or would add a header; the message quotes nothing', async () => {
    const secret = 'sesame';
    const wrong = [
      { [TOKEN]: secret, [USER]: 'grader', [PASSWORD]: secret },
      { [USER]: 'grader' },
      { [PASSWORD]: secret },
      { [TOKEN]: `${secret}\r\nX-Other: 1` },
      { [TOKEN]: `${secret} ü` },
      { [USER]: 'a:b', [PASSWORD]: secret },
      { [USER]: 'grader', [PASSWORD]: `${secret}\n` },
    ];
    for (const env of wrong) {
      const error = await rejectionOf(credentialsFrom({ env }));
      expect(error.code).to.equal('DICOMWEB_CREDENTIALS');
      expect(error.message).not.to.contain(secret);
    }
    for (const text of [
      '',
      secret,
      `Bearer ${secret}\nX: 1`,
      `Basic ${secret}`,
      `Digest ${secret}`,
      `Bearer ${secret} ${secret}`,
    ]) {
      const error = await rejectionOf(inFile(text));
      expect(error.code, text).to.equal('DICOMWEB_CREDENTIALS');
      expect(error.message).not.to.contain(secret);
    }
    expect((await rejectionOf(credentialsFrom({ env: {}, file: join(folder(), 'none') }))).code).to.equal(
      'DICOMWEB_CREDENTIALS',
    );
  });
});
