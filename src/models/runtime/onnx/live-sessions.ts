import type { InferenceSession } from 'onnxruntime-node';

/** Counts sessions by calls to ONNX Runtime, independently of other bookkeeping. */
export const liveSessions = () => {
  let count = 0;
  return {
    /** Counts a session once it is created, and returns it. */
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
