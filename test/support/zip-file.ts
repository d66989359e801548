import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DEFLATE = 8;

/** Numbers of 2 or 4 bytes, least significant first. */
const numbers = (...values: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer => {
  const bytes = Buffer.alloc(values.reduce((sum, [, size]) => sum + size, 0));
  let at = 0;
  for (const [value, size] of values) at = size === 2 ? bytes.writeUInt16LE(value, at) : bytes.writeUInt32LE(value, at);
  return bytes;
};

/** A zip file of these files, deflated. */
export const zipFile = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [packed, text] = [deflateRawSync(content), Buffer.from(name)];
    const sizes = [
      [crc32(content), 4],
      [packed.length, 4],
      [content.length, 4],
      [text.length, 2],
      [0, 2],
    ] as const;
    const common = [[20, 2], [0x800, 2], [DEFLATE, 2], [0, 2], [0x21, 2], ...sizes] as const;
    const local = Buffer.concat([numbers([LOCAL, 4], ...common), text, packed]);
    centrals.push(numbers([CENTRAL, 4], [20, 2], ...common, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), text);
    locals.push(local);
    offset += local.length;
  }
  const table = Buffer.concat(centrals);
  const count = Object.keys(files).length;
  const end = numbers([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [table.length, 4], [offset, 4], [0, 2]);
  return new Uint8Array(Buffer.concat([...locals, table, end]));
};
