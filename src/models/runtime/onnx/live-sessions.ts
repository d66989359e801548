import type { InferenceSession } from 'onnxruntime-node';

/** Counts sessions by what ONNX Runtime was told, whatever anybody's list of them says. */
export const liveSessions = () => {
  let count = 0;
  return {
    /** The session, when it is made. */
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
