import { parentPort } from 'node:worker_threads';
import type { PixelFormat } from '../pixel-format.ts';
import { pixelBytesOf } from './check-stream.ts';
import { BrokenStream, type DecodeStream } from './codec.ts';
import { CODECS } from './list.ts';
import { limitWasmMemory } from './wasm-limit.ts';

/** A frame for a decoding thread. */
export interface DecodeRequest {
  readonly uid: string;
  readonly frame: Uint8Array;
  readonly format: PixelFormat;
}

/** A message of a decoding thread: first that it is ready, then one reply per request. `problem` describes a broken codestream. */
export type DecodeReply =
  | { readonly ready: true }
  | { readonly pixels: Uint8Array<ArrayBuffer> }
  | { readonly problem: string };

const port = parentPort;
if (port === null) throw new Error('codec-worker runs in a worker thread only');

const decoders = new Map<string, Promise<DecodeStream>>();

const loaded = (uid: string): Promise<DecodeStream> => {
  const codec = CODECS.find(({ syntaxes }) => syntaxes.some((syntax) => syntax.uid === uid));
  if (codec?.kind !== 'codestream') throw new Error('the transfer syntax has no codestreams');
  const decoder = decoders.get(uid) ?? codec.load();
  decoders.set(uid, decoder);
  return decoder;
};

const replyTo = async ({ uid, frame, format }: DecodeRequest): Promise<DecodeReply> => {
  const decode = await loaded(uid);
  try {
    limitWasmMemory(4 * format.rows * format.columns * format.bytesPerPixel);
    return { pixels: pixelBytesOf(await decode(frame, format), format) };
  } catch (error) {
    return { problem: error instanceof BrokenStream ? error.message : 'the decoder rejects it' };
  }
};

port.on('message', async (request: DecodeRequest) => {
  const reply = await replyTo(request);
  port.postMessage(reply, 'pixels' in reply ? [reply.pixels.buffer] : []);
});
port.postMessage({ ready: true } satisfies DecodeReply);
