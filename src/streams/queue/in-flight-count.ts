import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream';

/**
 * Number of studies that workers have. A server that was killed may go on counting a study that was acknowledged before, and never delivers it again (nats-server 2.9.10): its
 * message lies at or below the last one up to which all are acknowledged, while those of studies that workers have lie above.
 */
export const inFlightCount = async (
  { streams }: Pick<JetStreamManager, 'streams'>,
  { stream_name, num_ack_pending, ack_floor }: ConsumerInfo,
): Promise<number> => {
  if (num_ack_pending === 0) return 0;
  const query = { seq: ack_floor.stream_seq + 1, next_by_subj: '>' }; // the next message of any subject
  return (await streams.getMessage(stream_name, query)) === null ? 0 : num_ack_pending;
};
