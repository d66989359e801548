import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseQueueAddress, queueLogin } from '../../../src/streams/queue/address.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

describe('the address of a queue', () => {
  const right: readonly (readonly [text: string, server: string, name: string])[] = [
    ['nats://broker:4222/lumbar', 'nats://broker:4222', 'lumbar'],
    ['broker:4222/lumbar_2-b', 'nats://broker:4222', 'lumbar_2-b'],
    ['tls://broker/x', 'tls://broker', 'x'],
    ['nats://[::1]:4222/x', 'nats://[::1]:4222', 'x'],
    ['nats://a:1,nats://b:2/x', 'nats://a:1,nats://b:2', 'x'],
  ];
  for (const [text, server, name] of right)
    it(`is understood: ${text}`, () => {
      expect(parseQueueAddress(text)).to.deep.equal({ server, name });
    });

  const wrong: readonly (readonly [text: string, words: RegExp])[] = [
    ['nats://broker:4222', /names no queue/],
    ['nats://broker:4222/a/b', /has "a\/b" for a name/],
    ['nats://broker:4222/a.b', /has "a.b" for a name/],
    ['http://broker/x', /has the protocol http:/],
    ['nats://me:secret@broker/x', /holds credentials, which would be logged/],
    ['nats://me:secret@a,nats://b/x', /holds credentials, which would be logged/],
    ['', /cannot be understood|names no queue/],
  ];
  for (const [text, words] of wrong)
    it(`is refused: ${text.replace('secret', '***')}`, () => {
      const error = thrownBy(() => parseQueueAddress(text));
      expect(error.code).to.equal('QUEUE_ADDRESS');
      expect(error.message).to.match(words);
      expect(error.message).not.to.include('secret');
    });
});

describe('queueLogin', () => {
  const folder = temporaryFolder();

  it('takes a file, or what the environment says, or nothing', async () => {
    const file = join(folder(), 'worker.creds');
    await writeFile(file, '-----BEGIN NATS USER JWT-----\n');
    expect(Object.keys(await queueLogin(file, { NATS_TOKEN: 't' }))).to.deep.equal(['creds']);
    expect(Object.keys(await queueLogin(undefined, { NATS_CREDS: file }))).to.deep.equal(['creds']);
    expect(await queueLogin(undefined, { NATS_TOKEN: 't' })).to.deep.equal({ token: 't' });
    expect(await queueLogin(undefined, { NATS_USER: 'u', NATS_PASSWORD: 'p' })).to.deep.equal({ user: 'u', pass: 'p' });
    expect(await queueLogin(undefined, {})).to.deep.equal({});
  });

  it('says that a file is not there, or holds something else', async () => {
    expect((await rejectionOf(queueLogin(join(folder(), 'none'), {}))).code).to.equal('QUEUE_CREDENTIALS');
    const file = join(folder(), 'password.txt');
    await writeFile(file, 'secret');
    const error = await rejectionOf(queueLogin(file, {}));
    expect(error.message)
      .to.match(/expected the .creds file/)
      .and.not.to.include('secret');
  });
});
