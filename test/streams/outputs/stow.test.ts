import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import type { OutputFile } from '../../../src/core/define-output.ts';
import { mediaTypeOf } from '../../../src/dicomweb/multipart/media-type.ts';
import { partsOf } from '../../../src/dicomweb/multipart/parts.ts';
import type { SpineError } from '../../../src/domain/spine-error.ts';
import { stow } from '../../../src/streams/outputs/stow.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { sentStudy } from '../../support/sent-study.ts';

const RUN = { fingerprint: '', nameSalt: 'salt', spinestream: '0', pipeline: 'p', stepsSha256: '', models: [] };
const FILES = sentStudy({ number: 1 }).map(
  ({ bytes, sopUid }, index): OutputFile => ({
    path: `dicom-s${index === 0 ? 'r' : 'c'}/${sopUid}.dcm`,
    content: bytes,
  }),
);
const UIDS = sentStudy({ number: 1 }).map(({ sopUid }) => sopUid);
const REPORT = { path: 'report/studies/a.html', content: '<p>' };

/** The instances of a request, as their sizes. */
const received = async (request: IncomingMessage): Promise<readonly number[]> => {
  const boundary = mediaTypeOf(request.headers['content-type']).parameter('boundary') ?? '';
  const sizes: number[] = [];
  for await (const { body } of partsOf(request, { boundary })) {
    let size = 0;
    for await (const chunk of body) size += chunk.length;
    sizes.push(size);
  }
  return sizes;
};

const answered = (response: ServerResponse, status: number, failed: Readonly<Record<string, number>>): void => {
  const item = (uid: string) => ({ '00081155': { vr: 'UI', Value: [uid] } });
  const sequence = (items: readonly object[]) => ({ vr: 'SQ', Value: items });
  response.writeHead(status, { 'content-type': 'application/dicom+json' });
  response.end(
    JSON.stringify({
      '00081199': sequence(UIDS.filter((uid) => failed[uid] === undefined).map(item)),
      '00081198': sequence(
        Object.entries(failed).map(([uid, code]) => ({ ...item(uid), '00081197': { vr: 'US', Value: [code] } })),
      ),
    }),
  );
};

