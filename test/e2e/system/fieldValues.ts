import type { FieldValues } from './plainRequest.ts';
import type { ProtoMethod } from './protoMethods.ts';
import type { TwoDesks } from './twoDesks.ts';

/**
 * What is right for each field of every request, as a tenant whose book is `main` would fill it in. `turn` makes the names
 * of what is new different from probe to probe.
 */
export function fieldValuesOf(method: ProtoMethod, desks: TwoDesks, turn: number): FieldValues {
  const common: FieldValues = {
    request_id: `probe-${turn}`,
    portfolio_id: 'main',
    account_id: 'wallet',
    venue: 'wallet',
    venue_trade_id: 'trade',
    chain: 'polygon',
    instrument_id: 'spot:WETH',
    instrument_ids: ['spot:WETH'],
    quantity: '1',
    price: '1600',
    limit_id: 'limit',
    component: 'LIMIT_COMPONENT_DELTA_USD',
    level: '1000',
    close_level: '500',
    target: '0',
    change_id: 'main/limit/change/1',
    waiver_id: 'main/limit/waiver/1',
    expires_at_us: '4102444800000000',
    mode: 'EXECUTION_MODE_PROPOSE',
    name: 'A name',
    reason: 'a reason',
    // Right for A's pending proposal, so that nothing but the tenant keeps another from deciding on it.
    proposal_id: desks.pending.proposalId,
    payload_hash: desks.pending.payloadHash,
    topic: 'portfolio',
    through_step: '1',
    from_offset: '0',
  };
  return { ...common, ...ownValues(method, turn) };
}

/** Where a field means something else in one method, or must be new each time. */
function ownValues({ path }: ProtoMethod, turn: number): FieldValues {
  switch (path.slice(path.lastIndexOf('/') + 1)) {
    case 'OpenPortfolio':
      return { portfolio_id: `book-${turn}` };
    case 'AttachAccount':
      // Trades are booked in it.
      return { account_id: `account-${turn}`, observed: false };
    case 'BookTrade':
      return { venue_trade_id: `trade-${turn}` };
    case 'ExplainNumber':
      return { component: 'delta_usd', account_id: '' };
    case 'SetLimit':
      // One that stands is refused to whoever sets it again.
      return { account_id: '', limit_id: `limit-${turn}` };
    case 'GetExposureAsOf':
      return { true_at_us: '4102444800000000' };
    case 'AssessFailure':
      return { failed: [{ kind: 'DEPENDENCY_KIND_ISSUER', name: 'Circle' }] };
    case 'DeclareDependency':
      return { subject: 'wallet', kind: 'custodian', name: `A custodian ${turn}`, recovery: '0.5' };
    default:
      return {};
  }
}
