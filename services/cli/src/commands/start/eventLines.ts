import type { OrderFilled } from '@gimbal/contracts/execution/v1/execution_events';
import { ActionKind } from '@gimbal/contracts/execution/v1/execution_events';
import type { WatchExecutionResponse } from '@gimbal/contracts/execution/v1/execution_service';
import { ChangeState, type ParameterChangeUpdated } from '@gimbal/contracts/governance/v1/governance_events';
import type { LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { BreachClosed, BreachOpened, ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
import { exact, usd } from '../../formatting/figures.js';
import { clock, moment } from '../../formatting/moments.js';
import { actionText, measureText, valueText } from '../../formatting/proposalText.js';

const USDC_DECIMALS = 6;
const WETH_DECIMALS = 18;

/** One line of the replay: when, what, and of what. */
function line(timeUs: bigint, what: string, text: string): string {
  return `${clock(timeUs)}  ${what.padEnd(10)}  ${text}`;
}

export function breachOpenedLine(breach: BreachOpened): string {
  const { component, portfolioId, accountId, value, level } = breach;
  const isHealth = component === LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR;
  const isPath = component === LimitComponent.LIMIT_COMPONENT_PATH;
  const show = (number: number): string =>
    isHealth ? number.toFixed(4) : isPath ? String(Number(number.toPrecision(PATH_DIGITS))) : usd(number);
  const name = isHealth
    ? `health of ${accountId}`
    : `${isPath ? breach.path : (LIMIT_NAMES[component] ?? 'limit')} of ${portfolioId}`;
  return line(breach.cut?.timeUs ?? 0n, 'breach', `${name} ${show(value)}, limit ${show(level)}`);
}

/** The unit of a path is in its name, so its numbers stand as they are. */
const PATH_DIGITS = 6;

const LIMIT_NAMES: Readonly<Partial<Record<LimitComponent, string>>> = {
  [LimitComponent.LIMIT_COMPONENT_DELTA_USD]: 'delta',
  [LimitComponent.LIMIT_COMPONENT_GAMMA_USD_PER_1PCT]: 'gamma',
  [LimitComponent.LIMIT_COMPONENT_VEGA_USD_PER_VOL_POINT]: 'vega',
};

export function breachClosedLine({ limitId, cut }: BreachClosed): string {
  return line(cut?.timeUs ?? 0n, 'back', `${limitId} is within its limit again`);
}

/** What execution said; undefined for what is not worth a line. Approvals and expiries carry no time of their own. */
export function executionLine(event: WatchExecutionResponse['event'], nowUs: bigint): string | undefined {
  switch (event?.$case) {
    case 'proposalMade': {
      const made = event.value;
      const change = `${measureText(made)} ${valueText(made, made.valueBefore)} to ${valueText(made, made.valueAfter)}`;
      const cost = `cost ${usd(made.cost?.totalUsd ?? 0, 2)}`;
      return line(
        made.cut?.timeUs ?? nowUs,
        'proposed',
        `${actionText(made.action)}; ${change}, ${cost} [${made.proposalId}]`,
      );
    }
    case 'proposalDeclined':
      return line(event.value.cut?.timeUs ?? nowUs, 'no cure', event.value.reason);
    case 'proposalApproved':
      return line(nowUs, 'approved', `by ${event.value.approvedBy} [${event.value.proposalId}]`);
    case 'proposalRefused':
      return line(nowUs, 'refused', `by ${event.value.refusedBy}: ${event.value.reason} [${event.value.proposalId}]`);
    case 'proposalExpired':
      return line(nowUs, 'expired', `nobody decided, or nothing was left to cure [${event.value.proposalId}]`);
    case 'orderFilled':
      return line(event.value.filledAtUs, 'filled', filledText(event.value));
    case 'orderRejected':
      return line(nowUs, 'rejected', `${event.value.reason} [${event.value.proposalId}]`);
    case 'killSwitchEngaged':
      return line(nowUs, 'stopped', `by ${event.value.engagedBy}: ${event.value.reason}`);
    case 'killSwitchReleased':
      return line(nowUs, 'released', `by ${event.value.requestedBy} and ${event.value.confirmedBy}`);
    default:
      return undefined;
  }
}

export function liquidationLine(liquidation: LiquidationObserved): string {
  const { observedAtUs, accountId, debtRepaid, collateralSeized, lossUsd } = liquidation;
  const debt = whole(debtRepaid, USDC_DECIMALS, 0);
  const collateral = whole(collateralSeized, WETH_DECIMALS, 3);
  return line(
    observedAtUs,
    'liquidated',
    `${accountId}: ${debt} USDC repaid for ${collateral} WETH, loss ${usd(Number(lossUsd))}`,
  );
}

const CHANGE_STATES: Readonly<Partial<Record<ChangeState, string>>> = {
  [ChangeState.CHANGE_STATE_CREATED]: 'created',
  [ChangeState.CHANGE_STATE_QUEUED]: 'queued',
  [ChangeState.CHANGE_STATE_EXECUTED]: 'executed',
  [ChangeState.CHANGE_STATE_CANCELLED]: 'cancelled',
  [ChangeState.CHANGE_STATE_EXPIRED]: 'expired',
};

export function parameterChangeLine(
  { changeId, state, executableFromUs }: ParameterChangeUpdated,
  timeUs: bigint,
): string {
  const from = executableFromUs === 0n ? '' : `, executable from ${moment(executableFromUs)}`;
  return line(timeUs, 'governance', `${changeId} ${CHANGE_STATES[state] ?? 'changed'}${from}`);
}

/** Where the book stands at a moment: on the line beneath, and every half hour where there is none. */
export function standingText(main: ExposureCalculated, twin: ExposureCalculated | undefined): string {
  const parts = [
    `ETH ${usd(main.referencePriceUsd, 2)}`,
    `delta ${usd(main.total?.deltaUsd ?? 0)}`,
    `health ${healthText(main)}`,
  ];
  return [...parts, ...(twin === undefined ? [] : [`untouched twin ${healthText(twin)}`])].join('  ');
}

export function standingLine(main: ExposureCalculated, twin: ExposureCalculated | undefined): string {
  return line(main.cut?.timeUs ?? 0n, '', standingText(main, twin));
}

function healthText({ health }: ExposureCalculated): string {
  const known = health
    .filter(({ unavailableReason }) => unavailableReason === '')
    .map(({ healthFactor }) => healthFactor);
  return known.length === 0 ? '-' : Math.min(...known).toFixed(4);
}

function filledText({ kind, quantity, instrumentId, accountId, price, cost, deployment }: OrderFilled): string {
  const costs = `cost ${usd(cost?.totalUsd ?? 0, 2)}`;
  const units = exact(quantity.replace(/^-/, ''));
  if (kind === ActionKind.ACTION_KIND_REPAY) return `repaid ${units} USDC of ${accountId} on ${deployment}, ${costs}`;
  return `${quantity.startsWith('-') ? 'sold' : 'bought'} ${units} ${instrumentId} at ${exact(price)}, ${costs}`;
}

/** Integer units of a token as its whole units, cut off behind some digits. */
function whole(units: string, decimals: number, digits: number): string {
  const padded = units.padStart(decimals + 1, '0');
  const fraction = padded.slice(-decimals).slice(0, digits);
  return exact(`${padded.slice(0, -decimals)}${digits === 0 ? '' : `.${fraction}`}`);
}
