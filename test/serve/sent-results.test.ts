import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { itemsNamed, readObject, textOf } from '../interop/read-object.ts';
import { dicomErrors, isToolInstalled, runTool } from '../support/dicom-tools.ts';
import { type RecordingPacs, recordingPacs } from '../support/recording-pacs.ts';
import { writeReportingPipeline } from '../support/reporting-pipeline.ts';
import { expectAllSent } from '../support/sent-results.ts';
import { sentStudy, stow } from '../support/sent-study.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { toyOptions, untilEnded } from '../support/toy-service.ts';
import { toyServices } from '../support/toy-services.ts';

/** Coronal slices: of no kind that is graded. */
const CORONAL = { orientation: [1, 0, 0, 0, 0, -1] };

describe('what spinestream serve sends to the archive', function () {
  this.timeout(120_000);
  const startService = toyServices();
  const folder = temporaryFolder();
  const out = () => join(folder(), 'out');
  let pacs: RecordingPacs;
  beforeEach(async () => {
    pacs = await recordingPacs();
  });
  afterEach(() => pacs.close());

  const serving = async (failed?: 'write' | 'skip') => {
    const file = await writeReportingPipeline(folder(), { pacs: pacs.url, ...(failed && { failed }) });
    return startService(toyOptions(file, out()));
  };

  it('is a report that says why, of a study without a usable series', async () => {
    const { url, stop } = await serving();
    const study = sentStudy({ number: 1, more: CORONAL });
    const [{ studyUid } = study[0]!] = study;
    await stow(url, study);
    const { state, results } = await untilEnded(url, studyUid);
    expect([state, results[0]?.error?.code]).to.deep.equal(['failed', 'STUDY_WITHOUT_SERIES']);
    await stop();
    expect(pacs.held.size).to.equal(1);
    const file = join(out(), 'dicom-sr', `${[...pacs.held.keys()][0]}.dcm`);
    const report = readObject(await readFile(file));
    expect(textOf(report, '0020000D')).to.equal(studyUid);
    expect(textOf(report, '0040A491')).to.equal('PARTIAL');
    const comments = itemsNamed(report, '121106').map((item) => textOf(item, '0040A160'));
    expect(comments).to.include('The study was not graded: STUDY_WITHOUT_SERIES.');
    expect(itemsNamed(report, 'P_SEVERE')).to.deep.equal([]);
    if (isToolInstalled('dciodvfy')) expect(dicomErrors(file)).to.deep.equal([]);
    if (isToolInstalled('dsrdump')) {
      const { status, stdout } = runTool('dsrdump', ['+Pl', file]);
      expect(status).to.equal(0);
      expect(stdout).to.include('The study was not graded: STUDY_WITHOUT_SERIES.');
    }
  });

  it('is nothing of such a study, where the pipeline says so', async () => {
    const { url, stop } = await serving('skip');
    const [failing, graded] = [sentStudy({ number: 2, more: CORONAL }), sentStudy({ number: 3 })];
    for (const study of [failing, graded]) await stow(url, study);
    expect((await untilEnded(url, failing[0]!.studyUid)).state).to.equal('failed');
    expect((await untilEnded(url, graded[0]!.studyUid)).state).to.equal('graded');
    await stop();
    await expectAllSent(pacs, out(), [graded[0]!.studyUid]);
  });

  it('is filed with each of two studies that have one accession number', async () => {
    const { url, stop } = await serving();
    const studies = [4, 5].map((number) => sentStudy({ number, more: { set: { '00080050': ['SH', 'ACC-1'] } } }));
    await stow(url, studies.flat()); // in one request, too
    for (const [one] of studies) expect((await untilEnded(url, one!.studyUid)).results).to.have.length(1);
    await stop();
    const uids = studies.map(([one]) => one!.studyUid);
    await expectAllSent(pacs, out(), uids);
    const reports = await Promise.all(
      (await readdir(join(out(), 'dicom-sr'))).map(async (name) =>
        readObject(await readFile(join(out(), 'dicom-sr', name))),
      ),
    );
    const facts = reports.map((one) => [textOf(one, '0020000D'), textOf(one, '00100020'), textOf(one, '00080050')]);
    expect(facts.sort()).to.deep.equal([4, 5].map((number, index) => [uids[index], `PATIENT-${number}`, 'ACC-1']));
  });
});
