import { describe, expect, it } from 'vitest';
import { isMarginEngineId, marginEngines } from './marginEngines.js';

describe('the margin engines', () => {
  it('are found by the id they carry', () => {
    for (const [id, engine] of Object.entries(marginEngines)) expect(engine.id).toBe(id);
    expect(isMarginEngineId('hyperliquid')).toBe(true);
    expect(isMarginEngineId('derive-pmrm2')).toBe(true);
    expect(isMarginEngineId('derive-pmrm1')).toBe(false);
    expect(isMarginEngineId('toString')).toBe(false);
  });
});
