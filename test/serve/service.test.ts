import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { MR_IMAGE, SECONDARY_CAPTURE, sentStudy, stow } from '../support/sent-study.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { studyAt, toyOptions, until, untilEnded, writeToyPipeline } from '../support/toy-service.ts';
import { toyServices } from '../support/toy-services.ts';

const REFERENCED = '00081199';
const FAILED = '00081198';
const OTHER_FAILURES = '0008119A';

interface Item {
  readonly [place: string]: { readonly vr: string; readonly Value: readonly unknown[] } | undefined;
}
type Answer = Readonly<Record<string, { readonly Value: readonly Item[] } | undefined>>;
const jsonOf = (answer: Response): Promise<Answer> => answer.json() as Promise<Answer>;

/** The items of a sequence of an answer, as [SOPInstanceUID, reason]. */
const itemsIn = (answer: Answer, place: string) =>
  (answer[place]?.Value ?? []).map((item) => [
    item['00081155']?.Value[0],
    item['00081197']?.Value[0] ?? item['00081196']?.Value[0],
  ]);

describe('spinestream serve', function () {
  this.timeout(60_000);
  const startService = toyServices();
  const folder = temporaryFolder();
  const out = () => join(folder(), 'out');
  const options = async (delayMs = 0) => toyOptions(await writeToyPipeline(folder(), delayMs), out());
  const csv = async (name: string) => (await readFile(join(out(), name), 'utf8')).trim().split('\n');

  it('grades a study that is sent, when it has been quiet, and shows the result', async () => {
    const { url, stop } = await startService(await options());
    const study = sentStudy({ number: 1 });
    const [{ studyUid } = study[0]!] = study;
    const answer = await stow(url, study);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('application/dicom+json');
    const body = await jsonOf(answer);
    expect(itemsIn(body, REFERENCED)).to.deep.equal(study.map(({ sopUid }) => [sopUid, undefined]));
    expect(body[REFERENCED]?.Value[0]?.['00081150']).to.deep.equal({ vr: 'UI', Value: [MR_IMAGE] });
    expect(body).to.not.have.property(FAILED);

    const { results, instances } = await untilEnded(url, studyUid);
    expect(instances).to.equal(3);
    const [result] = results;
    expect(result).to.include({ id: studyUid, state: 'graded' });
    expect(result?.tables.counted?.rows).to.deep.equal([[studyUid, 3, `counted/${studyUid}.json`]]);
    const file = await fetch(`${url}${result?.files[0]?.href}`);
    expect([file.status, await file.json()]).to.deep.equal([200, { slices: 3 }]);

    await stop();
    expect(await csv('counted.csv')).to.deep.equal(['study_id,slices,file', `${studyUid},3,counted/${studyUid}.json`]);
    expect(await readdir(join(out(), 'inbox', '.incoming'))).to.deep.equal([]);
  });

  it('makes a second revision of all instances when some arrive later, and none of instances that are known', async () => {
    const { url, stop } = await startService(await options());
    const study = sentStudy({ number: 2, slices: 5 });
    const [{ studyUid } = study[0]!] = study;
    await stow(url, study.slice(0, 3));
    await untilEnded(url, studyUid);
    expect((await stow(url, study.slice(1, 3))).status, 'known').to.equal(200);
    expect((await studyAt(url, studyUid)).revision).to.equal(1);
    await stow(url, study.slice(2));
    const { results } = await untilEnded(url, studyUid, 2);
    expect(results.map(({ id, tables }) => [id, tables.counted?.rows[0]?.[1]])).to.deep.equal([
      [studyUid, 3],
      [`${studyUid}~2`, 5],
    ]);
    await stop();
    expect(await csv('counted.csv')).to.have.length(3);
  });

  it('keeps what belongs to a revision apart from what arrives while it is graded', async () => {
    const { url } = await startService(await options(400));
    const study = sentStudy({ number: 3, slices: 4 });
    const [{ studyUid } = study[0]!] = study;
    await stow(url, study.slice(0, 3));
    await until(
      () => studyAt(url, studyUid),
      ({ state }) => state === 'in-progress',
    );
    await stow(url, study.slice(3));
    const { results } = await untilEnded(url, studyUid, 2);
    expect(results.map(({ tables }) => tables.counted?.rows[0]?.[1])).to.deep.equal([3, 4]);
  });

  it('tells of an instance that is sent again with other content, and keeps the first', async () => {
    const { url } = await startService(await options());
    const first = sentStudy({ number: 4 });
    const other = sentStudy({ number: 4, more: { pixels: Array.from({ length: 24 }, () => 7) } });
    await stow(url, first);
    const mixed = await stow(url, [other[0]!, first[1]!]);
    expect(mixed.status).to.equal(202);
    const body = await jsonOf(mixed);
    expect(itemsIn(body, FAILED)).to.deep.equal([[first[0]!.sopUid, 0x0111]]);
    expect(itemsIn(body, REFERENCED)).to.deep.equal([[first[1]!.sopUid, undefined]]);
    expect((await stow(url, [other[2]!])).status, 'nothing stored').to.equal(409);
    const { results } = await untilEnded(url, first[0]!.studyUid);
    expect(results).to.have.length(1);
  });

  it('takes the same data set behind other meta information for the same instance', async () => {
    const { url } = await startService(await options());
    const [one] = sentStudy({ number: 5 });
    await stow(url, [one!]);
    const META_BYTES = 128 + 4; // the preamble is free for applications to use
    const rewritten = Buffer.from(one!.bytes);
    rewritten.fill(0x20, 0, META_BYTES - 4);
    expect((await stow(url, [{ bytes: rewritten }])).status).to.equal(200);
  });

  it('does not keep what is never graded, such as its own key images coming back', async () => {
    const { url } = await startService(await options());
    const study = sentStudy({ number: 6 });
    const [{ studyUid } = study[0]!] = study;
    await stow(url, study);
    await untilEnded(url, studyUid);
    const captures = sentStudy({ number: 6, slices: 4, sopClass: SECONDARY_CAPTURE }).slice(3);
    const answer = await stow(url, captures);
    expect(answer.status).to.equal(202);
    expect(itemsIn(await jsonOf(answer), REFERENCED)).to.deep.equal([[captures[0]!.sopUid, 0xb006]]);
    expect(await studyAt(url, studyUid)).to.include({ revision: 1, instances: 3, state: 'graded' });
  });

  it('records why a study without a usable series has failed', async () => {
    const { url } = await startService(await options());
    const study = sentStudy({ number: 7, more: { orientation: [1, 0, 0, 0, 0, -1] } });
    await stow(url, study);
    const { state, results } = await untilEnded(url, study[0]!.studyUid);
    expect([state, results[0]?.error?.code]).to.deep.equal(['failed', 'STUDY_WITHOUT_SERIES']);
  });

  it('refuses UIDs that lead elsewhere, objects of other studies, and what is no DICOM', async () => {
    const { url } = await startService(await options());
    const withUid = (place: string, uid: string) =>
      sentStudy({ number: 8, more: { set: { [place]: ['UI', uid] } } })[0]!;
    const evil = [
      ...['../../../etc/passwd', '1.2\r\nX-Evil: 1', '1/2', '..', '1.2.', ''].map((uid) => withUid('0020000D', uid)),
      withUid('0020000E', '../../x'),
      withUid('00080018', '../../x'),
      { bytes: Uint8Array.from([1, 2, 3]) },
      { bytes: new Uint8Array() },
    ];
    const answer = await stow(url, evil);
    expect(answer.status).to.equal(409);
    const body = await jsonOf(answer);
    const reasons = [...itemsIn(body, FAILED), ...itemsIn(body, OTHER_FAILURES)].map(([, reason]) => reason);
    expect(reasons).to.deep.equal(evil.map(() => 0xc000));
    expect(JSON.stringify(body)).to.not.match(/passwd|Evil|\.\./);
    expect((await readdir(join(out(), 'inbox'))).filter((name) => !name.startsWith('.'))).to.deep.equal(['run.lock']);

    const [one] = sentStudy({ number: 9 });
    const elsewhere = await stow(url, [one!], { path: '/studies/1.2.3' });
    expect([elsewhere.status, itemsIn(await jsonOf(elsewhere), FAILED)]).to.deep.equal([409, [[one!.sopUid, 0xa900]]]);
    expect((await stow(url, [one!], { path: `/studies/${one!.studyUid}` })).status).to.equal(200);
    for (const path of ['/studies/..%2f..%2fetc', '/studies/1.2%0d%0aX:1'])
      expect((await fetch(`${url}${path}`)).status, path).to.equal(404);
    const files = `${url}/studies/${one!.studyUid}/files`;
    await untilEnded(url, one!.studyUid);
    for (const path of ['journal.jsonl', '..%2fjournal.jsonl', '%2e%2e/%2e%2e/etc/passwd', ''])
      expect((await fetch(`${files}/${path}`)).status, path).to.equal(404);
  });

  it('goes on after an end, with what was received and what was done', async () => {
    const given = await options(200);
    const first = await startService({ ...given, quietMs: 100 });
    const studies = [10, 11, 12].map((number) => sentStudy({ number }));
    for (const study of studies) expect((await stow(first.url, study)).status).to.equal(200);
    await until(
      () => studyAt(first.url, studies[0]![0]!.studyUid),
      ({ state }) => state !== 'receiving',
    );
    await first.stop();
    const second = await startService(given);
    for (const study of studies) await untilEnded(second.url, study[0]!.studyUid);
    await second.stop();
    const rows = (await csv('counted.csv')).slice(1).map((line) => line.split(',')[0]);
    expect(rows).to.deep.equal(studies.map(([one]) => one!.studyUid));
  });
});
