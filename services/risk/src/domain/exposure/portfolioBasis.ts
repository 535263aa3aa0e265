import type { PositionBreak, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  accountInputs,
  type AccountInputsResult,
  eModeKey,
  lendingAccountKey,
  type LendingReserveState,
  reserveKey,
} from '@gimbal/margin';
import type { Decimal } from '@gimbal/money';
import type { Step } from '@gimbal/projection';
import { type BookColumns, bookColumns } from '../book/bookColumns.js';
import type { PoolRow } from '../liquidity/poolRows.js';
import { type DeclaredDependencies } from '../lookThrough/declaredDependencies.js';
import type { LendingBacking } from '../lookThrough/legDependencies.js';
import { declaredOf } from '../lookThrough/lookThroughRows.js';
import { type MarginBasis, marginBasis } from '../margin/marginBasis.js';
import type { MarkFrame } from '../marks/markFrame.js';
import { marketView, type Underlyings, underlyingsOf } from '../marks/marketView.js';
import { observedHoldings } from '../observed/observedHoldings.js';
import { observedIssues } from '../observed/observedIssues.js';
import { observedOf } from '../observed/observedOf.js';
import { positionBreaks } from '../observed/positionBreaks.js';
import { sumOfFills, toldFills } from '../observed/toldFills.js';
import { unheardPlaces } from '../observed/unheardPlaces.js';
import type { ObservedAccountRow } from '../observed/observedRows.js';
import { oracleDoubts, type OracleDoubt } from './oracleDoubts.js';
import { lendingSourceKeys } from '../folds/lendingSourceKeys.js';
import type { AccountRow, FactRef, ListingRow, PortfolioRow, RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';

/** What a lending account's numbers rest on. */
export interface LendingBasis {
  readonly inputs: AccountInputsResult;
  /** By asset: indexes and rates as last observed. */
  readonly states: ReadonlyMap<string, LendingReserveState>;
  /** By asset: where the mark of `spot:ASSET` stands. */
  readonly listings: ReadonlyMap<string, ListingRow>;
  /** By asset: the facts behind the rows. */
  readonly sources: ReadonlyMap<string, LendingSources>;
  /** By asset: what stands behind its reserve. */
  readonly backing: ReadonlyMap<string, LendingBacking>;
  /** Oracles of its prices that aren't to be trusted now, in the order of the prices. */
  readonly doubts: readonly OracleDoubt[];
}

export interface LendingSources {
  readonly config: FactRef | undefined;
  readonly state: FactRef | undefined;
  readonly position: FactRef | undefined;
  readonly price: FactRef | undefined;
  /** The terms and the price of the e-mode that the account has entered. */
  readonly eMode: FactRef | undefined;
  readonly eModePrice: FactRef | undefined;
}

export interface AccountBasis {
  readonly account: AccountRow;
  readonly columns: BookColumns;
  /** Undefined when the account isn't a lending account. */
  readonly lending: LendingBasis | undefined;
  /** Undefined when its venue asks for no margin. */
  readonly margin: MarginBasis | undefined;
  /** By instrument: what its fills moved that a watched account tells of, and its columns leave out. */
  readonly told: ReadonlyMap<string, Decimal>;
  /** What has to be said of an account that ingestion watches. */
  readonly watched: readonly Unvalued[];
}

/** Everything that a portfolio's exposure rests on, joined from the partitions at one cut; immutable. */
export interface PortfolioBasis {
  readonly portfolioKey: string;
  readonly portfolio: PortfolioRow;
  /** Its own accounts and those of its descendants; an observed one at each place where it holds something, its own first. */
  readonly accounts: readonly AccountBasis[];
  readonly unreadable: PortfolioRow['unreadable'];
  readonly frames: ReadonlyMap<string, MarkFrame>;
  /** By underlying of a frame: the pools in which it is exchanged for dollars. */
  readonly pools: ReadonlyMap<string, readonly PoolRow[]>;
  /** Observed accounts of which nothing is heard now. */
  readonly unheard: readonly Unvalued[];
  /** Open breaks of watched accounts, with what each is worth. */
  readonly breaks: readonly PositionBreak[];
  /** What the desk said of whom its legs rest on. */
  readonly declared: DeclaredDependencies;
  readonly step: Step;
}

/** Undefined when nothing is attached to the portfolio or beneath it. */
export function portfolioBasis(state: RiskState, key: string, step: Step): PortfolioBasis | undefined {
  const portfolio = state.portfolios.get(key);
  if (portfolio === undefined) return undefined;
  const isLeaf = portfolio.childIds.length === 0;
  const tree = isLeaf ? [] : withDescendants(state, portfolio);
  const accounts = isLeaf
    ? accountsOf(state, portfolio, step.timeUs)
    : accountsOfTree(
        portfolio,
        tree.map((each) => accountsOf(state, each, step.timeUs)),
      );
  if (accounts.length === 0) return undefined;
  const rows = accounts.map(({ account }) => account);
  const { frames, pools } = marketView(state, underlyingsOfAccounts(accounts));
  return {
    portfolioKey: key,
    portfolio,
    accounts,
    unreadable: isLeaf ? portfolio.unreadable : tree.flatMap((each) => each.unreadable),
    frames,
    pools,
    unheard: unheardPlaces(state, rows),
    breaks: positionBreaks(state, rows),
    declared: declaredOf(state, portfolio.rootKey),
    step,
  };
}

function withDescendants(state: RiskState, portfolio: PortfolioRow): readonly PortfolioRow[] {
  const children = portfolio.childIds.map((id) => state.portfolios.get(portfolioKey(portfolio.tenant, id))!);
  return [portfolio, ...children.flatMap((child) => withDescendants(state, child))];
}

/** Of a portfolio's own accounts, as they were found last. */
const accountsByPortfolio = new WeakMap<PortfolioRow, OwnAccounts>();

interface OwnAccounts {
  readonly rests: readonly AccountRests[];
  readonly accounts: readonly AccountBasis[];
}

/** The rows on which an account was found to rest; only a settled one rests on them alone. */
interface AccountRests {
  readonly account: AccountRow;
  readonly observed: ObservedAccountRow | undefined;
  /** How many of its fills are told of elsewhere. */
  readonly told: number;
  readonly isSettled: boolean;
}

/** The very same list while nothing of its accounts has changed, so that what is derived from them can hang on it. */
function accountsOf(state: RiskState, portfolio: PortfolioRow, timeUs: bigint): readonly AccountBasis[] {
  const keys = accountKeysOf(portfolio);
  const known = accountsByPortfolio.get(portfolio);
  if (known?.rests.every((each, at) => hasStayed(state, keys[at]!, each)) === true) return known.accounts;
  const rests: AccountRests[] = [];
  const accounts: AccountBasis[] = [];
  for (const key of keys) {
    const account = state.accounts.get(key)!;
    const observed = observedOf(state, account);
    const own = accountBases(state, account, observed, timeUs);
    // An account without a deployment rests on its own rows alone, once all that it holds is listed.
    const isSettled = account.deployment === '' && own.every(({ columns }) => columns.isComplete);
    rests.push({ account, observed, told: toldFills(state, account).length, isSettled });
    accounts.push(...own);
  }
  accountsByPortfolio.set(portfolio, { rests, accounts });
  return accounts;
}

function hasStayed(state: RiskState, key: string, { account, observed, told, isSettled }: AccountRests): boolean {
  if (!isSettled || state.accounts.get(key) !== account || observedOf(state, account) !== observed) return false;
  return toldFills(state, account).length === told;
}

/** An account as it stands; an observed one at each of its places, with all that is of the whole at the first. */
function accountBases(
  state: RiskState,
  account: AccountRow,
  observed: ObservedAccountRow | undefined,
  timeUs: bigint,
): readonly AccountBasis[] {
  const margin = marginBasis(state, account, timeUs);
  const lending = margin === undefined ? lendingOf(state, account) : undefined;
  const watched = observed === undefined ? NOTHING_SAID : observedIssues(state, account, observed);
  if (!account.observed) {
    const told = sumOfFills(toldFills(state, account));
    return [{ account, columns: bookColumns(state, account), lending, margin, told, watched }];
  }
  return observedHoldings(state, account).map((held) =>
    held.account === account
      ? { ...held, lending, margin, told: NOTHING_TOLD, watched }
      : { ...held, lending: undefined, margin: undefined, told: NOTHING_TOLD, watched: NOTHING_SAID },
  );
}

const NOTHING_SAID: readonly Unvalued[] = [];
const NOTHING_TOLD: ReadonlyMap<string, Decimal> = new Map();

const accountsByTree = new WeakMap<PortfolioRow, TreeAccounts>();

interface TreeAccounts {
  readonly parts: readonly (readonly AccountBasis[])[];
  readonly accounts: readonly AccountBasis[];
}

function accountsOfTree(root: PortfolioRow, parts: TreeAccounts['parts']): readonly AccountBasis[] {
  const known = accountsByTree.get(root);
  if (known?.parts.length === parts.length && parts.every((part, at) => part === known.parts[at]))
    return known.accounts;
  const accounts = parts.flat();
  accountsByTree.set(root, { parts, accounts });
  return accounts;
}

const accountKeys = new WeakMap<PortfolioRow, readonly string[]>();

/** Keys are joined once for each change of a portfolio: each of its steps looks its accounts up. */
function accountKeysOf(portfolio: PortfolioRow): readonly string[] {
  const known = accountKeys.get(portfolio);
  if (known !== undefined) return known;
  const key = portfolioKey(portfolio.tenant, portfolio.portfolioId);
  const found = portfolio.accountIds.map((accountId) => accountKey(key, accountId));
  accountKeys.set(portfolio, found);
  return found;
}

function lendingOf(state: RiskState, account: AccountRow): LendingBasis | undefined {
  const { deployment, accountId, tenant } = account;
  if (deployment === '') return undefined;
  // An account that is watched for another tenant looks as if nobody had observed it.
  const watchedFor = state.lendingTenants.get(lendingAccountKey(deployment, accountId)) ?? tenant;
  const inputs: AccountInputsResult =
    watchedFor === tenant
      ? accountInputs(state.lending, deployment, accountId)
      : { ok: false, failure: { code: 'UnknownAccount', deployment, accountId } };
  const states = new Map<string, LendingReserveState>();
  const listings = new Map<string, ListingRow>();
  const sources = new Map<string, LendingSources>();
  const backing = new Map<string, LendingBacking>();
  for (const { asset } of inputs.ok ? inputs.value.account.reserves : []) {
    const reserveState = state.lending.states.get(reserveKey(deployment, asset));
    if (reserveState !== undefined) states.set(asset, reserveState);
    const listing = state.listings.get(`spot:${asset}`);
    if (listing !== undefined) listings.set(asset, listing);
    sources.set(asset, lendingSourcesOf(state, deployment, accountId, asset));
    backing.set(asset, backingOf(state, deployment, asset));
  }
  return { inputs, states, listings, sources, backing, doubts: oracleDoubts(state, inputs) };
}

function backingOf(state: RiskState, deployment: string, asset: string): LendingBacking {
  const key = reserveKey(deployment, asset);
  const oracleFeed = state.lending.reserves.get(key)?.oracleFeed ?? '';
  return { asset, tokenAddress: state.reserveTokens.get(key) ?? '', oracleFeed };
}

function lendingSourcesOf(state: RiskState, deployment: string, accountId: string, asset: string): LendingSources {
  const feed = state.lending.reserves.get(reserveKey(deployment, asset))?.oracleFeed ?? '';
  const category = state.lending.userEModes.get(lendingAccountKey(deployment, accountId))?.category ?? 0;
  const eModeFeed = state.lending.eModes.get(eModeKey(deployment, category))?.oracleFeed ?? '';
  return {
    config: state.lendingSources.get(lendingSourceKeys.config(deployment, asset)),
    state: state.lendingSources.get(lendingSourceKeys.state(deployment, asset)),
    position: state.lendingSources.get(lendingSourceKeys.position(deployment, accountId, asset)),
    price: state.lendingSources.get(lendingSourceKeys.price(feed)),
    eMode: state.lendingSources.get(lendingSourceKeys.eMode(deployment, category)),
    eModePrice: state.lendingSources.get(lendingSourceKeys.price(eModeFeed)),
  };
}

const underlyingsByAccounts = new WeakMap<readonly AccountBasis[], Underlyings>();

/** Those of positions, account by account, each followed by those of its lending balances. */
function underlyingsOfAccounts(accounts: readonly AccountBasis[]): Underlyings {
  const known = underlyingsByAccounts.get(accounts);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { columns, lending } of accounts) {
    for (const underlying of columns.underlyings) names.add(underlying);
    for (const { underlying } of lending?.listings.values() ?? []) names.add(underlying);
  }
  const found = underlyingsOf([...names]);
  underlyingsByAccounts.set(accounts, found);
  return found;
}
