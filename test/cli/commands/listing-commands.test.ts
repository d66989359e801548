import { expect } from 'chai';
import { clipPercentiles } from '../../../examples/clip-percentiles.ts';
import { describePlugins } from '../../../src/cli/terminal/describe-plugins.ts';
import { BUILT_IN } from '../../../src/config/built-in.ts';
import { PLUGIN_KINDS } from '../../../src/core/registry.ts';
import { thrownBy } from '../../support/thrown-by.ts';

for (const kind of PLUGIN_KINDS)
  describe(`spinestream ${kind}`, () => {
    it('lists what is built in, a line each', () => {
      const lines = describePlugins(kind, { json: false }).trimEnd().split('\n');
      const expected = [...BUILT_IN[kind].values()].map(({ name, summary }) => ({ name, summary }));
      expect(lines.map((line) => /^(\S+) +(.*)$/.exec(line)?.slice(1))).to.deep.equal(
        expected.map(({ name, summary }) => [name, summary]),
      );
    });

    it('shows each with every option and its example', () => {
      for (const { name, options } of BUILT_IN[kind].values()) {
        const text = describePlugins(kind, { name, json: false });
        const shape: object = Reflect.get(options, 'shape');
        for (const option of Object.keys(shape))
          expect(text, name).to.match(new RegExp(`^  ${option}: .+ \\(.+\\)$`, 'm'));
        expect(text, name).to.match(new RegExp(`^example\n  (- |source: \\{ )${name}: \\{`, 'm'));
      }
    });
  });

describe('the page of a plugin', () => {
  it('shows an operator with its options, defaults, and its example as a step', () => {
    const text = describePlugins('operators', { name: 'crop-rois', json: false });
    expect(text).to.include('  sizeMm: number (default 50)\n      side of the square in millimetres\n');
    expect(text).to.include('  mirror: "left" | "right" (optional)\n');
    expect(text).to.include('\n  - crop-rois: { keypoints: sagt2, selections: sagt2, resolutionPx: 16, as: sagt2 }\n');
    expect(text).to.include('  reads slices, keypoints.sagt2, selections.sagt2\n  writes rois.sagt2\n');
  });

  it('shows a source as the line of a pipeline file', () => {
    const text = describePlugins('sources', { name: 'folder', json: false });
    expect(text).to.include('\nexample\n  source: { folder: { path: "${studies}" } }\n');
  });

  it('shows what an output writes', () => {
    expect(describePlugins('outputs', { name: 'submission', json: false })).to.match(
      /\n {2}reads probabilities.final\n {2}writes submission.csv: row_id, normal_mild, moderate, severe\n {2}writes basis.csv beside it\n$/,
    );
    expect(describePlugins('outputs', { name: 'dicom-sr', json: false })).to.include('\n  writes files in dicom-sr/\n');
  });

  it('shows those of the user too', () => {
    const own = [clipPercentiles.spec];
    expect(describePlugins('operators', { json: false, own })).to.match(/^clip-percentiles +Limit/m);
    expect(describePlugins('operators', { name: 'clip-percentiles', json: false, own })).to.include(
      '  upperPercent: number (default 99)',
    );
  });

  it('gives options as JSON schema, and the example', () => {
    const [one] = JSON.parse(describePlugins('operators', { name: 'normalise', json: true }));
    expect(one).to.include({ kind: 'operator', name: 'normalise' });
    expect(one.options.required).to.deep.equal(['selections', 'as']);
    expect(one.example).to.have.property('selections');
  });

  it('knows what a misspelt name means, and which command knows the name of another kind', () => {
    const messageOf = (name: string) => thrownBy(() => describePlugins('operators', { name, json: false })).message;
    expect(messageOf('crop-roi')).to.match(/^no operator is called "crop-roi"; did you mean "crop-rois"\?/);
    expect(messageOf('report')).to.equal('no operator is called "report"; see "spinestream outputs report"');
  });
});
