import { spawnSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { markdownOf } from '../../scripts/gpu-check/check/markdown.ts';
import type { Outcome, Results, Row } from '../../scripts/gpu-check/check/results.ts';
import { verdictOf } from '../../scripts/gpu-check/check/verdict.ts';
import { MAXIMUM_BYTES, writePack } from '../../scripts/gpu-check/pack/write-pack.ts';
import { softwareVulkan } from '../support/software-vulkan.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUN = join(ROOT, 'scripts/gpu-check/run.sh');
const bare = { PATH: '/usr/bin:/bin' };

const rowOf = (outcome: Outcome, figures: Row['figures'] = {}): Row => ({ step: 's', subject: 'x', outcome, figures });

describe('the verdict of a GPU check', () => {
  it('fails for one result that differs or failed', () => {
    expect(verdictOf([rowOf('agrees'), rowOf('differs')], ['webgpu'])).to.eql({
      text: '1 of 2 results differ or failed',
      code: 1,
    });
    expect(verdictOf([rowOf('failed')], []).code).to.equal(1);
  });

  it('separates a machine without a device from one that agrees, and counts what was skipped', () => {
    expect(verdictOf([rowOf('not supported')], []).code).to.equal(2);
    expect(verdictOf([rowOf('agrees'), rowOf('skipped'), rowOf('not supported')], ['webgpu'])).to.eql({
      text: 'webgpu and the CPU agree; 1 skipped',
      code: 0,
    });
  });
});

describe('the page of a GPU check', () => {
  it('has a table for each step with a column for each figure', () => {
    const rows = [rowOf('agrees', { a: 1 }), { ...rowOf('failed', { b: '2|3' }), reason: 'why' }];
    const results: Results = { verdict: 'unfinished', seconds: 3, facts: { memory: '1 GiB' }, rows };
    expect(markdownOf(results).split('\n')).to.include.members([
      'unfinished (3 s)',
      '* memory: 1 GiB',
      '## s',
      '|  | outcome | a | b | reason |',
      '| x | agrees | 1 |  |  |',
      '| x | failed |  | 2\\|3 | why |',
    ]);
  });
});

describe('run.sh', () => {
  const folder = temporaryFolder();
  const run = (script: string, args: readonly string[]) =>
    spawnSync('sh', [script, ...args], { cwd: folder(), env: bare, encoding: 'utf8' });

  it('refuses wrong arguments and an incomplete copy before it unpacks', async () => {
    expect(run(RUN, ['--fast'])).to.include({ status: 3 });
    expect(run(RUN, ['--limit-s', '9m']).stderr).to.contain('--limit-s 9m: expected a number of seconds');
    expect(run(RUN, ['a', 'b']).stderr).to.contain('there is already an out folder, a; remove b');
    expect(run(RUN, ['a']).stderr).to.contain('parts.tar.xz is missing; copy the whole folder');
  });

  it('says why no folder takes the parts', async () => {
    const pack = join(folder(), 'pack');
    await mkdir(pack);
    await writeFile(join(pack, 'run.sh'), await readFile(RUN));
    await writeFile(join(pack, 'parts.tar.xz'), 'no archive');
    const { status, stderr } = run(join(pack, 'run.sh'), ['out', '--work', folder()]);
    expect({ status, stderr }).to.have.property('status', 3);
    expect(stderr).to.match(/no folder to unpack in: .*cannot unpack: .*name one with 300 MB: --work <folder>/);
  });
});

describe('a pack for a GPU check', function () {
  this.timeout(900_000);
  const folder = temporaryFolder();

  it('has at most 60 MiB and checks a software Vulkan device on a machine without Node', async function () {
    const vulkan = softwareVulkan();
    if ('absent' in vulkan) {
      process.stderr.write(`      ${vulkan.absent}\n`);
      return this.skip();
    }
    const pack = join(folder(), 'pack');
    const bytes = await writePack({ root: ROOT, into: pack, tfjs: false, level: 0, say: () => {} });
    expect(bytes).to.be.within(20 * 2 ** 20, MAXIMUM_BYTES);

    const env = { ...bare, VK_DRIVER_FILES: vulkan.driver, SPINESTREAM_PYTHON: 'absent-python' };
    const args = [join(pack, 'run.sh'), 'out', '--short', '--work', folder()];
    const { status, stdout, stderr } = spawnSync('sh', args, { cwd: folder(), env, encoding: 'utf8' });
    expect({ status, stdout, stderr }).to.have.property('status', 0);
    const results: Results = JSON.parse(await readFile(join(folder(), 'out/gpu-check.json'), 'utf8'));
    const outcomes = results.rows.map(({ step, subject, outcome }) => `${step}: ${subject}: ${outcome}`);
    expect(outcomes).to.include.members([
      'devices: ONNX Runtime, webgpu: agrees',
      'forward pass, device and CPU: keypoints, resnet10_nano, 32 px, webgpu: agrees',
      'forward pass, device and CPU: foraminal, resnet10_nano, 32 px, webgpu: agrees',
      'two-stage run, tiny networks: webgpu: agrees',
      'training: foraminal, resnet10_nano, 32 px, ONNX Runtime on the CPU: agrees',
      'training: foraminal, resnet10_nano, 32 px, ONNX Runtime on webgpu: agrees',
      'PyTorch: absent-python: skipped',
    ]);
    expect(results.verdict).to.equal('webgpu and the CPU agree; 1 skipped');
    expect(await readFile(join(folder(), 'out/gpu-check.md'), 'utf8')).to.contain('## two-stage run, tiny networks');
  });
});
