import { expect } from 'chai';
import fc from 'fast-check';
import { mediaTypeOf } from '../../../src/dicomweb/multipart/media-type.ts';
import { type PartsOptions, partsOf } from '../../../src/dicomweb/multipart/parts.ts';
import { relatedMessage } from '../../../src/dicomweb/multipart/write-parts.ts';
import { allOf, anyCuts, cutAt, streamOf } from '../../support/chunks.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1');

interface Read {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const readAll = async (chunks: Iterable<Uint8Array>, options: PartsOptions): Promise<readonly Read[]> => {
  const found: Read[] = [];
  for await (const { headers, body } of partsOf(streamOf(chunks), options))
    found.push({ headers: Object.fromEntries(headers), body: (await allOf(body)).toString('latin1') });
  return found;
};
const readText = (text: string, options: Partial<PartsOptions> = {}) =>
  readAll([bytesOf(text)], { boundary: 'b', ...options });
const codeOf = async (text: string, options: Partial<PartsOptions> = {}): Promise<string> =>
  (await rejectionOf(readText(text, options))).code;

/** RFC 2046 5.1.1: up to 70 characters, which do not end with a blank. */
const anyBoundary = fc.stringMatching(/^[0-9a-zA-Z'()+_,./:=? -]{0,69}[0-9a-zA-Z'()+_,./:=?-]$/);

/** Bytes that are, or nearly are, what ends a part. */
const nearly = (boundary: string): fc.Arbitrary<Buffer> => {
  const near = [
    '\r',
    '\n',
    '\r\n',
    '\r\n-',
    '\r\n--',
    `--${boundary}`,
    `\n--${boundary}`,
    `\r\n--${boundary.slice(0, -1)}`,
  ];
  const longer = [`\r\n--${boundary}x`, `\r\n--${boundary}-x`, `\r\n--${boundary} \tx`, `\r\n--${boundary}\rx`];
  return fc.oneof(
    fc.uint8Array({ maxLength: 30 }).map((some) => Buffer.from(some)),
    fc.constantFrom(...near, ...longer).map(bytesOf),
  );
};

/** Whether reading the body alone would end early; who writes a message chooses a boundary that is not in it. */
const holdsDelimiter = (body: string, boundary: string): boolean =>
  `\r\n${body}\r\n`
    .split(`\r\n--${boundary}`)
    .slice(1)
    .some((rest) => /^(?:--|[ \t]*(?:\r\n|\r?$))/.test(rest));

/** A few headers of a part; values may hold colons, and none is empty. */
const anyHeaders = fc.dictionary(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,15}$/).map((name) => name.toLowerCase()),
  fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/),
  { maxKeys: 4, noNullPrototype: true },
);

