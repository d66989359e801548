import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { openResultStore } from '../../src/run/stored/result-store.ts';
import { openObjectStore } from '../../src/storage/object-store.ts';
import { listening } from '../support/listening.ts';
import { needsS3Server, type S3Server, s3Variables, startS3Server, withVariables } from '../support/s3-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('a storage that speaks S3', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let server: S3Server;

  before(async function () {
    needsS3Server(this);
    server = await startS3Server();
  });
  after(() => server?.close());

  const listed = async (address: string): Promise<readonly string[]> => {
    const store = await openObjectStore(address);
    const paths: string[] = [];
    for await (const { path } of store.list()) paths.push(path);
    store.close();
    return paths;
  };
  const failure = (address: string) => rejectionOf(listed(address));

  it('keeps a file that goes there in parts', async () => {
    const store = await openObjectStore(`s3://${server.bucket}/large`);
    const [from, to] = [join(folder(), 'from'), join(folder(), 'to')];
    await writeFile(from, randomBytes(33 * 2 ** 20));
    await store.upload('a file', from);
    await store.download('a file', to);
    expect((await readFile(from)).equals(await readFile(to))).to.equal(true);
    const missing = await rejectionOf(store.download('another', to));
    expect([missing.code, missing.where.file]).to.deep.equal([
      'S3_OBJECT_MISSING',
      `s3://${server.bucket}/large/another`,
    ]);
    store.close();
  });

  it('makes an object once, whoever wants it, and takes a lost answer for what it was', async () => {
    const store = await openObjectStore(`s3://${server.bucket}/once`);
    const content = Buffer.from('x');
    expect(await store.create('a', content, 'me')).to.equal(true);
    expect(await store.create('a', content, 'me')).to.equal(true);
    expect(await store.create('a', content, 'you')).to.equal(false);
    store.close();
  });

  it('lists what lies below an address, and no neighbours', async () => {
    for (const name of ['out-1', 'out-10']) {
      const store = await openObjectStore(`s3://${server.bucket}/neighbours/${name}`);
      await store.create('a', Buffer.from(name), 'me');
      store.close();
    }
    expect(await listed(`s3://${server.bucket}/neighbours/out-1`)).to.deep.equal(['a']);
    const store = await openObjectStore(`s3://${server.bucket}`);
    expect(await store.folders('neighbours/out-')).to.deep.equal(['neighbours/out-1', 'neighbours/out-10']);
    store.close();
  });

  it('says what is wrong with an address, and that there is no such bucket', async () => {
    for (const [address, words] of [
      ['s3://', /names no bucket; expected s3:\/\/bucket\/folder/],
      ['s3://A_b/c', /has "A_b" for the name of a bucket/],
      ['s3://bucket/a/../b', /has \. or \.\. in it/],
    ] as const) {
      const error = await failure(address);
      expect(error.code).to.equal('S3_ADDRESS');
      expect(error.message).to.match(words);
    }
    const error = await failure('s3://another-bucket/out');
    expect(error.code).to.equal('S3_BUCKET_MISSING');
    expect(error.message).to.equal(
      's3://another-bucket/out/: there is no such bucket; create it, or correct the address',
    );
  });

  /** A server that answers every request alike. */
  const answering = async (status: number, body = ''): Promise<{ port: number; close: () => void }> => {
    const fake = createServer((request, response) => {
      request.resume().once('end', () => response.writeHead(status, { 'content-type': 'application/xml' }).end(body));
    });
    const port = await listening(fake);
    return { port, close: () => void fake.close() };
  };

  it('says that access is refused, that there are no credentials, and that nothing answers', async () => {
    const denied = await answering(403, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
    const address = `s3://${server.bucket}/out`;
    for (const [variables, code] of [
      [s3Variables(denied.port), 'S3_REFUSED'],
      [{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }, 'S3_REFUSED'],
      [s3Variables(1), 'S3_UNREACHABLE'],
    ] as const) {
      const restore = withVariables(variables);
      const error = await failure(address).finally(restore);
      expect(error.code).to.equal(code);
      expect(error.message).to.match(code === 'S3_REFUSED' ? /set AWS_ACCESS_KEY_ID and/ : /check the network/);
    }
    denied.close();
  });

  it('must not overwrite an object that is to be new', async () => {
    const careless = await answering(200);
    const restore = withVariables(s3Variables(careless.port));
    try {
      const store = await openResultStore('s3://bucket/out');
      await writeFile(join(store.folder, 'journal.jsonl'), '{}\n');
      const error = await rejectionOf(store.putJournal(3)).finally(store.close);
      expect(error.code).to.equal('S3_UNCONDITIONAL');
      expect(error.message).to.match(/in spite of If-None-Match.*or name a folder as --out/);
    } finally {
      restore();
      careless.close();
    }
  });
});
