import { expect } from 'chai';
import { openHttp } from '../../../src/dicomweb/http/client.ts';
import type { StudyFilters } from '../../../src/dicomweb/query/filters.ts';
import { searchStudies } from '../../../src/dicomweb/query/search-studies.ts';
import { fakeServer } from '../../support/fake-server.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

interface Listed {
  readonly uid: string;
  readonly date?: string;
  readonly modalities?: readonly string[];
  readonly description?: string;
}

const jsonOf = ({ uid, date, modalities, description }: Listed) => ({
  '0020000D': { vr: 'UI', Value: [uid] },
  ...(date !== undefined && { '00080020': { vr: 'DA', Value: [date] } }),
  ...(modalities !== undefined && { '00080061': { vr: 'CS', Value: modalities } }),
  ...(description !== undefined && { '00081030': { vr: 'LO', Value: [description] } }),
});

/** A server that pages, but gives no more than `most` at a time, or pays no attention to what it is asked. */
const listing = (studies: readonly Listed[], { most = 100, pages = true } = {}) =>
  fakeServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://pacs');
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(searchParams.get(name)));
    const page = pages ? studies.slice(offset, offset! + Math.min(limit!, most)) : studies;
    if (page.length === 0) response.writeHead(204).end();
    else response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(JSON.stringify(page.map(jsonOf)));
  });

const found = async (url: string, filters: StudyFilters = {}, pageSize = 10): Promise<readonly string[]> => {
  const http = await openHttp({ url, env: {}, retry: { attempts: 1 } });
  try {
    const uids: string[] = [];
    for await (const uid of searchStudies(http, { filters, pageSize })) uids.push(uid);
    return uids;
  } finally {
    await http.close();
  }
};

const STUDIES = Array.from({ length: 23 }, (_, index) => ({ uid: `1.2.${index}` }));
const ALL = STUDIES.map(({ uid }) => uid);

describe('searching studies', () => {
  it('gives all of them, page by page, also where the server gives fewer than asked for', async () => {
    expect(await found((await listing(STUDIES)).url)).to.deep.equal(ALL);
    expect(await found((await listing(STUDIES, { most: 4 })).url)).to.deep.equal(ALL);
  });

  it('gives each once where the server knows no pages, and ends', async () => {
    const server = await listing(STUDIES, { pages: false });
    expect(await found(server.url)).to.deep.equal(ALL);
    expect(server.requests.length).to.equal(2);
  });

  it('gives none of none', async () => {
    expect(await found((await listing([])).url)).to.deep.equal([]);
  });

  it('asks by date, modality and description', async () => {
    const server = await listing([]);
    await found(server.url, { from: '2024-01-02', to: '20240131', modality: 'MR', description: 'MR*spine' });
    const { searchParams } = new URL(server.requests[0]!.slice(4), 'http://pacs');
    expect(Object.fromEntries(searchParams)).to.deep.equal({
      StudyDate: '20240102-20240131',
      ModalitiesInStudy: 'MR',
      StudyDescription: 'MR*spine',
      limit: '10',
      offset: '0',
    });
    await found(server.url, { from: '2024-01-02', to: '2024-01-02' });
    await found(server.url, { to: '2024-01-02' });
    expect(server.requests.map((one) => /StudyDate=([-\d]*)/.exec(one)?.[1])).to.deep.equal([
      '20240102-20240131',
      '20240102',
      '-20240102',
    ]);
  });

  it('leaves out what does not fit, since servers pass over filters that they do not know', async () => {
    const server = await listing([
      { uid: '1.1', date: '20240101', modalities: ['MR', 'SR'], description: 'MR lumbar spine' },
      { uid: '1.2', date: '20231231', modalities: ['MR'], description: 'MR lumbar spine' },
      { uid: '1.3', date: '20240101', modalities: ['CT'], description: 'MR lumbar spine' },
      { uid: '1.4', date: '20240101', modalities: ['MR'], description: 'MR (brain)' },
      { uid: '1.5' }, // says nothing against it
    ]);
    const filters = { from: '2024-01-01', modality: 'MR', description: '*LUMBAR sp?ne' };
    expect(await found(server.url, filters)).to.deep.equal(['1.1', '1.5']);
    expect(await found(server.url, { description: 'MR (brain)' })).to.deep.equal(['1.4', '1.5']);
  });

  it('refuses filters that are none, before anything is asked', async () => {
    const server = await listing([]);
    const wrong: readonly StudyFilters[] = [
      { from: '2024-02-30' },
      { from: 'yesterday' },
      { from: '2024-02-01', to: '2024-01-01' },
      { modality: 'mr&x=1' },
      { description: '' },
      { description: 'a\r\nb' },
      { description: 'a\\b' },
    ];
    for (const filters of wrong)
      expect((await rejectionOf(found(server.url, filters))).code).to.equal('DICOMWEB_FILTER');
    expect(server.requests).to.deep.equal([]);
  });

  it('refuses a server that answers with other than UIDs', async () => {
    const server = await listing([{ uid: '../../admin' }]);
    expect((await rejectionOf(found(server.url))).code).to.equal('DICOMWEB_UID');
  });
});
