import {
  AccountPositionObserved,
  BridgeTransferObserved,
  BridgeTransferState,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { attachAccount } from '../commands/attachAccount.js';
import { openPortfolio } from '../commands/openPortfolio.js';
import { attaching, opening } from '../commands/requests.sample.js';
import { alice, type Desk, openDesk, PERP, RANGE, USDC, WETH } from '../desk.sample.js';

export const VENUE_PERP = 'perp:hyperliquid:ETH-USD';

/** A desk whose only account is a watched wallet on Polygon, with everything listed that the samples hold. */
export function watchedDesk(more: Parameters<typeof attaching>[0] = {}): Desk {
  const desk = openDesk();
  desk.list('ETH', WETH, PERP, RANGE, VENUE_PERP);
  desk.list('USD', USDC);
  desk.accept(openPortfolio(desk.state, alice, opening()));
  desk.accept(attachAccount(desk.state, alice, attaching({ observed: true, ...more })));
  return desk;
}

/** WETH and USDC a touch off round, a range of 3.2 USD for 10^12 of liquidity, a perpetual above spot. */
export function markAll(desk: Desk, spotUsd = 1_700): void {
  desk.mark('ETH', spotUsd, {
    [WETH]: { priceUsd: spotUsd, delta: 1 },
    [PERP]: { priceUsd: spotUsd + 5, delta: 1 },
    [RANGE]: { priceUsd: 3.2, delta: 0.001 },
    [VENUE_PERP]: { priceUsd: spotUsd + 5, delta: 1 },
  });
  desk.mark('USD', 1, { [USDC]: { priceUsd: 0.999, delta: 0 } });
}

/** Block 100 of a chain unless more says otherwise. */
export function holds(
  desk: Desk,
  place: string,
  instrumentId: string,
  quantity: string,
  more: Partial<AccountPositionObserved> = {},
  tenant?: string,
): void {
  const observed = AccountPositionObserved.fromPartial({
    accountId: 'wallet',
    place,
    instrumentId,
    quantity,
    source: `erc20:${place}/${instrumentId}`,
    adoption: 100n,
    number: 100n,
    blockHash: '0xabc',
    cause: '0x1/0',
    observedAtUs: desk.step().timeUs,
    ...more,
  });
  desk.fold('account', observed.accountId, AccountPositionObserved, observed, tenant);
}

export const AT_VENUE = { adoption: 0n, number: 0n, blockHash: '', source: 'clearinghouse' };

type StateName = 'IN_TRANSIT' | 'ARRIVED' | 'ARRIVED_UNSENT' | 'UNDONE';

/** 2,500 USDC that leave Polygon over Across, of which 2,499.75 arrive on Arbitrum. */
export function transfers(desk: Desk, state: StateName, more: Partial<BridgeTransferObserved> = {}): void {
  desk.fold('account', 'wallet', BridgeTransferObserved, {
    accountId: 'wallet',
    bridge: 'across',
    transferId: '7',
    fromChain: 'polygon',
    toChain: 'arbitrum',
    asset: 'USDC',
    amountSent: '2500',
    amountReceived: '2499.75',
    state: BridgeTransferState[`BRIDGE_TRANSFER_STATE_${state}`],
    fromAdoption: 100n,
    toAdoption: 0n,
    observedAtUs: desk.step().timeUs,
    ...more,
  });
}
