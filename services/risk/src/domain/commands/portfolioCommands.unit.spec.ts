import { describe, expect, it } from 'vitest';
import { alice, mallory } from '../desk.sample.js';
import { attachAccount } from './attachAccount.js';
import { bookTrade } from './bookTrade.js';
import { correctTrade } from './correctTrade.js';
import { openPortfolio } from './openPortfolio.js';
import { attaching, bookedDesk, correcting, limiting, opening, trading } from './requests.sample.js';
import { setLimit } from './setLimit.js';

const refusedAs = (code: string, field: string) => ({ kind: 'refused', code, field });

describe('openPortfolio', () => {
  it('keys a child by its root, so that a tree shares a partition', () => {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'options', parentPortfolioId: 'main' })));
    const grandchild = openPortfolio(desk.state, alice, opening({ portfolioId: 'puts', parentPortfolioId: 'options' }));
    expect(grandchild).toMatchObject({
      kind: 'accepted',
      drafts: [{ topic: 'portfolio', key: 'desk-a/main', tenant: 'desk-a', actor: 'alice' }],
    });
  });

  it('refuses an id that is open, a parent that is not there, and ids that would part keys', () => {
    const { state } = bookedDesk();
    expect(openPortfolio(state, alice, opening())).toMatchObject(refusedAs('ALREADY_EXISTS', 'portfolio_id'));
    expect(openPortfolio(state, alice, opening({ portfolioId: 'x', parentPortfolioId: 'no' }))).toMatchObject(
      refusedAs('NOT_FOUND', 'parent_portfolio_id'),
    );
    for (const portfolioId of ['', 'a/b', 'a|b', '-x', 'x'.repeat(129), 'é']) {
      expect(openPortfolio(state, alice, opening({ portfolioId }))).toMatchObject(
        refusedAs('INVALID_ARGUMENT', 'portfolio_id'),
      );
    }
  });

  it('lets another tenant use the same id', () => {
    const { state } = bookedDesk();
    expect(openPortfolio(state, mallory, opening())).toMatchObject({
      kind: 'accepted',
      drafts: [{ key: 'desk-b/main' }],
    });
  });

  it('ends the tree at eight levels', () => {
    const desk = bookedDesk();
    let parentPortfolioId = 'main';
    for (let level = 2; level <= 8; level++) {
      desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: `level${level}`, parentPortfolioId })));
      parentPortfolioId = `level${level}`;
    }
    const ninth = openPortfolio(desk.state, alice, opening({ portfolioId: 'level9', parentPortfolioId }));
    expect(ninth).toMatchObject(refusedAs('FAILED_PRECONDITION', 'parent_portfolio_id'));
  });
});

describe('attachAccount', () => {
  it('attaches an account to one portfolio of a tenant', () => {
    const desk = bookedDesk();
    desk.accept(openPortfolio(desk.state, alice, opening({ portfolioId: 'twin' })));
    expect(attachAccount(desk.state, alice, attaching({ portfolioId: 'twin' }))).toMatchObject(
      refusedAs('ALREADY_EXISTS', 'account_id'),
    );
    expect(attachAccount(desk.state, alice, attaching({ accountId: 'other', venue: '' }))).toMatchObject(
      refusedAs('INVALID_ARGUMENT', 'venue'),
    );
  });
});

describe('every command on a portfolio', () => {
  const commands = [
    [
      'attachAccount',
      (...[state, , who, more]: Args) => attachAccount(state, who, attaching({ accountId: 'new', ...more })),
    ],
    ['bookTrade', (...[state, step, who, more]: Args) => bookTrade(state, step, who, trading(more))],
    ['correctTrade', (...[state, , who, more]: Args) => correctTrade(state, who, correcting(more))],
    ['setLimit', (...[state, , who, more]: Args) => setLimit(state, who, limiting(more))],
  ] as const;
  type Desk = ReturnType<typeof bookedDesk>;
  type Args = [
    Desk['state'],
    ReturnType<Desk['step']>,
    typeof alice,
    { expectedVersion?: bigint; portfolioId?: string },
  ];

  it.each(commands)(
    '%s answers NOT_FOUND for a foreign portfolio in the words for one that is not there',
    (_name, command) => {
      const { state, step } = bookedDesk();
      const foreign = command(state, step(), mallory, { portfolioId: 'main' });
      const absent = command(state, step(), alice, { portfolioId: 'nowhere' });
      expect(foreign).toMatchObject(refusedAs('NOT_FOUND', 'portfolio_id'));
      const wordsOf = (decision: typeof foreign): string => (decision.kind === 'refused' ? decision.message : '');
      expect(wordsOf(foreign).replace('main', 'X')).toBe(wordsOf(absent).replace('nowhere', 'X'));
    },
  );

  it.each(commands)('%s is aborted by another version than the expected one', (_name, command) => {
    const desk = bookedDesk();
    desk.accept(bookTrade(desk.state, desk.step(), alice, trading()));
    // Opened, two accounts, one trade.
    expect(command(desk.state, desk.step(), alice, { expectedVersion: 3n })).toMatchObject(
      refusedAs('ABORTED', 'expected_version'),
    );
    const accepted = command(desk.state, desk.step(), alice, { expectedVersion: 4n });
    expect(accepted.kind === 'refused' ? accepted.code : 'accepted').not.toBe('ABORTED');
  });
});
