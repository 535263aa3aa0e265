import type { FollowedChain } from '../feedDescription.js';
import { protocolFolds } from './protocols/protocolFolds.js';

/** What is wrong with what a catalogue wants watched on a chain, in sentences: asked before the first block. */
export function watchFaults({ chain, contracts, accounts }: FollowedChain): readonly string[] {
  const strangers = [...contracts.map((contract) => contract.chain), ...accounts.map((account) => account.chain)]
    .filter((name) => name !== chain)
    .map((name) => `Expected what is watched to be on ${chain}, was on ${name}.`);
  const unfit = contracts.flatMap((contract) => {
    const fold = protocolFolds[contract.protocol];
    if (fold === undefined)
      return [`Expected a protocol that is followed, was ${contract.protocol} of ${contract.name}.`];
    return fold.checkContract(contract) ?? [];
  });
  return [
    ...strangers,
    ...repeated(
      'name',
      contracts.map((contract) => contract.name),
    ),
    ...repeated(
      'contract',
      contracts.map((contract) => contract.address),
    ),
    ...repeated(
      'account',
      accounts.map((account) => account.address),
    ),
    ...unfit,
  ];
}

/** An address has one meaning on its chain. */
function repeated(what: string, values: readonly string[]): readonly string[] {
  return values
    .filter((value, i) => values.indexOf(value) !== i)
    .map((value) => `Expected each watched ${what} once, was ${value} twice.`);
}
