import { crc32 } from 'node:zlib';

export interface ZipRecord {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** 0 stored (default), 8 deflated; the bytes are written as they are. */
  readonly method?: number;
  /** What the tables say, where it is to be a lie. */
  readonly sizeSaid?: number;
}

const header = (record: ZipRecord, signature: number, central: boolean, offset: number): Buffer => {
  const name = Buffer.from(record.name);
  const size = record.sizeSaid ?? record.bytes.length;
  const fixed = Buffer.alloc(central ? 46 : 30);
  fixed.writeUInt32LE(signature, 0);
  const at = central ? 6 : 4;
  fixed.writeUInt16LE(20, at);
  fixed.writeUInt16LE(record.method ?? 0, at + 4);
  fixed.writeUInt32LE(crc32(record.bytes), at + 10);
  fixed.writeUInt32LE(size, at + 14);
  fixed.writeUInt32LE(size, at + 18);
  fixed.writeUInt16LE(name.length, at + 22);
  if (central) fixed.writeUInt32LE(offset, 42);
  return Buffer.concat([fixed, name]);
};

/** A zip file of the given records. */
export const zip = (records: readonly ZipRecord[]): Uint8Array => {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const record of records) {
    const part = Buffer.concat([header(record, 0x04034b50, false, 0), record.bytes]);
    table.push(header(record, 0x02014b50, true, offset));
    parts.push(part);
    offset += part.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(Buffer.concat(table).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...table, end]);
};
