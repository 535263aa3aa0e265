import type { PageState } from '../data/pageState.js';
import { el } from '../dom/el.js';
import { setAttribute, setClass, setText } from '../dom/update.js';
import { sourceIsAssumed } from '../format/markSource.js';
import { formatHealth, formatNumber, formatPercent, formatUsd, type MaybeNumber } from '../format/numbers.js';
import { DELTA_LIMIT, HEALTH_LIMIT } from '../format/wireNames.js';
import type { PageActions } from './actions.js';
import { numberButton } from './numberButton.js';
import type { Panel } from './panel.js';

type Tone = '' | 'good' | 'warn' | 'bad';

interface Figure {
  readonly text: string;
  readonly value: MaybeNumber;
  readonly note: string;
  readonly tone: Tone;
  /** How much of a limit is used, 0 to 1 and beyond; undefined without a limit. */
  readonly used?: number | undefined;
}

type Health = NonNullable<NonNullable<PageState['exposure']>['exposure']>['health'][number];

/** The figures that one looks at first. */
export function keyFigures(actions: PageActions): Panel {
  const element = el('section', { class: 'key-figures', attributes: { 'aria-label': 'Key figures' } });
  const tiles = [
    tile('Net value', 'value_usd', valueOf, 'portfolio-value'),
    tile('Delta', 'delta_usd', deltaOf, 'delta-usd'),
    tile('Gamma / 1 %', 'gamma_usd_per_1pct', vectorFigure('gammaUsdPer1pct', 'delta USD per 1 %')),
    tile('Vega / point', 'vega_usd_per_vol_point', vegaOf),
    tile('Theta / day', 'theta_usd_per_day', vectorFigure('thetaUsdPerDay', 'options and oSQTH')),
    tile('Carry / day', 'carry_usd_per_day', vectorFigure('carryUsdPerDay', 'interest, funding, LP fees')),
    tile('Health factor', 'health_factor', healthOf, 'health-factor'),
    tile('To liquidation', 'distance_to_liquidation', distanceOf, 'distance-to-liquidation'),
    tile('Liquidation price', 'liquidation_price_usd', liquidationPriceOf, 'liquidation-price'),
  ];
  element.append(...tiles.map((each) => each.element));
  return { element, render: (state) => tiles.forEach((each) => each.render(state)) };

  function tile(label: string, component: string, figureOf: (state: PageState) => Figure, testId?: string): Panel {
    let account = '';
    const number = numberButton(
      { ...actions, explain: (asked, from) => actions.explain({ ...asked, account }, from) },
      { component, account: '', asset: '' },
      testId,
    );
    const note = el('div', { class: 'figure-note' });
    const bar = el('div', { class: 'figure-bar-used' });
    const barFrame = el('div', { class: 'figure-bar' }, bar);
    const element = el(
      'div',
      { class: 'figure' },
      el('div', { class: 'figure-label' }, label),
      number.element,
      note,
      barFrame,
    );
    return {
      element,
      render: (state) => {
        const figure = figureOf(state);
        account = HEALTH_COMPONENTS.has(component) ? (weakest(state)?.accountId ?? '') : '';
        number.update(figure.text, figure.value);
        setText(note, figure.note);
        setClass(element, `figure ${figure.tone}`);
        barFrame.hidden = figure.used === undefined;
        setAttribute(barFrame, 'data-used', String(Math.round((figure.used ?? 0) * 100)));
        bar.style.width = `${Math.min(100, (figure.used ?? 0) * 100).toFixed(1)}%`;
      },
    };
  }
}

const HEALTH_COMPONENTS: ReadonlySet<string> = new Set([
  'health_factor',
  'distance_to_liquidation',
  'liquidation_price_usd',
]);

function totalOf(state: PageState) {
  return state.exposure?.exposure?.total;
}

