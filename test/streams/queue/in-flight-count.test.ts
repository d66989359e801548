import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';
import { expect } from 'chai';
import { inFlightCount } from '../../../src/streams/queue/in-flight-count.ts';

const info = (pending: number, floor: number): ConsumerInfo =>
  ({
    stream_name: 'q',
    num_ack_pending: pending,
    ack_floor: { stream_seq: floor, consumer_seq: floor },
  }) as ConsumerInfo;

/** A stream that has these messages. */
const streamOf = (...left: readonly number[]) => {
  const getMessage = async (_: string, { seq }: { readonly seq: number }) => left.find((one) => one >= seq) ?? null;
  return { streams: { getMessage } } as unknown as JetStreamManager;
};

describe('inFlightCount', () => {
  it('counts what is not acknowledged yet', async () => {
    expect(await inFlightCount(streamOf(5), info(1, 4))).to.equal(1);
    expect(await inFlightCount(streamOf(1, 7, 9), info(2, 4))).to.equal(2);
    expect(await inFlightCount(streamOf(), info(0, 9))).to.equal(0);
  });

  it('does not count a message that a killed server kept although it was acknowledged', async () => {
    expect(await inFlightCount(streamOf(1), info(1, 1))).to.equal(0);
  });
});
