import { expect } from 'chai';
import fc from 'fast-check';
import { type Affine, affineOf, quantisedLayer } from '../../../src/models/quantise/quantised-values.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const ranges = fc.tuple(finite, finite).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

/** QuantizeLinear and DequantizeLinear of ONNX: the value that stands for another. */
const stored = (value: number, { scale, zeroPoint }: Affine): number =>
  (Math.min(255, Math.max(0, Math.round(value / scale) + zeroPoint)) - zeroPoint) * scale;

describe('quantised values', () => {
  it('have the scale and zero point of ONNX', () => {
    expect(affineOf({ min: -1, max: 1.55 })).to.deep.equal({ scale: Math.fround(0.01), zeroPoint: 100 });
    expect(affineOf({ min: 0, max: 255 })).to.deep.equal({ scale: 1, zeroPoint: 0 });
    expect(affineOf({ min: 2, max: 5.1 })).to.deep.equal({ scale: Math.fround(0.02), zeroPoint: 0 });
    expect(affineOf({ min: 0, max: 0 })).to.deep.equal({ scale: 1, zeroPoint: 0 });
  });

  it('lie within half a step inside the range, and give 0 exactly', () => {
    fc.assert(
      fc.property(ranges, fc.double({ min: 0, max: 1, noNaN: true }), (range, share) => {
        const affine = affineOf(range);
        const value = range.min + share * (range.max - range.min);
        const error = Math.abs(stored(value, affine) - value);
        // the zero point is rounded to a whole step, which can cost the outermost values up to one more half
        expect(error).to.be.at.most(affine.scale * (1 + 1e-5));
        expect(stored(0, affine)).to.equal(0);
        if (share > 0.01 && share < 0.99) expect(error).to.be.at.most(affine.scale * (0.5 + 1e-4));
      }),
    );
  });
});

describe('a quantised layer', () => {
  it('has one scale per output channel, and a bias in units of the products', () => {
    const { values, scales, bias, biasScales } = quantisedLayer(
      Float32Array.of(1.27, -0.5, 0.01, 254, 0, -127),
      Float32Array.of(1, -2),
      0.5,
    );
    expect([...values]).to.deep.equal([127, -50, 1, 127, 0, -64]);
    expect([...scales]).to.deep.equal([Math.fround(0.01), 2]);
    expect([...biasScales]).to.deep.equal([Math.fround(0.005), 1]);
    expect([...bias]).to.deep.equal([200, -2]);
  });

  it('rounds half to even, as ONNX does', () => {
    const { values } = quantisedLayer(Float32Array.of(127, 0.5, 1.5, 2.5, -0.5, -1.5), Float32Array.of(0), 1);
    expect([...values].map((value) => value + 0)).to.deep.equal([127, 0, 2, 2, 0, -2]);
  });

  it('keeps weights within half a step and biases within half of theirs, however large', () => {
    const weights = fc.array(finite, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(weights, fc.tuple(finite, finite), fc.double({ min: 1e-6, max: 1e3, noNaN: true }), (w, b, step) => {
        const layer = quantisedLayer(Float32Array.from(w), Float32Array.from(b), step);
        for (const [at, value] of w.entries()) {
          const scale = layer.scales[at >> 1]!;
          expect(Math.abs(layer.values[at]! * scale - value)).to.be.at.most(scale * 0.5001);
        }
        for (const [channel, value] of b.entries()) {
          const scale = layer.biasScales[channel]!;
          expect(Math.abs(layer.bias[channel]! * scale - value)).to.be.at.most(0.5001 * scale + 1e-6 * Math.abs(value));
        }
      }),
    );
  });
});
