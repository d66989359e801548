import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  leftNotice,
  stoppedNotice,
  uncaughtRunNotice,
  uncaughtStepNotice,
} from '../../../src/cli/process/exit-notices.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { writeTree } from '../../support/file-tree.ts';
import { cliPath } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OPERATOR = fileURLToPath(new URL('../fixtures/ends-badly.mjs', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly err: string;
}

describe('a run that exits unexpectedly', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  beforeEach(async () => {
    const slice = dicomFixture({ set: { '0008103E': ['LO', 'AX T2'] } });
    await writeTree(folder(), {
      'studies/10/a/1.dcm': slice,
      'studies/11/a/1.dcm': slice,
      'studies/12/a/1.dcm': slice,
      'p.yaml': `plugins: [${OPERATOR}]\nsteps:\n  - ends-badly: {}\n`,
    });
  });

  /** Runs the program; standard error is read until it is closed. */
  const run = (how: string, more: readonly string[] = [], onText?: (child: ChildProcess, text: string) => void) =>
    new Promise<Ended>((resolve) => {
      const given = [
        '--studies',
        join(folder(), 'studies'),
        '--out',
        join(folder(), 'out'),
        ...(more.includes('--concurrency') ? [] : ['--concurrency', '1']),
        ...more,
      ];
      const flags = ['--max-old-space-size=200', cliPath(), 'run', join(folder(), 'p.yaml')];
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
  const LEFT = [{ studyId: '11', operator: 'ends-badly' }];
  const logged = async () => {
    const lines = (await readFile(join(folder(), 'out', 'log.jsonl'), 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  };

  for (const [how, signal] of [
    ['killed', 'SIGKILL'],
    ['memory', 'SIGABRT'],
  ] as const)
    it(`is followed by one that names the study and the operator which were in progress (${how})`, async () => {
      expect((await run(how)).signal).to.equal(signal);
      const { code, err } = await run('', ['--resume']);
      expect(err).to.include(`${leftNotice(LEFT)}\n`);
      expect(err).to.include('3 studies, 1 of them from earlier runs, 0 failed');
      expect(code).to.equal(0);
      const warned = (await logged()).find(({ msg }) => msg === 'an earlier run exited unexpectedly');
      expect(warned).to.deep.include({ level: 40, studies: LEFT });
    });

  it('fails a study that ends the process each time, and no other', async () => {
    const parallel = ['--concurrency', '3', '--attempts', '2'];
    expect((await run('killed', parallel)).signal, 'maybe with others in progress').to.equal('SIGKILL');
    expect((await run('killed', ['--resume', ...parallel])).signal, 'alone').to.equal('SIGKILL');
    const { code, err } = await run('killed', ['--resume', ...parallel]);
    expect(err).to.include(leftNotice(LEFT));
    expect(code).to.equal(3);
    const errors = (await readFile(join(folder(), 'out', 'errors.jsonl'), 'utf8')).trim().split('\n');
    expect(errors.map((line) => JSON.parse(line)).map(({ study_id, code }) => [study_id, code])).to.deep.equal([
      ['11', 'STUDY_POISON'],
    ]);
    const again = await run('', ['--resume', '--retry-failed', ...parallel]);
    expect(again.err).to.include('3 studies, 2 of them from earlier runs, 0 failed');
  });

  it('fails a study that ended the process alone, and none that was in progress with it, after a single attempt', async () => {
    const parallel = ['--concurrency', '3', '--attempts', '1'];
    expect((await run('killed', parallel)).signal, 'maybe with others in progress').to.equal('SIGKILL');
    await run('killed', ['--resume', ...parallel]);
    const { code } = await run('killed', ['--resume', ...parallel]);
    expect(code).to.equal(3);
    const errors = (await readFile(join(folder(), 'out', 'errors.jsonl'), 'utf8')).trim().split('\n');
    expect(errors.map((line) => JSON.parse(line)).map(({ study_id }) => study_id)).to.deep.equal(['11']);
  });

  for (const how of ['a timer', 'a promise'])
    it(`names the study and the operator that left ${how} behind which fails, although their step is over`, async () => {
      const ended = await run(how);
      expect(ended.err).to.include(`${uncaughtStepNotice({ studyId: '11', operator: 'ends-badly' }, 'too late')}\n`);
      expect(ended.err).to.match(/Error: too late\n +at .*ends-badly\.mjs/);
      expect(ended.code).to.equal(1);
      expect((await logged()).at(-1)).to.include({ level: 50, msg: 'run failed' });
      const { err, code } = await run('', ['--resume']);
      expect(err).to.match(/3 studies, \d of them from earlier runs, 0 failed/); // 11 may have been done before its error came
      expect(code).to.equal(0);
    });

  it('names the studies in progress where an uncaught error is of no step', async () => {
    const ended = await run('no step');
    expect(ended.err).to.include(`${uncaughtRunNotice(LEFT)}\n`);
    expect(ended.err).to.include('Error: of no step');
    expect(ended.code).to.equal(1);
    expect((await logged()).at(-1)).to.include({ level: 50, msg: 'run failed', err: 'of no step' });
  });

  it('is followed by one that names the operator which blocked the event loop until it was killed', async () => {
    const killed = await run('loops', [], async (child, text) => {
      if (!text.includes('DICOM headers')) return;
      const inProgress = () => readFile(join(folder(), 'out', 'in-progress.json'), 'utf8').catch(() => '');
      while (!(await inProgress()).includes('"11"')) await pause(20);
      await pause(500); // it loops
      child.kill('SIGKILL');
    });
    expect(killed.signal).to.equal('SIGKILL');
    const { code, err } = await run('loops', ['--resume', '--leave-out', '11']);
    expect(err).to.include(leftNotice(LEFT));
    expect(code).to.equal(3); // one study was left out
  });

  it('says nothing of an orderly end', async () => {
    await run('');
    const { err } = await run('', ['--resume']);
    expect(err).not.to.include('unexpectedly');
    expect(err).to.include('3 studies, 3 of them from earlier runs, 0 failed');
  });

  it('finishes what is in progress at the first Ctrl-C, cancels it at the second, and does it when it is resumed', async () => {
    let interrupts = 0;
    const ended = await run('waits', [], (child, text) => {
      if (/(DICOM headers|Ctrl-C again)/.test(text) && interrupts < 2)
        setTimeout(() => child.kill('SIGINT'), ++interrupts * 500);
    });
    expect(ended.err).to.match(/stopped: 1 study, 0 failed, 1 cancelled, /);
    expect(ended.code).to.equal(130);
    const { code, err } = await run('', ['--resume']);
    expect(err).to.match(/3 studies, 1 of them from earlier runs, 0 failed, /);
    expect(code).to.equal(0);
  });

  it('names what was in progress when the third Ctrl-C stops at once', async () => {
    let interrupts = 0;
    const ended = await run('hangs', ['--step-timeout', '50'], (child, text) => {
      if (/(DICOM headers|Ctrl-C again)/.test(text)) setTimeout(() => child.kill('SIGINT'), ++interrupts * 500);
    });
    expect(interrupts).to.equal(3);
    expect(ended.signal).to.equal('SIGKILL');
    expect(ended.err).to.include(`${stoppedNotice(LEFT)}\n`);
    const left = JSON.parse(await readFile(join(folder(), 'out', 'in-progress.json'), 'utf8'));
    expect(left, 'does not count against the study').to.deep.equal([{ ...LEFT[0], stopping: true }]);
  });

  it('ends at Ctrl-C although whoever names studies has not closed standard input', async () => {
    const given = ['--ids', '-'];
    const ended = await run('', given, (child, text) => {
      if (text.includes('DICOM headers')) child.stdin?.write('10\n');
      if (text.includes('DICOM headers')) setTimeout(() => child.kill('SIGINT'), 2500);
    });
    expect(ended.err).to.match(/stopped: 1 study, 0 failed, /);
    expect(ended.code).to.equal(130);
  });

  it('ends at Ctrl-C, and without a stack, while its source still waits for a server', async () => {
    let running: ChildProcess | undefined;
    const { url } = await fakeServer(() => running?.kill('SIGINT')); // answers nothing
    await writeTree(folder(), { 'p.yaml': `source: { dicomweb: { url: "${url}" } }\nsteps:\n  - load-series: {}\n` });
    const ended = await run('', [], (child) => {
      running = child; // since it wrote a warning of its pipeline
    });
    expect(ended.err).to.match(/stopping after the studies in progress.*\nstopped by Ctrl-C\n$/);
    expect(ended.code).to.equal(130);
  });
});

describe('notices of a run that ends', () => {
  it('say what was in progress, and what to do', () => {
    expect(stoppedNotice([{ studyId: '7', operator: 'classify' }, { studyId: '8' }])).to.equal(
      'stopped at once; in progress: 7 (classify), 8; results are kept: continue with --resume',
    );
    expect(stoppedNotice([])).to.equal(
      'stopped at once; no study was in progress; results are kept: continue with --resume',
    );
    expect(uncaughtRunNotice([{ studyId: '7' }])).to.equal(
      'an uncaught error ended the run; in progress: 7; results are kept: continue with --resume',
    );
    expect(leftNotice([{ studyId: '7', operator: 'classify' }])).to.equal(
      'an earlier run exited unexpectedly (native crash, out of memory, or killed) with these studies in progress: 7 (classify); each is graded alone now, or counts as failed (STUDY_POISON) after --attempts such exits',
    );
    expect(leftNotice([{ studyId: '7', operator: 'stow', stopping: true }])).to.equal(
      'an earlier run was killed while it stopped, with these studies in progress: 7 (stow); they are graded again',
    );
  });

  it('say of errors whose step they are of', () => {
    expect(uncaughtStepNotice({ studyId: '7', operator: 'mine' }, new Error('too late'))).to.equal(
      'study 7 / mine: an uncaught error of a timer, an event or a promise that this step left behind ended the run: too late; await such work in the operator, and it fails this study alone; results are kept: continue with --resume',
    );
  });
});
