import type { InstrumentListed } from '@gimbal/contracts/pricing/v1/mark_events';
import { describe, expect, it } from 'vitest';
import { PricingScenario } from '../pricing.scenario.js';
import { decideListing } from './decideListing.js';
import { RECORDED_MARKETS } from './marketDirectory.js';

const PUT = 'option:paper:ETH-USD:20230825T080000Z:1650:P';

function decide(scenario: PricingScenario, ...instrumentIds: string[]): ReturnType<typeof decideListing> {
  return decideListing(scenario.state, instrumentIds, RECORDED_MARKETS);
}

describe('listing instruments', () => {
  it('gives each the next index of its underlying, once', () => {
    const decision = decide(new PricingScenario().list('spot:WETH'), 'spot:USDC', PUT, 'spot:WETH', PUT);
    const facts =
      decision.kind === 'accepted' ? decision.drafts.map(({ event }) => event.value as InstrumentListed) : [];
    expect(facts).toEqual([
      { instrumentId: 'spot:USDC', underlying: 'USD', index: 0 },
      { instrumentId: PUT, underlying: 'ETH', index: 1 },
    ]);
  });

  it('says nothing a second time', () => {
    expect(decide(new PricingScenario().list('spot:WETH', PUT), PUT, 'spot:WETH')).toEqual({
      kind: 'accepted',
      drafts: [],
    });
  });

  it.each([
    ['spot', 'kind', 'Expected spot:ASSET as id, was "spot".'],
    ['spot:DOGE', 'asset', 'Expected an asset that is priced (ETH, WETH, USDC), was DOGE.'],
    ['perp:paper:BTC-USD', 'underlying', 'Expected an underlying that is priced (ETH), was BTC.'],
    ['perp:paper:ETH-EUR', 'quote', 'Expected a quote that is priced (USD, USDC), was EUR.'],
    [`univ3:polygon:0x${'0'.repeat(40)}:0:10`, 'pool', /^Expected a pool that is priced \(polygon:0x45dd/],
    [
      'powerperp:ethereum:oCRAB',
      'token',
      'Expected a power perpetual that is priced (ethereum:oSQTH), was ethereum:oCRAB.',
    ],
  ])('refuses %s for its %s and names the place', (instrumentId, _what, message) => {
    const decision = decide(new PricingScenario(), 'spot:WETH', instrumentId);
    expect(decision).toMatchObject({ kind: 'refused', code: 'INVALID_ARGUMENT', field: 'instrument_ids[1]' });
    expect(decision.kind === 'refused' ? decision.message : '').toMatch(message);
  });

  it('refuses an empty request and one that is too long', () => {
    expect(decide(new PricingScenario())).toMatchObject({ kind: 'refused', field: 'instrument_ids' });
    const many = Array.from({ length: 1_001 }, (_, i) => `option:paper:ETH-USD:20230825T080000Z:${i + 1}:P`);
    expect(decide(new PricingScenario(), ...many)).toMatchObject({
      kind: 'refused',
      message: 'Expected 1 to 1000 instruments, was 1001.',
    });
  });
});
