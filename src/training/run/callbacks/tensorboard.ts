import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import protobuf from 'protobufjs';

/** The three messages of TensorBoard's event files that scalars need (tensorflow/core/util/event.proto). */
const { root } = protobuf.Root.fromJSON({
  nested: {
    Value: { fields: { tag: { type: 'string', id: 1 }, simpleValue: { type: 'float', id: 2 } } },
    Summary: { fields: { value: { rule: 'repeated', type: 'Value', id: 1 } } },
    SessionLog: { fields: { status: { type: 'int32', id: 1 } } },
    Event: {
      fields: {
        wallTime: { type: 'double', id: 1 },
        step: { type: 'int64', id: 2 },
        fileVersion: { type: 'string', id: 3 },
        summary: { type: 'Summary', id: 5 },
        sessionLog: { type: 'SessionLog', id: 7 },
      },
    },
  },
});
const EVENT = root.lookupType('Event');
/** Makes TensorBoard discard data of earlier files from this step on. */
const SESSION_START = 1;

const CASTAGNOLI = 0x82f63b78;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CASTAGNOLI : crc >>> 1;
  return crc;
});

/** CRC-32C. */
export const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
};

const masked = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

/** A record of a TFRecord file: length, its checksum, data, its checksum. */
export const tfRecord = (data: Uint8Array): Uint8Array => {
  const record = new Uint8Array(16 + data.length);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return record;
};

export type ScalarLog = Awaited<ReturnType<typeof scalarLog>>;

/** Begins a TensorBoard event file. @param date  for its name and timestamps; @param step  its first step */
export const scalarLog = async (
  folder: string,
  { date, step: first }: { readonly date: () => Date; readonly step: number },
) => {
  await mkdir(folder, { recursive: true });
  const seconds = () => date().getTime() / 1000;
  const file = await open(join(folder, `events.out.tfevents.${seconds().toFixed(3)}.spinestream`), 'a');
  await append(file, { wallTime: seconds(), fileVersion: 'brain.Event:2' });
  await append(file, { wallTime: seconds(), step: first, sessionLog: { status: SESSION_START } });
  return {
    write: (step: number, scalars: Readonly<Record<string, number>>) => {
      const value = Object.entries(scalars).map(([tag, simpleValue]) => ({ tag, simpleValue }));
      return append(file, { wallTime: seconds(), step, summary: { value } });
    },
    close: () => file.close(),
  };
};

const append = async (file: FileHandle, event: Readonly<Record<string, unknown>>): Promise<void> => {
  await file.appendFile(tfRecord(EVENT.encode(EVENT.fromObject(event)).finish()));
};
