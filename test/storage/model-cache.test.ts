import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { localFolder } from '../../src/storage/model-cache.ts';
import { openObjectStore } from '../../src/storage/object-store.ts';
import { needsS3Server, type S3Server, startS3Server } from '../support/s3-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('models of a storage on this machine', function () {
  this.timeout(240_000);
  const folder = temporaryFolder();
  let server: S3Server;

  before(async function () {
    needsS3Server(this);
    server = await startS3Server();
  });
  after(() => server?.close());

  const put = async (model: string, name: string, content: string): Promise<string> => {
    const address = `s3://${server.bucket}/models/${model}`;
    const store = await openObjectStore(address);
    const file = join(folder(), 'given');
    await writeFile(file, content);
    await store.upload(name, file).finally(store.close);
    return address;
  };
  const cache = (): string => join(folder(), 'cache');
  const blobs = async () => {
    const names = await readdir(join(cache(), 'blobs'));
    return Promise.all(names.map(async (name) => [name, (await stat(join(cache(), 'blobs', name))).ino] as const));
  };

  it('are a folder as it is', async () => {
    expect(await localFolder('models/a', cache())).to.equal('models/a');
  });

  it('are fetched once: each content is kept once, and what changed is fetched anew', async () => {
    await put('a', 'config.json', '{}');
    const address = await put('a', 'fold1-best.safetensors', 'weights');
    const first = await localFolder(address, cache());
    expect(await readFile(join(first, 'fold1-best.safetensors'), 'utf8')).to.equal('weights');
    const fetched = await blobs();
    expect(fetched).to.have.length(2);
    expect(await localFolder(address, cache())).to.equal(first);
    expect(await blobs()).to.deep.equal(fetched);
    const other = await put('b', 'fold1-best.safetensors', 'weights');
    expect(await readFile(join(await localFolder(other, cache()), 'fold1-best.safetensors'), 'utf8')).to.equal(
      'weights',
    );
    expect((await blobs()).map(([name]) => name)).to.deep.equal(fetched.map(([name]) => name));
    await put('a', 'fold1-best.safetensors', 'others');
    const second = await localFolder(address, cache());
    expect(await readFile(join(second, 'fold1-best.safetensors'), 'utf8')).to.equal('others');
    expect(await readFile(join(first, 'fold1-best.safetensors'), 'utf8')).to.equal('weights'); // a run that uses it goes on
  });

  it('are fetched again where the copy is damaged, and by several at once', async () => {
    const address = await put('c', 'fold1-best.safetensors', 'of the third');
    const found = await localFolder(address, cache());
    const [[name] = []] = await blobs();
    await writeFile(join(cache(), 'blobs', name!), 'damaged');
    const several = await Promise.all([1, 2, 3].map(() => localFolder(address, cache())));
    for (const one of [found, ...several])
      expect(await readFile(join(one, 'fold1-best.safetensors'), 'utf8')).to.equal('of the third');
    expect(await readdir(join(cache(), 'fetching'))).to.deep.equal([]);
  });
});
