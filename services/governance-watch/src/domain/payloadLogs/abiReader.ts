const WORD_BYTES = 32;

/**
 * Reads ABI-encoded words one after the other, in the one order in which a compiler writes them. The first thing that
 * is not as it must be is kept as `failure`; what is read after it is zero and means nothing.
 * Source: the Solidity ABI specification, "Formal Specification of the Encoding" and "Strict Encoding Mode".
 */
export class AbiReader {
  failure: string | undefined;
  private at = 0;

  constructor(private readonly data: Uint8Array) {}

  /** Bytes read so far. */
  get position(): number {
    return this.at;
  }

  uint(bits: number, name: string): bigint {
    const word = this.bytes(WORD_BYTES, name);
    const value = word.length === 0 ? 0n : BigInt(`0x${hexOf(word)}`);
    if (value >> BigInt(bits) === 0n) return value;
    return this.fail(`Expected ${name} to fit ${bits} bits, was 0x${value.toString(16)}.`, 0n);
  }

  bool(name: string): boolean {
    return this.uint(1, name) === 1n;
  }

  /** Lower case. */
  address(name: string): string {
    return `0x${this.uint(160, name).toString(16).padStart(40, '0')}`;
  }

  /** A pointer, which strict encoding lets have one value only. */
  offset(expected: number, name: string): void {
    const found = this.uint(256, name);
    if (found !== BigInt(expected)) this.fail(`Expected ${name} to be ${expected}, was ${found}.`, undefined);
  }

  /** The number of elements or bytes that follow. */
  length(max: number, name: string): number {
    const found = this.uint(256, name);
    return found <= BigInt(max) ? Number(found) : this.fail(`Expected at most ${max} ${name}, were ${found}.`, 0);
  }

  /** Its length, its bytes, and zeros up to a whole word. */
  dynamicBytes(name: string): Uint8Array {
    const length = this.length(this.data.length, `bytes of ${name}`);
    const content = this.bytes(length, name);
    const padding = this.bytes((WORD_BYTES - (length % WORD_BYTES)) % WORD_BYTES, `the padding of ${name}`);
    if (padding.some((byte) => byte !== 0)) this.fail(`Expected zeros after ${name}, found other bytes.`, undefined);
    return content;
  }

  /** Nothing may follow what was read. */
  end(): void {
    const left = this.data.length - this.at;
    if (left !== 0) this.fail(`Expected ${this.at} bytes, were ${this.data.length}.`, undefined);
  }

  private bytes(count: number, name: string): Uint8Array {
    if (this.failure !== undefined) return new Uint8Array(0);
    const left = this.data.length - this.at;
    if (left < count) return this.fail(`Expected ${count} bytes for ${name}, were ${left}.`, new Uint8Array(0));
    const read = this.data.subarray(this.at, this.at + count);
    this.at += count;
    return read;
  }

  private fail<T>(reason: string, instead: T): T {
    this.failure ??= reason;
    return instead;
  }
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
