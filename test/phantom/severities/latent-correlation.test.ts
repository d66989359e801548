import { expect } from 'chai';
import { createRng, gaussian } from '../../../src/phantom/rng.ts';
import { cholesky } from '../../../src/phantom/severities/cholesky.ts';
import { latentCorrelation, ranked, spearmanOf } from '../../../src/phantom/severities/latent-correlation.ts';
import { normalAbove, normalCdf } from '../../../src/phantom/severities/normal.ts';

const shares = [0.7, 0.2, 0.1] as const;
const location = ranked(shares, [normalAbove(0.3), normalAbove(0.1)]);

describe('latent correlation', () => {
  it('is what gives the Spearman correlation asked for', () => {
    for (const wanted of [-0.1, 0, 0.2, 0.5]) {
      expect(spearmanOf(location, location, latentCorrelation(location, location, wanted))).to.be.closeTo(wanted, 1e-5);
    }
  });

  it('agrees with a simulation', () => {
    const rng = createRng(3);
    const grade = (z: number) => (z > location.thresholds[1] ? 2 : z > location.thresholds[0] ? 1 : 0);
    const rank = [0.35, 0.8, 0.95]; // middles of 0 to 0.7, 0.7 to 0.9, 0.9 to 1
    let [xy, xx] = [0, 0];
    for (let i = 0; i < 40_000; i++) {
      const shared = gaussian(rng);
      const [a, b] = [0, 0].map(() => Math.sqrt(0.6) * shared + Math.sqrt(0.4) * gaussian(rng));
      xy += (rank[grade(a!)]! - 0.5) * (rank[grade(b!)]! - 0.5);
      xx += (rank[grade(a!)]! - 0.5) ** 2;
    }
    expect(spearmanOf(location, location, 0.6)).to.be.closeTo(xy / xx, 0.02);
  });
});

describe('normalAbove', () => {
  it('inverts the distribution function', () => {
    for (const share of [0.01, 0.2, 0.5, 0.9]) expect(1 - normalCdf(normalAbove(share))).to.be.closeTo(share, 1e-6);
  });
});

describe('cholesky', () => {
  it('gives a triangle whose square is the matrix', () => {
    const lower = cholesky([[4], [2, 5]]);
    expect(lower).to.deep.equal([[2], [1, 2]]);
  });

  it('knows what is not positive definite', () => {
    expect(cholesky([[1], [2, 1]])).to.equal(undefined);
  });
});
