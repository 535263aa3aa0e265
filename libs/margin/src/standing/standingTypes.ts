import type { Decimal } from '@gimbal/money';
import type { DeriveFailure } from '../derive/failures.js';
import { describeDeriveFailure } from '../derive/failures.js';
import { describeMarginFailure, type MarginFailure } from '../marginFailures.js';
import { describeShapeFailure, type Shape, type ShapeFailure } from './json/shape.js';

/** Where an account stands by its venue's rules, in the same terms for every engine. USD. */
export interface EngineStanding {
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Below zero exactly when the account, or a part of it that is liquidated on its own, can be liquidated. */
  readonly excessUsd: number;
  /** Maintenance margin over equity, of the part that is nearest to its liquidation. */
  readonly usage: number;
  readonly liquidatable: boolean;
  readonly legs: readonly StandingLeg[];
  readonly loss: LiquidationLossStanding;
  /** Legs that the numbers leave out, and why. */
  readonly unvalued: readonly UnvaluedLeg[];
  /** What is liquidated on its own, the shared part first; left out by engines whose accounts are one whole. */
  readonly parts?: readonly StandingPart[];
}

/** A part of an account that no other part answers for. */
export interface StandingPart {
  /** Undefined for the part that all other legs share. */
  readonly isolatedLegId: string | undefined;
  readonly equityUsd: number;
  readonly maintenanceMarginUsd: number;
  readonly usage: number;
}

export interface StandingLeg {
  readonly legId: string;
  /** Zero for what stands for everything on an underlying. */
  readonly quantity: number;
  readonly priceUsd: number;
  /** What the requirement would fall by without it, or its own share where the venue adds up. */
  readonly maintenanceMarginUsd: number;
  /** Undefined when no price of it alone matters, or none was looked for: the reason says which. */
  readonly liquidationPriceUsd: number | undefined;
  readonly noPriceReason: string;
}

/**
 * What the account loses beyond the move of the market when it is liquidated where that begins: now when it is there, else
 * at the nearest liquidation price of one leg. Zero when no price of one leg leads there.
 */
export type LiquidationLossStanding =
  { readonly kind: 'known'; readonly lossUsd: number } | { readonly kind: 'unknown'; readonly reason: string };

export interface UnvaluedLeg {
  readonly legId: string;
  readonly failure: StandingFailure;
}

/** A trade that might be done, by the name of the leg. Coins and cash move in and out; other legs are paid for. */
export interface StandingTrade {
  readonly legId: string;
  readonly quantity: Decimal;
  /** The venue's price when left out. */
  readonly priceUsd?: number | undefined;
}

/** A price in the place of the venue's. */
export interface StandingPrice {
  readonly asset: string;
  readonly priceUsd: number;
}

/** Why a trade or a price can't be tried. */
export type WhatIfFailure = {
  readonly code: 'UnknownLeg' | 'PriceNotAsked' | 'PriceNotKnown' | 'AmountNotWhole' | 'ValueOutOfRange';
  readonly legId: string;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
};

/** Why there is no standing, by where it went wrong. */
export type StandingFailure =
  | { readonly source: 'json'; readonly failure: ShapeFailure }
  | { readonly source: 'engine'; readonly failure: MarginFailure }
  | { readonly source: 'derive'; readonly failure: DeriveFailure<string> }
  | { readonly source: 'what-if'; readonly failure: WhatIfFailure };

export type StandingResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: StandingFailure };

/** One sentence for a person. */
export function describeStandingFailure(standing: StandingFailure): string {
  switch (standing.source) {
    case 'json':
      return describeShapeFailure(standing.failure);
    case 'engine':
      return describeMarginFailure(standing.failure);
    case 'derive':
      return describeDeriveFailure(standing.failure);
    case 'what-if': {
      const { expected, legId, field, found } = standing.failure;
      return `Expected ${expected} as ${field} of ${legId}, was ${found}.`;
    }
  }
}

/** One engine as the others: how its data is read, and what is asked of it. */
export interface StandingEngine<Parameters, Market, Account> {
  readonly parameters: Shape<Parameters>;
  readonly market: Shape<Market>;
  readonly account: Shape<Account>;
  /** The first contradiction of a parameter set, or undefined. */
  check(parameters: Parameters): StandingFailure | undefined;
  standing(
    parameters: Parameters,
    market: Market,
    account: Account,
    searchedLegs: number,
  ): StandingResult<EngineStanding>;
  /** What the account holds, by name: what is compared with a book. Cash among them. */
  holdings(parameters: Parameters, account: Account): readonly StandingHolding[];
  /**
   * Legs whose absence leaves every other number as it is, or worse: these are left out and named when they can't be
   * valued. Without any other leg there is no equity, so that its failure is the account's.
   */
  severable(parameters: Parameters, account: Account): readonly string[];
  without(parameters: Parameters, account: Account, legIds: ReadonlySet<string>): Account;
  afterTrades(
    parameters: Parameters,
    market: Market,
    account: Account,
    trades: readonly StandingTrade[],
  ): StandingResult<Account>;
  atPrices(
    parameters: Parameters,
    market: Market,
    account: Account,
    prices: readonly StandingPrice[],
  ): StandingResult<{ readonly market: Market; readonly account: Account }>;
}

export interface StandingHolding {
  readonly legId: string;
  readonly quantity: number;
  /** It grows by itself, so that no booked quantity stays equal to it. */
  readonly bearsInterest?: boolean | undefined;
}
