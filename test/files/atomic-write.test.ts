import { readlinkSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { SpineError } from '../../src/domain/spine-error.ts';
import { appendDurably, replaceFile } from '../../src/files/atomic-write.ts';
import { outputUnwritable } from '../../src/files/errors.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejectionOf } from '../support/thrown-by.ts';

describe('replaceFile', () => {
  const folder = temporaryFolder();
  const pathOf = (): string => join(folder(), 'out.csv');

  it('writes chunks one after the other, as they come', async () => {
    await replaceFile(pathOf(), ['a,b\n', '1,2\n']);
    const later = async function* () {
      yield 'c\n';
      yield '3\n';
    };
    expect(await readFile(pathOf(), 'utf8')).to.equal('a,b\n1,2\n');
    await replaceFile(pathOf(), later());
    expect(await readFile(pathOf(), 'utf8')).to.equal('c\n3\n');
    expect(await readdir(folder())).to.deep.equal(['out.csv']);
  });

  it('shows the old file until the new one is whole', async () => {
    await writeFile(pathOf(), 'old');
    const seen: string[] = [];
    const looking = async function* () {
      yield 'new';
      seen.push(await readFile(pathOf(), 'utf8'));
    };
    await replaceFile(pathOf(), looking());
    expect([...seen, await readFile(pathOf(), 'utf8')]).to.deep.equal(['old', 'new']);
  });

  it('leaves the old file, and nothing beside it, where the new one fails', async () => {
    await writeFile(pathOf(), 'old');
    const known = new SpineError({ code: 'ODD', reason: 'odd' });
    const broken = async function* () {
      yield 'half';
      throw known;
    };
    expect(await rejectionOf(replaceFile(pathOf(), broken()))).to.equal(known);
    expect(await readFile(pathOf(), 'utf8')).to.equal('old');
    expect(await readdir(folder())).to.deep.equal(['out.csv']);
  });

  it('passes over what a killed process left behind', async () => {
    await writeFile(`${pathOf()}.tmp`, 'half of an older one, longer than the new one');
    await replaceFile(pathOf(), ['new']);
    expect(await readFile(pathOf(), 'utf8')).to.equal('new');
  });

  it('puts the file on the disk, then its name', async function () {
    if (process.platform !== 'linux') this.skip();
    const any = await open(folder(), 'r');
    const handles = Object.getPrototypeOf(any);
    await any.close();
    const { sync } = handles;
    const synced: string[] = [];
    handles.sync = function (this: FileHandle) {
      synced.push(readlinkSync(`/proc/self/fd/${this.fd}`));
      return sync.call(this);
    };
    try {
      await replaceFile(pathOf(), ['new']);
    } finally {
      handles.sync = sync;
    }
    const real = await realpath(folder());
    expect(synced).to.deep.equal([join(real, 'out.csv.tmp'), real]);
  });

  it('says that it cannot be written, and keeps the cause', async () => {
    const path = join(folder(), 'no', 'out.csv');
    const error = await rejectionOf(replaceFile(path, ['x']));
    expect(error.code).to.equal('OUTPUT_UNWRITABLE');
    expect(error.message).to.equal(
      `${path}: cannot write this file; check that the folder exists and is writable (results so far are kept: continue with --resume)`,
    );
    expect(error.cause).to.have.property('code', 'ENOENT');
  });

  it('does not replace a folder', async () => {
    await mkdir(pathOf());
    expect((await rejectionOf(replaceFile(pathOf(), ['x']))).code).to.equal('OUTPUT_UNWRITABLE');
    expect(await readdir(folder())).to.deep.equal(['out.csv']);
  });
});

describe('outputUnwritable', () => {
  for (const code of ['ENOSPC', 'EDQUOT'])
    it(`says that the disk is full for ${code}`, () => {
      const error = outputUnwritable('out/journal.jsonl', Object.assign(new Error('write'), { code }));
      expect(error.code).to.equal('DISK_FULL');
      expect(error.message).to.equal(
        'out/journal.jsonl: the disk is full; results so far are kept: free some space and continue with --resume',
      );
    });
});

describe('appendDurably', () => {
  const folder = temporaryFolder();

  it('appends and returns when the text can be read', async () => {
    const path = join(folder(), 'journal');
    const file = await open(path, 'a');
    await appendDurably(file, 'one\n');
    await appendDurably(file, 'two\n');
    expect(await readFile(path, 'utf8')).to.equal('one\ntwo\n');
    await file.close();
  });
});
