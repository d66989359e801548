import { expect } from 'chai';
import { probeAnswer } from '../../src/models/runtime/probe-process.ts';
import { softwareVulkan } from '../support/software-vulkan.ts';
import { withVulkanDriver } from '../support/with-vulkan-driver.ts';

type Named = readonly (readonly [name: string, values: readonly number[]])[];

/** What the training of a small network reports. */
interface Trained {
  readonly losses: readonly number[];
  readonly diverged: string;
  readonly unchanged: boolean;
  readonly validation: number;
  readonly freed: unknown;
  readonly weights: Named;
  readonly optimiser: Named;
  readonly averaged: Named;
}

const largestDifference = (found: Named, right: Named): number =>
  Math.max(...right.flatMap(([, values], index) => values.map((value, at) => Math.abs(value - found[index]![1][at]!))));

describe('training on WebGPU with ONNX Runtime', function () {
  this.timeout(240_000);
  let reports: readonly { readonly cpu: Trained; readonly webgpu: Trained }[] = [];

  before(async function () {
    const vulkan = softwareVulkan();
    if ('absent' in vulkan) {
      process.stderr.write(`      ${vulkan.absent}\n`);
      return this.skip();
    }
    const file = new URL('./fixtures/train-on-webgpu.ts', import.meta.url);
    const answer = await withVulkanDriver(vulkan.driver, () => probeAnswer(file, [], 220_000));
    if ('fault' in answer) throw new Error(answer.fault);
    reports = JSON.parse(answer.message);
  });

  for (const [index, how] of ['whole batches of changing sizes', 'batches in parts'].entries()) {
    it(`takes the steps of the CPU: ${how}`, () => {
      const { cpu, webgpu } = reports[index]!;
      expect(cpu.losses.length).to.be.greaterThan(1);
      for (const [step, loss] of cpu.losses.entries()) expect(webgpu.losses[step]).to.be.closeTo(loss, 1e-5);
      expect(webgpu.validation).to.be.closeTo(cpu.validation, 1e-4);
    });

    it(`brings weights, moving average and optimiser back: ${how}`, () => {
      const { cpu, webgpu } = reports[index]!;
      for (const what of ['weights', 'averaged', 'optimiser'] as const) {
        expect(webgpu[what].map(([name]) => name)).to.eql(cpu[what].map(([name]) => name));
        expect(largestDifference(webgpu[what], cpu[what]), what).to.be.at.most(1e-4);
      }
    });

    it(`keeps the weights of before a step that diverges, and frees all sessions: ${how}`, () => {
      const { webgpu } = reports[index]!;
      expect(webgpu).to.include({ diverged: 'TRAINING_DIVERGED', unchanged: true });
      expect(webgpu.freed).to.deep.include({ left: 0 });
    });
  }
});
