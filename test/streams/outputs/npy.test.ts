import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { exampleRegions, exampleSites, exampleState } from '../../../src/core/examples/index.ts';
import { adding } from '../../../src/core/study-state.ts';
import { npy, npyFile } from '../../../src/streams/outputs/npy.ts';
import { NOTHING_MADE, outputEnv } from '../../support/output-env.ts';
import { describeNumPy, printedByPython } from '../../support/python.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RUN = { fingerprint: 'f', nameSalt: 'salt', spinestream: '1.0.0', pipeline: 'p', stepsSha256: '', models: [] };

describe('npy files', () => {
  it('begin as the format says, and data begins at a multiple of 64 bytes', () => {
    const bytes = npyFile([2, 1], Float32Array.of(1, -2));
    expect(Buffer.from(bytes.subarray(0, 8)).toString('latin1')).to.equal('\x93NUMPY\x01\x00');
    const length = new DataView(bytes.buffer).getUint16(8, true);
    expect((10 + length) % 64).to.equal(0);
    expect(Buffer.from(bytes.subarray(10, 10 + length)).toString('latin1')).to.match(
      /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 1\), \} *\n$/,
    );
    expect([...new Uint8Array(bytes.subarray(10 + length))]).to.deep.equal([0, 0, 128, 63, 0, 0, 0, 192]);
  });
});

describeNumPy('npy files, with NumPy', () => {
  const folder = temporaryFolder();

  it('are read', async () => {
    await writeFile(join(folder(), 'a.npy'), npyFile([2, 3], Float32Array.of(0, 1, 2, 3, 4, 5.5)));
    await writeFile(join(folder(), 'b.npy'), npyFile([3], Float32Array.of(1, 2, 3)));
    const program = "import numpy as n; a=n.load('a.npy'); b=n.load('b.npy'); print(a.dtype, a.tolist(), b.shape)";
    expect(printedByPython(program, folder())).to.equal('float32 [[0.0, 1.0, 2.0], [3.0, 4.0, 5.5]] (3,)');
  });
});

describe('the output npy', () => {
  it('writes all regions of an entry as one array, with their sites beside it', async () => {
    const regions = exampleRegions(exampleSites('both'), { slices: 2, sizePx: 3 });
    const state = exampleState(adding('rois.a', regions));
    const output = await npy.bind({ rois: ['a'] }).open(RUN, outputEnv());
    const { files = [] } = await output.ofStudy({ study: state.study, state }, NOTHING_MADE);
    expect(files.map(({ path }) => path)).to.deep.equal(['npy/1/rois-a.npy', 'npy/1/rois-a.json']);
    const [array, sites] = files.map(({ content }) => Buffer.from(content));
    expect(array!.toString('latin1')).to.include("'shape': (10, 2, 3, 3)");
    const last = array!.subarray(-4 * 18);
    expect(new Float32Array(last.buffer.slice(last.byteOffset, last.byteOffset + 4 * 18))).to.deep.equal(
      regions[9]!.pixels,
    );
    expect(JSON.parse(sites!.toString()).sites[9]).to.deep.equal({ level: 'l5_s1', side: 'right', blank: false });
  });

  it('wants a name', () => {
    expect(npy.options.safeParse({}).success).to.equal(false);
  });
});
