import type { DeriveFailure, DeriveFailureCode } from './failures.js';

/** A condition on an input: failure code, field, whether it holds, what was expected, and what was found. */
export type Demand = readonly [
  code: DeriveFailureCode,
  field: string,
  holds: boolean,
  expected: string,
  found: number | string | undefined,
];

/** The first demand that doesn't hold, as a failure. */
export function firstBroken(demands: readonly Demand[]): DeriveFailure | undefined {
  const broken = demands.find(([, , holds]) => !holds);
  if (broken === undefined) return undefined;
  const [code, field, , expected, found] = broken;
  return { code, field, expected, found: found === undefined ? 'missing' : String(found) };
}

export const finite = (field: string, found: number): Demand => {
  return ['ValueOutOfRange', field, Number.isFinite(found), 'a finite number', found];
};

export const atLeastZero = (field: string, found: number): Demand => {
  return ['ValueOutOfRange', field, found >= 0 && Number.isFinite(found), 'a number of at least 0', found];
};

export const aboveZero = (field: string, found: number): Demand => {
  return ['ValueOutOfRange', field, found > 0 && Number.isFinite(found), 'a number above 0', found];
};

export const share = (field: string, found: number): Demand => {
  return ['ValueOutOfRange', field, found >= 0 && found <= 1, 'a number from 0 to 1', found];
};

export const confidence = (field: string, found: number): Demand => {
  return ['ConfidenceOutOfRange', field, found >= 0 && found <= 1, 'a confidence from 0 to 1', found];
};

export const priced = (field: string, found: number | undefined): Demand => {
  const holds = found !== undefined && found > 0 && Number.isFinite(found);
  return ['MissingPrice', field, holds, 'a price above 0', found];
};

/** Demands that two entries of a list don't share an identity. */
export function noDuplicates(list: string, ids: readonly (string | number)[]): Demand[] {
  const seen = new Set<string | number>();
  return ids.map((id) => {
    const isNew = !seen.has(id);
    seen.add(id);
    return ['DuplicateEntry', list, isNew, 'each entry once', `${id} twice`];
  });
}
