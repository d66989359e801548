import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of the running suite, removed with it. */
export const testFolder = (): {
  path: (name: string) => string;
  file: (name: string, bytes: Uint8Array | string) => string;
} => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'spinestream-weights-'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));
  return {
    path: (name) => join(root, name),
    file: (name, bytes) => {
      writeFileSync(join(root, name), bytes);
      return join(root, name);
    },
  };
};