/** The lending account with the lowest health; it is the one that the page shows. */
export function weakest(state: PageState): Health | undefined {
  const accounts = state.exposure?.exposure?.health.filter((each) => each.unavailableReason === '') ?? [];
  return accounts.reduce<Health | undefined>(
    (low, each) => (low === undefined || (each.healthFactor ?? Infinity) < (low.healthFactor ?? Infinity) ? each : low),
    undefined,
  );
}

function limitOf(state: PageState, component: number): number | undefined {
  const limit = state.portfolio?.limits.find((each) => each.component === component);
  return limit === undefined ? undefined : Number(limit.level);
}

function vectorFigure(
  field: 'gammaUsdPer1pct' | 'vegaUsdPerVolPoint' | 'thetaUsdPerDay' | 'carryUsdPerDay',
  note: string,
) {
  return (state: PageState): Figure => {
    const value = totalOf(state)?.[field];
    return { text: formatUsd(value), value, note, tone: '' };
  };
}

function vegaOf(state: PageState): Figure {
  return vectorFigure('vegaUsdPerVolPoint', volIsAssumed(state) ? 'vol is assumed' : 'USD per vol point')(state);
}

/** Whether something of the book that has a vega is marked by an assumption. */
function volIsAssumed({ exposure, marks }: PageState): boolean {
  const held = exposure?.byAsset.flatMap(({ instrumentIds }) => instrumentIds) ?? [];
  return held.some((instrumentId) => {
    const mark = marks.get(instrumentId);
    return mark !== undefined && mark.vegaUsdPerVolPoint !== 0 && sourceIsAssumed(mark.markSource);
  });
}

function valueOf(state: PageState): Figure {
  const value = totalOf(state)?.valueUsd;
  const price = state.exposure?.exposure?.referencePriceUsd;
  return { text: formatUsd(value), value, note: `ETH ${formatUsd(price, 2)}`, tone: '' };
}

function deltaOf(state: PageState): Figure {
  const value = totalOf(state)?.deltaUsd;
  const level = limitOf(state, DELTA_LIMIT);
  if (level === undefined || typeof value !== 'number')
    return { text: formatUsd(value), value, note: 'no limit', tone: '' };
  const used = Math.abs(value) / level;
  const tone: Tone = used > 1 ? 'bad' : used > 0.8 ? 'warn' : 'good';
  return { text: formatUsd(value), value, note: `${formatPercent(used, 0)} of ±${formatUsd(level)}`, tone, used };
}

function healthOf(state: PageState): Figure {
  const health = weakest(state);
  const value = health?.healthFactor;
  if (health === undefined || typeof value !== 'number')
    return { text: formatHealth(undefined), value, note: 'no loan', tone: '' };
  const level = limitOf(state, HEALTH_LIMIT);
  const tone: Tone = value < (level ?? 1) ? 'bad' : level !== undefined && value < level * 1.02 ? 'warn' : 'good';
  const note =
    level === undefined ? `${health.accountId}, no limit` : `limit ${formatNumber(level, 2)} · ${health.accountId}`;
  // Full at 1, empty at 1.25: what is left before the account can be liquidated.
  return { text: formatHealth(value), value, note, tone, used: Math.max(0, Math.min(1, (1.25 - value) / 0.25)) };
}

function distanceOf(state: PageState): Figure {
  const health = weakest(state);
  const share = health?.distanceToLiquidation;
  const tone: Tone = typeof share !== 'number' ? '' : share < 0.05 ? 'bad' : share < 0.08 ? 'warn' : 'good';
  const note = health === undefined ? 'no loan' : `fall of ${health.largestCollateral}`;
  return { text: formatPercent(share), value: share, note, tone };
}

function liquidationPriceOf(state: PageState): Figure {
  const health = weakest(state);
  const note = health === undefined ? 'no loan' : `${formatNumber(health.healthPer1pct, 4)} health per 1 %`;
  return { text: formatUsd(health?.liquidationPriceUsd, 2), value: health?.liquidationPriceUsd, note, tone: '' };
}
