import { expect } from 'chai';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { backboneNetwork } from '../../../src/models/zoo/backbone-network.ts';
import { BACKBONES, type BackboneName } from '../../../src/models/zoo/backbones.ts';
import { runNetwork } from '../nn/run-network.ts';

const NAMES: readonly string[] = Object.keys(BACKBONES);
const isBackbone = (name: string): name is BackboneName => NAMES.includes(name);

describe('every backbone', () => {
  for (const name of NAMES.filter(isBackbone)) {
    const { usualPx, multipleOfPx } = BACKBONES[name];

    it(`${name} gives finite features of a picture of its usual size`, async () => {
      const network = backboneNetwork({ kind: 'foraminal', backbone: name }, { resolutionPx: usualPx });
      const picture = { shape: [1, 1, usualPx, usualPx], data: unitFill('picture', usualPx ** 2) };
      const [features] = await runNetwork(network, [picture]);
      expect(features!.shape).to.have.length(2);
      expect(features!.data.every(Number.isFinite)).to.equal(true);
      expect(new Set(features!.data).size).to.be.above(1);
    });

    it(`${name} has a usual size that it can take`, () => {
      expect(usualPx % multipleOfPx).to.equal(0);
    });
  }
});
