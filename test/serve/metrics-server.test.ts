import { expect } from 'chai';
import { SpineError } from '../../src/domain/spine-error.ts';
import { startMetricsServer } from '../../src/serve/metrics-server.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('metrics of a run', () => {
  it('tell Prometheus of steps, studies and waits, on this machine only by default, and name no study', async () => {
    const server = await startMetricsServer('0');
    try {
      expect(new URL(server.url).hostname).to.equal('127.0.0.1');
      const record = { studyId: '4711', input: '', tables: {}, warnings: [] };
      const failed = { ...record, studyId: '4712', error: { code: 'STUDY_POISON', reason: '', where: {}, causes: [] } };
      const error = new SpineError({ code: 'QUEUE_AWAY', reason: 'away' });
      for (const studyId of ['4711', '4712', '4713'])
        server.onEvent({ type: 'step-begun', operator: 'crop-rois', step: 0, studyId });
      server.onEvent({ type: 'step', operator: 'crop-rois', step: 0, ms: 30, studyId: 'a' });
      server.onEvent({ type: 'study', record, ms: 1500 });
      server.onEvent({ type: 'study', record: failed, ms: 10 });
      server.onEvent({ type: 'source-unreadable', error });
      server.onEvent({ type: 'blocked', ms: 2500, limitMs: 2000, operators: ['crop-rois'], isSuspended: false });
      const response = await fetch(server.url);
      expect(response.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
      const text = await response.text();
      for (const line of [
        'spinestream_step_seconds_count{operator="crop-rois"} 1',
        'spinestream_study_seconds_sum{state="graded"} 1.5',
        'spinestream_study_seconds_count{state="failed"} 1',
        'spinestream_failures_total{code="STUDY_POISON"} 1',
        'spinestream_studies_in_progress 1',
        'spinestream_trouble_total{code="QUEUE_AWAY"} 1',
        'spinestream_blocked_seconds_total 2.5',
      ])
        expect(text.split('\n')).to.include(line);
      expect(text).to.match(/process_resident_memory_bytes \d/);
      expect(text).not.to.include('4711');
      expect((await fetch(new URL('/', server.url))).status).to.equal(404);
      const taken = await rejectionOf(startMetricsServer(new URL(server.url).host));
      expect(taken.message).to.match(/^--metrics 127\.0\.0\.1:\d+ cannot be listened at; expected a free port/);
    } finally {
      await server.close();
    }
  });

  it('refuse what is no address', async () => {
    for (const address of ['', 'x', '70000', 'host:', '1:2:3']) {
      const error = await rejectionOf(startMetricsServer(address));
      expect(error.code, address).to.equal('METRICS_ADDRESS');
    }
  });
});
