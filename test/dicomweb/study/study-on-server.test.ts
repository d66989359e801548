import { expect } from 'chai';
import type { SourceEnv } from '../../../src/core/define-source.ts';
import type { StudyItem } from '../../../src/core/study-item.ts';
import type { DicomJson } from '../../../src/dicom/json/dicom-json.ts';
import { dicomweb } from '../../../src/streams/sources/dicomweb.ts';
import {
  type FakePacs,
  fakePacs,
  type PacsOptions,
  type ServedInstance,
  STUDY,
  servedInstance,
} from '../../support/fake-pacs.ts';
import { itemsOf, studyRead } from '../../support/study-read.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const ENV: SourceEnv = { stop: new AbortController().signal, now: () => 0 };

const [T2, LOCALIZER] = ['1.2.3.2', '1.2.3.9'];

/** Slices of a sagittal T2 series, and of a localizer that is not graded. */
const slices = (count = 5): readonly ServedInstance[] =>
  Array.from({ length: count }, (_, index) =>
    servedInstance(T2, `${T2}.${index + 1}`, {
      position: [4 * index - 8, 0, 0],
      orientation: [0, 1, 0, 0, 0, -1],
      rows: 64,
      columns: 64,
      pixelSpacing: [4, 4],
      set: {
        '00080008': ['CS', 'ORIGINAL\\PRIMARY'],
        '00180015': ['CS', 'LSPINE'],
        '00180020': ['CS', 'SE'],
        '00180080': ['DS', '3500'],
        '00180081': ['DS', '100'],
        '00200013': ['IS', `${index + 1}`],
      },
    }),
  );
const localizer = (file = true): ServedInstance => {
  const one = servedInstance(LOCALIZER, `${LOCALIZER}.1`, {
    orientation: [0, 1, 0, 0, 0, -1],
    set: { '00080008': ['CS', 'ORIGINAL\\PRIMARY\\LOCALIZER'], '00180080': ['DS', '9'], '00180081': ['DS', '4'] },
  });
  return file ? one : { ...one, file: undefined };
};

interface Opened {
  readonly pacs: FakePacs;
  readonly item: StudyItem;
  readonly read: Awaited<ReturnType<typeof studyRead>>;
}

const opened = async (
  instances: readonly ServedInstance[],
  options: PacsOptions = {},
  given: object = {},
): Promise<Opened> => {
  const pacs = await fakePacs(instances, options);
  const source = await dicomweb.bind({ url: pacs.url, attempts: 1, ...given }).open(ENV);
  const [item] = await itemsOf(source);
  const read = await studyRead(item!, source.files);
  await source.close?.();
  return { pacs, item: item!, read };
};
const codesOf = ({ read }: Opened) => [
  ...new Set(read.series.flatMap(({ decoded }) => decoded.map((one) => ('error' in one ? one.error : 'read')))),
];
const without = (metadata: DicomJson, ...tags: readonly string[]): DicomJson =>
  Object.fromEntries(Object.entries(metadata).filter(([tag]) => !tags.includes(tag)));

