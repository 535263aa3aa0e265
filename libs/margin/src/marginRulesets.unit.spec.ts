import { describe, expect, it } from 'vitest';
import { isMarginRulesetId, marginRulesets } from './marginRulesets.js';

describe('the margin rulesets', () => {
  it('are found by the id they carry', () => {
    for (const [id, ruleset] of Object.entries(marginRulesets)) expect(ruleset.id).toBe(id);
    expect(isMarginRulesetId('aave-v3.0')).toBe(true);
    expect(isMarginRulesetId('aave-v3.6')).toBe(true);
    expect(isMarginRulesetId('aave-v3.9')).toBe(false);
    expect(isMarginRulesetId('aave-v2')).toBe(true);
    expect(isMarginRulesetId('toString')).toBe(false);
  });
});
