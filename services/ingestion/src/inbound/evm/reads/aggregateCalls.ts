import { decodeFunctionResult, encodeFunctionData, type Hex, multicall3Abi } from 'viem';
import { AGGREGATE_CALLS_MAX } from '../limits.js';
import type { CallResult } from './callAnswer.js';
import type { PlannedRead } from './plannedRead.js';

/** Where Multicall3 stands on nearly every chain (github.com/mds1/multicall3, deployments). */
export const MULTICALL3: Hex = '0xca11bde05977b3631167028862be2a173976ca11';

/** The reads in groups that one aggregate3 takes. */
export function aggregateGroups(reads: readonly PlannedRead[]): readonly (readonly PlannedRead[])[] {
  const groups: (readonly PlannedRead[])[] = [];
  for (let from = 0; from < reads.length; from += AGGREGATE_CALLS_MAX) {
    groups.push(reads.slice(from, from + AGGREGATE_CALLS_MAX));
  }
  return groups;
}

/** Multicall3's aggregate3 over the group, in which each call may fail by itself. */
export function aggregateCallData(group: readonly PlannedRead[]): Hex {
  const calls = group.map(({ address, callData }) => ({ target: address, allowFailure: true, callData }));
  return encodeFunctionData({ abi: multicall3Abi, functionName: 'aggregate3', args: [calls] });
}

/** The answers in the group's order, or undefined when this isn't what an aggregate3 over it returns. */
export function aggregateResults(returnData: Hex, group: readonly PlannedRead[]): readonly CallResult[] | undefined {
  try {
    const results = decodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', data: returnData });
    if (results.length !== group.length) return undefined;
    return results.map(({ success, returnData: data }) => ({ reverted: !success, returnData: data }));
  } catch {
    return undefined;
  }
}
