import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { cliPath } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const WEIGHTS = fileURLToPath(new URL('../../../weights/nano', import.meta.url));

describe('spinestream serve', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();

  it('says after a stop how to continue: by the next start, not by --resume, which it does not have', async () => {
    const args = ['serve', 'hospital', '--models', WEIGHTS, '--out', join(folder(), 'out'), '--port', '0'];
    const child = spawn(process.execPath, [cliPath(), ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const isReady = stderr.includes('loaded subarticular');
      stderr += text;
      if (!isReady && stderr.includes('loaded subarticular')) child.kill('SIGTERM');
    });
    await once(child, 'close');
    expect(stderr).to.match(/\nstopped: 0 studies.*; the next start with this --out continues\n$/);
    expect(stderr).not.to.include('--resume');
  });
});
