import type { FileHandle } from 'node:fs/promises';
import type * as Sdk from '@aws-sdk/client-s3';

interface Putting {
  readonly client: Sdk.S3Client;
  readonly sdk: typeof Sdk;
  readonly target: { readonly Bucket: string; readonly Key: string };
}

const MIN_PART_BYTES = 32 * 2 ** 20;
const MOST_PARTS = 10_000;

/** Uploads a file in parts, one in memory at a time; the object appears with the last one. */
export const putLargeFile = async (file: FileHandle, size: number, { client, sdk, target }: Putting): Promise<void> => {
  const partBytes = Math.max(MIN_PART_BYTES, Math.ceil(size / MOST_PARTS));
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(target));
  try {
    const parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
    for (let from = 0; from < size; from += partBytes) {
      const length = Math.min(partBytes, size - from);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, from);
      const PartNumber = parts.length + 1;
      const { ETag } = await client.send(new sdk.UploadPartCommand({ ...target, UploadId, PartNumber, Body: buffer }));
      parts.push({ PartNumber, ETag });
    }
    const MultipartUpload = { Parts: parts };
    await client.send(new sdk.CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
  } catch (error) {
    await client.send(new sdk.AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw error;
  }
};
