import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { publicUrl, withDownload } from '../../../src/models/pretrained/download.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';

describe('publicUrl', () => {
  it('names the file that the original begins with', () => {
    expect(publicUrl('resnet34')).to.match(/\/resnet34-333f7ec4\.pth$/);
    expect(publicUrl('resnet18')).to.match(/\/resnet18_a1_0-d63eafa0\.pth$/);
  });

  it('puts a mirror in place of the host and keeps the path', () => {
    expect(publicUrl('resnet34', 'http://mirror.example/weights/')).to.equal(
      'http://mirror.example/weights/models/resnet34-333f7ec4.pth',
    );
  });

  it('says that there is none for our own backbone', () => {
    expect(thrownBy(() => publicUrl('resnet10_nano'))).to.have.property('code', 'PRETRAINED_UNKNOWN');
  });
});

describe('withDownload', () => {
  const folder = temporaryFolder();
  let server: Server;
  let host = '';
  before((done) => {
    server = createServer((request, response) => {
      if (request.url === '/models/found.pth') response.end('weights');
      else if (request.url === '/broken.pth') {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setTimeout(() => response.destroy(), 20);
      } else response.writeHead(404).end();
    }).listen(0, '127.0.0.1', () => {
      const address = server.address();
      host = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
      done();
    });
  });
  after((done) => void server.close(done));
  const { signal } = new AbortController();
  const read = (path: string) =>
    withDownload(`${host}${path}`, { folder: folder(), signal }, (file) => readFile(file, 'utf8'));

  it('hands the file on under its own name, and leaves nothing', async () => {
    let kept = '';
    const content = await withDownload(`${host}/models/found.pth`, { folder: folder(), signal }, (file) => {
      kept = file;
      return readFile(file, 'utf8');
    });
    expect([content, basename(kept), existsSync(kept)]).to.deep.equal(['weights', 'found.pth', false]);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it('tells a host that has no such file, one that cannot be reached, and a download that broke off', async () => {
    expect((await rejectionOf(read('/absent.pth'))).reason).to.contain(
      'the host answered 404 Not Found; use another host',
    );
    expect((await rejectionOf(read('/broken.pth'))).reason).to.contain('the download broke off');
    const nowhere = withDownload('http://127.0.0.1:1/x.pth', { folder: folder(), signal }, () =>
      Promise.resolve(join('')),
    );
    expect((await rejectionOf(nowhere)).reason).to.contain('the host cannot be reached');
    expect(await readdir(folder())).to.deep.equal([]);
  });
});
