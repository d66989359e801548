import { expect } from 'chai';
import { runProgress } from '../../../src/cli/terminal/run-progress.ts';
import type { StudyRecord } from '../../../src/core/study-record.ts';
import { SpineError } from '../../../src/domain/spine-error.ts';
import { fakeTerminal } from '../../support/fake-terminal.ts';

const record = (studyId: string, error?: StudyRecord['error']): StudyRecord => ({
  studyId,
  input: '',
  tables: {},
  warnings: [],
  error,
});
const FAILURE = {
  code: 'SLICE_BAD',
  reason: `a reason that is longer than the terminal is wide${'.'.repeat(60)}; remove it`,
  where: { operator: 'load-series' },
  causes: [],
};

/** A run of five studies, one of them done earlier, of which somebody has seen two; without the spinner. */
const seen = (columns: number, isTTY = true): readonly string[] => {
  const { stream, lines } = fakeTerminal(columns, isTTY);
  const progress = runProgress(stream);
  progress.onEvent({ type: 'opened', studies: 5, absent: 0, described: true, notes: [] });
  progress.onEvent({ type: 'done-earlier', studyId: '1' });
  for (const operator of ['classify', 'heatmap-keypoints', 'normalise'])
    progress.onEvent({ type: 'step', operator, step: 0, ms: 10, studyId: 'a' });
  progress.onEvent({ type: 'study', record: record('2'), ms: 30 });
  progress.onEvent({ type: 'study', record: record('3', FAILURE), ms: 30 });
  stream.write('other\n'); // brings the status up to date
  const drawn = lines.map((line) => line.replace(/^\S {2}/, ''));
  progress.close();
  return drawn;
};

describe('runProgress', () => {
  it('writes control characters of a folder name so that they steer no terminal', () => {
    const { stream, lines } = fakeTerminal(200, false);
    const progress = runProgress(stream);
    progress.onEvent({ type: 'study', record: record('a\u001b[2J\u0007\nb', FAILURE), ms: 1 });
    progress.close();
    expect(lines.join('\n')).to.contain('study a\\u001b[2J\\u0007\\u000ab failed: ');
    expect(lines.join('')).to.not.contain('\u001b[2J');
  });

  it('says once what studies wait for, and again after a study got through', () => {
    const { stream, lines } = fakeTerminal(200, false);
    const progress = runProgress(stream);
    const error = new SpineError({ code: 'SERVER_AWAY', reason: 'there is no connection to the server' });
    for (let attempt = 0; attempt < 3; attempt++) progress.onEvent({ type: 'output-waiting', error });
    progress.onEvent({ type: 'study', record: record('1'), ms: 1 });
    progress.onEvent({ type: 'output-waiting', error });
    progress.close();
    expect(lines.filter((line) => line.includes('[SERVER_AWAY]; studies wait'))).to.have.length(2);
  });

  it('counts what an earlier run did, and shows as many operators as there is room for', () => {
    const counts = String.raw`3/5 studies, 1 failed, [\d.]+/min, [\d.]+ s left, \d+ MB`;
    expect(seen(160).at(-1)).to.match(
      new RegExp(`^={14}-{10} ${counts}, classify 33%, heatmap-keypoints 33%, normalise 33%$`),
    );
    expect(seen(98).at(-1)).to.match(new RegExp(`^=+-+ ${counts}, classify 33%$`));
    expect(seen(20).at(-1)).to.equal('3/5 studies, 1');
  });

  it('says all of why a study failed, however narrow the terminal', () => {
    expect(seen(60)).to.include(`study 3 failed: load-series: ${FAILURE.reason} [SLICE_BAD]`);
  });

  it('says where in the code an error was thrown that nobody made on purpose', () => {
    const { stream, lines } = fakeTerminal(200, false);
    const progress = runProgress(stream);
    const error = { code: 'UNEXPECTED', reason: 'x is undefined', where: {}, causes: ['x is undefined (mine.ts:3:7)'] };
    progress.onEvent({ type: 'study', record: record('3', error), ms: 1 });
    progress.close();
    expect(lines).to.include('study 3 failed: x is undefined (mine.ts:3:7) [UNEXPECTED]');
  });

  it('prints no bar where there is no terminal', () => {
    expect(seen(80, false)).to.deep.equal([
      '5 studies',
      `study 3 failed: load-series: ${FAILURE.reason} [SLICE_BAD]`,
      'other',
      '',
    ]);
  });

  it('says with which other versions results that are there were made', () => {
    const { stream, lines } = fakeTerminal(80, false);
    const earlier = ['spinestream 0.8.0', 'spinestream 0.9.0'];
    runProgress(stream).onEvent({ type: 'made-earlier', earlier, now: 'spinestream 1.0.0' });
    expect(lines[0]).to.equal(
      'existing results were made with spinestream 0.8.0 and spinestream 0.9.0, this run uses spinestream 1.0.0; results may differ: if that matters, continue with the earlier version, or redo all studies with --overwrite [VERSION_DIFFERS]',
    );
  });
});
