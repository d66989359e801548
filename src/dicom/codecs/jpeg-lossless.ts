import { checkStream } from './check-stream.ts';
import { BrokenStream, type Codec, type DecodeStream } from './codec.ts';
import { type JpegStream, jpegStreamOf, withoutPadding } from './jpeg-segments.ts';

const SOF3_LOSSLESS = 0xc3;

/** Cases that the decoder silently gets wrong: it ignores the point transform, and predicts across restarts unless by the left pixel. */
const checkFeatures = ({ process, selection, pointTransform, restartInterval }: JpegStream): void => {
  if (process !== SOF3_LOSSLESS) throw new BrokenStream('it is no lossless JPEG codestream');
  if (selection < 1 || selection > 7)
    throw new BrokenStream(`its codestream has predictor ${selection}, expected 1 to 7`);
  if (pointTransform !== 0) throw new BrokenStream('its codestream has a point transform, which is not supported');
  if (restartInterval !== 0 && selection !== 1)
    throw new BrokenStream('its codestream has restarts and a predictor other than 1, which is not supported');
};

const load = async (): Promise<DecodeStream> => {
  const { Decoder } = await import('jpeg-lossless-decoder-js');
  /** The package's predictor 7 keeps the half of an odd sum, which is off by one where a 16-bit value wraps round. */
  class ExactDecoder extends Decoder {
    override select7(component?: number): number {
      return (this.getPreviousX(component) + this.getPreviousY(component)) >> 1;
    }
  }
  return (frame, format) => {
    const stream = jpegStreamOf(frame);
    checkFeatures(stream);
    checkStream(stream, format);
    const whole = withoutPadding(frame, stream).slice();
    const decoder = new ExactDecoder();
    const values = decoder.decode(whole.buffer, 0, whole.length, stream.precision <= 8 ? 1 : 2);
    // the decoder fills gaps with zeros and reads past the end
    if (values === null || decoder.yLoc !== stream.rows || (decoder.stream?.index ?? 0) > whole.length)
      throw new BrokenStream('its codestream ends early');
    const { rows, columns, components, precision } = stream;
    return { rows, columns, components, precision, values };
  };
};

/** Lossless JPEG (ISO 10918-1, annex H). */
export const jpegLossless: Codec = {
  kind: 'codestream',
  load,
  syntaxes: [
    { uid: '1.2.840.10008.1.2.4.57', name: 'JPEG Lossless (Process 14)', lossy: false },
    { uid: '1.2.840.10008.1.2.4.70', name: 'JPEG Lossless (Process 14, Selection Value 1)', lossy: false },
  ],
};
