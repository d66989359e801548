import { expect } from 'chai';
import { type RecordingPacs, recordingPacs, type Stage } from '../support/recording-pacs.ts';
import { writeReportingPipeline } from '../support/reporting-pipeline.ts';
import { expectAllSent } from '../support/sent-results.ts';
import { sentStudy, stow } from '../support/sent-study.ts';
import { serveInChild } from '../support/served-in-child.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { until, untilEnded } from '../support/toy-service.ts';

const STAGES: readonly Stage[] = ['body', 'some', 'stored', 'answered'];

describe('a service that is killed while it sends', function () {
  this.timeout(300_000);
  let pacs: RecordingPacs;
  afterEach(() => pacs.close());

  it('sends the rest, under the same UIDs and with the same bytes, and the archive never has a part of an instance', async () => {
    pacs = await recordingPacs();
    const folder = await keptFolder();
    const out = `${folder}/out`;
    const pipeline = await writeReportingPipeline(folder, { pacs: pacs.url, levels: true });
    const studies = STAGES.map((_stage, number) => sentStudy({ number }));
    for (const [number, stage] of STAGES.entries()) {
      const service = await serveInChild(pipeline, out);
      const there = pacs.hold(stage);
      expect((await stow(service.url, studies[number]!)).status).to.equal(200);
      await there;
      await service.kill();
      pacs.release();
      if (stage === 'body')
        await until(
          async () => pacs.cutOff(),
          (count) => count > 0,
        );
    }
    const service = await serveInChild(pipeline, out);
    for (const [one] of studies) await untilEnded(service.url, one!.studyUid);
    await service.stop();
    expect(pacs.cutOff()).to.be.at.least(1);
    await expectAllSent(
      pacs,
      out,
      studies.map(([one]) => one!.studyUid),
    );
  });
});
