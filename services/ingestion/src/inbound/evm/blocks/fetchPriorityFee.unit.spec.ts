import { describe, expect, it } from 'vitest';
import type { RpcAnswer } from '../rpc/rpcClient.js';
import { ScriptedChain } from '../scriptedNodes.scenario.js';
import { blockHeader } from './blockHeader.js';
import { readPriorityFee } from './fetchPriorityFee.js';

const header = blockHeader(new ScriptedChain().extend('main', []).fields)!;

/** The form of the example in the Execution API specification (eth_feeHistory), of block 1 with a base fee of 7. */
const HISTORY = {
  oldestBlock: '0x1',
  reward: [['0x3b9aca00']],
  baseFeePerGas: ['0x7', '0x7'],
  gasUsedRatio: [0.5],
  baseFeePerBlobGas: ['0x1', '0x1'],
  blobGasUsedRatio: [0],
};
const saidOf = (result: unknown): RpcAnswer => ({ ok: true, result });

describe('the tip of a block', () => {
  it('is the reward of its only block, in wei', () => {
    expect(readPriorityFee(saidOf(HISTORY), header)).toEqual({ kind: 'value', value: 1_000_000_000n });
  });

  it.each([
    ['of another block', { ...HISTORY, oldestBlock: '0x2' }],
    ['of a block of the same number on another branch', { ...HISTORY, baseFeePerGas: ['0x8', '0x8'] }],
    ['without rewards', { ...HISTORY, reward: undefined }],
    ['of rewards that nobody pays', { ...HISTORY, reward: [['0xffffffffffffffff']] }],
    ['that is none', 'fees'],
    ['of null', null],
  ])('is not taken from an answer %s', (_name, result) => {
    expect(readPriorityFee(saidOf(result), header)).toMatchObject({ kind: 'unable' });
  });

  it('is not known of a node that lacks the method', () => {
    const answer: RpcAnswer = { ok: false, code: -32601, message: 'method not found', data: undefined };
    expect(readPriorityFee(answer, header)).toEqual({ kind: 'unable', detail: 'method not found' });
  });
});
