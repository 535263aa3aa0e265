import type { WatchedContract } from '../../chainFact.js';

/** A text of the contract's parameters; empty where there is none, which `checkContract` has said before. */
export function textParameter(contract: WatchedContract, name: string): string {
  const value = contract.parameters[name];
  return typeof value === 'string' ? value : '';
}

/** A whole number of the contract's parameters; 0 where there is none. */
export function integerParameter(contract: WatchedContract, name: string): number {
  const value = contract.parameters[name];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : 0;
}

/** A list of texts of the contract's parameters; empty where there is none. */
export function listParameter(contract: WatchedContract, name: string): readonly string[] {
  const value = contract.parameters[name];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** `KEY=VALUE` in a list of the parameters; undefined where no entry has the key. Keys are compared in lower case. */
export function entryParameter(contract: WatchedContract, name: string, key: string): string | undefined {
  const begin = `${key.toLowerCase()}=`;
  return listParameter(contract, name)
    .find((entry) => entry.toLowerCase().startsWith(begin))
    ?.slice(begin.length);
}

/** What is wrong with the parameters: the first one that is missing or of another kind; undefined when all are there. */
export function missingParameter(
  contract: WatchedContract,
  kinds: Readonly<Record<string, 'text' | 'integer' | 'list'>>,
): string | undefined {
  const wrong = Object.entries(kinds).find(([name, kind]) => !isOfKind(contract.parameters[name], kind));
  if (wrong === undefined) return undefined;
  const [name, kind] = wrong;
  const found = JSON.stringify(contract.parameters[name]) ?? 'nothing';
  return `Expected ${PARAMETER_KINDS[kind]} in ${name} of ${contract.name}, was ${found}.`;
}

const PARAMETER_KINDS = { text: 'a text', integer: 'a whole number', list: 'a list of texts' } as const;

function isOfKind(value: unknown, kind: 'text' | 'integer' | 'list'): boolean {
  if (kind === 'text') return typeof value === 'string' && value !== '';
  if (kind === 'integer') return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
