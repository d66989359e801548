import { expect } from 'chai';
import { parameterFill, seedOf, unitFill } from '../../../src/models/weights/fill.ts';

describe('fill', () => {
  // the table of the README of the reference numbers
  it('seeds by the FNV-1a hash of the name', () => {
    expect(seedOf('')).to.equal(0x811c9dc5);
    expect(seedOf('input:coord_sagt2_128')).to.equal(0x886566f6);
    expect(seedOf('conv1.weight')).to.equal(0xbdcec494);
    expect(seedOf('unet.encoder.bn1.running_var')).to.equal(0x75a54beb);
  });

  it('gives the stated stream, rounded once to float32', () => {
    expect([...unitFill('input:coord_sagt2_128', 5)]).to.deep.equal(
      [0.8472461169585586, 0.9142266544513404, -0.14562727371230721, -0.8735012752003968, -0.8446777472272515].map(
        Math.fround,
      ),
    );
    expect(unitFill('input:coord_sagt2_128', 20)[19]).to.equal(Math.fround(0.8206630758941174));
    expect(unitFill('conv1.weight', 20)[19]).to.equal(Math.fround(0.5124644613824785));
  });

  it('scales parameters by their kind', () => {
    const first = (name: string, shape: readonly number[]): number[] => [...parameterFill(name, shape).subarray(0, 3)];
    expect(first('conv1.weight', [64, 1, 7, 7])).to.deep.equal([
      -0.19796833395957947, 0.29458749294281006, 0.019857067614793777,
    ]);
    expect(first('unet.encoder.bn1.running_var', [64])).to.deep.equal([
      1.1313467025756836, 1.2295682430267334, 1.4674099683761597,
    ]);
    expect(first('weight_ih_l0', [24, 16])).to.deep.equal([
      0.11696264892816544, 0.028292154893279076, 0.24035710096359253,
    ]);
  });
});
