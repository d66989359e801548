import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { challengeTables, studyRows } from '../../src/phantom/challenge-tables.ts';
import { dicomFile } from '../../src/phantom/dicom-file.ts';
import { type PhantomStudy, phantomStudy } from '../../src/phantom/phantom-study.ts';
import { type CliEnd, runCli } from '../support/node-program.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { PLANTED_FILE_NAME, SOUGHT, withIdentifiers } from './planted.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NANO = join(ROOT, 'weights/nano');
const KEYPOINTS = 'spinal: sagt2, foraminal: sagt1, subarticular: axial';
/** As many as drift compares at least. */
const STUDIES = 10;

/**
 * Files that carry identifiers on purpose, and which: results go back to the PACS and are filed there by the patient and
 * study attributes of the source (docs/results-in-dicom.md). Nothing else of the headers may be in them.
 */
const FILED = ['00080050', '00080090', '00081030', '00100010', '00100020', '00100030', '00200010', 'given'];
const ALLOWED: readonly { readonly files: RegExp; readonly identifiers: readonly string[] }[] = [
  { files: /^(out|copy)\/dicom-(sr|sc)\/[0-9.]+\.dcm$/, identifiers: FILED },
  { files: /^(out|copy)\/fhir\/[^/]+\.json$/, identifiers: ['00080050', '00100020'] }, // by number, never by name
];

/** The same patient again, as another study. */
const again = (phantom: PhantomStudy, index: number): PhantomStudy => ({
  ...phantom,
  id: String(1000 + index),
  series: phantom.series.map((series, order) => ({ ...series, id: String(10 * (1000 + index) + order) })),
});

const foundIn = (content: string): readonly string[] => {
  const text = content.toLowerCase();
  return Object.keys(SOUGHT).filter((name) => text.includes(SOUGHT[name]!));
};

