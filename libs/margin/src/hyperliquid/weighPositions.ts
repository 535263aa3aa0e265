import { type MarginFailure, type MarginResult, refuse } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidMarks, HyperliquidPosition } from './account.js';
import { checkParameters } from './checkParameters.js';
import { POSITIONS_MAX } from './limits.js';
import { maintenanceMargin, type MaintenanceTier, maintenanceTiers } from './maintenanceMargin.js';
import type { HyperliquidParameters } from './parameters.js';

/** A position at its mark, with the tiers that apply to it. */
export interface WeighedPosition extends HyperliquidPosition {
  readonly markUsd: number;
  readonly notionalUsd: number;
  readonly maintenanceUsd: number;
  readonly tiers: readonly MaintenanceTier[];
}

/** Every position valued, or the first thing in parameters, account or marks that can't be. Closed positions drop out. */
export function weighPositions(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
): MarginResult<readonly WeighedPosition[]> {
  const invalid = checkParameters(parameters) ?? checkAccount(account);
  if (invalid !== undefined) return refuse(invalid);
  const assets = new Map(parameters.assets.map((asset) => [asset.asset, asset]));
  const weighed: WeighedPosition[] = [];
  for (const position of account.positions) {
    const asset = assets.get(position.asset);
    if (asset === undefined) return refuse({ code: 'UnknownAsset', asset: position.asset });
    if (position.size === 0) continue;
    const markUsd = Object.hasOwn(marksUsd, position.asset) ? marksUsd[position.asset] : undefined;
    if (markUsd === undefined || !(markUsd > 0 && markUsd < Infinity)) {
      return refuse({ code: 'MissingPrice', asset: position.asset, found: markUsd });
    }
    const tiers = maintenanceTiers(asset, parameters.maintenanceShare);
    const notionalUsd = Math.abs(position.size) * markUsd;
    weighed.push({ ...position, markUsd, notionalUsd, maintenanceUsd: maintenanceMargin(notionalUsd, tiers), tiers });
  }
  return { ok: true, value: weighed };
}

function checkAccount(account: HyperliquidAccount): MarginFailure | undefined {
  const { positions, crossRawUsd } = account;
  if (positions.length > POSITIONS_MAX) {
    return { code: 'TooMany', list: 'positions', found: positions.length, max: POSITIONS_MAX };
  }
  if (!Number.isFinite(crossRawUsd)) return notFinite('the account', 'crossRawUsd', crossRawUsd);
  const seen = new Set<string>();
  for (const { asset, size, mode } of positions) {
    if (seen.has(asset)) return { code: 'DuplicateAsset', asset, list: 'positions' };
    seen.add(asset);
    if (!Number.isFinite(size)) return notFinite(asset, 'size', size);
    if (!(mode.leverage > 0 && mode.leverage < Infinity)) {
      return { code: 'ValueOutOfRange', subject: asset, field: 'leverage', expected: 'above 0', found: mode.leverage };
    }
    if (mode.kind === 'cross') continue;
    if (!Number.isFinite(mode.rawUsd)) return notFinite(asset, 'rawUsd', mode.rawUsd);
    if (size < 0 && mode.rawUsd <= 0) {
      return { code: 'IsolatedMarginContradictsSize', asset, size, rawUsd: mode.rawUsd };
    }
  }
  return undefined;
}

function notFinite(subject: string, field: string, found: number): MarginFailure {
  return { code: 'ValueOutOfRange', subject, field, expected: 'to be a finite number', found };
}
