import { spawn } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ServedFolder, serveFolder } from '../../../src/cli/handlers/serve-folder.ts';
import { cliPath, spinestream } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

/** Beside the report: they name studies. */
const PRIVATE = ['journal.jsonl', 'report.csv', 'log.jsonl', 'run.json', 'submission.csv', 'warnings.jsonl'];

describe('spinestream view', () => {
  const folder = temporaryFolder();
  let served: ServedFolder;

  beforeEach(async () => {
    await mkdir(join(folder(), 'out', 'report'), { recursive: true });
    await writeFile(join(folder(), 'out', 'report', 'index.html'), '<p>index</p>');
    await writeFile(join(folder(), 'out', 'report', 'a b.csv'), 'x\n');
    for (const name of PRIVATE) await writeFile(join(folder(), 'out', name), 'DOE^JANE');
    await writeFile(join(folder(), 'secret.txt'), 'secret');
    await symlink(join(folder(), 'secret.txt'), join(folder(), 'out', 'report', 'link.txt'));
    await symlink(join(folder(), 'out', 'journal.jsonl'), join(folder(), 'out', 'report', 'link.jsonl'));
    await mkdir(join(folder(), 'out-beside'));
    await writeFile(join(folder(), 'out-beside', 'secret.txt'), 'secret');
    served = await serveFolder({ folder: join(folder(), 'out'), port: 0, start: '/report/' });
  });
  afterEach(() => served.close());

  /** A request with its path as it is; `fetch` would tidy it up. */
  const asked = (head: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(served.port, '127.0.0.1', () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
      socket.on('data', (data) => {
        text += data;
      });
      socket.on('end', () => resolve(text)).on('error', reject);
    });
  const statusOf = async (path: string, method = 'GET', host = `127.0.0.1:${served.port}`) =>
    Number((await asked(`${method} ${path} HTTP/1.1\r\nHost: ${host}`)).split(' ')[1]);

  it('serves the files of the report on the loopback address', async () => {
    expect(served.url).to.equal(`http://127.0.0.1:${served.port}/report/`);
    const response = await fetch(served.url);
    expect(await response.text()).to.equal('<p>index</p>');
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(await (await fetch(new URL('/report/a%20b.csv?x=1', served.url))).text()).to.equal('x\n');
    const redirected = await fetch(new URL('/', served.url), { redirect: 'manual' });
    expect([redirected.status, redirected.headers.get('location')]).to.deep.equal([302, '/report/']);
  });

  it('serves nothing from above or beside the folder, nor through links that lead out of it', async () => {
    for (const path of [
      '/../secret.txt',
      '/report/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/..%5csecret.txt',
      '//etc/passwd',
      '/../out-beside/secret.txt',
      '/report/link.txt',
      '/report/link.jsonl',
      '/report%00/index.html',
      '/%zz',
      '/out',
      '/report',
    ])
      expect(await statusOf(path), path).to.equal(404);
  });

  it('serves the report alone: no journal, no log, and not the table that says whose a page is', async () => {
    for (const name of PRIVATE)
      for (const path of [`/${name}`, `/report/../${name}`, `/report/%2e%2e/${name}`, `/report//../${name}`])
        expect(await statusOf(path), path).to.equal(404);
  });

  it('answers nothing but GET, and nobody who calls it by another name', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])
      expect(await statusOf('/report/', method), method).to.equal(405);
    expect(await statusOf('/report/', 'GET', `elsewhere.example:${served.port}`)).to.equal(421);
    expect(await statusOf('/report/', 'GET', `localhost:${served.port}`)).to.equal(200);
  });

  it('says which port is taken', async () => {
    const error = await rejectionOf(serveFolder({ folder: folder(), port: served.port, start: '/' }));
    expect(error.code).to.equal('PORT_TAKEN');
    expect(error.message).to.equal(
      `cannot listen on port ${served.port} of 127.0.0.1; omit --port to use any free port`,
    );
  });

  it('prints the address and ends with Ctrl-C', async () => {
    const child = spawn(process.execPath, [cliPath(), 'view', join(folder(), 'out')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const url = await new Promise<string>((resolve) =>
      child.stdout.once('data', (data) => resolve(String(data).trim())),
    );
    expect((await fetch(url)).status).to.equal(200);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    expect(await ended).to.equal(0);
  });

  it('refuses a folder without a report, and a port that is none', () => {
    const view = (...args: readonly string[]) => spinestream(['view', ...args]);
    const without = view(folder());
    expect([without.status, without.stderr]).to.deep.equal([
      2,
      `${folder()}: no report/index.html in this folder; give the output folder of a run, or run a pipeline with the output "report", e.g. two-stage-report\n`,
    ]);
    expect(view(join(folder(), 'out'), '--port', '70000').stderr).to.equal(
      '--port 70000: expected an integer from 0 (any free port) to 65535\n',
    );
  });
});