describe('the output stow', function () {
  this.timeout(60_000);

  const opened = async (
    url: string,
    given: object = {},
    signal = new AbortController().signal,
    stop = new AbortController().signal,
  ) => {
    const trouble: SpineError[] = [];
    const output = await stow.bind({ url, longestPauseS: 0.05, ...given }).open(RUN, {
      ...{ readBytes: async () => new Uint8Array(), listFiles: async () => [], signal, stop },
      onTrouble: (error) => trouble.push(error),
    });
    const sent = (made: readonly OutputFile[] = [...FILES, REPORT]) =>
      Promise.resolve(output.ofStudy({ study: { id: '7', series: [] }, error: new Error() as SpineError }, made));
    return { sent, trouble };
  };

  it('sends what the outputs before it made, and nothing else', async () => {
    const sizes: number[][] = [];
    const { url, requests } = await fakeServer(async (request, response) => {
      sizes.push([...(await received(request))]);
      answered(response, 200, {});
    });
    const { sent } = await opened(url);
    expect(await sent()).to.deep.equal({
      rows: UIDS.map((uid) => ['7', uid, 'stored', undefined, undefined]),
      files: [],
    });
    expect(sizes).to.deep.equal([FILES.map(({ content }) => content.length)]);
    expect(requests).to.deep.equal(['POST /dicom-web/studies']);
    expect(await sent([REPORT])).to.deep.equal({ rows: [], files: [] });
    const onlyReports = await opened(url, { send: ['dicom-sr'] });
    expect((await onlyReports.sent()).rows).to.have.length(1);
  });

  it('keeps what the server refuses, and says why', async () => {
    const [first = '', second = '', third = ''] = UIDS;
    const { url } = await fakeServer(async (request, response) => {
      await received(request);
      answered(response, 202, { [second]: 0x0122, [third]: 0x0111 });
    });
    const { rows, files } = await (await opened(url)).sent();
    const kept = `stow/refused/7902699b-${second}.dcm`; // SHA-256 of "7"
    expect(rows).to.deep.equal([
      ['7', first, 'stored', undefined, undefined],
      ['7', second, 'refused', 'its SOP class is not supported (0122H)', kept],
      ['7', third, 'stored', 'it was there already', undefined],
    ]);
    expect(files).to.deep.equal([{ path: kept, content: FILES[1]?.content }]);
  });

  it('sends again what the server could not take then, and no more than that', async () => {
    let [tries, last]: [number, readonly number[]] = [0, []];
    const { url } = await fakeServer(async (request, response) => {
      last = await received(request);
      answered(response, 202, ++tries < 3 ? { [UIDS[0]!]: 0xa700 } : {});
    });
    const { rows } = await (await opened(url)).sent();
    expect(rows?.map((row) => row[2])).to.deep.equal(['stored', 'stored', 'stored']);
    expect([tries, last.length]).to.deep.equal([3, 1]);
  });

  it('waits for a server that is away', async () => {
    let tries = 0;
    const { url } = await fakeServer((request, response) => {
      if (++tries <= 7) request.socket.destroy();
      else void received(request).then(() => answered(response, 200, {}));
    });
    const { sent, trouble } = await opened(url);
    const { rows } = await sent();
    expect(rows?.map((row) => row[2])).to.deep.equal(['stored', 'stored', 'stored']);
    expect(trouble.map(({ code }) => code)).to.deep.equal(['DICOMWEB_UNREACHABLE']);
    expect(trouble[0]?.message).to.match(
      /^http:\S+\/dicom-web\/studies: .*tried again and again, with pauses of up to 0.05 s/,
    );
  });

  it('gives up waiting when the run is to end, however long it would wait', async () => {
    const { url, requests } = await fakeServer((request) => request.socket.destroy());
    const stopping = new AbortController();
    const { sent, trouble } = await opened(url, { longestPauseS: 60 }, undefined, stopping.signal);
    const startMs = performance.now();
    const waiting = sent();
    setTimeout(() => stopping.abort(), 200);
    expect(await waiting.catch((thrown: unknown) => thrown)).to.equal(stopping.signal.reason);
    expect(performance.now() - startMs).to.be.below(2000);
    const before = requests.length;
    expect(await sent().catch((thrown: unknown) => thrown)).to.equal(stopping.signal.reason);
    expect(requests.length, 'one more attempt').to.equal(before + 1);
    expect(trouble).to.deep.equal([]);
  });

  it('sends to a server that answers although the run is to end', async () => {
    const { url } = await fakeServer(async (request, response) => {
      await received(request);
      answered(response, 200, {});
    });
    const { sent } = await opened(url, {}, undefined, AbortSignal.abort());
    expect((await sent()).rows?.map((row) => row[2])).to.deep.equal(['stored', 'stored', 'stored']);
  });

  it('gives up waiting when the run is cancelled', async () => {
    const { url } = await fakeServer((request) => request.socket.destroy());
    const cancelling = new AbortController();
    const { sent } = await opened(url, {}, cancelling.signal);
    const waiting = sent();
    setTimeout(() => cancelling.abort(), 200);
    const error = await waiting.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('name', 'AbortError');
  });

  it('waits for a server that lets nobody in, is not there yet, or shows a page, and fails no study for it', async () => {
    const statuses = [401, 404, 403, 429, 'html'] as const;
    let asked = 0;
    const { url } = await fakeServer(async (request, response) => {
      await received(request);
      const status = statuses[asked++];
      if (status === undefined) answered(response, 200, {});
      else if (status === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<html>log in');
      else response.writeHead(status).end();
    });
    const { sent, trouble } = await opened(url);
    expect((await sent()).rows?.map((row) => row[2])).to.deep.equal(['stored', 'stored', 'stored']);
    expect(trouble.map(({ code }) => code)).to.deep.equal([
      'DICOMWEB_UNAUTHORISED',
      'DICOMWEB_NOT_FOUND',
      'DICOMWEB_UNAUTHORISED', // 429 is tried again without a word
      'DICOMWEB_CONTENT_TYPE',
    ]);
  });

  it('takes an answer that makes no sense, again and again, for a refusal', async () => {
    const { url, requests } = await fakeServer((request, response) => {
      request.resume();
      response.writeHead(500).end();
    });
    const { rows, files } = await (await opened(url)).sent();
    expect(rows?.map((row) => row[2])).to.deep.equal(['refused', 'refused', 'refused']);
    expect(rows?.[0]?.[3]).to.include('500');
    expect([files?.length, requests.length]).to.deep.equal([3, 5]);
  });
});
