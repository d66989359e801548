import { relatedMessage } from '../../src/dicomweb/multipart/write-parts.ts';
import { type DicomFixture, dicomFixture } from './dicom-fixture.ts';

/** An instance that a test sends. */
export interface SentInstance {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly sopUid: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';
export const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

export interface SentStudy {
  /** Says which study it is. */
  readonly number: number;
  readonly slices?: number;
  readonly sopClass?: string;
  readonly more?: DicomFixture;
}

/** A sagittal T2 series of small slices, as a scanner sends it. */
export const sentStudy = ({ number, slices = 3, sopClass = MR_IMAGE, more = {} }: SentStudy): readonly SentInstance[] =>
  Array.from({ length: slices }, (_, slice) => {
    const studyUid = `2.25.7700${number}`;
    const [seriesUid, sopUid] = [`${studyUid}.1`, `${studyUid}.1.${slice + 1}`];
    const bytes = dicomFixture({
      orientation: [0, 1, 0, 0, 0, -1],
      position: [4 * slice, 0, 0],
      ...more,
      set: {
        '00080016': ['UI', sopClass],
        '00080018': ['UI', sopUid],
        '00080020': ['DA', '20240229'],
        '00100020': ['LO', `PATIENT-${number}`],
        '0020000D': ['UI', studyUid],
        '0020000E': ['UI', seriesUid],
        '00200013': ['IS', `${slice + 1}`],
        ...more.set,
      },
    });
    return { studyUid, seriesUid, sopUid, bytes };
  });

/** A STOW-RS request. */
export const stowRequest = async (instances: readonly Pick<SentInstance, 'bytes'>[]) => {
  const parts = instances.map(({ bytes }) => ({
    contentType: 'application/dicom',
    byteCount: bytes.length,
    bytes: () => [bytes],
  }));
  const { contentType, bytes } = relatedMessage(parts, { type: 'application/dicom' });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes()) chunks.push(chunk);
  return { contentType, body: Buffer.concat(chunks) };
};

/** Sends instances to a service. */
export const stow = async (
  url: string,
  instances: readonly Pick<SentInstance, 'bytes'>[],
  { path = '/studies', headers = {} }: { readonly path?: string; readonly headers?: Record<string, string> } = {},
): Promise<Response> => {
  const { contentType, body } = await stowRequest(instances);
  return fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': contentType, ...headers }, body });
};
