import { expect } from 'chai';
import { matchSignature, type SignatureRequest } from '../../../src/models/external-onnx/match-signature.ts';
import type { FileValue } from '../../../src/models/runtime/runtime.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const value = (name: string, shape: FileValue['shape'], elements = 'float32'): FileValue => ({ name, elements, shape });
const keypoints = (
  inputs: readonly FileValue[],
  outputs: readonly FileValue[],
  more: Partial<SignatureRequest> = {},
): SignatureRequest => ({ role: 'keypoints', found: { inputs, outputs }, ...more });

const STACK = value('stack', ['batch', 5, 512, 512]);
const MAPS = value('heatmaps', ['batch', 5, 512, 512]);

describe('matchSignature', () => {
  it('takes slices and resolution from the file', () => {
    const { input, names, batchIsFree } = matchSignature(keypoints([STACK], [MAPS]));
    expect(input).to.deep.equal({ slices: 5, resolutionPx: 512 });
    expect(names).to.deep.equal({ inputs: { stack: 'stack' }, outputs: { heatmaps: 'heatmaps' } });
    expect(batchIsFree).to.equal(true);
  });

  it('takes a batch of one, and maps of any size', () => {
    const match = matchSignature(keypoints([value('stack', [1, 3, 64, 64])], [value('heatmaps', [1, 2, 16, 16])]));
    expect(match.batchIsFree).to.equal(false);
  });

  it('knows the inputs of every region model', () => {
    const region = (name: string) => value(name, ['n', 5, 128, 128]);
    const five = ['sagt2', 'sagt1_left', 'sagt1_right', 'axial_left', 'axial_right'];
    const roles = {
      spinal: ['sagt2', 'axial_centre'],
      foraminal: ['sagt1'],
      subarticular: ['axial'],
      global: five,
    } as const;
    for (const [role, names] of [
      ['spinal', roles.spinal],
      ['foraminal', roles.foraminal],
      ['subarticular', roles.subarticular],
      ['global', roles.global],
    ] as const) {
      const logits = value('logits', ['n', role === 'global' ? 15 : 3]);
      const { contract } = matchSignature({ role, found: { inputs: names.map(region), outputs: [logits] } });
      expect(contract.inputs.map(({ name }) => name)).to.deep.equal(names);
    }
    const study = five.map((name) => value(name, ['n', 5, 5, 128, 128]));
    const { input } = matchSignature({
      role: 'study',
      found: { inputs: study, outputs: [value('logits', ['n', 75])] },
    });
    expect(input).to.deep.equal({ slices: 5, resolutionPx: 128 });
  });

  it('suggests how to map other names', () => {
    const request = keypoints(
      [value('input.1', ['', 5, 512, 512])],
      [value('1234', ['', 5, 512, 512]), value('aux', [])],
    );
    const error = thrownBy(() => matchSignature(request));
    expect(error.code).to.equal('ONNX_SIGNATURE_UNFIT');
    expect(error.reason).to.equal(
      [
        'the inputs and outputs do not match a keypoints model; if they correspond, map them: --input stack=input.1 --output heatmaps=1234',
        '  there is no input stack',
        '  nothing is known to give to input input.1',
        '  there is no output heatmaps',
        'found:',
        '  input input.1: float32 [?, 5, 512, 512]',
        '  output 1234: float32 [?, 5, 512, 512]',
        '  output aux: float32 []',
        'needed:',
        '  input stack: float32 [n, 5, 512, 512]',
        '  output heatmaps: float32 [n, any, any, any]',
      ].join('\n'),
    );
  });

  it('takes the mapping that it suggests', () => {
    const renamed = { inputs: { stack: 'input.1' }, outputs: { heatmaps: '1234' } };
    const request = keypoints([value('input.1', STACK.shape)], [value('aux', [], 'int64'), value('1234', MAPS.shape)], {
      renamed,
    });
    expect(matchSignature(request).names).to.deep.equal(renamed);
  });

  it('suggests nothing that would not fit', () => {
    const maps: SignatureRequest = {
      role: 'spinal',
      found: { inputs: [value('x', ['n', 5, 64, 64])], outputs: [value('y', ['n', 5, 64, 64])] },
    };
    const { reason } = thrownBy(() => matchSignature(maps));
    expect(reason).to.match(
      /^the inputs and outputs do not match a spinal model; export the model with these inputs and outputs\n/,
    );
  });

  it('refuses a mapping of what is not there', () => {
    const renamed = { inputs: { stacks: 'stack' }, outputs: { heatmaps: 'maps' } };
    const { reason } = thrownBy(() => matchSignature(keypoints([STACK], [MAPS], { renamed })));
    expect(reason).to.contain('the role has no input stacks, which was to be renamed');
    expect(reason).to.contain('there is no output maps');
  });

  const faults: readonly (readonly [string, SignatureRequest, string])[] = [
    ['float64', keypoints([value('stack', STACK.shape, 'float64')], [MAPS]), 'input stack is float64, not float32'],
    [
      'no tensor',
      keypoints([STACK], [value('heatmaps', [], 'no tensor')]),
      'output heatmaps is no tensor, not float32',
    ],
    [
      'a fixed batch of several',
      keypoints([value('stack', [8, 5, 64, 64])], [MAPS]),
      'input stack: float32 [8, 5, 64, 64] does not fit stack: float32 [n, 5, 64, 64]',
    ],
    [
      'oblong pictures',
      keypoints([value('stack', [1, 5, 512, 256])], [MAPS]),
      'input stack: float32 [1, 5, 512, 256] does not fit stack: float32 [n, 5, 512, 512]',
    ],
    [
      'vectors for maps',
      keypoints([STACK], [value('heatmaps', ['n', 10])]),
      'output heatmaps: float32 [n, 10] does not fit',
    ],
    ['one more input', keypoints([STACK, value('mask', [1])], [MAPS]), 'nothing is known to give to input mask'],
    [
      'sizes that are open',
      keypoints([value('stack', ['n', '', 'h', 'w'])], [MAPS]),
      'the file leaves the number of slices open: say it with --slices\n  the file leaves rows and columns open: say them with --resolution',
    ],
    [
      'another resolution than is said',
      keypoints([STACK], [MAPS], { input: { resolutionPx: 256 } }),
      'does not fit stack: float32 [n, 5, 256, 256]',
    ],
    [
      'other classes',
      {
        role: 'foraminal',
        found: { inputs: [value('sagt1', ['n', 5, 128, 128])], outputs: [value('logits', ['n', 4])] },
      },
      'output logits: float32 [n, 4] does not fit logits: float32 [n, 3]',
    ],
  ];
  for (const [what, request, message] of faults)
    it(`refuses ${what}`, () => {
      const error = thrownBy(() => matchSignature(request));
      expect(error.code).to.equal('ONNX_SIGNATURE_UNFIT');
      expect(error.reason).to.contain(message);
    });

  it('takes sizes that the file leaves open when they are said', () => {
    const input = { slices: 3, resolutionPx: 256 };
    const open = keypoints([value('stack', ['n', '', 'h', 'w'])], [value('heatmaps', ['n', '', 'h', 'w'])], { input });
    expect(matchSignature(open).input).to.deep.equal(input);
  });
});
