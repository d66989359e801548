import { mkdir, rename, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { openStudyFolder, type StudyItem } from '../../../src/streams/sources/study-folder.ts';
import {
  allStudies,
  idFile,
  idLines,
  listedStudies,
  watchedStudies,
} from '../../../src/streams/sources/study-sources.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';
import { writeTree } from '../../support/file-tree.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const HEADER = 'study_id,series_id,series_description\n';

const collected = async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};
const summary = ({ study, error }: StudyItem): string => (error === undefined ? study.id : `${study.id} ${error.code}`);

describe('sources of studies', () => {
  const folder = temporaryFolder();

  const folderOf = async (...studies: readonly string[]): Promise<void> => {
    const rows = studies.map((id) => `${id},1,Axial T2\n`).join('');
    await writeTree(folder(), { 'train_series_descriptions.csv': HEADER + rows });
    for (const id of studies) await mkdir(join(folder(), 'train_images', id, '1'), { recursive: true });
  };

  it('allStudies gives every study of a folder', async () => {
    await folderOf('2', '1');
    await mkdir(join(folder(), 'train_images', '3'));
    const items = await collected(allStudies(await openStudyFolder({ root: folder() })));
    expect(items.map(summary)).to.deep.equal(['2', '1', '3 STUDY_NOT_DESCRIBED']);
  });

  it('listedStudies gives what is listed, once each, and an error for what is not there', async () => {
    await folderOf('2', '1');
    const opened = await openStudyFolder({ root: folder() });
    const items = await collected(listedStudies(opened, ['1', '9', '1', '2']));
    expect(items.map(summary)).to.deep.equal(['1', '9 STUDY_MISSING', '2']);
  });

  it('idLines passes over blank lines and comments', async () => {
    const input = Readable.from(['12\n\n  # a comment\r\n 3', '4 \r\n#', '5\n6']);
    expect(await collected(idLines(input))).to.deep.equal(['12', '34', '6']);
  });

  it('idFile reads a file, and says so where there is none', async () => {
    await writeTree(folder(), { 'ids.txt': '7\n8\n' });
    expect(await idFile(join(folder(), 'ids.txt'))).to.deep.equal(['7', '8']);
    for (const path of [join(folder(), 'nowhere.txt'), folder()]) {
      const error = await rejectionOf(idFile(path));
      expect(error.code).to.equal('IDS_UNREADABLE');
      expect(error.message).to.equal(`${path}: cannot read this list of ids; check the path (- is standard input)`);
      expect(error.cause).to.be.instanceOf(Error);
    }
  });

  describe('watchedStudies', () => {
    const LONG_AGO = new Date('2020-01-01');

    const settle = async (id: string): Promise<void> => {
      for (const path of [
        ['train_images', id, '1'],
        ['train_images', id],
      ])
        await utimes(join(folder(), ...path), LONG_AGO, LONG_AGO);
    };
    const watching = (stop: AbortController) =>
      watchedStudies({
        root: folder(),
        intervalMs: 2,
        settleMs: 1000,
        now: () => Date.now(),
        stop: stop.signal,
      });

    it('waits for a study to settle, gives each once, and ends when stopped', async () => {
      await folderOf('1', '2');
      await settle('1');
      const stop = new AbortController();
      const seen: string[] = [];
      for await (const item of watching(stop)) {
        seen.push(summary(item));
        if (seen.length === 1) setTimeout(() => void settle('2'), 10);
        else stop.abort();
      }
      expect(seen).to.deep.equal(['1', '2']);
    });

    it('waits for the folder and its descriptions to be there, and for a study to be described', async () => {
      const stop = new AbortController();
      const seen: string[] = [];
      setTimeout(async () => {
        await mkdir(join(folder(), 'train_images', '7'), { recursive: true });
        await folderOf('8');
        await settle('8');
      }, 10);
      for await (const item of watching(stop)) {
        seen.push(summary(item));
        stop.abort();
      }
      expect(seen).to.deep.equal(['8']);
    });

    it('tells why it cannot read the folder, once for each reason, and again after it could', async () => {
      const stop = new AbortController();
      const told: string[] = [];
      const seen: string[] = [];
      const turns = async () => {
        while (told.length < 1) await pause(2);
        await pause(20); // several looks, one complaint
        await rename(away, folder());
        while (seen.length < 1) await pause(2);
        await rename(folder(), away);
        while (told.length < 2) await pause(2);
        stop.abort();
      };
      await folderOf('8');
      await settle('8');
      const away = `${folder()}-away`; // comes and goes at one stroke: half a folder would be another reason
      await rename(folder(), away);
      const done = turns();
      const options = { root: folder(), intervalMs: 2, settleMs: 1000, now: () => Date.now(), stop: stop.signal };
      for await (const item of watchedStudies({ ...options, onUnreadable: ({ code }) => told.push(code) }))
        seen.push(summary(item));
      await done;
      expect(seen).to.deep.equal(['8']);
      expect(told).to.deep.equal(['SOURCE_FOLDER_MISSING', 'SOURCE_FOLDER_MISSING']);
      await rm(away, { recursive: true });
    });

    it('waits for a study to settle that nobody described, with all the folders in it', async () => {
      const slice = dicomFixture({ set: { '0008103E': ['LO', 'AX T2'] } });
      for (const id of ['1', '2']) await writeTree(folder(), { [`train_images/${id}/1/1.dcm`]: slice });
      await settle('1');
      await utimes(join(folder(), 'train_images', '2'), LONG_AGO, LONG_AGO);
      const stop = new AbortController();
      const seen: StudyItem[] = [];
      for await (const item of watching(stop)) {
        seen.push(item);
        if (seen.length === 1) setTimeout(() => void settle('2'), 10);
        else stop.abort();
      }
      expect(seen.map(summary)).to.deep.equal(['1', '2']);
      expect(seen[1]?.study).to.have.nested.property('series[0].kind', 'Axial T2');
    });

    it('gives nothing once it was stopped', async () => {
      await folderOf('1');
      await settle('1');
      const stop = new AbortController();
      stop.abort();
      expect(await collected(watching(stop))).to.deep.equal([]);
    });
  });
});
