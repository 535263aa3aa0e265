import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreeOnFinal } from './agreeOnFinal.js';
import { agreeOnHead, type HeadClaim } from './agreeOnHead.js';

const nobody = (): boolean => false;

function claim(endpoint: string, number: number, hash: string, below: Record<number, string> = {}): HeadClaim {
  return { endpoint, number: BigInt(number), hash, hashAt: (at) => below[Number(at)] };
}

describe('the head that nodes agree on', () => {
  it('is the one that the quorum has', () => {
    const claims = [claim('a', 7, 'x'), claim('b', 7, 'x'), claim('c', 7, 'y')];
    expect(agreeOnHead(claims, 2, nobody)).toEqual({ kind: 'agreed', number: 7n, hash: 'x', against: ['c'] });
  });

  it('is not lifted by one node, which is asked what it has below', () => {
    const claims = [claim('liar', 107, 'z'), claim('b', 7, 'x')];
    expect(agreeOnHead(claims, 2, nobody)).toEqual({ kind: 'ask', number: 7n, endpoints: ['liar'] });
    const asked = [claim('liar', 107, 'z', { 7: 'x' }), claim('b', 7, 'x')];
    expect(agreeOnHead(asked, 2, nobody)).toEqual({ kind: 'agreed', number: 7n, hash: 'x', against: [] });
  });

  it('is not lowered by one node that lags', () => {
    const claims = [claim('a', 7, 'x'), claim('b', 7, 'x'), claim('old', 1, 'o')];
    expect(agreeOnHead(claims, 2, nobody)).toMatchObject({ kind: 'agreed', number: 7n });
  });

  it('is none between two that contradict each other, and with too few', () => {
    const detail = 'Expected 2 nodes with one block 7, had a against b.';
    expect(agreeOnHead([claim('a', 7, 'x'), claim('b', 7, 'y')], 2, nobody)).toEqual({ kind: 'none', detail });
    expect(agreeOnHead([claim('a', 7, 'x')], 2, nobody)).toMatchObject({ kind: 'none' });
  });

  it('of a quorum of one stays on the branch that is followed', () => {
    const claims = [claim('a', 7, 'x'), claim('b', 7, 'y')];
    expect(agreeOnHead(claims, 1, (hash) => hash === 'y')).toMatchObject({ hash: 'y', against: ['a'] });
  });

  it('has always as many votes as the quorum', () => {
    const node = fc.record({ number: fc.integer({ min: 1, max: 4 }), branch: fc.constantFrom('x', 'y') });
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 7 }), (nodes, quorum) => {
        const claims = nodes.map(({ number, branch }, i) => ({
          endpoint: String(i),
          number: BigInt(number),
          hash: `${branch}${number}`,
          hashAt: (at: bigint) => `${branch}${at}`,
        }));
        const verdict = agreeOnHead(claims, quorum, nobody);
        if (verdict.kind !== 'agreed') return;
        const votes = claims.filter(
          (claim) => claim.number >= verdict.number && claim.hashAt(verdict.number) === verdict.hash,
        );
        expect(votes.length).toBeGreaterThanOrEqual(quorum);
      }),
    );
  });
});

describe('the block that nodes call final', () => {
  it('is the highest that the quorum has reached', () => {
    const claims = [{ number: 9n, hash: 'i' }, { number: 5n, hash: 'e' }, undefined, { number: 7n, hash: 'g' }];
    expect(agreeOnFinal(claims, 1)).toEqual({ number: 9n, hash: 'i' });
    expect(agreeOnFinal(claims, 2)).toEqual({ number: 7n, hash: 'g' });
    expect(agreeOnFinal(claims, 4)).toBeUndefined();
  });

  it('is none where two nodes have different ones at its height', () => {
    expect(
      agreeOnFinal(
        [
          { number: 5n, hash: 'e' },
          { number: 5n, hash: 'f' },
        ],
        1,
      ),
    ).toBeUndefined();
  });
});
