import type { InferenceSession } from 'onnxruntime-node';

/** Counts sessions by calls to ONNX Runtime, independently of other bookkeeping. */
export const liveSessions = () => {
  let count = 0;
  return {
    /** The session, once created. */
    made: async (making: Promise<InferenceSession>): Promise<InferenceSession> => {
      const session = await making;
      count++;
      return session;
    },
    release: async (session: InferenceSession): Promise<void> => {
      await session.release();
      count--;
    },
    count: () => count,
  };
};
