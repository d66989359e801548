import { expect } from 'chai';
import type { Basis } from '../../src/domain/basis.ts';
import type { ReportStudy } from '../../src/report/index.ts';
import { studyPage } from '../../src/report/index.ts';
import { STUDY_SCRIPT } from '../../src/report/study-script.ts';
import { sampleStudy } from './sample-study.ts';

const MAX_BYTES = 1_500_000;

const page = (change: Partial<ReportStudy> = {}) => studyPage({ ...sampleStudy(), ...change }, { boxMm: 50 });
const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('studyPage', () => {
  it('has a picture a slice, an overlay a view, and 25 graded locations', async () => {
    const text = await page();
    expect(count(text, /<figure /g)).to.equal(5 + 2 * 3 + 5 * 3);
    expect(count(text, /<image id="[\w-]+-heat" href="data:image\/png/g)).to.equal(8);
    expect(count(text, /class="grade"/g)).to.equal(25);
  });

  it('refers to nothing outside itself but the index', async () => {
    const text = (await page()).replace(/data:image\/(jpeg|png);base64,[\w+/=]+/g, 'data:');
    const links = [...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, to = '']) => to);
    expect(links.filter((to) => !to.startsWith('#') && !to.startsWith('data:'))).to.deep.equal(['../index.html']);
    expect(text).to.not.match(/https?:/);
  });

  it('allows no script but its own', async () => {
    const text = await page({ label: '<script>alert(1)</script>' });
    expect(count(text, /<script>/g)).to.equal(1);
    expect(text)
      .to.match(/script-src &#39;sha256-[\w+/=]{44}&#39;/)
      .and.to.include(STUDY_SCRIPT);
  });

  it('draws boxes of 50 mm, and a line where an axial slice crosses', async () => {
    const text = await page();
    // 48 pixels of 250 / 48 mm: the square is 9.6 pixels wide, rounded to 10 or 9 of them: 52.1 or 46.9 mm
    expect(text).to.match(/<rect class="box" data-level="l1_l2"[^>]* width="(52\.1|46\.9)"/);
    expect(text).to.match(/<g class="cut chosen" data-level="l1_l2"/);
    expect(count(text, /<line class="cut" /g)).to.equal(3 * 20);
  });

  it('draws what needs no millimetres where the geometry is not known', async () => {
    const views = sampleStudy().views.map((view) => ({
      ...view,
      slices: view.slices.map((slice) => ({ ...slice, geometry: undefined })),
    }));
    const text = await page({ views });
    expect(text).to.include('class="point"');
    expect(text).to.not.include('class="box"');
    expect(text).to.not.include('class="cut');
    expect(text).to.not.include('class="edge');
  });

  it('says the truth where it is known, and whether it was the most probable', async () => {
    const text = await page();
    expect(count(text, /<i class="truth" style/g)).to.equal(20);
    expect(text).to.include('truth: Severe').and.to.include('✓ Normal/Mild');
    const grades = sampleStudy().grades.map((grade) => ({ ...grade, truth: undefined }));
    expect(await page({ grades })).to.not.include('class="truth"');
  });

  it('shows no severity of what was not seen, nor counts it, and marks what was partly seen or is doubtful, in words', async () => {
    const NONE: Basis = { seen: 'none', doubtful: false, reasons: ['AXIAL_TOO_FAR'] };
    const PARTLY: Basis = { seen: 'some', doubtful: false, reasons: ['SERIES_MISSING'] };
    const DOUBTFUL: Basis = { seen: 'all', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE'] };
    const grades = sampleStudy().grades.map((grade, index) => ({
      ...grade,
      truth: undefined,
      basis: index === 24 ? NONE : index === 23 ? DOUBTFUL : index === 0 ? PARTLY : undefined,
    }));
    const text = await page({ grades });
    expect(count(text, /class="grade unseen"[^>]*title="not seen: axial too far"><b>not seen<\/b>/g)).to.equal(1);
    expect(text).to.include('title="not seen: axial too far"');
    expect(text).to.include('; partly seen: series missing"').and.to.include('<span class="remark">partly seen</span>');
    expect(text)
      .to.include('; doubtful: keypoints implausible"')
      .and.to.include('<span class="remark">doubtful</span>');
    // the location that was not seen had the greatest probability of "severe"
    expect(text).to.match(
      /Most probable: 14 Normal\/Mild, 0 Moderate, 10 Severe; 1 not seen, 1 partly seen, 1 doubtful\. Most likely severe: Right Subarticular Stenosis L4\/L5 \(77%, doubtful\)\./,
    );
    expect(text).to.include('<body data-level="l4_l5" data-side="right">');
    expect(text).to.include('no pixel of the location reached a network');
    expect(await page()).to.not.include('no pixel of the location reached a network');
  });

  it('says so where nothing was seen', async () => {
    const basis: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
    const text = await page({ grades: sampleStudy().grades.map((grade) => ({ ...grade, basis })) });
    expect(text).to.include('Nothing was seen: no grade rests on any pixel.').and.to.not.include('Most probable:');
    expect(count(text, /class="grade unseen"/g)).to.equal(25);
  });

  it('opens at the level that is most likely severe', async () => {
    expect(await page()).to.include('<body data-level="l5_s1" data-side="right">');
  });

  it('lists warnings with their codes, series, keypoints in the patient, and what made it', async () => {
    const text = await page();
    for (const said of [
      'SLICES_FEWER',
      '<td class="n">2</td><td>left L1/L2, L5/S1 slice 7.dcm</td>',
      '0.0, 1.3, 73.8',
      'spinal: 6-10',
      'abababababab',
      'spinestream 1.2.3',
    ])
      expect(text).to.include(said);
  });

  it('says so where nothing could be read', async () => {
    const views = sampleStudy().views.map((view) => ({
      ...view,
      series: undefined,
      slices: [],
      points: [],
      heatmaps: [],
    }));
    const text = await page({ views });
    expect(text).to.include('This study has no usable series');
    expect(count(text, /class="grade"/g)).to.equal(25);
  });

  it('says so where one series is missing, beside the others', async () => {
    const views = sampleStudy().views.map((view) =>
      view.family === 'subarticular' ? { ...view, series: undefined, slices: [], points: [], heatmaps: [] } : view,
    );
    const text = await page({ views });
    expect(text).to.include('No Axial T2 slice for L1/L2.');
    expect(count(text, /<figure /g)).to.equal(11);
  });

  it('says what stopped a study', async () => {
    const failure = { code: 'SERIES_EMPTY', reason: 'no <file>', where: 'series 1 / load-series' };
    const text = await page({ failure, views: [], grades: [], warnings: [], keypoints: [] });
    expect(text).to.include('This study could not be graded');
    expect(text).to.include('series 1 / load-series: no &lt;file&gt;').and.to.include('SERIES_EMPTY');
    expect(text).to.not.include('class="warnings"');
    expect(await page({ failure, views: [], grades: [], keypoints: [] })).to.include(
      '<td><code>SLICES_FEWER</code></td>',
    );
  });

  it('shows a study without grades', async () => {
    expect(await page({ grades: [] })).to.include('Keypoints only; nothing was graded.');
  });

  it('is the same every time', async () => {
    expect(await page()).to.equal(await page());
  });

  it('stays under 1.5 MB for noisy slices of 512 x 512', async () => {
    const text = await studyPage(sampleStudy({ sizePx: 512 }), { boxMm: 50 });
    expect(Buffer.byteLength(text)).to.be.below(MAX_BYTES);
  });

  it('flags in words what a reader should look at, seen or not, and counts it', async () => {
    const confidence = { probabilityRight: 0.63, calibrated: true, refer: true, reasons: ['CONFIDENCE_LOW'] };
    const unseen: Basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] };
    const grades = sampleStudy().grades.map((grade, index) => ({
      ...grade,
      ...(index < 2 && { confidence }),
      ...(index === 1 && { basis: unseen }),
      ...(index === 2 && { confidence: { ...confidence, refer: false } }),
    }));
    const text = await page({ grades });
    expect(count(text, /class="grade referred"/g)).to.equal(1);
    expect(count(text, /class="grade unseen referred"/g)).to.equal(1);
    expect(count(text, /<span class="refer">⚑ refer to a reader<\/span>/g)).to.equal(2);
    expect(count(text, /63% likely right: confidence low/g)).to.equal(1);
    expect(text).to.include('2 referred to a reader').and.to.include('less likely right than the run asks for, or');
  });

  it('says of a score that was not calibrated that it was not', async () => {
    const confidence = { probabilityRight: 0.5, calibrated: false, refer: true, reasons: ['CONFIDENCE_LOW'] };
    const text = await page({ grades: sampleStudy().grades.map((grade) => ({ ...grade, confidence })) });
    expect(text).to.include('50% likely right (not calibrated)').and.to.include('by a score that was not calibrated');
    const quiet = sampleStudy().grades.map((grade) => ({ ...grade, confidence: { ...confidence, refer: false } }));
    expect(await page({ grades: quiet })).to.equal(await page());
  });
});
