import { type Hex, keccak256, numberToHex, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { headerHash } from './headerHash.js';
import { bloomBits, fillOf, logsBloom, mayContain } from './logsBloom.js';
import { receiptsRoot } from './receiptsRoot.js';
import { trieRootOfList } from './trieRoot.js';

const ZERO32 = `0x${'0'.repeat(64)}` as const;
const NO_BLOOM: Hex = `0x${'0'.repeat(512)}`;

describe('the hash of a header', () => {
  const genesis = {
    parentHash: ZERO32,
    sha3Uncles: '0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347',
    miner: `0x${'0'.repeat(40)}`,
    stateRoot: '0xd7f8974fb5ac78d9ac099b9ad5018bedc2ce0a72dad1827a1709da30580f0544',
    transactionsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    receiptsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    logsBloom: NO_BLOOM,
    difficulty: '0x400000000',
    number: '0x0',
    gasLimit: '0x1388',
    gasUsed: '0x0',
    timestamp: '0x0',
    extraData: '0x11bbe8db4e347b4e8c937c1c8370e4b5ed33adb3db69cbdb7a38e1e50b1b82fa',
    mixHash: ZERO32,
    nonce: '0x0000000000000042',
  };
  // A block of anvil 1.7.1 under the rules of Cancun.
  const cancun = {
    ...genesis,
    parentHash: '0xc5d565171d1bf99eba5dec21a17514768711e89baf7b625cb4007ea1e9dfdc98',
    stateRoot: '0x6d714d451ae6202b7d8377e63ce2530b51809d7eba9e4cd4f6a0f905e24cd7ad',
    transactionsRoot: '0x3387f4d4cca335d7d6869e326fb7aed5823089f498fc3235d99b618affd1bd62',
    receiptsRoot: '0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2',
    difficulty: '0x0',
    number: '0x1',
    gasLimit: '0x3938700',
    gasUsed: '0x5208',
    timestamp: '0x6553f101',
    extraData: '0x',
    mixHash: '0xe580538f638d704ca4745d59105f9345c538dcb9d03d24192331acef99a6d1c8',
    nonce: '0x0000000000000000',
    baseFeePerGas: '0x3b9aca00',
    withdrawalsRoot: '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421',
    blobGasUsed: '0x0',
    excessBlobGas: '0x0',
    parentBeaconBlockRoot: ZERO32,
  };

  it('is that of the first block of mainnet, and of a block with all later fields', () => {
    expect(headerHash(genesis)).toBe('0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3');
    expect(headerHash(cancun)).toBe('0xd0d42be87b005723c0c3390e603fb25bc10dc2acb75e3d05e17c75fbca2da7ee');
  });

  it('is none for a field that is missing, is no number, or follows a gap', () => {
    expect(headerHash({ ...genesis, mixHash: undefined })).toBeUndefined();
    expect(headerHash({ ...genesis, gasUsed: '12' })).toBeUndefined();
    expect(headerHash({ ...cancun, withdrawalsRoot: undefined })).toBeUndefined();
  });
});

describe('the root over receipts', () => {
  /** Plain transfers: status 1, 21,000 gas each, no logs. */
  const transfers = (count: number): object[] =>
    Array.from({ length: count }, (_, place) => ({
      type: '0x0',
      status: '0x1',
      cumulativeGasUsed: numberToHex(21_000 * (place + 1)),
      logsBloom: NO_BLOOM,
      logs: [],
    }));

  // Roots that anvil 1.7.1 gave for blocks of so many transfers; the first one stands in many blocks of mainnet.
  it.each([
    [1, '0x056b23fbba480696b65fe5a59b8f2148a1299103c4f57df839233af2cf4ca2d2'],
    [2, '0xd95b673818fa493deec414e01e610d97ee287c9421c8eff4102b1647c1a184e4'],
    [16, '0x32d66b78c96b8dde58daf37f057691d942ed95f7f268b6166df32f0bc293de3c'],
    [17, '0xd3aea88a6bd0ea6ea4a5d024ef610cf722474e7719ce2397e5285c68e6221d0f'],
    [129, '0xe85fe9172e4db0df82865ac055bad84ce48bc90d0bc095632676277b1ebed0a7'],
    [300, '0x01f3f3933c6c928e43507c4d909d069f2918c7af356373de02ff2af99789eab0'],
  ])('of %i transfers is that of the node', (count, root) => {
    expect(receiptsRoot(transfers(count))).toBe(root);
  });

  it('of nothing is the empty trie, and of an unknown type none', () => {
    expect(trieRootOfList([])).toBe('0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421');
    expect(receiptsRoot([{ ...transfers(1)[0], type: '0x7e' }])).toBeUndefined();
  });
});

describe('a logs bloom', () => {
  /** The case of go-ethereum's TestBloomExtensively: a hundred entries, and the hash of what they make together. */
  const entries = Array.from({ length: 100 }, (_, i) => stringToHex(`xxxxxxxxxx data ${i} yyyyyyyyyyyyyy`));
  const bytes = new Uint8Array(256);
  for (const bit of entries.flatMap(bloomBits)) bytes[255 - (bit >> 3)]! |= 1 << (bit & 7);

  it('sets the bits that other clients set', () => {
    expect(keccak256(bytes)).toBe('0xc8d3ca65cdb4874300a9e39475508f23ed6da09fdbc487f89a2dcf50b09eb263');
  });

  it('never forgets an entry', () => {
    expect(entries.every((entry) => mayContain(bytes, bloomBits(entry)))).toBe(true);
    expect(mayContain(logsBloom(NO_BLOOM), bloomBits(entries[0]!))).toBe(false);
  });

  it('tells how full it is', () => {
    expect(fillOf(logsBloom(NO_BLOOM))).toBe(0);
    expect(fillOf(logsBloom(`0x${'f'.repeat(512)}`))).toBe(1);
    expect(fillOf(logsBloom(`0x03${'0'.repeat(510)}`))).toBe(2 / 2048);
  });
});