const anyMessage = anyBoundary.chain((boundary) =>
  fc.record({
    boundary: fc.constant(boundary),
    parts: fc.array(
      fc.record({
        headers: anyHeaders,
        body: fc
          .array(nearly(boundary), { maxLength: 6 })
          .map((pieces) => Buffer.concat(pieces).toString('latin1'))
          .filter((body) => !holdsDelimiter(body, boundary)),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    preamble: fc.constantFrom('', 'This is a message in several parts.\r\n', '\r\n'),
    padding: fc.constantFrom('', ' ', ' \t '),
    epilogue: fc.constantFrom('', '\r\n', '\r\nThe end\r\n--'),
    cuts: anyCuts,
  }),
);

describe('parts of a multipart message', () => {
  it('come back as they were written, whatever the boundary and wherever the stream is cut', () =>
    fc.assert(
      fc.asyncProperty(anyMessage, async ({ boundary, parts, preamble, padding, epilogue, cuts }) => {
        const written = (headers: Readonly<Record<string, string>>) =>
          Object.entries(headers)
            .map(([name, value]) => `${name}: ${value}\r\n`)
            .join('');
        const text = parts
          .map(
            ({ headers, body }, index) =>
              `${index === 0 ? preamble : '\r\n'}--${boundary}${padding}\r\n${written(headers)}\r\n${body}`,
          )
          .join('');
        const message = bytesOf(`${text}\r\n--${boundary}--${epilogue}`);
        const read = await readAll(cutAt(message, cuts), { boundary });
        expect(read).to.deep.equal(parts);
      }),
      { numRuns: 1000 },
    ));

  it('come back from what this product writes, whose length is as announced', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
        anyCuts,
        async (bodies, cuts) => {
          const contentType = 'application/dicom';
          const parts = bodies.map((body) => ({ contentType, byteCount: body.length, bytes: () => [body] }));
          const { contentType: type, byteCount, bytes } = relatedMessage(parts, { type: contentType });
          const written = await allOf(bytes());
          expect(written.length).to.equal(byteCount);
          expect(await allOf(bytes())).to.deep.equal(written); // can be sent again
          const read = await readAll(cutAt(written, cuts), { boundary: mediaTypeOf(type).parameter('boundary') ?? '' });
          expect(read).to.deep.equal(
            bodies.map((body) => ({
              headers: { 'content-type': contentType },
              body: Buffer.from(body).toString('latin1'),
            })),
          );
        },
      ),
    ));

  it('can be passed over without being read, or after a beginning', async () => {
    const message = '--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b\r\n\r\nthird\r\n--b--';
    const seen: string[] = [];
    for await (const { body } of partsOf(streamOf(cutAt(bytesOf(message), [9, 12, 23])), { boundary: 'b' })) {
      if (seen.length === 2) seen.push((await allOf(body)).toString());
      else
        for await (const chunk of body) {
          seen.push(Buffer.from(chunk).toString());
          break;
        }
    }
    expect(seen).to.deep.equal(['fi', 'se', 'third']);
  });

  it('have headers by name in lower case', async () => {
    const [part] = await readText(
      '--b\r\nContent-TYPE:  application/dicom\r\nContent-Location: http://a/b:c\r\n\r\n--b\r\n--b--',
    );
    expect(part?.headers).to.deep.equal({ 'content-type': 'application/dicom', 'content-location': 'http://a/b:c' });
  });

  it('are none in a message that only ends', async () => {
    expect(await readText('--b--')).to.deep.equal([]);
    expect(await readText('nothing to see\r\n--b--\r\n')).to.deep.equal([]);
  });

  it('of a truncated message are refused, wherever it ends', async () => {
    const whole = '--b\r\nA: b\r\n\r\nhello\r\n--b\r\n\r\nworld\r\n--b--';
    for (let length = 0; length < whole.length; length++) {
      const error = await rejectionOf(readText(whole.slice(0, length)));
      expect([error.code, error.retriable], `of length ${length}`).to.deep.equal(['DICOMWEB_MULTIPART_BROKEN', true]);
    }
  });

  it('are refused with headers that are too long or none, or in too large a number', async () => {
    expect(await codeOf(`--b\r\nA: ${'x'.repeat(200)}\r\n\r\n\r\n--b--`, { maxHeaderBytes: 100 })).to.equal(
      'DICOMWEB_MULTIPART_BROKEN',
    );
    expect(await codeOf(`--b\r\n${'x'.repeat(200)}`, { maxHeaderBytes: 100 })).to.equal('DICOMWEB_MULTIPART_BROKEN');
    expect(await codeOf('--b\r\nno header\r\n\r\n\r\n--b--')).to.equal('DICOMWEB_MULTIPART_BROKEN');
    expect(await codeOf(`${'--b\r\n\r\nx\r\n'.repeat(4)}--b--`, { maxParts: 3 })).to.equal('DICOMWEB_MULTIPART_BROKEN');
  });

  it('are not waited for behind a preamble, or an epilogue, without end', async () => {
    const endless = async function* (first: string) {
      yield bytesOf(first);
      for (;;) yield Buffer.alloc(1000);
    };
    const parts = partsOf(endless('x'), { boundary: 'b', maxBesideBytes: 5000 });
    expect((await rejectionOf(parts.next())).code).to.equal('DICOMWEB_TOO_LARGE');
    const bodies: string[] = [];
    for await (const { body } of partsOf(endless('--b\r\n\r\nhello\r\n--b--'), { boundary: 'b' }))
      bodies.push((await allOf(body)).toString());
    expect(bodies).to.deep.equal(['hello']);
  });

  it('hold no more than a chunk of a large body', async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    const large = async function* () {
      yield bytesOf('--b\r\n\r\n');
      for (let count = 0; count < 2000; count++) yield chunk;
      yield bytesOf('\r\n--b--');
    };
    let [bytes, most] = [0, 0];
    for await (const { body } of partsOf(large(), { boundary: 'b' }))
      for await (const piece of body) {
        bytes += piece.length;
        most = Math.max(most, piece.buffer.byteLength);
      }
    expect(bytes).to.equal(2000 * chunk.length);
    expect(most).to.be.at.most(2 * chunk.length);
  });
});

describe('a media type', () => {
  it('has its parameters, quoted or not', () => {
    const boundaryOf = (header: string) => mediaTypeOf(header).parameter('boundary');
    expect(boundaryOf('multipart/related; type="application/dicom"; boundary="a b"')).to.equal('a b');
    expect(boundaryOf('Multipart/Related;BOUNDARY=--x/y=z;type=application/dicom')).to.equal('--x/y=z');
    expect(mediaTypeOf('Multipart/Related; boundary=x').essence).to.equal('multipart/related');
    expect(mediaTypeOf(undefined).essence).to.equal('');
    expect(mediaTypeOf('nonsense').essence).to.equal('');
  });
});
