import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { uniformAt } from '../../src/models/weights/fill.ts';
import { recordingPacs } from '../support/recording-pacs.ts';
import { writeReportingPipeline } from '../support/reporting-pipeline.ts';
import { expectAllSent } from '../support/sent-results.ts';
import { type SentInstance, sentStudy, stow } from '../support/sent-study.ts';
import { type ServingChild, serveInChild } from '../support/served-in-child.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { until, writeToyPipeline } from '../support/toy-service.ts';

/** Kills of one service; `npm run chaos` sets 100. */
const KILLS = Number(process.env.SPINESTREAM_SERVE_KILLS ?? 5);
const STUDIES = Number(process.env.SPINESTREAM_SERVE_STUDIES ?? 60);

/** The studies in the journal, one an entry. */
const recordedIn = async (out: string): Promise<readonly string[]> =>
  (await readFile(join(out, 'journal.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .flatMap((line) => JSON.parse(line).studyId ?? []);

const countsAt = async (url: string) => {
  const { total, studies } = (await (await fetch(`${url}/studies?limit=1000`)).json()) as {
    readonly total: number;
    readonly studies: readonly { readonly state: string }[];
  };
  return { total, ended: studies.filter(({ state }) => state === 'graded' || state === 'failed').length };
};

describe('a service that is killed', function () {
  this.timeout(120_000 + 30_000 * KILLS);

  it('loses nothing that it acknowledged, grades every study once, and sends whole results, each once', async () => {
    const pacs = await recordingPacs(30);
    const folder = await keptFolder();
    const out = join(folder, 'out');
    const pipeline = await writeReportingPipeline(folder, { pacs: pacs.url });
    const studies = Array.from({ length: 2 * (KILLS + 1) }, (_, number) => sentStudy({ number, slices: 4 }));
    let service: ServingChild | undefined;
    /** As a router does: again and again, until it is acknowledged. */
    const sent = async (instances: readonly SentInstance[]): Promise<void> => {
      for (;;) {
        const answer = service && (await stow(service.url, instances).catch(() => undefined));
        if (answer?.status === 200) return;
        await pause(50);
      }
    };
    const acknowledged = (async () => {
      for (const [number, study] of studies.entries()) {
        await Promise.all(study.map((instance) => sent([instance])));
        await pause(400 * uniformAt(7, number));
      }
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      service = await serveInChild(pipeline, out);
      await pause(1500 * uniformAt(KILLS, kill));
      await service.kill();
    }
    service = await serveInChild(pipeline, out);
    const { url, stop } = service;
    await acknowledged;
    await until(
      () => countsAt(url),
      ({ ended }) => ended === studies.length,
      60_000,
    );
    await stop();

    // A study whose sending a kill interrupted for longer than the quiet time has a revision for what came then.
    const recorded = await recordedIn(out);
    expect(new Set(recorded).size, 'each revision once').to.equal(recorded.length);
    const rows: readonly Record<string, string>[] = parse(await readFile(join(out, 'submission.csv'), 'utf8'), {
      columns: true,
    });
    const severe = new Map(rows.map(({ row_id = '', severe: value }) => [row_id, Number(value)]));
    const last = new Map(recorded.map((id) => [id.split('~')[0] ?? '', id])); // of a study, the journal has the last revision last
    expect([...last.keys()].sort()).to.deep.equal(studies.map(([one]) => one!.studyUid).sort());
    for (const id of last.values()) expect(severe.get(`${id}_spinal_canal_stenosis_l1_l2`), id).to.equal(4 / 14); // of 4 slices
    expect(await readdir(join(out, 'inbox', '.incoming')).catch(() => [])).to.deep.equal([]);
    await expectAllSent(pacs, out, recorded);
    await pacs.close();
  });

  it('takes many studies at once, with memory that does not follow their number', async () => {
    const folder = await keptFolder();
    const out = join(folder, 'out');
    const MB = 2 ** 20;
    const service = await serveInChild(await writeToyPipeline(folder), out);
    const memory = async () => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / MB;
    };
    const large = { privateBytes: 2 ** 18 };
    const SLICES = 8;
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
    /** Resident memory after this many studies, sent at once, were received, and after they ended. */
    const memoryOfWave = async (from: number, to: number) => {
      await Promise.all(
        range(from, to).map(async (number) => {
          const answer = await stow(service.url, sentStudy({ number, slices: SLICES, more: large }));
          expect(answer.status).to.equal(200);
        }),
      );
      const received = await memory();
      expect((await countsAt(service.url)).total).to.equal(to);
      await until(
        () => countsAt(service.url),
        ({ ended }) => ended === to,
        120_000,
      );
      return Math.max(received, await memory());
    };
    // The first wave warms the service up: its heap, its thread pool and what `fetch` keeps are those of a busy service.
    const half = Math.floor(STUDIES / 2);
    const first = await memoryOfWave(0, half);
    const second = await memoryOfWave(half, STUDIES);
    await service.stop();
    const waveMb = ((STUDIES - half) * SLICES * large.privateBytes) / MB;
    console.log(
      `    ${STUDIES} studies in two waves, the second of ${waveMb.toFixed(0)} MB: resident ${first.toFixed(0)}, ${second.toFixed(0)} MB`,
    );
    expect(second - first).to.be.below(waveMb / 2);
    const recorded = await recordedIn(out);
    expect([...recorded].sort()).to.deep.equal(
      range(0, STUDIES)
        .map((number) => `2.25.7700${number}`)
        .sort(),
    );
  });
});