describe('identifiers of the headers', function () {
  this.timeout(900_000);
  let folder = '';
  const path = (...parts: readonly string[]) => join(folder, ...parts);
  const printed = new Map<string, string>();

  const writeStudy = async (id: string, files: readonly Uint8Array[]): Promise<void> => {
    await mkdir(path('studies', id), { recursive: true });
    for (const [index, file] of files.entries())
      await writeFile(path('studies', id, `${PLANTED_FILE_NAME}_${index}.dcm`), file);
  };

  const filesOf = (study: PhantomStudy, patient?: string): readonly Uint8Array[] =>
    study.series.flatMap((series) =>
      series.slices.map((slice) => withIdentifiers(dicomFile(study, series, slice), patient)),
    );

  const writeStudies = async (): Promise<void> => {
    const phantom = phantomStudy(77, 0, { quirks: false });
    const studies = Array.from({ length: STUDIES }, (_, index) => again(phantom, index));
    for (const study of studies) await writeStudy(study.id, filesOf(study));
    const cut = again(phantom, 20);
    await writeStudy(
      cut.id,
      filesOf(cut).map((file) => file.subarray(0, file.length - 100)),
    ); // fails: truncated
    const two = again(phantom, 30);
    const [first, ...others] = filesOf(two);
    await writeStudy(two.id, [...filesOf(two, 'B').slice(0, 1), ...others]); // fails: two patients
    expect(first).not.to.equal(undefined);
    for (const [name, text] of challengeTables(77, studies.map(studyRows)))
      if (name === 'train.csv') await writeFile(path('train.csv'), text);
  };

  /** The demo with every output; FHIR and DICOM results, too. */
  const writePipeline = async (): Promise<void> => {
    const demo = await readFile(join(ROOT, 'pipelines/demo.yaml'), 'utf8');
    const result = `probabilities: final, ${KEYPOINTS}`;
    const more = `  - dicom-sr: { ${result}, failed: write }\n  - dicom-sc: { ${result} }\n  - fhir: { ${result} }\n`;
    await writeFile(path('all.yaml'), `${demo}${more}`);
  };

  const ran = async (name: string, ...args: readonly string[]): Promise<CliEnd> => {
    const ended = await runCli(args);
    printed.set(name, ended.text);
    return ended;
  };

  /** Reads the live page and its state as soon as the run says where it is. */
  const watched = () => {
    let asked: Promise<void> | undefined;
    return {
      onText: (text: string) => {
        const url = /http:\/\/127\.0\.0\.1:\d+\S*/.exec(text)?.[0];
        if (url === undefined || asked !== undefined) return;
        asked = (async () => {
          for (const page of ['', 'state.json'])
            printed.set(`dashboard /${page}`, await (await fetch(new URL(page, url))).text());
        })();
      },
      done: async () => asked,
    };
  };

  before(async () => {
    folder = await keptFolder();
    await writeStudies();
    await writePipeline();
    const dashboard = watched();
    const run = ['run', path('all.yaml'), '--studies', path('studies'), '--models', NANO, '--out', path('out')];
    const { code, text } = await runCli([...run, '--json', '--dashboard', '0', '--log-level', 'trace'], {
      onText: dashboard.onText,
    });
    await dashboard.done();
    printed.set('run', text);
    expect(code, text.slice(-2000)).to.equal(3); // two studies fail
    await cp(join(NANO, 'nano_spinal'), path('model'), { recursive: true });
    await writeFile(
      path('model', 'splits.csv'),
      `study_id,split,fold\n${Array.from({ length: STUDIES }, (_, i) => `${1000 + i},train,1`).join('\n')}\n`,
    );
    const [out, studies] = [path('out'), path('studies')];
    await cp(out, path('copy'), { recursive: true });
    const ended = [
      await ran('image-statistics', 'image-statistics', path('model'), '--studies', studies),
      await ran('evaluate', 'evaluate', out, '--labels', path('train.csv'), '--studies', studies, '--resamples', '20'),
      await ran('drift', 'drift', out, '--reference', join(NANO, 'nano_spinal'), '--out', path('drift')),
      await ran('card', 'export', path('model'), '--to', 'card', '--out', path('card')),
      await ran('compare', 'compare', out, path('copy'), '--out', path('compare')),
      await ran('inspect', 'inspect', join(studies, '1000')),
    ];
    expect(ended.map(({ code: one, text: what }) => (one === 0 ? '' : what)).join('')).to.equal('');
  });

  it('were read: results that go back to the PACS have them', async () => {
    const files = await readdir(path('out', 'dicom-sr'));
    const first = files.find((name) => name.endsWith('.dcm'))!;
    expect(foundIn(await readFile(path('out', 'dicom-sr', first), 'latin1'))).to.include('00100020');
  });

  it('are in no other file', async () => {
    const folders = ['out', 'model', 'drift', 'card', 'compare'];
    const found: Record<string, readonly string[]> = {};
    let read = 0;
    for (const one of folders)
      for (const entry of await readdir(path(one), { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        const name = relative(folder, file);
        if (!entry.isFile()) continue;
        read++;
        const allowed = ALLOWED.filter(({ files }) => files.test(name)).flatMap(({ identifiers }) => identifiers);
        const names = [...foundIn(await readFile(file, 'latin1')), ...foundIn(entry.name)];
        const strays = names.filter((one) => !allowed.includes(one));
        if (strays.length > 0) found[name] = strays;
      }
    expect(found).to.deep.equal({});
    expect(read).to.be.above(60);
  });

  it('are in nothing that the program prints, logs or shows live', () => {
    expect([...printed.keys()]).to.include.members([
      'dashboard /',
      'dashboard /state.json',
      'run',
      'evaluate',
      'drift',
    ]);
    for (const [name, text] of printed) expect(foundIn(text), name).to.deep.equal([]);
    expect(printed.get('run')).to.include('STUDY_OF_SEVERAL_PATIENTS');
  });
});
