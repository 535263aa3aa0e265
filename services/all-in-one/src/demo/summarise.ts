import { ActionKind } from '@gimbal/contracts/execution/v1/execution_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ReplayFacts } from './collectFacts.js';

export interface SummaryInput {
  readonly facts: ReplayFacts;
  readonly title: string;
  readonly assumptions: readonly string[];
  /** Whether the scripted second principal approved, or the reader did. */
  readonly interactive: boolean;
}

/** The figures of a replay, from the log alone. */
export interface ReplayFigures {
  readonly mainStartUsd: number;
  readonly mainEndUsd: number;
  readonly twinStartUsd: number;
  readonly twinEndUsd: number;
  /** Main's end over the twin's: net of every cost, since costs are booked in main. */
  readonly savedUsd: number;
  readonly costsUsd: number;
  readonly hedges: number;
  readonly repaidUsdc: number;
  readonly lowestHealthMain: number;
  readonly lowestHealthTwin: number;
  readonly liquidationLossUsd: number;
}

export function replayFigures(facts: ReplayFacts): ReplayFigures {
  const main = booked(facts.exposures.get('main') ?? []);
  const twin = booked(facts.exposures.get('twin') ?? []);
  const value = (exposure: ExposureCalculated | undefined): number => exposure?.total?.valueUsd ?? NaN;
  return {
    mainStartUsd: value(main[0]),
    mainEndUsd: value(main.at(-1)),
    twinStartUsd: value(twin[0]),
    twinEndUsd: value(twin.at(-1)),
    savedUsd: value(main.at(-1)) - value(twin.at(-1)) - (value(main[0]) - value(twin[0])),
    costsUsd: sum(facts.fills.map((fill) => fill.cost?.totalUsd ?? 0)),
    hedges: facts.fills.filter((fill) => fill.kind === ActionKind.ACTION_KIND_HEDGE).length,
    repaidUsdc: sum(
      facts.fills
        .filter((fill) => fill.kind === ActionKind.ACTION_KIND_REPAY)
        .map((fill) => Math.abs(Number(fill.quantity))),
    ),
    lowestHealthMain: Math.min(lowestHealth(main), ...liquidationHealth(facts, 'aave:main')),
    lowestHealthTwin: Math.min(lowestHealth(twin), ...liquidationHealth(facts, 'aave:twin')),
    liquidationLossUsd: sum(facts.liquidations.map((liquidation) => Number(liquidation.lossUsd))),
  };
}

