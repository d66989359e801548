import { expect } from 'chai';
import { prepareDeterminism, prepareNvidia, tf32Allowed } from '../../../src/models/runtime/nvidia-environment.ts';

describe('prepareNvidia', () => {
  it('turns TF32 off unless it was asked for, and lets TensorFlow take memory as it needs it', () => {
    const environment: NodeJS.ProcessEnv = {};
    prepareNvidia(environment);
    expect(environment).to.eql({ NVIDIA_TF32_OVERRIDE: '0', TF_FORCE_GPU_ALLOW_GROWTH: 'true' });
    expect(tf32Allowed(environment)).to.equal(false);
  });

  it('leaves alone what the user set', () => {
    const environment: NodeJS.ProcessEnv = { NVIDIA_TF32_OVERRIDE: '1', TF_FORCE_GPU_ALLOW_GROWTH: 'false' };
    prepareNvidia(environment);
    expect(environment).to.eql({ NVIDIA_TF32_OVERRIDE: '1', TF_FORCE_GPU_ALLOW_GROWTH: 'false' });
    expect(tf32Allowed(environment)).to.equal(true);
  });
});

describe('prepareDeterminism', () => {
  it('asks TensorFlow for deterministic operations, whatever was set before', () => {
    const environment: NodeJS.ProcessEnv = { TF_DETERMINISTIC_OPS: '0' };
    prepareDeterminism(environment);
    expect(environment).to.eql({ TF_DETERMINISTIC_OPS: '1', TF_CUDNN_DETERMINISTIC: '1' });
  });
});
