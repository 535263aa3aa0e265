import { describe, expect, it } from 'vitest';
import { deribitAuthorization, deribitCredentials, deribitLogin, deribitSignature } from './signDeribitLogin.js';

// The example of the Deribit API documentation, "Authentication": a WebSocket login and a REST request.
const key = { clientId: 'AMANDA', clientSecret: 'AMANDASECRECT' };
const moment = { timestampMs: 1_576_074_319_000, nonce: '1iqt2wls' };

describe('deribitSignature', () => {
  it('is the one that the documentation shows for a login', () => {
    expect(deribitSignature(key.clientSecret, moment, '')).toBe(
      '56590594f97921b09b18f166befe0d1319b198bbcdad7ca73382de2f88fe9aa1',
    );
  });

  it('is the one that the documentation shows for a REST request', () => {
    const request = { method: 'get', path: '/api/v2/private/get_account_summary?currency=BTC', body: '' };
    expect(deribitAuthorization(key, moment, request)).toBe(
      'deri-hmac-sha256 id=AMANDA,ts=1576074319000,nonce=1iqt2wls,' +
        'sig=9bfbc51a2bc372d72cc396cf1a213dc78d42eb74cb7dc272351833ad0de276ab',
    );
  });
});

describe('a login', () => {
  it('by signature keeps the secret to itself', () => {
    const params = deribitLogin(key, moment);
    expect(params).toMatchObject({ grant_type: 'client_signature', client_id: 'AMANDA', timestamp: 1_576_074_319_000 });
    expect(JSON.stringify(params)).not.toContain(key.clientSecret);
  });

  it('by credentials names both', () => {
    expect(deribitCredentials(key)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'AMANDA',
      client_secret: 'AMANDASECRECT',
    });
  });
});
