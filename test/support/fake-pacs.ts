import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DicomJson } from '../../src/dicom/json/dicom-json.ts';
import { type DicomFixture, dicomFixture, type FixtureItem } from './dicom-fixture.ts';
import { type FakeServer, fakeServer } from './fake-server.ts';
import { jsonOf, metadataOf } from './json-of.ts';

/** An instance on a server. */
export interface ServedInstance {
  readonly series: string;
  readonly uid: string;
  readonly metadata: DicomJson;
  /** Undefined: the server lists it and does not have it. */
  readonly file: Uint8Array | undefined;
}

export interface FakePacs extends FakeServer {
  /** How often each instance was fetched. */
  readonly fetched: ReadonlyMap<string, number>;
}

export const STUDY = '1.2.3';

/** An instance of a fixture. */
export const servedInstance = (series: string, uid: string, fixture: DicomFixture): ServedInstance => {
  const identity: FixtureItem = {
    '00080016': ['UI', '1.2.840.10008.5.1.4.1.1.4'],
    '00080018': ['UI', uid],
    '0020000D': ['UI', STUDY],
    '0020000E': ['UI', series],
  };
  const whole = { ...fixture, set: { ...identity, ...fixture.set } };
  return { series, uid, metadata: metadataOf(whole), file: dicomFixture(whole) };
};

const json = (response: ServerResponse, dataSets: readonly object[], status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(dataSets));
};

export interface PacsOptions {
  /** Instead of the answer to a request whose target begins so. */
  readonly otherwise?: readonly (readonly [
    target: RegExp,
    answer: (request: IncomingMessage, response: ServerResponse) => void,
  ])[];
  /** How many instances of each series it counts; as many as there are without. */
  readonly counted?: Readonly<Record<string, number>>;
  /** Whether instances come without parts. */
  readonly single?: boolean;
}

/** A DICOMweb server with one study. */
export const fakePacs = async (
  instances: readonly ServedInstance[],
  { otherwise = [], counted, single = false }: PacsOptions = {},
): Promise<FakePacs> => {
  const fetched = new Map<string, number>();
  const give = (response: ServerResponse, uid: string): void => {
    fetched.set(uid, (fetched.get(uid) ?? 0) + 1);
    const file = instances.find((one) => one.uid === uid)?.file;
    if (file === undefined) response.writeHead(404).end();
    else if (single) response.writeHead(200, { 'content-type': 'application/dicom' }).end(file);
    else {
      response.writeHead(200, { 'content-type': 'multipart/related; type="application/dicom"; boundary=xyz' });
      response.write('--xyz\r\nContent-Type: application/dicom\r\n\r\n');
      response.write(file);
      response.end('\r\n--xyz--');
    }
  };
  const series = [...new Set(instances.map((one) => one.series))];
  const server = await fakeServer((request, response) => {
    const target = (request.url ?? '').replace('/dicom-web', '');
    const special = otherwise.find(([pattern]) => pattern.test(target));
    const { pathname, searchParams } = new URL(target, 'http://pacs');
    const isLater = Number(searchParams.get('offset') ?? 0) > 0;
    if (special !== undefined) special[1](request, response);
    else if (pathname === '/studies') json(response, isLater ? [] : [jsonOf({ '0020000D': ['UI', STUDY] })]);
    else if (pathname === `/studies/${STUDY}/series`)
      json(
        response,
        isLater
          ? []
          : series.map((uid) => {
              const count = counted?.[uid] ?? instances.filter((one) => one.series === uid).length;
              return jsonOf({ '0020000E': ['UI', uid], '00080060': ['CS', 'MR'], '00201209': ['IS', `${count}`] });
            }),
      );
    else if (pathname === `/studies/${STUDY}/metadata`)
      json(
        response,
        instances.map(({ metadata }) => metadata),
      );
    else if (pathname.includes('/instances/')) give(response, pathname.split('/').at(-1) ?? '');
    else response.writeHead(404).end();
  });
  return { ...server, fetched };
};
