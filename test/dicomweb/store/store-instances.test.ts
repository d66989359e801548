import { request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { type HttpClient, openHttp } from '../../../src/dicomweb/http/client.ts';
import { mediaTypeOf } from '../../../src/dicomweb/multipart/media-type.ts';
import { partsOf } from '../../../src/dicomweb/multipart/parts.ts';
import { outgoingInstance, type StoreOptions, storeInstances } from '../../../src/dicomweb/store/store-instances.ts';
import { allOf } from '../../support/chunks.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { describeOrthanc, type Orthanc, startOrthanc } from '../../support/orthanc.ts';
import { stowRequest } from '../../support/sent-study.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const clients: HttpClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
const openAt = async (url: string): Promise<HttpClient> => {
  const client = await openHttp({ url, env: {}, retry: { attempts: 3, firstPauseMs: 1 } });
  clients.push(client);
  return client;
};

/** A server that answers so, and keeps what it was sent. */
const storing = async (answers: readonly (readonly [status: number, body?: string, type?: string])[]) => {
  const bodies: Buffer[][] = [];
  const server = await fakeServer(async (request, response) => {
    const boundary = mediaTypeOf(request.headers['content-type']).parameter('boundary') ?? '';
    const parts: Buffer[] = [];
    for await (const { body } of partsOf(request, { boundary })) parts.push(await allOf(body));
    const [status, body = '', type = 'application/dicom+json'] = answers[Math.min(bodies.length, answers.length - 1)]!;
    bodies.push(parts);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  return { server, bodies };
};

const INSTANCES = [1, 2, 3].map((n) => outgoingInstance(`1.2.${n}`, Buffer.alloc(1000 * n, n)));
const send = async (url: string, options: StoreOptions = {}) => storeInstances(await openAt(url), INSTANCES, options);

const item = (uid: string, more: object = {}) => ({ '00081155': { vr: 'UI', Value: [uid] }, ...more });
const failed = (uid: string, reason: number) => item(uid, { '00081197': { vr: 'US', Value: [reason] } });

describe('storing instances on a DICOMweb server', () => {
  it('sends each as a part, whole', async () => {
    const { server, bodies } = await storing([[200, '{}']]);
    const results = await send(server.url, { studyUid: '1.2.3' });
    expect(results.map(({ sopInstanceUid, outcome }) => [sopInstanceUid, outcome])).to.deep.equal([
      ['1.2.1', 'stored'],
      ['1.2.2', 'stored'],
      ['1.2.3', 'stored'],
    ]);
    expect(bodies[0]?.map((body) => [body.length, body[0]])).to.deep.equal([
      [1000, 1],
      [2000, 2],
      [3000, 3],
    ]);
    expect(server.requests).to.deep.equal(['POST /dicom-web/studies/1.2.3']);
    expect(server.headers[0]?.['content-type']).to.match(/^multipart\/related; type="application\/dicom"; boundary=/);
  });

  it('sends all again after 503, and several messages where one would be too long', async () => {
    const { server, bodies } = await storing([[503], [200, '{}']]);
    expect((await send(server.url, { messageBytes: 3000 })).length).to.equal(3);
    expect(bodies.map((parts) => parts.map(({ length }) => length))).to.deep.equal([
      [1000, 2000],
      [1000, 2000],
      [3000],
    ]);
  });

  it('says of each what the server says: stored, with a warning, there already, or refused and why', async () => {
    const response = {
      '00081199': { vr: 'SQ', Value: [item('1.2.1', { '00081196': { vr: 'US', Value: [0xb000] } })] },
      '00081198': { vr: 'SQ', Value: [failed('1.2.2', 0x0111), failed('1.2.3', 0xa700)] },
    };
    const { server } = await storing([[202, JSON.stringify(response)]]);
    const [warned, again, refused] = await send(server.url);
    expect(warned).to.include({ outcome: 'stored', retriable: false });
    expect(warned?.reason).to.contain('B000H');
    expect(again).to.include({ outcome: 'stored', reason: 'it was there already' });
    expect(refused).to.include({
      outcome: 'refused',
      reason: 'the server is out of resources (A700H)',
      retriable: true,
    });
  });

  it('takes what 202 or 409 do not mention for refused', async () => {
    const { server } = await storing([
      [409, JSON.stringify({ '00081198': { vr: 'SQ', Value: [failed('1.2.2', 0x0122)] } })],
    ]);
    const results = await send(server.url);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['refused', 'refused', 'refused']);
    expect(results[1]).to.include({ reason: 'its SOP class is not supported (0122H)', retriable: false });
    expect(results[0]).to.include({ reason: 'the server does not mention it in its answer', retriable: true });
  });

  it('finds the one for which a whole message is refused', async () => {
    const { server, bodies } = await storing([[400], [200, '{}'], [413], [200, '{}']]);
    const results = await send(server.url);
    expect(bodies.map(({ length }) => length)).to.deep.equal([3, 1, 1, 1]);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['stored', 'refused', 'stored']);
    expect(results[1]).to.include({ sopInstanceUid: '1.2.2', reason: 'the server answers 413', retriable: false });
  });

  it('reads answers in XML', async () => {
    const xml = `<?xml version="1.0"?><NativeDicomModel xmlns="http://dicom.nema.org/PS3.19/models/NativeDICOM">
      <DicomAttribute tag="00081198" vr="SQ" keyword="FailedSOPSequence"><Item number="1">
        <DicomAttribute tag="00081155" vr="UI"><Value number="1">1.2.3</Value></DicomAttribute>
        <DicomAttribute tag="00081197" vr="US"><Value number="1">49152</Value></DicomAttribute></Item></DicomAttribute>
      <DicomAttribute tag="00081199" vr="SQ"><Item number="1">
        <DicomAttribute tag="00081155" vr="UI"><Value number="1">1.2.1</Value></DicomAttribute></Item></DicomAttribute>
      </NativeDicomModel>`;
    const { server } = await storing([[202, xml, 'application/dicom+xml']]);
    const results = await send(server.url);
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(['stored', 'refused', 'refused']);
    expect(results[2]?.reason).to.equal('the server cannot understand it (C000H)');
  });

  it('refuses answers that are no DICOM', async () => {
    const codes: readonly (readonly [string, string, string])[] = [
      ['<html>Miller</html>', 'text/html', 'DICOMWEB_CONTENT_TYPE'],
      ['{"Miller', 'application/dicom+json', 'DICOMWEB_JSON_BROKEN'],
      ['"Miller"', 'application/dicom+json', 'DICOMWEB_JSON_BROKEN'],
      ['<html>Miller</html>', 'application/xml', 'DICOMWEB_XML_BROKEN'],
      ['<NativeDicomModel>Miller', 'application/xml', 'DICOMWEB_XML_BROKEN'],
      ['<!DOCTYPE x [<!ENTITY a "Miller">]><NativeDicomModel/>', 'application/xml', 'DICOMWEB_XML_BROKEN'],
      [`<NativeDicomModel>${'<Item>'.repeat(99)}`, 'application/xml', 'DICOMWEB_XML_BROKEN'],
    ];
    for (const [body, type, code] of codes) {
      const { server } = await storing([[202, body, type]]);
      const error = await rejectionOf(send(server.url));
      expect(error.code, body).to.equal(code);
      expect(error.message).not.to.contain('Miller');
    }
  });

  it('puts nothing but a UID into the address', async () => {
    const error = await rejectionOf(send('http://127.0.0.1:1', { studyUid: '../../instances' }));
    expect(error.code).to.equal('DICOMWEB_UID');
  });
});

describeOrthanc('storing instances on Orthanc', function () {
  this.timeout(120_000);
  let orthanc: Orthanc;
  before(async () => {
    orthanc = await startOrthanc();
  });
  after(() => orthanc.stop());

  const fixture = (uid: string) =>
    dicomFixture({
      set: {
        '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'],
        '00080018': ['UI', uid],
        '00100020': ['LO', 'X'],
        '0020000D': ['UI', '1.2.3'],
        '0020000E': ['UI', '1.2.3.4'],
      },
    });

  it('stores each once, however often it is sent, and says what is refused', async () => {
    const http = await openAt(orthanc.dicomWeb);
    const good = ['1.2.3.4.1', '1.2.3.4.2'].map((uid) => outgoingInstance(uid, fixture(uid)));
    for (let time = 0; time < 2; time++) {
      const results = await storeInstances(http, good);
      expect(results.map(({ outcome }) => outcome)).to.deep.equal(['stored', 'stored']);
    }
    const statistics = JSON.parse(await (await fetch(`${orthanc.url}/statistics`)).text());
    expect(statistics.CountInstances).to.equal(2);
    const broken = outgoingInstance('1.2.3.4.3', Buffer.from('this is no DICOM'));
    const mixed = await storeInstances(http, [...good, broken]);
    expect(mixed.map(({ outcome }) => outcome)).to.deep.equal(['stored', 'stored', 'refused']);
  });

  it('stores nothing of an instance in the middle of which a request is cut off, and takes it when it is sent again', async () => {
    const uids = ['1.2.3.4.11', '1.2.3.4.12'];
    const { contentType, body } = await stowRequest(uids.map((uid) => ({ bytes: fixture(uid) })));
    const request = httpRequest(`${orthanc.dicomWeb}/studies`, {
      method: 'POST',
      headers: { 'content-type': contentType, 'content-length': body.length },
    });
    request.on('error', () => undefined); // it is broken off here
    await new Promise((resolve) => request.write(body.subarray(0, -200), resolve));
    request.destroy();
    const has = async (uid: string): Promise<readonly string[]> => {
      const query = { Level: 'Instance', Query: { SOPInstanceUID: uid } };
      const answer = await fetch(`${orthanc.url}/tools/find`, { method: 'POST', body: JSON.stringify(query) });
      return (await answer.json()) as readonly string[];
    };
    await pause(300);
    expect(await has(uids[1]!)).to.deep.equal([]);
    const again = await storeInstances(
      await openAt(orthanc.dicomWeb),
      uids.map((uid) => outgoingInstance(uid, fixture(uid))),
    );
    expect(again.map(({ outcome }) => outcome)).to.deep.equal(['stored', 'stored']);
    for (const uid of uids) expect(await has(uid)).to.have.length(1);
  });
});
