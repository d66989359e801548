import { expect } from 'chai';
import { bufferCollector } from '../../../src/cli/process/collect-buffers.ts';

const MB = 2 ** 20;

/** A heap whose buffers are what a test says; collecting leaves `aliveMb` of them. */
const heapOf = () => {
  const heap = { nowMb: 0, aliveMb: 0, collections: 0 };
  const collector = bufferCollector({
    bufferBytes: () => heap.nowMb * MB,
    collect: () => {
      heap.collections++;
      heap.nowMb = heap.aliveMb;
    },
  });
  return { heap, collector };
};

describe('bufferCollector', () => {
  it('waits until more than 24 MB may be dead', () => {
    const { heap, collector } = heapOf();
    for (heap.nowMb = 0; heap.nowMb <= 24; heap.nowMb++) collector();
    expect(heap.collections).to.equal(0);
    heap.nowMb = 25;
    collector();
    expect(heap.collections).to.equal(1);
  });

  it('counts from what was left alive', () => {
    const { heap, collector } = heapOf();
    Object.assign(heap, { nowMb: 50, aliveMb: 40 });
    collector();
    heap.nowMb = 60;
    collector();
    expect(heap.collections).to.equal(1);
    heap.nowMb = 73;
    collector();
    expect(heap.collections).to.equal(2);
  });

  it('lets a quarter of what is alive be dead where that is more', () => {
    const { heap, collector } = heapOf();
    Object.assign(heap, { nowMb: 400, aliveMb: 400 });
    collector();
    heap.nowMb = 500;
    collector();
    expect(heap.collections).to.equal(1);
    heap.nowMb = 501;
    collector();
    expect(heap.collections).to.equal(2);
  });

  it('counts from less where V8 collected by itself', () => {
    const { heap, collector } = heapOf();
    Object.assign(heap, { nowMb: 50, aliveMb: 50 });
    collector();
    heap.nowMb = 5;
    collector();
    heap.nowMb = 38;
    collector();
    expect(heap.collections).to.equal(2);
  });

  it('frees real buffers, and leaves no gc to others', () => {
    const collector = bufferCollector();
    const before = process.memoryUsage().arrayBuffers; // other tests' may be among them
    for (let i = 0; i < 200; i++) {
      new Float32Array(MB / 4);
      collector();
    }
    expect((process.memoryUsage().arrayBuffers - before) / MB).to.be.below(100);
    expect(globalThis).not.to.have.property('gc');
  });
});
