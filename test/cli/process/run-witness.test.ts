import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { deathNotice, hangNotice, uncaughtNotice } from '../../../src/cli/process/death-notice.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const OPERATOR = fileURLToPath(new URL('../fixtures/ends-badly.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

describe('a run that ends without a word', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  beforeEach(async () => {
    const slice = dicomFixture({ set: { '0008103E': ['LO', 'AX T2'] } });
    await writeTree(folder(), {
      'studies/10/a/1.dcm': slice,
      'studies/11/a/1.dcm': slice,
      'studies/12/a/1.dcm': slice,
      'p.yaml': `operators: [${OPERATOR}]\nsteps:\n  - ends-badly: {}\n`,
    });
  });

  /** Runs the program; standard error is read until nobody has it open any more, the witness included. */
  const run = (how: string, more: readonly string[] = [], onText?: (child: ChildProcess, text: string) => void) =>
    new Promise<Ended>((resolve) => {
      const given = [
        '--studies',
        join(folder(), 'studies'),
        '--out',
        join(folder(), 'out'),
        '--in-flight',
        '1',
        ...more,
      ];
      const flags = ['--max-old-space-size=200', '--import', 'tsx', MAIN, 'run', join(folder(), 'p.yaml')];
      const env = { ...process.env, ENDS_BADLY: how };
      const child = spawn(process.execPath, [...flags, ...given], {
        stdio: [more.includes('-') ? 'pipe' : 'ignore', 'ignore', 'pipe'],
        env,
      });
      let err = '';
      child.stderr?.on('data', (chunk) => {
        err += chunk;
        onText?.(child, String(chunk));
      });
      child.on('close', (code, signal) => resolve({ code, signal, err }));
    });
  const logged = async () => {
    const lines = (await readFile(join(folder(), 'out', 'log.jsonl'), 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  };

  for (const [how, signal] of [
    ['killed', 'SIGKILL'],
    ['memory', 'SIGABRT'],
  ] as const)
    it(`names the study that was in work (${how})`, async () => {
      const ended = await run(how);
      expect(ended.signal).to.equal(signal);
      expect(ended.err).to.include(`${deathNotice(['11'], { asked: false })}\n`);
      expect((await logged()).at(-1)).to.deep.include({ level: 60, msg: 'run ended without a word', studyIds: ['11'] });
    });

  for (const how of ['a timer', 'a promise'])
    it(`names the study and the operator that left ${how} behind which fails, although their step is over`, async () => {
      const ended = await run(how);
      expect(ended.err).to.include(`${uncaughtNotice({ studyId: '11', operator: 'ends-badly' }, 'too late')}\n`);
      expect(ended.err).to.match(/Error: too late\n +at .*ends-badly\.mjs/);
      expect(ended.err).not.to.include('without a word');
      expect(ended.code).to.equal(1);
      expect((await logged()).at(-1)).to.include({ level: 50, msg: 'run failed' });
      const { err, code } = await run('', ['--resume']);
      expect(err).to.match(/3 studies, \d of them earlier, 0 failed/); // 11 may have been done before its error came
      expect(code).to.equal(0);
    });

  it('names the studies in work where an error that nobody caught is of no step', async () => {
    const ended = await run('no step');
    expect(ended.err).to.include(`${deathNotice(['11'], { asked: false, uncaught: true })}\n`);
    expect(ended.err).to.include('Error: of no step');
    expect(ended.err).not.to.include('without a word');
    expect(ended.code).to.equal(1);
    expect((await logged()).at(-1)).to.include({ level: 50, msg: 'run failed', err: 'of no step' });
  });

  it('resumes, naming the study once more, and says nothing at an orderly end', async () => {
    await run('killed');
    const { code, err } = await run('', ['--resume']);
    expect(code).to.equal(0);
    expect(err).to.include('an earlier run ended without a word while these studies were in work: 11');
    expect(err).not.to.include(deathNotice([], { asked: false }).slice(0, 40));
    expect(err).to.include('3 studies, 1 of them earlier, 0 failed');
  });

  it('names the operator that computes without a pause, once, and how to go on without the study', async () => {
    let number = '';
    const ended = await run('loops', ['--step-timeout', '2'], (child, text) => {
      number = String(child.pid);
      if (text.includes('without a pause')) setTimeout(() => child.kill('SIGKILL'), 1500);
    });
    const notice = hangNotice({ operator: 'ends-badly', studyId: '11' }, { seconds: 2, pid: number });
    expect(ended.err.split(notice)).to.have.length(2);
    const { code, err } = await run('loops', ['--resume', '--leave-out', '11', '--step-timeout', '2']);
    expect(code).to.equal(3); // one study was left out
    expect(err).not.to.include('without a pause');
  });

  it('finishes what is in progress at the first Ctrl-C, cancels it at the second, and does it when it is resumed', async () => {
    let interrupts = 0;
    const ended = await run('waits', [], (child, text) => {
      if (/(headers tell|Ctrl-C again)/.test(text) && interrupts < 2)
        setTimeout(() => child.kill('SIGINT'), ++interrupts * 500);
    });
    expect(ended.err).to.match(/stopped: 1 study, 0 failed, 1 cancelled, /);
    expect(ended.code).to.equal(130);
    const { code, err } = await run('', ['--resume']);
    expect(err).to.match(/3 studies, 1 of them earlier, 0 failed, /);
    expect(code).to.equal(0);
  });

  it('names what was in progress when the third Ctrl-C stops at once', async () => {
    let interrupts = 0;
    const ended = await run('hangs', ['--step-timeout', '50'], (child, text) => {
      if (/(headers tell|Ctrl-C again)/.test(text)) setTimeout(() => child.kill('SIGINT'), ++interrupts * 500);
    });
    expect(interrupts).to.equal(3);
    expect(ended.signal).to.equal('SIGKILL');
    expect(ended.err).to.include(`${deathNotice(['11'], { asked: true })}\n`);
    expect((await logged()).map(({ msg }) => msg)).not.to.include('run ended without a word');
  });

  it('ends at Ctrl-C although whoever names studies has not closed standard input', async () => {
    const given = ['--ids', '-'];
    const ended = await run('', given, (child, text) => {
      if (text.includes('headers tell')) child.stdin?.write('10\n');
      if (text.includes('headers tell')) setTimeout(() => child.kill('SIGINT'), 2500);
    });
    expect(ended.err).to.match(/stopped: 1 study, 0 failed, /);
    expect(ended.code).to.equal(130);
  });
});

describe('deathNotice', () => {
  it('says what was in work, and what to do', () => {
    expect(deathNotice(['7', '8'], { asked: false })).to.equal(
      'the run ended without a word (a crash in native code, memory that ran out, or a kill); in work: 7, 8; what is done is kept: continue with --resume (and with --leave-out <study> where one does it again)',
    );
    expect(deathNotice([], { asked: true })).to.equal(
      'stopped at once; no study was in work; what is done is kept: continue with --resume',
    );
  });

  it('says of errors what nobody caught, and of whose step', () => {
    expect(deathNotice(['7'], { asked: false, uncaught: true })).to.match(
      /^the run was ended by an error that nobody caught; in work: 7; what is done is kept: /,
    );
    expect(uncaughtNotice({ studyId: '7', operator: 'mine' }, new Error('too late'))).to.equal(
      'study 7 / mine: an error that nothing waited for, of a timer, an event or a promise that this step left behind, ended the run: too late; await such work in the operator, and it fails this study alone; what is done is kept: continue with --resume (and with --leave-out 7 where it does it again)',
    );
  });
});
