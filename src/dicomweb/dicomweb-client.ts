import { parseHeaders } from '../dicom/index.ts';
import { SpineError } from '../domain/spine-error.ts';
import { foreignInstance, instanceMissing } from './errors.ts';
import { type HttpOptions, openHttp } from './http/client.ts';
import { instanceCache } from './study/instance-cache.ts';
import { addressIn } from './study/instance-key.ts';
import { retrieveInstance } from './study/retrieve-instance.ts';

export interface DicomWebOptions extends HttpOptions {
  /** Size of the cache of fetched instances, in bytes. */
  readonly cacheBytes?: number | undefined;
  /** Maximum size of an instance. */
  readonly instanceBytes?: number | undefined;
  /** Maximum length of a study's metadata. */
  readonly metadataBytes?: number | undefined;
}

/** A DICOMweb server as a source of studies. */
export type DicomWebClient = Awaited<ReturnType<typeof openDicomWeb>>;

const CACHE_BYTES = 256e6;
const INSTANCE_BYTES = 1e9;
const METADATA_BYTES = 256e6;

/** Unparseable instances are reported by the decoder. */
const uidIn = (bytes: Uint8Array): string | undefined => {
  try {
    return parseHeaders(bytes)[0]?.sopInstanceUid;
  } catch (error) {
    if (error instanceof SpineError) return undefined;
    throw error;
  }
};

/** Opens a client without sending anything yet. @throws DICOMWEB_ADDRESS, DICOMWEB_CREDENTIALS, DICOMWEB_CERTIFICATES */
export const openDicomWeb = async (options: DicomWebOptions) => {
  const { cacheBytes = CACHE_BYTES, instanceBytes = INSTANCE_BYTES, metadataBytes = METADATA_BYTES } = options;
  const http = await openHttp(options);
  const fetch = async (key: string): Promise<Uint8Array> => {
    const address = addressIn(key);
    if (address === undefined) throw instanceMissing({ file: key });
    const bytes = await retrieveInstance(http, address, { maxBytes: instanceBytes });
    const { studyUid, seriesUid, instanceUid } = address;
    if ((uidIn(bytes) ?? instanceUid) !== instanceUid)
      throw foreignInstance({ studyId: studyUid, seriesId: seriesUid, file: `instance ${instanceUid}` });
    return bytes;
  };
  const { warnings, close } = http;
  return { http, instances: instanceCache(fetch, cacheBytes), metadataBytes, warnings, close };
};
