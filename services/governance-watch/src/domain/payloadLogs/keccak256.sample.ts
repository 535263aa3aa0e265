const MASK = 2n ** 64n - 1n;
const RATE_BYTES = 136;

/**
 * keccak-256 as Ethereum uses it (padding 0x01), for tests alone: short, slow, and apart from everything it checks.
 * Source: the Keccak reference, version 3.0, sections 1.2 and 2.1 (https://keccak.team/files/Keccak-reference-3.0.pdf).
 */
export function keccak256(text: string): string {
  const message = Buffer.from(text, 'utf8');
  const padded = Buffer.alloc((Math.floor(message.length / RATE_BYTES) + 1) * RATE_BYTES);
  message.copy(padded);
  padded[message.length]! ^= 0x01;
  padded[padded.length - 1]! ^= 0x80;
  let lanes = Array.from({ length: 25 }, () => 0n);
  for (let block = 0; block < padded.length; block += RATE_BYTES) {
    for (let lane = 0; lane < RATE_BYTES / 8; lane++) lanes[lane]! ^= padded.readBigUInt64LE(block + 8 * lane);
    lanes = permuted(lanes);
  }
  const digest = Buffer.alloc(32);
  for (let lane = 0; lane < 4; lane++) digest.writeBigUInt64LE(lanes[lane]!, 8 * lane);
  return `0x${digest.toString('hex')}`;
}

/** The lane of column x and row y stands at x + 5 y. */
function permuted(before: readonly bigint[]): bigint[] {
  let a = [...before];
  let lfsr = 1;
  for (let round = 0; round < 24; round++) {
    const c = [0, 1, 2, 3, 4].map((x) => [0, 1, 2, 3, 4].reduce((sum, y) => sum ^ a[x + 5 * y]!, 0n));
    a = a.map((lane, i) => lane ^ c[(i + 4) % 5]! ^ rotated(c[(i + 1) % 5]!, 1));
    let [x, y] = [1, 0];
    let moving = a[1]!;
    for (let t = 0; t < 24; t++) {
      [x, y] = [y, (2 * x + 3 * y) % 5];
      [moving, a[x + 5 * y]] = [a[x + 5 * y]!, rotated(moving, ((t + 1) * (t + 2)) / 2)];
    }
    const b = a;
    a = b.map((lane, i) => {
      const row = i - (i % 5);
      return lane ^ (~b[row + ((i + 1) % 5)]! & MASK & b[row + ((i + 2) % 5)]!);
    });
    for (let bit = 0; bit < 7; bit++) {
      if ((lfsr & 1) === 1) a[0]! ^= 1n << BigInt(2 ** bit - 1);
      lfsr = (lfsr << 1) ^ ((lfsr & 0x80) === 0 ? 0 : 0x171);
    }
  }
  return a;
}

function rotated(lane: bigint, by: number): bigint {
  const bits = BigInt(by % 64);
  return ((lane << bits) | (lane >> (64n - bits))) & MASK;
}