/** The printed summary: the same on every run of the same recording. */
export function summarise({ facts, title, assumptions, interactive }: SummaryInput): string {
  const figures = replayFigures(facts);
  const main = booked(facts.exposures.get('main') ?? []);
  const lines = [
    `== ${title} ==`,
    '',
    ...section([...priceLines(main), ...staleLines(facts)]),
    ...section(breachLines(facts)),
    ...section(fillLines(facts)),
    ...section([...approvalLines(facts, interactive), ...healthLines(figures), ...liquidationLines(facts)]),
    `Main book         ${usd(figures.mainStartUsd)} at the start, ${usd(figures.mainEndUsd)} at the end`,
    `Untouched twin    ${usd(figures.twinStartUsd)} at the start, ${usd(figures.twinEndUsd)} at the end`,
    ...savedLines(figures, facts.fills.length),
    '',
    'Assumed, because no record exists:',
    ...assumptions.map((assumption) => `  - ${assumption}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The reference price is 0 until the pool has shown one, which is no price. */
function priceLines(main: readonly ExposureCalculated[]): string[] {
  const prices = main
    .map((exposure) => ({ price: exposure.referencePriceUsd, timeUs: exposure.cut?.timeUs ?? 0n }))
    .filter(({ price }) => price > 0);
  if (prices.length === 0) return [];
  const highest = prices.reduce((a, b) => (b.price > a.price ? b : a));
  const lowest = prices.reduce((a, b) => (b.price < a.price ? b : a));
  return [
    `Pool price        high ${usd(highest.price, 2)} at ${clock(highest.timeUs)}, low ${usd(lowest.price, 2)} at ${clock(lowest.timeUs)} UTC`,
  ];
}

/** Without a proposal the script had nothing to approve. */
function approvalLines({ approvals, proposals }: ReplayFacts, interactive: boolean): string[] {
  if (approvals.length === 0 && proposals.length === 0 && !interactive) return [];
  const who = [...new Set(approvals.map(({ approvedBy }) => approvedBy))].sort().join(', ');
  const how = interactive ? 'interactive: left to the reader' : 'scripted second principal';
  return [`Approvals         ${approvals.length}${who === '' ? '' : ` by ${who}`} (${how})`];
}

/** A book without a loan has no health. */
function healthLines({ lowestHealthMain, lowestHealthTwin }: ReplayFigures): string[] {
  const healths = [
    ['main', lowestHealthMain],
    ['untouched twin', lowestHealthTwin],
  ] as const;
  const known = healths.filter(([, health]) => Number.isFinite(health));
  if (known.length === 0) return [];
  return [`Health, lowest    ${known.map(([name, health]) => `${name} ${health.toFixed(4)}`).join(', ')}`];
}

/** Where nothing was done and nothing was liquidated, nothing was saved either. */
function savedLines({ costsUsd, savedUsd, liquidationLossUsd }: ReplayFigures, fills: number): string[] {
  if (fills === 0 && liquidationLossUsd === 0) return [];
  return [
    `Costs paid        ${usd(costsUsd)} (slippage, fees, gas of ${fills} ${fills === 1 ? 'fill' : 'fills'})`,
    `Gimbal saved      ${usd(savedUsd)} net of these costs`,
    `  of which        ${usd(liquidationLossUsd)} is the liquidation that the main book did not suffer`,
  ];
}

/** Lines with an empty one behind them, or nothing at all. */
function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

/** For each feed how often it fell silent, and the silence that began after the day's first health breach. */
function staleLines({ staleFeeds, breachesOpened }: ReplayFacts): string[] {
  const crash = breachesOpened.find((breach) => breach.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR)?.cut
    ?.timeUs;
  return [...new Set(staleFeeds.map(({ feed }) => feed))].sort().map((feed) => {
    const silences = staleFeeds.filter((silence) => silence.feed === feed);
    const after = silences.find(({ wentUs }) => crash !== undefined && wentUs > crash);
    const minutes = (us: bigint): number => Math.round(Number(us) / 60e6);
    const inCrash =
      after?.silentForUs === undefined
        ? ''
        : `, stale from ${clock(after.wentUs)} in the crash (silent for ${minutes(after.silentForUs)} min)`;
    return `Stale feed        ${feed}: ${silences.length} ${silences.length === 1 ? 'time' : 'times'}${inCrash}`;
  });
}

function breachLines(facts: ReplayFacts): string[] {
  return facts.breachesOpened.map((breach) => {
    const what = breach.component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR ? 'health' : 'delta ';
    const show = (value: number): string => (what === 'health' ? value.toFixed(4) : usd(value));
    return `Breach            ${clock(breach.cut?.timeUs ?? 0n)}  ${what}  ${show(breach.value)} beyond ${show(breach.level)}`;
  });
}

function fillLines(facts: ReplayFacts): string[] {
  const fills = facts.fills.map((fill) => {
    const what =
      fill.kind === ActionKind.ACTION_KIND_REPAY
        ? `repaid ${thousands(Math.abs(Number(fill.quantity)))} USDC of ${fill.accountId}`
        : `traded ${fill.quantity} ${fill.instrumentId} at ${Number(fill.price).toFixed(2)}`;
    return `Fill              ${clock(fill.filledAtUs)}  ${what}, cost ${usd(fill.cost?.totalUsd ?? 0, 2)}`;
  });
  const declined = facts.declined.map((d) => `Declined          ${clock(d.cut?.timeUs ?? 0n)}  ${d.reason}`);
  return [...fills, ...declined];
}

function liquidationLines(facts: ReplayFacts): string[] {
  return facts.liquidations.map(
    (l) =>
      `Liquidated        ${clock(l.observedAtUs)}  ${l.accountId}: ${thousands(Number(BigInt(l.debtRepaid) / 10n ** 6n))} USDC repaid for ` +
      `${(Number(BigInt(l.collateralSeized) / 10n ** 12n) / 1e6).toFixed(3)} WETH, loss ${usd(Number(l.lossUsd))} at the feed's price`,
  );
}

/** From the first exposure on that holds the book and has a price for it: a recording's pool may come later. */
function booked(exposures: readonly ExposureCalculated[]): readonly ExposureCalculated[] {
  const first = exposures.findIndex((exposure) => exposure.lines.length > 3 && exposure.referencePriceUsd > 0);
  return first < 0 ? exposures : exposures.slice(first);
}

/** Infinity without a loan whose health was known. */
function lowestHealth(exposures: readonly ExposureCalculated[]): number {
  return exposures
    .flatMap(({ health }) => health)
    .filter(({ unavailableReason, totalDebtBase }) => unavailableReason === '' && Number(totalDebtBase) > 0)
    .reduce((lowest, { healthFactor }) => Math.min(lowest, healthFactor), Infinity);
}

/** What the account stood at when it was liquidated: within that step, so no exposure shows it. */
function liquidationHealth({ liquidations }: ReplayFacts, accountId: string): number[] {
  return liquidations
    .filter((l) => l.accountId === accountId)
    .map((l) => Number(BigInt(l.healthFactorWadBefore) / 10n ** 9n) / 1e9);
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function usd(value: number, digits = 0): string {
  return `${value < 0 ? '-' : ''}$${thousands(Math.abs(value), digits)}`;
}

function thousands(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function clock(timeUs: bigint): string {
  return new Date(Number(timeUs / 1000n)).toISOString().slice(11, 19);
}
