/** Buffer of bytes read from a stream and not yet consumed. */
export class Input {
  readonly #source: AsyncIterator<Uint8Array>;
  #bytes: Buffer;
  #ended = false;

  /** @param first bytes prepended to the stream */
  constructor(source: AsyncIterable<Uint8Array>, first: string) {
    this.#source = source[Symbol.asyncIterator]();
    this.#bytes = Buffer.from(first, 'latin1');
  }

  /** Buffered bytes. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Reads more; false at the end of the stream. */
  async more(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#source.next();
    if (done) {
      this.#ended = true;
      return false;
    }
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk]);
    return true;
  }

  /** Consumes the first bytes. */
  take(count: number): Buffer {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  /** Releases the stream and closes a connection with unread data. */
  async close(): Promise<void> {
    if (!this.#ended) await this.#source.return?.();
    this.#ended = true;
  }
}