describe('a study on a DICOMweb server', () => {
  it('is indexed by its metadata; only the instances that are needed are fetched, each once', async () => {
    const study = await opened([...slices(), localizer()]);
    expect(study.item.study.id).to.equal(STUDY);
    expect(study.read.series.map(({ id, kind, stack }) => [id, kind, stack.length])).to.deep.equal([
      [T2, 'Sagittal T2/STIR', 5],
    ]);
    expect(codesOf(study)).to.deep.equal(['read']);
    expect([...study.pacs.fetched.values()]).to.deep.equal([1, 1, 1, 1, 1]);
    expect([...study.pacs.fetched.keys()].some((uid) => uid.startsWith(LOCALIZER))).to.equal(false);
  });

  it('is the same where instances come without parts', async () => {
    const [parts, single] = [await opened(slices()), await opened(slices(), { single: true })];
    expect(single.read).to.deep.equal(parts.read);
  });

  it('is incomplete where the server counts more instances than it gives, or says so', async () => {
    const counting = await opened(slices(), { counted: { [T2]: 7 } });
    expect([counting.item.error?.code, counting.item.error?.retriable]).to.deep.equal([
      'DICOMWEB_STUDY_INCOMPLETE',
      true,
    ]);
    expect(counting.item.error?.message).to.contain('7').and.to.contain('5');
    const partial = await opened(slices(), {
      otherwise: [
        [/metadata$/, (_, response) => response.writeHead(206, { 'content-type': 'application/dicom+json' }).end('[]')],
      ],
    });
    expect(partial.item.error?.code).to.equal('DICOMWEB_STUDY_INCOMPLETE');
    const series = await opened([...slices(), { ...localizer(), metadata: {} }].slice(0, 5), {
      otherwise: [
        [
          /\/series\?/,
          (_, response) =>
            response.writeHead(200, { 'content-type': 'application/dicom+json' }).end(
              JSON.stringify(
                [T2, '1.2.3.77'].map((uid) => ({
                  '0020000E': { vr: 'UI', Value: [uid] },
                  '00201209': { vr: 'IS', Value: [5] },
                })),
              ),
            ),
        ],
      ],
    });
    expect(series.item.error?.code).to.equal('DICOMWEB_STUDY_INCOMPLETE');
  });

  it('is complete where only a series lacks instances that is not graded', async () => {
    const study = await opened([...slices(), localizer(false)], { counted: { [LOCALIZER]: 3 } });
    expect(study.item.error).to.equal(undefined);
    expect(codesOf(study)).to.deep.equal(['read']);
  });

  it('fails, and does not become smaller, where an instance is listed and not delivered', async () => {
    for (const status of [404, 410, 206]) {
      const study = await opened(slices(), {
        otherwise: [[/\.3$/, (_, response) => response.writeHead(status).end()]],
      });
      expect(codesOf(study), `${status}`).to.have.members(['read', 'DICOMWEB_INSTANCE_MISSING']);
    }
  });

  it('fails where an instance comes as something else', async () => {
    const [first, second] = slices();
    const answers: readonly (readonly [string, string | undefined, string | Uint8Array])[] = [
      ['DICOMWEB_CONTENT_TYPE', 'text/html', '<html>log in'],
      ['DICOMWEB_CONTENT_TYPE', undefined, 'x'],
      ['DICOMWEB_CONTENT_TYPE', 'multipart/related; type="application/dicom"', '--x\r\n'],
      ['DICOMWEB_CONTENT_TYPE', 'multipart/related; boundary=x', '--x\r\nContent-Type: image/jpeg\r\n\r\n\r\n--x--'],
      [
        'DICOMWEB_MULTIPART_BROKEN',
        'multipart/related; boundary=x',
        '--x\r\nContent-Type: application/dicom\r\n\r\nabc',
      ],
      ['DICOMWEB_INSTANCE_MISSING', 'multipart/related; boundary=x', '--x--'],
      ['DICOMWEB_INSTANCE_FOREIGN', 'application/dicom', second!.file!],
      ['DICOM_NOT_DICOM', 'application/dicom', 'x'.repeat(200)],
      ['DICOM_PIXELS_TRUNCATED', 'application/dicom', first!.file!.subarray(0, -100)],
    ];
    for (const [code, type, body] of answers) {
      const study = await opened(slices(), {
        otherwise: [
          [
            /\.1$/,
            (_, response) => response.writeHead(200, type === undefined ? {} : { 'content-type': type }).end(body),
          ],
        ],
      });
      expect(codesOf(study), `${code} ${type}`).to.have.members(['read', code]);
    }
  });

  it('fails where an instance lies elsewhere than its metadata says', async () => {
    const [first, ...others] = slices();
    const moved = { ...first!, metadata: { ...first!.metadata, '00200032': { vr: 'DS', Value: [-12, 0, 0] } } };
    expect(codesOf(await opened([moved, ...others]))).to.have.members(['read', 'DICOM_METADATA_DIFFERS']);
  });

  it('is read from its instances where the server leaves attributes out of the metadata, with a warning', async () => {
    const stripped = slices().map((one) => ({
      ...one,
      metadata: without(one.metadata, '00200032', '00200037', '00280030'),
    }));
    const study = await opened(stripped);
    expect(study.read.series).to.deep.equal((await opened(slices())).read.series);
    expect(study.read.warnings).to.deep.equal([['DICOMWEB_METADATA_INCOMPLETE', undefined]]);
    expect(study.item.warnings?.[0]?.message).to.contain('ImagePositionPatient').and.to.contain('5 instances');
    expect([...study.pacs.fetched.values()]).to.deep.equal([1, 1, 1, 1, 1]); // and not again for their pixels
  });

  it('has one instance of a series fetched where the instances themselves lack attributes', async () => {
    const bare = slices().map(({ uid }) =>
      servedInstance(LOCALIZER, uid, {
        set: { '00200032': undefined, '00200037': undefined, '00180080': ['DS', '9'], '00180081': ['DS', '4'] },
      }),
    );
    const study = await opened(bare);
    expect([...study.pacs.fetched.values()]).to.deep.equal([1]);
    expect(study.read.warnings.map(([code]) => code)).not.to.include('DICOMWEB_METADATA_INCOMPLETE');
  });

  it('fails with the error of the server, and the next study goes on', async () => {
    const answers: readonly (readonly [string, number, string, string])[] = [
      ['DICOMWEB_UNAUTHORISED', 401, 'text/html', ''],
      ['DICOMWEB_BUSY', 503, 'text/html', ''],
      ['DICOMWEB_CONTENT_TYPE', 200, 'text/html', '<html>Miller</html>'],
      ['DICOMWEB_JSON_BROKEN', 200, 'application/dicom+json', '[{"00100010": "Miller'],
      ['DICOMWEB_JSON_BROKEN', 200, 'application/json', '{"error": "Miller"}'],
      ['DICOMWEB_UID', 200, 'application/json', '[{"00080018": {"vr": "UI", "Value": ["../../etc/passwd"]}}]'],
      ['DICOMWEB_UID', 200, 'application/json', '[{}]'],
      ['DICOMWEB_NOT_FOUND', 204, 'application/json', ''],
      ['DICOMWEB_NOT_FOUND', 404, 'text/plain', ''],
    ];
    for (const [code, status, type, body] of answers) {
      const pacs = await fakePacs(slices(), {
        otherwise: [
          [
            /^\/studies\/1\.2\.4\/metadata/,
            (_, response) => response.writeHead(status, { 'content-type': type }).end(body),
          ],
          [/^\/studies\/1\.2\.4\/series/, (_, response) => response.writeHead(204).end()],
        ],
      });
      const source = await dicomweb.bind({ url: pacs.url, attempts: 1, studies: ['1.2.4', STUDY] }).open(ENV);
      const [wrong, right] = await itemsOf(source);
      expect([wrong?.study.id, wrong?.error?.code], `${status} ${body}`).to.deep.equal(['1.2.4', code]);
      expect(wrong?.error?.message).not.to.match(/Miller|passwd/);
      expect(right?.error).to.equal(undefined);
      await source.close?.();
    }
  });

  it('is left to another run where that one shares the studies with this', async () => {
    const pacs = await fakePacs(slices());
    const source = await dicomweb
      .bind({ url: pacs.url, studies: ['1.2.4', STUDY] })
      .open({ ...ENV, wants: (id) => id === STUDY });
    expect(source.count).to.equal(1);
    expect((await itemsOf(source)).map(({ study }) => study.id)).to.deep.equal([STUDY]);
    expect(pacs.requests.some((one) => one.includes('1.2.4'))).to.equal(false);
    expect(source.origin.studies).to.deep.equal(['1.2.4', STUDY]);
    await source.close?.();
  });

  it('fails where its metadata takes longer than the run allows', async () => {
    const pacs = await fakePacs(slices(), { otherwise: [[/metadata$/, () => undefined]] });
    const source = await dicomweb.bind({ url: pacs.url }).open({ ...ENV, readTimeoutMs: 100 });
    const [item] = await itemsOf(source);
    expect([item?.error?.code, item?.error?.retriable]).to.deep.equal(['STUDY_READ_TIMED_OUT', true]);
    await source.close?.();
  });

  it('is not asked for by what is no UID', async () => {
    const pacs = await fakePacs(slices());
    for (const uid of ['../1.2', '1.2\r\nX: 1', '1.2?x=1'])
      expect((await rejectionOf(dicomweb.bind({ url: pacs.url, studies: [uid] }).open(ENV))).code).to.equal(
        'DICOMWEB_UID',
      );
    expect(pacs.requests).to.deep.equal([]);
  });

  it('is one of none where nothing fits', async () => {
    const pacs = await fakePacs([], { otherwise: [[/^\/studies/, (_, response) => response.writeHead(204).end()]] });
    expect((await rejectionOf(dicomweb.bind({ url: pacs.url }).open(ENV))).code).to.equal('DICOMWEB_NO_STUDIES');
  });

  it('has the same digest from run to run, and another once it has changed', async () => {
    const digestOf = async (instances: readonly ServedInstance[]) => {
      const source = await dicomweb.bind({ url: (await fakePacs(instances)).url }).open(ENV);
      const [item] = await itemsOf(source);
      const { digest, bytes } = await source.inputOf(item?.error === undefined ? (item?.study ?? {}) : {});
      expect(bytes).to.equal(2 * 64 * 64 * instances.length);
      await source.close?.();
      return digest;
    };
    expect(await digestOf(slices())).to.equal(await digestOf([...slices()].reverse()));
    expect(await digestOf(slices())).not.to.equal(await digestOf(slices(6)));
  });
});
