import type { ReserveConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { DependencyDeclared } from '@gimbal/contracts/risk/v1/portfolio_events';
import { reserveKey } from '@gimbal/margin';
import { decimalToNumber, parseDecimal } from '@gimbal/money';
import { Table } from '@gimbal/projection';
import { type DeclaredDependencies, NOTHING_DECLARED } from './declaredDependencies.js';
import { type Dependency, isDependencyKind } from './dependency.js';

/** What a desk said, in the order in which each was first said; a row a root portfolio, as a store can keep it. */
export interface DeclaredRow {
  readonly declarations: readonly Declaration[];
}

export interface Declaration extends Dependency {
  readonly subject: string;
}

export interface LookThroughRows {
  /** By the key of a root portfolio. */
  readonly declarations: Table<DeclaredRow>;
  /** The token of a lending reserve, by deployment and asset. */
  readonly reserveTokens: Table<string>;
}

export function createLookThroughRows(): LookThroughRows {
  return {
    declarations: new Table<DeclaredRow>('declared_dependencies'),
    reserveTokens: new Table<string>('reserve_tokens'),
  };
}

export function foldReserveToken({ reserveTokens }: LookThroughRows, configured: ReserveConfigured): void {
  const { deployment, asset, tokenAddress } = configured;
  const key = reserveKey(deployment, asset);
  if ((reserveTokens.get(key) ?? '') !== tokenAddress) reserveTokens.set(key, tokenAddress);
}

/** A declaration whose kind or recovery can't be read changes nothing: the command that made it refused such. */
export function foldDependencyDeclared(
  rows: LookThroughRows,
  { rootKey }: { readonly rootKey: string },
  said: DependencyDeclared,
): void {
  const { subject, kind, name } = said;
  if (!isDependencyKind(kind)) return;
  const parsed = said.recovery === '' ? undefined : parseDecimal(said.recovery);
  if (parsed !== undefined && !parsed.ok) return;
  const held = rows.declarations.get(rootKey)?.declarations ?? [];
  const isSame = (each: Declaration): boolean => each.subject === subject && each.kind === kind && each.name === name;
  const declaration = parsed && { subject, kind, name, recovery: decimalToNumber(parsed.value) };
  const at = held.findIndex(isSame);
  const before = at < 0 ? held : held.slice(0, at);
  const after = at < 0 ? [] : held.slice(at + 1);
  rows.declarations.set(rootKey, {
    declarations: [...before, ...(declaration === undefined ? [] : [declaration]), ...after],
  });
}

const byRow = new WeakMap<DeclaredRow, DeclaredDependencies>();

/** What the desk of a root portfolio said, by subject; the same object until it says more. */
export function declaredOf(rows: LookThroughRows, rootKey: string): DeclaredDependencies {
  const row = rows.declarations.get(rootKey);
  if (row === undefined) return NOTHING_DECLARED;
  const known = byRow.get(row);
  if (known !== undefined) return known;
  const declared = new Map<string, Dependency[]>();
  for (const { subject, ...dependency } of row.declarations) {
    declared.set(subject, [...(declared.get(subject) ?? []), dependency]);
  }
  byRow.set(row, declared);
  return declared;
}
